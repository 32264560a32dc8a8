"""Make a clip brighter or denser the way a mix would be, at equal loudness, to hear what that is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.advice.limiter import running_minimum
from spotpop.audio.clip import Clip, Samples
from spotpop.audio.filterbanks import k_response

SHELF_DB: Final = 3.0
SHELF_HZ: Final = 4000.0
"""Where the shelf has half of its gain: presence and air lie above."""

RATIO: Final = 3.0
WINDOW_S: Final = 0.02
RELEASE_S: Final = 0.15
"""The compressor follows the root mean square of 20 ms and moves its gain over 150 ms, before a passage
comes and after it."""

_LIMIT: Final = 4.0
"""What a clip may reach."""
_SOFT_DB: Final = 40.0
"""What lies further below the loudest is no part of the level that a compressor is set to."""


Spectrum = NDArray[np.complexfloating]


@dataclass(frozen=True, eq=False)
class Shaped:
    """A clip with one thing changed.

    Attributes
    ----------
    clip : Clip
        The same seconds, as loud as before (K-weighted, as meters hear it).
    step_db : float
        How far it was moved: gain of the shelf, or by how much the peaks came nearer to the rest.
    """

    clip: Clip
    step_db: float


def brighter(clip: Clip, gain_db: float = SHELF_DB, *, corner_hz: float = SHELF_HZ) -> Shaped:
    """Raise what lies above a corner by a shelf that is full an octave higher; no phase is moved."""
    spectrum = _spectrum(clip.samples)
    hz = np.fft.rfftfreq(_length(len(clip.samples)), 1 / clip.sample_rate_hz)
    share = 1 / (1 + (corner_hz / np.maximum(hz, 1e-3)) ** 4)
    shaped = spectrum * 10 ** (gain_db * share / 20)
    weights = _k_weights(len(hz), clip.sample_rate_hz)
    samples = np.fft.irfft(shaped)[: len(clip.samples)] * _level(spectrum, shaped, weights)
    return Shaped(_with(clip, samples), gain_db)


def denser(clip: Clip, *, ratio: float = RATIO) -> Shaped:
    """Turn down what is louder than the clip's middle, as a compressor on the sum does, and bring all up again."""
    rate = clip.sample_rate_hz
    power = _running_mean(np.square(clip.samples, dtype=np.float64), max(1, round(WINDOW_S * rate)))
    level_db = 10 * np.log10(np.maximum(power, 1e-10))
    threshold_db = float(np.median(level_db[level_db > level_db.max() - _SOFT_DB]))
    reduction_db = (1 - 1 / ratio) * np.maximum(0.0, level_db - threshold_db)
    wide = max(1, round(RELEASE_S * rate))
    # Gain is down before a passage comes, and up after it: peaks at its beginning do not slip through.
    held = -running_minimum(np.pad(-reduction_db, (wide // 2, wide - 1 - wide // 2), mode="edge"), wide)
    gain_db = -_running_mean(held, wide)
    samples = clip.samples * 10 ** (gain_db / 20)
    before, after = _spectrum(clip.samples), _spectrum(samples)
    shaped = _with(clip, samples * _level(before, after, _k_weights(len(before), rate)))
    return Shaped(shaped, crest_db(clip.samples) - crest_db(shaped.samples))


def crest_db(samples: Samples) -> float:
    """Return peak over root mean square in dB."""
    peak = float(np.abs(samples).max(initial=0.0))
    mean = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
    return 20 * float(np.log10(max(peak, 1e-9) / max(mean, 1e-9)))


def _with(clip: Clip, samples: NDArray[np.floating]) -> Clip:
    return replace(clip, samples=np.clip(samples, -_LIMIT, _LIMIT).astype(np.float32), meter=None)


def _level(before: Spectrum, after: Spectrum, weights: NDArray[np.float64]) -> float:
    """Return the factor that makes one sound as loud as another, as a loudness meter weights them."""
    powers = [float(np.square(np.abs(one)) @ weights) for one in (before, after)]
    return float(np.sqrt(powers[0] / max(powers[1], 1e-12)))


def _spectrum(samples: NDArray[np.floating]) -> Spectrum:
    return np.fft.rfft(samples, _length(len(samples)))


def _length(count: int) -> int:
    return 1 << (count - 1).bit_length()  # a transform of another length takes up to ten times as long


@lru_cache(maxsize=1)
def _k_weights(bins: int, rate_hz: int) -> NDArray[np.float64]:
    return k_response(np.linspace(0, rate_hz / 2, bins))


def _running_mean(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the mean of the `width` values around each, as many as went in."""
    padded = np.pad(values, (width // 2, width - 1 - width // 2), mode="edge")
    total = np.cumsum(np.concatenate([[0.0], padded]))
    return np.asarray((total[width:] - total[:-width]) / width)
