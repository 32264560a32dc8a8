"""Which seconds of a clip the network hears, and in which form: evenly spaced log-mel patches at 16 kHz.

The front-end is MusiCNN's (librosa's mel-spectrogram with its defaults, then ``log10(1 + 10000 S)``). It is worked out
and not in the network's graph: one transform serves all patches, and costs two fifths of what the graph took for it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from spotpop.audio.filterbanks import slaney_filters

SAMPLE_RATE_HZ = 16000
N_FFT = 512
HOP_LENGTH = 256
N_MELS = 96
PATCH_FRAMES = 187
PATCH_SAMPLES = (PATCH_FRAMES - 1) * HOP_LENGTH + N_FFT
"""48128 samples: a patch of 187 whole frames, 3.008 s."""

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

_SCALE = np.float32(10000.0)
_MARGIN = 256
"""Samples at 16 kHz on either side of a patch that soxr's filter looks at, and more."""
_AT_ONCE = 64
"""Frames that are transformed together: they stay in the processor's cache."""


def resample(samples: Array, sample_rate_hz: int) -> Array:
    """Return the clip at 16 kHz.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
    sample_rate_hz : int
        Of `samples`.
    """
    return np.asarray(soxr.resample(samples, sample_rate_hz, SAMPLE_RATE_HZ, quality="HQ"), np.float32)


def log_mel(samples: Array) -> Array:
    """Return the log-mel frames of a waveform, from its first sample on, no padding.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        At 16 kHz, at least `N_FFT` of them.

    Returns
    -------
    ndarray of float32, shape (n_frames, 96)
    """
    frames = np.lib.stride_tricks.sliding_window_view(samples, N_FFT)[::HOP_LENGTH]
    mel = np.empty((len(frames), N_MELS), np.float32)
    windowed = np.empty((_AT_ONCE, N_FFT), np.float32)
    spectra: Any = np.empty((_AT_ONCE, N_FFT // 2 + 1), np.complex64)  # NumPy's types know of double precision alone
    powers = np.empty((_AT_ONCE, N_FFT // 2 + 1), np.float32)
    for first in range(0, len(frames), _AT_ONCE):
        block = frames[first : first + _AT_ONCE]
        size = len(block)
        np.multiply(block, _window(), out=windowed[:size])
        power = np.abs(np.fft.rfft(windowed[:size], axis=1, out=spectra[:size]), out=powers[:size])
        np.square(power, out=power)
        np.matmul(power, filters(), out=mel[first : first + size])
    mel *= _SCALE
    np.log1p(mel, out=mel)
    mel *= np.float32(1 / np.log(10.0))
    return mel


def at_other_power(log_mel: Array, factors: Array) -> Array:
    """Return log-mel frames as they would be if their power were multiplied by `factors`, which broadcast to them."""
    power = np.expm1(log_mel * np.float32(np.log(10.0)))
    power *= factors
    np.log1p(power, out=power)
    power *= np.float32(1 / np.log(10.0))
    return np.asarray(power, np.float32)


def frame_centres_s(starts_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middle of each frame of patches that start there, shape ``(n_patches, 187)``."""
    within = (np.arange(PATCH_FRAMES) * HOP_LENGTH + N_FFT / 2) / SAMPLE_RATE_HZ
    return np.asarray(starts_s[:, None] + within)


def patch_starts(n_samples: int, n_patches: int) -> NDArray[np.int64]:
    """Return where the patches start, in samples at 16 kHz: evenly spaced, the first at the start, the last at the end.

    All lie on whole hops. A clip too short for separate patches gets overlapping ones; one shorter than a patch gets
    the same start for all.
    """
    last = max(0, n_samples - PATCH_SAMPLES) // HOP_LENGTH
    return np.round(last * np.linspace(0, 1, n_patches)).astype(np.int64) * HOP_LENGTH


def heard_patches(samples: Array, sample_rate_hz: int, n_patches: int) -> tuple[Array, Array64]:
    """Cut evenly spaced patches out of a clip; only what lies under them is resampled.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
    sample_rate_hz : int
        Of `samples`.

    Returns
    -------
    patches : ndarray of float32, shape (n_patches, 187, 96)
        Within 1e-6 of those of the whole clip at 16 kHz (`cut_patches`).
    starts_s : ndarray of float64, shape (n_patches,)
    """
    common = math.gcd(sample_rate_hz, SAMPLE_RATE_HZ)
    step_in, step_out = sample_rate_hz // common, SAMPLE_RATE_HZ // common  # both begin together every so many samples
    n_samples = round(len(samples) * step_out / step_in)
    starts = patch_starts(n_samples, n_patches)
    if n_patches * PATCH_SAMPLES >= n_samples:
        patches = cut_patches(resample(samples, sample_rate_hz), n_patches)
    else:
        firsts = np.maximum(0, starts - _MARGIN) // step_out
        lasts = -(-(starts + PATCH_SAMPLES + _MARGIN) // step_out)
        parts = [
            resample(samples[first * step_in : last * step_in], sample_rate_hz)[start - first * step_out :]
            for start, first, last in zip(starts, firsts, lasts, strict=True)
        ]
        patches = np.stack([log_mel(part[:PATCH_SAMPLES]) for part in parts])
    return patches, starts / SAMPLE_RATE_HZ


def cut_patches(samples: Array, n_patches: int) -> Array:
    """Cut evenly spaced patches; silence fills up what a short clip lacks.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        At 16 kHz.

    Returns
    -------
    ndarray of float32, shape (n_patches, 187, 96)
    """
    if samples.size < PATCH_SAMPLES:
        samples = np.pad(samples, (0, PATCH_SAMPLES - samples.size))
    starts = patch_starts(samples.size, n_patches)
    if n_patches * PATCH_SAMPLES < samples.size:  # they do not meet: what lies between needs no transform
        return np.stack([log_mel(samples[start : start + PATCH_SAMPLES]) for start in starts])
    frames = log_mel(samples)
    return np.stack([frames[first : first + PATCH_FRAMES] for first in starts // HOP_LENGTH])


@lru_cache(maxsize=1)
def _window() -> Array:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)).astype(np.float32)


@lru_cache(maxsize=1)
def filters() -> Array:
    """Return the mel filters, shape ``(257, 96)``."""
    return slaney_filters(SAMPLE_RATE_HZ, N_FFT, N_MELS)


def frequencies_hz() -> NDArray[np.float64]:
    """Return the frequencies that the filters weigh."""
    return np.arange(N_FFT // 2 + 1, dtype=np.float64) * (SAMPLE_RATE_HZ / N_FFT)
