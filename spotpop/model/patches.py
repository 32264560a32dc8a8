"""Which seconds of a clip the spectrogram pipe hears: evenly spaced patches of its waveform at 16 kHz."""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16000
N_FFT = 512
HOP_LENGTH = 256
PATCH_FRAMES = 187
PATCH_SAMPLES = (PATCH_FRAMES - 1) * HOP_LENGTH + N_FFT
"""48128 samples: a patch of 187 whole frames, 3.008 s."""


def resample(samples: NDArray[np.float32], sample_rate_hz: int) -> NDArray[np.float32]:
    """Return the clip at 16 kHz.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
    sample_rate_hz : int
        Of `samples`.
    """
    return np.asarray(soxr.resample(samples, sample_rate_hz, SAMPLE_RATE_HZ, quality="HQ"), np.float32)


def patch_starts(n_samples: int, n_patches: int) -> NDArray[np.int64]:
    """Return where the patches start, in samples at 16 kHz: evenly spaced, the first at the start, the last at the end.

    A clip too short for separate patches gets overlapping ones; one shorter than a patch gets the same start for all.
    """
    last = max(0, n_samples - PATCH_SAMPLES)
    return np.round(np.linspace(0, last, n_patches)).astype(np.int64)


def cut_patches(samples: NDArray[np.float32], n_patches: int) -> NDArray[np.float32]:
    """Cut evenly spaced patches; silence fills up what a short clip lacks.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        At 16 kHz.

    Returns
    -------
    ndarray of float32, shape (n_patches, 48128)
    """
    if samples.size < PATCH_SAMPLES:
        samples = np.pad(samples, (0, PATCH_SAMPLES - samples.size))
    return np.stack([samples[start : start + PATCH_SAMPLES] for start in patch_starts(samples.size, n_patches)])
