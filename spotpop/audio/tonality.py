"""Key, mode and tuning of a clip, from the peaks of its spectra.

Peaks are placed between bins by a parabola through their logarithms (J. O. Smith, Spectral Audio Signal Processing),
folded into one octave at 10 cents, freed of the recording's own tuning, and compared with the profiles of major and
minor keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.banks import N_FFT
from spotpop.audio.clip import SAMPLE_RATE_HZ
from spotpop.audio.spectrum import PEAK_LOW_BIN

Array = NDArray[np.float32]

_STEPS: Final = 10
"""Steps to a semitone."""
_FLOOR: Final = 0.02
"""Peaks under this share of the frame's largest are left out."""

# Temperley's revision of the Krumhansl-Kessler key profiles (D. Temperley, What's key for key?, Music Perception 1999).
_MAJOR: Final = (5.0, 2.0, 3.5, 2.0, 4.5, 4.0, 2.0, 4.5, 2.0, 3.5, 1.5, 4.0)
_MINOR: Final = (5.0, 2.0, 3.5, 4.5, 2.0, 4.0, 2.0, 4.5, 3.5, 2.0, 1.5, 4.0)


@dataclass(frozen=True)
class Tonality:
    """The key of a clip, an estimate.

    Attributes
    ----------
    key : int
        Pitch class of the tonic, 0 = C … 11 = B.
    mode : int
        1 major, 0 minor.
    strength : float
        Correlation with the best key's profile, -1 to 1.
    mode_margin : float
        How much better major fits than minor, each on its best tonic; negative in minor.
    tuning_cents : float
        The recording's tuning against A = 440 Hz, -50 to 50.
    pitch_classes : shape (12,)
        Share of each pitch class, C first, tuning taken out.
    """

    key: int
    mode: int
    strength: float
    mode_margin: float
    tuning_cents: float
    pitch_classes: Array


def measure_tonality(low_magnitude: Array) -> Tonality:
    """Estimate key, mode and tuning from the low magnitudes of all frames (`Spectrum.low_magnitude`)."""
    fine = _fold(low_magnitude)
    if not fine.any():
        return Tonality(0, 1, 0.0, 0.0, 0.0, np.full(12, 1 / 12, np.float32))
    tuning = _tuning_steps(fine)
    centred = np.roll(fine, _STEPS // 2 - tuning).reshape(12, _STEPS)
    classes = centred.sum(axis=1)
    classes /= classes.sum()
    scores = np.stack([_correlate(classes, np.array(profile)) for profile in (_MINOR, _MAJOR)])
    mode, key = np.unravel_index(int(scores.argmax()), scores.shape)
    margin = float(scores[1].max() - scores[0].max())
    cents = tuning * 100 / _STEPS
    return Tonality(int(key), int(mode), float(scores.max()), margin, cents, classes.astype(np.float32))


def _fold(magnitude: Array) -> NDArray[np.float64]:
    """Histogram of the peaks' pitches within the octave, shape ``(12 * _STEPS,)``, step 0 = C."""
    middle = magnitude[:, 1:-1]
    floor = np.maximum(_FLOOR * magnitude.max(axis=1, keepdims=True), np.float32(1e-6))
    is_peak = (middle > magnitude[:, :-2]) & (middle >= magnitude[:, 2:]) & (middle > floor)
    frame, column = np.nonzero(is_peak)
    left, centre, right = (np.log(np.maximum(magnitude[frame, column + k], 1e-10)) for k in range(3))
    bend = np.minimum(left - 2 * centre + right, -1e-6)
    shift = np.clip(0.5 * (left - right) / bend, -0.5, 0.5)
    hz = (PEAK_LOW_BIN + 1 + column + shift) * (SAMPLE_RATE_HZ / N_FFT)
    pitch = 12 * np.log2(hz / 440.0) + 9
    step = np.round(pitch * _STEPS).astype(np.int64) % (12 * _STEPS)
    loudest = magnitude.max(axis=1)[frame]
    weight = np.sqrt(np.exp(centre) / np.maximum(loudest, 1e-10)) * np.sqrt(loudest)
    return np.bincount(step, weights=weight, minlength=12 * _STEPS).astype(np.float64)


def _tuning_steps(fine: NDArray[np.float64]) -> int:
    """Offset of the recording's semitones in steps, -5 to 4, by the circular mean over one semitone."""
    within = fine.reshape(12, _STEPS).sum(axis=0)
    angle = 2 * np.pi * np.arange(_STEPS) / _STEPS
    mean = np.angle((within * np.exp(1j * angle)).sum())
    return int(np.round(mean / (2 * np.pi) * _STEPS))


def _correlate(classes: NDArray[np.float64], profile: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pearson correlation with the profile on each of the twelve tonics."""
    turned = np.stack([np.roll(profile, tonic) for tonic in range(12)])
    turned = turned - turned.mean()
    centred = classes - classes.mean()
    norm = np.sqrt((centred**2).sum() * (turned[0] ** 2).sum())
    return np.asarray(turned @ centred / max(norm, 1e-12))
