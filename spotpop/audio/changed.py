"""A clip with one thing changed, measured from what is known of it as it was: most of it needs no second transform.

A gain over time (a limiter, a compressor) or over frequency (a shelf) moves each cell of the spectrogram by what it
amounts to there. Levels and zero crossings are read off the changed samples. For the colour of frames (centroid,
contrast, pitch classes …) every sixteenth frame of the changed clip is transformed, and its neighbours are taken to
move as it does. `tests/unit/audio/test_changed.py` holds the result against a second analysis of the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio import filterbanks
from spotpop.audio.analysis import Analysis, Measures
from spotpop.audio.clip import Clip, Samples
from spotpop.audio.features import Features, gather_features
from spotpop.audio.frames import COLUMNS, PITCHES, SHAPES, FrameTable, fill_cepstrum, fill_colours, fill_levels, slopes
from spotpop.audio.levels import Levels, measure_levels
from spotpop.audio.loudness import measure_loudness
from spotpop.audio.rhythm import Rhythm, measure_rhythm
from spotpop.audio.spectrum import measure_spectrum

Array = NDArray[np.float32]
Response = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""From frequencies in Hz to the factor by which a filter multiplies the power there."""

_EVERY: Final = 16
"""Of so many frames one is transformed anew."""
_STEP: Final = 128
"""Samples over which powers are summed: 6 ms, within which no gain moves far."""
_SOUNDING: Final = 0.49
"""Share of a Hann window's length that a window without slopes has which weighs power over the same time."""
_TOP_DB: Final = np.float32(80.0)


class Changed:
    """A clip as it was analysed, and the same seconds with one thing changed.

    Parameters
    ----------
    before : Analysis
        With its measures.
    clip : Clip
        The same seconds changed: each sample by a gain that moves slower than the wave, or all by one filter.
    response : callable or None
        What the filter does to power by frequency, level included; None where gains over time are all.

    Raises
    ------
    ValueError
        If the clips are not equally long, or the analysis does not hold its measures.
    """

    def __init__(self, before: Analysis, clip: Clip, response: Response | None = None) -> None:
        if before.measures is None or len(clip.samples) != len(before.clip.samples):
            raise ValueError("a change is one of the same seconds, analysed in full")
        self.before = before
        self.clip = clip
        self.response = response
        self._measures: Measures = before.measures

    @cached_property
    def features(self) -> Features:
        """The features that the changed clip has."""
        frames = FrameTable(self._columns, slopes(self._columns[:, COLUMNS["mfcc"]]), self._levels.sounding)
        loudness = measure_loudness(self._levels, self.k_power)
        return gather_features(frames.statistics(), self._levels, loudness, self.rhythm, self._measures.tonality)

    @cached_property
    def loudness_lufs(self) -> float:
        """Gated loudness of the changed clip."""
        return measure_loudness(self._levels, self.k_power).integrated_lufs

    @cached_property
    def rhythm(self) -> Rhythm:
        """Onsets, tempo and beat of the changed clip."""
        return measure_rhythm(self._mel_db)

    @cached_property
    def k_power(self) -> Array:
        """Mean square of the K-weighted signal in each frame of the changed clip."""
        if self.response is None:
            return np.asarray(self._measures.k_power * self._frame_factors, np.float32)
        return np.asarray(self._measures.k_power * k_factors(self.before, self.response), np.float32)

    def factors_at(self, centres_s: NDArray[np.float64], window_s: float) -> NDArray[np.float64]:
        """Return what the power under Hann windows is multiplied by, over time; shape ``(n_windows,)``.

        Parameters
        ----------
        centres_s : ndarray of shape (n_windows,)
            From the start of the clip.
        window_s : float
            Length of a window.
        """
        before, after = self._running
        half = _SOUNDING * window_s / 2
        rate = self.clip.sample_rate_hz / _STEP
        ends = np.clip([(centres_s - half) * rate, (centres_s + half) * rate], 0, len(before) - 1)
        at = np.arange(len(before), dtype=np.float64)
        powers = [np.diff(np.interp(ends, at, one), axis=0)[0] for one in (before, after)]
        least = 1e-9 * max(float(before[-1]), 1e-12) / max(1, len(before))
        return np.asarray((powers[1] + least) / (powers[0] + least))

    @cached_property
    def _running(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return _running_power(self.before.clip.samples), _running_power(self.clip.samples)

    @cached_property
    def _frame_factors(self) -> NDArray[np.float64]:
        rate = self.clip.sample_rate_hz
        centres_s = np.asarray(np.arange(len(self._measures.k_power)) * (filterbanks.HOP / rate), np.float64)
        return self.factors_at(centres_s, filterbanks.N_FFT / rate)

    @cached_property
    def _levels(self) -> Levels:
        return measure_levels(self.clip.samples)

    @cached_property
    def _mel_db(self) -> Array:
        before = self.before.mel.db.T
        if self.response is None:
            factors = self._frame_factors[:, None]
        else:
            factors = through(filterbanks.mel_filters(), filterbanks.frequencies_hz(), self.response)[None]
        moved = before + (10 * np.log10(np.maximum(factors, 1e-12))).astype(np.float32)
        floor = moved.max() - _TOP_DB
        # Of what lay on the floor nobody knows how far below it was.
        moved[before <= before.max() - _TOP_DB] = floor
        return np.asarray(np.maximum(moved, floor, out=moved))

    @cached_property
    def _columns(self) -> Array:
        columns = self._measures.frames.columns.copy()
        some = columns[::_EVERY].copy()
        fill_colours(some, measure_spectrum(self.clip, every=_EVERY))
        silent = ~self._levels.sounding[::_EVERY]
        for part in (PITCHES, SHAPES):
            moved = some[:, part] - columns[::_EVERY, part]
            moved[silent] = 0.0
            # The frame that was heard stands in the middle of those that move with it.
            moved = np.repeat(np.concatenate([moved, moved[-1:]]), _EVERY, axis=0)[_EVERY // 2 :]
            columns[:, part] += moved[: len(columns)]
        fill_cepstrum(columns, self._mel_db)
        fill_levels(columns, self._levels, self.rhythm)
        return columns


def through(filters: Array, frequencies_hz: NDArray[np.float64], response: Response) -> NDArray[np.float64]:
    """Return what a filter multiplies the power of each band by, where the power within bands is spread evenly.

    Parameters
    ----------
    filters : shape (n_bins, n_bands)
    frequencies_hz : shape (n_bins,)
    """
    weights = filters.astype(np.float64)
    return np.asarray(response(frequencies_hz) @ weights / np.maximum(weights.sum(axis=0), 1e-12))


def k_factors(before: Analysis, response: Response) -> NDArray[np.float64]:
    """Return what a filter multiplies the K-weighted power of each frame by, shape ``(n_frames,)``."""
    bins, filters = filterbanks.frequencies_hz(), filterbanks.mel_filters()
    audible = through(filters, bins, filterbanks.k_response)
    # Filters have equal areas: each is brought back to the power of its width.
    audible /= np.maximum(filters.max(axis=0), 1e-12)
    weights = np.stack([audible, audible * through(filters, bins, response)], axis=1).astype(np.float32)
    powers = np.exp(before.mel.db.T * np.float32(np.log(10) / 10)) @ weights
    return np.asarray(powers[:, 1] / np.maximum(powers[:, 0], 1e-20), np.float64)


def _running_power(samples: Samples) -> NDArray[np.float64]:
    padded = np.pad(samples, (0, -len(samples) % _STEP)).reshape(-1, _STEP)
    return np.concatenate(([0.0], np.cumsum(np.einsum("ij,ij->i", padded, padded), dtype=np.float64)))
