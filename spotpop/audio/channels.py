"""The channels of a recording, and how they come together as a listener's two ears have them.

Down-mix of surround sound by ITU-R BS.775-3, annex 4: centre and surrounds at -3 dB to both sides, the low-frequency
effects channel left out. The mean of both sides is what is analysed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from spotpop.audio.clip import Samples

_HALF_POWER: Final = math.sqrt(0.5)

# Shares of each channel on the left and the right side, by FFmpeg's names of channels.
_SIDES: Final[dict[str, tuple[float, float]]] = {
    "FL": (1.0, 0.0), "FR": (0.0, 1.0), "FC": (_HALF_POWER, _HALF_POWER),
    "FLC": (1.0, 0.0), "FRC": (0.0, 1.0),
    "SL": (_HALF_POWER, 0.0), "SR": (0.0, _HALF_POWER), "BL": (_HALF_POWER, 0.0), "BR": (0.0, _HALF_POWER),
    "BC": (0.5, 0.5), "LFE": (0.0, 0.0), "LFE2": (0.0, 0.0),
    "DL": (1.0, 0.0), "DR": (0.0, 1.0), "WL": (_HALF_POWER, 0.0), "WR": (0.0, _HALF_POWER),
    "TFL": (_HALF_POWER, 0.0), "TFR": (0.0, _HALF_POWER), "TBL": (_HALF_POWER, 0.0), "TBR": (0.0, _HALF_POWER),
    "TC": (0.5, 0.5), "TFC": (0.5, 0.5), "TBC": (0.5, 0.5),
}  # fmt: skip

_USUAL: Final[dict[int, tuple[str, ...]]] = {
    2: ("FL", "FR"),
    3: ("FL", "FR", "FC"),
    4: ("FL", "FR", "BL", "BR"),
    5: ("FL", "FR", "FC", "BL", "BR"),
    6: ("FL", "FR", "FC", "LFE", "BL", "BR"),
    7: ("FL", "FR", "FC", "LFE", "BC", "SL", "SR"),
    8: ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"),
}
"""What a file means that only counts its channels: the order of WAV's own mask."""

_DEAD: Final = 1e-5
"""A side with less than this share (-50 dB) of the other's power is an empty channel, not half of a stereo picture."""
_CANCELLED: Final = 0.02
"""A mean of both sides with less than this share of their difference's power: one channel's polarity is turned over."""


@dataclass(frozen=True, eq=False)
class Run:
    """Samples that follow each other at one rate in the same channels.

    Attributes
    ----------
    samples : numpy.ndarray, shape (n_channels, n_samples), float32
        Full scale is ±1.
    channels : tuple of str
        FFmpeg's names: ``FL``, ``FR``, ``FC``, ``LFE`` … A single channel is mono whatever its name.
    """

    samples: Samples
    channels: tuple[str, ...]
    sample_rate_hz: int


def mix_to_mono(run: Run) -> Samples:
    """Return what both ears have of a run together, shape ``(n_samples,)``.

    An empty side does not halve the other one, and a turned-over channel does not cancel its like: both are heard as
    loud as they are by somebody between two loudspeakers.
    """
    left, right = _sides(run)
    if left is right:
        return left
    power_left, power_right = _power(left), _power(right)
    if power_right <= _DEAD * power_left:
        return left
    if power_left <= _DEAD * power_right:
        return right
    middle = np.add(left, right)
    middle *= np.float32(0.5)
    if _power(middle) < _CANCELLED * (power_left + power_right) / 2:
        np.subtract(left, right, out=middle)
        middle *= np.float32(0.5)
    return middle


def _sides(run: Run) -> tuple[Samples, Samples]:
    """Left and right side of a run; one and the same array where the only channel, or only the centre, sounds."""
    samples = run.samples
    if len(samples) == 1:
        return samples[0], samples[0]
    names = run.channels if all(name in _SIDES for name in run.channels) else _USUAL[len(samples)]
    if names in (("FL", "FR"), ("DL", "DR")):
        return samples[0], samples[1]
    if "FC" in names:
        centre = samples[names.index("FC")]
        others = [one for one, name in zip(samples, names, strict=True) if name != "FC" and any(_SIDES[name])]
        if all(_power(one) <= _DEAD * _power(centre) for one in others):
            return centre, centre  # mono, packed into more channels
    weights = np.array([_SIDES[name] for name in names], np.float32).T
    left, right = weights @ samples
    return left, right


def _power(samples: Samples) -> float:
    return float(np.dot(samples, samples)) / max(1, len(samples))
