"""Make a clip brighter or denser the way a mix would be, at equal loudness, to hear what that is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.advice.limiter import at_gains, in_blocks, running_mean, running_minimum
from spotpop.audio.analysis import Analysis
from spotpop.audio.changed import Changed, k_factors
from spotpop.audio.clip import LOUDEST, SAMPLE_RATE_HZ, Clip, Samples

SHELF_DB: Final = 3.0
SHELF_HZ: Final = 4000.0
"""Where the shelf has half of its gain: presence and air lie above."""

RATIO: Final = 3.0
WINDOW_S: Final = 0.02
RELEASE_S: Final = 0.15
"""The compressor follows the root mean square of 20 ms and moves its gain over 150 ms, before a passage
comes and after it."""

_BLOCK: Final = 64
"""Samples (3 ms) whose power is one value of what the compressor follows."""
_TAPS: Final = 5
"""Neighbours at either side that the shelf weighs: its gain is then met within .03 dB."""
_SOFT_DB: Final = 40.0
"""What lies further below the loudest is no part of the level that a compressor is set to."""


@dataclass(frozen=True, eq=False)
class Shaped:
    """A clip with one thing changed.

    Attributes
    ----------
    changed : Changed
        The same seconds, as loud as before (K-weighted, as meters hear it).
    step_db : float
        How far it was moved: gain of the shelf, or by how much the peaks came nearer to the rest.
    """

    changed: Changed
    step_db: float

    @property
    def clip(self) -> Clip:
        """The changed clip."""
        return self.changed.clip


def brighter(analysis: Analysis, gain_db: float = SHELF_DB) -> Shaped:
    """Raise what lies above 4 kHz by a shelf that is full an octave higher; no phase is moved."""
    taps = _shelf(gain_db)
    k_power = _k_power(analysis)
    level = _level(k_power, k_power * k_factors(analysis, lambda hz: _gain_of(taps, hz) ** 2))
    taps = taps * level
    kernel = np.concatenate([taps[:0:-1] / 2, taps[:1], taps[1:] / 2]).astype(np.float32)
    samples = np.convolve(np.pad(analysis.clip.samples, _TAPS), kernel, "valid")
    return Shaped(Changed(analysis, _with(analysis.clip, samples), lambda hz: _gain_of(taps, hz) ** 2), gain_db)


def denser(analysis: Analysis, *, ratio: float = RATIO) -> Shaped:
    """Turn down what is louder than the clip's middle, as a compressor on the sum does, and bring all up again."""
    clip = analysis.clip
    blocks = in_blocks(clip.samples, _BLOCK)
    powers = np.einsum("ij,ij->i", blocks, blocks).astype(np.float64) / _BLOCK
    level_db = 10 * np.log10(np.maximum(_around(powers, _blocks_in(WINDOW_S)), 1e-10))
    threshold_db = float(np.median(level_db[level_db > level_db.max() - _SOFT_DB]))
    reduction_db = (1 - 1 / ratio) * np.maximum(0.0, level_db - threshold_db)
    wide = _blocks_in(RELEASE_S)
    # Gain is down before a passage comes, and up after it: peaks at its beginning do not slip through.
    held = -running_minimum(np.pad(-reduction_db, (wide // 2, wide - 1 - wide // 2), mode="edge"), wide)
    gains = 10 ** (-_around(held, wide) / 20)
    gains = np.concatenate([gains[:1], (gains[1:] + gains[:-1]) / 2, gains[-1:]])  # of blocks, to where they meet
    held_down = Changed(analysis, replace(clip, samples=at_gains(clip.samples, gains, _BLOCK), meter=None))
    level = np.float32(_level(_k_power(analysis), held_down.k_power))
    shaped = _with(clip, held_down.clip.samples * level)
    return Shaped(Changed(analysis, shaped), crest_db(clip.samples) - crest_db(shaped.samples))


def crest_db(samples: Samples) -> float:
    """Return peak over root mean square in dB."""
    peak = max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))
    mean = float(np.sqrt(np.dot(samples, samples) / max(1, len(samples))))
    return 20 * float(np.log10(max(peak, 1e-9) / max(mean, 1e-9)))


def _with(clip: Clip, samples: Samples) -> Clip:
    return replace(clip, samples=np.clip(samples, -LOUDEST, LOUDEST), meter=None)


def _k_power(analysis: Analysis) -> NDArray[np.float32]:
    if analysis.measures is None:
        raise ValueError("a clip is shaped at equal loudness, which takes the measures of its frames")
    return analysis.measures.k_power


def _level(before: NDArray[np.floating], after: NDArray[np.floating]) -> float:
    """Return the factor that makes one sound as loud as another, given the K-weighted power of their frames."""
    return float(np.sqrt(before.sum(dtype=np.float64) / max(after.sum(dtype=np.float64), 1e-12)))


@lru_cache(maxsize=4)
def _shelf(gain_db: float) -> NDArray[np.float64]:
    """Return the cosine series nearest to the shelf, each place of it as exact in dB as the others."""
    hz = np.linspace(1.0, SAMPLE_RATE_HZ / 2, 512)
    wanted = 10 ** (gain_db / (1 + (SHELF_HZ / hz) ** 4) / 20)
    taps, *_ = np.linalg.lstsq(_cosines(hz) / wanted[:, None], np.ones(len(hz)), rcond=None)
    return np.asarray(taps)


def _gain_of(taps: NDArray[np.float64], hz: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(_cosines(hz) @ taps)


def _cosines(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.cos(np.multiply.outer(2 * np.pi / SAMPLE_RATE_HZ * hz, np.arange(_TAPS + 1)))


def _around(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the mean of the `width` values around each, as many as went in."""
    return running_mean(np.pad(values, (width // 2, width - 1 - width // 2), mode="edge"), width)


def _blocks_in(seconds: float) -> int:
    return max(1, round(seconds * SAMPLE_RATE_HZ / _BLOCK))
