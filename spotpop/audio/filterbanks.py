"""Constant matrices: mel filters, chroma filters, octave bands, cosine transform and loudness weighting.

All are made once per process and cached. Formulas follow librosa 0.11, which the parity tests hold them against.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.clip import SAMPLE_RATE_HZ

N_FFT: Final = 2048
HOP: Final = 512
N_BINS: Final = N_FFT // 2 + 1
N_MELS: Final = 128
N_MFCC: Final = 20
FRAME_RATE_HZ: Final = SAMPLE_RATE_HZ / HOP
FMAX_HZ: Final = SAMPLE_RATE_HZ / 2

Matrix = NDArray[np.float32]


@lru_cache(maxsize=1)
def frequencies_hz() -> NDArray[np.float64]:
    """Centre frequency of each bin, shape ``(N_BINS,)``."""
    return np.arange(N_BINS, dtype=np.float64) * (SAMPLE_RATE_HZ / N_FFT)


@lru_cache(maxsize=1)
def hann() -> Matrix:
    """Periodic Hann window, shape ``(N_FFT,)``."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)).astype(np.float32)


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Slaney's mel scale: linear below 1 kHz, logarithmic above."""
    linear = 200.0 / 3 * mel
    return np.where(mel < 15.0, linear, 1000.0 * np.exp(np.log(6.4) / 27.0 * (mel - 15.0)))


def _hz_to_mel(hz: float) -> float:
    return hz * 3 / 200 if hz < 1000 else 15.0 + np.log(hz / 1000.0) / (np.log(6.4) / 27.0)


@lru_cache(maxsize=1)
def mel_filters() -> Matrix:
    """Mel filters of the shared spectrum, shape ``(N_BINS, N_MELS)``."""
    return slaney_filters(SAMPLE_RATE_HZ, N_FFT, N_MELS)


def slaney_filters(sample_rate_hz: int, n_fft: int, n_mels: int) -> Matrix:
    """Triangular mel filters of equal area up to half the rate (Slaney), shape ``(n_fft // 2 + 1, n_mels)``."""
    edges = _mel_to_hz(np.linspace(0.0, _hz_to_mel(sample_rate_hz / 2), n_mels + 2))
    slopes = edges[:, None] - np.arange(n_fft // 2 + 1) * (sample_rate_hz / n_fft)
    widths = np.diff(edges)
    rising = -slopes[:-2] / widths[:-1, None]
    falling = slopes[2:] / widths[1:, None]
    weights = np.maximum(0.0, np.minimum(rising, falling)) * (2.0 / (edges[2:] - edges[:-2]))[:, None]
    return np.ascontiguousarray(weights.T, dtype=np.float32)


@dataclass(frozen=True)
class FilterBand:
    """Neighbouring filters and the few bins that they cover: a small dense product instead of a large one."""

    bins: slice
    filters: slice
    weights: Matrix


@lru_cache(maxsize=4)
def mel_bands(group: int = 16) -> tuple[FilterBand, ...]:
    """Mel filters cut into dense groups of `group`, so that a product touches only the bins that matter."""
    weights = mel_filters()
    bands = []
    for first in range(0, N_MELS, group):
        part = weights[:, first : first + group]
        used = np.flatnonzero(part.any(axis=1))
        bins = slice(int(used[0]), int(used[-1]) + 1)
        bands.append(FilterBand(bins, slice(first, first + group), np.ascontiguousarray(part[bins])))
    return tuple(bands)


@lru_cache(maxsize=1)
def chroma_filters() -> Matrix:
    """Gaussian pitch-class filters in A440 tuning, shape ``(N_BINS, 12)``, C first (D. Ellis, chroma_ftm, 2007)."""
    bins = frequencies_hz()[1:]
    octaves = np.log2(bins / (440.0 / 16))
    position = np.concatenate(([12 * octaves[0] - 18.0], 12 * octaves))
    # the width of a bin in semitones; the last one is given the width of one semitone, as librosa does
    width = np.concatenate((np.maximum(np.diff(position), 1.0), [1.0]))
    distance = np.remainder(position[None, :] - np.arange(12)[:, None] + 6 + 120, 12) - 6
    weights = np.exp(-0.5 * (2 * distance / width) ** 2)
    norm = np.sqrt((weights**2).sum(axis=0))
    weights /= np.where(norm > 0, norm, 1.0)
    weights *= np.exp(-0.5 * ((position / 12 - 5.0) / 2.0) ** 2)
    return np.ascontiguousarray(np.roll(weights, -3, axis=0).T, dtype=np.float32)


@lru_cache(maxsize=1)
def tonnetz_matrix() -> Matrix:
    """Projection of pitch classes on fifths, minor and major thirds, shape ``(12, 6)`` (Harte and others, 2006)."""
    steps = np.linspace(0, 12, num=12, endpoint=False)
    scale = np.array([7 / 6, 7 / 6, 3 / 2, 3 / 2, 2 / 3, 2 / 3])
    angle = np.multiply.outer(scale, steps)
    angle[::2] -= 0.5
    radius = np.array([1, 1, 1, 1, 0.5, 0.5])
    return np.ascontiguousarray((radius[:, None] * np.cos(np.pi * angle)).T, dtype=np.float32)


@lru_cache(maxsize=1)
def dct_matrix() -> Matrix:
    """Orthonormal DCT-II from mel bands to cepstrum, shape ``(N_MELS, N_MFCC)``."""
    k, n = np.arange(N_MFCC), np.arange(N_MELS)
    basis = np.cos(np.pi * np.outer(n + 0.5, k) / N_MELS) * np.sqrt(2.0 / N_MELS)
    basis[:, 0] *= np.sqrt(0.5)
    return np.ascontiguousarray(basis, dtype=np.float32)


@lru_cache(maxsize=1)
def contrast_bands() -> tuple[tuple[slice, int], ...]:
    """Octave bands from 200 Hz and how many bins make a peak or a valley (Jiang and others, 2002; 2 % of the bins)."""
    edges = np.concatenate(([0.0], 200.0 * 2.0 ** np.arange(7)))
    frequency = frequencies_hz()
    bands = []
    for index in range(7):
        inside = np.flatnonzero((frequency >= edges[index]) & (frequency <= edges[index + 1]))
        first, last = int(inside[0]), int(inside[-1])
        first -= index > 0
        last = N_BINS - 1 if index == 6 else last
        count = last - first + 1
        # all but the highest band leave out their last bin, as librosa does
        bands.append((slice(first, last + (index == 6)), max(1, round(0.02 * count))))
    return tuple(bands)


@lru_cache(maxsize=1)
def k_weights() -> Matrix:
    """Power response of the K-weighting filter at each bin, shape ``(N_BINS,)``."""
    return k_response(frequencies_hz()).astype(np.float32)


def k_response(frequencies: NDArray[np.float64]) -> NDArray[np.float64]:
    """Power response of the K-weighting filter (ITU-R BS.1770-5, annex 1).

    The standard's two biquads, given there for 48 kHz; above 24 kHz, where they say nothing, the shelf goes on.
    """
    shelf = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585])
    highpass = ([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621])
    z = np.exp(-2j * np.pi * np.minimum(frequencies, 24_000.0) / 48_000.0)
    power = np.ones(len(frequencies))
    for numerator, denominator in (shelf, highpass):
        power *= np.abs(np.polyval(numerator[::-1], z) / np.polyval(denominator[::-1], z)) ** 2
    return power
