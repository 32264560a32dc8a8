"""Sounds that are no music, made here: noises, tones, clicks and talkers at 16 kHz, for what must hold beyond music."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from spotpop.model.patches import SAMPLE_RATE_HZ

_VOWELS: Final = ((730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240))
"""First three formants of five vowels in Hz: averages of men, Peterson and Barney 1952."""

_WIDTHS: Final = (80, 90, 120)
"""Bandwidths of formants in Hz."""


def made_sounds(seconds: float = 6.0) -> list[NDArray[np.float32]]:
    """Return twelve sounds from very soft to clipped, shape ``(n_samples,)`` each."""
    rng = np.random.default_rng(0)
    time = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    white = rng.standard_normal(len(time))
    sounds = [
        0.3 * white,
        0.003 * np.cumsum(white),
        0.5 * np.sin(2 * np.pi * 440 * time),
        0.8 * np.sin(2 * np.pi * 60 * time),
        0.5 * np.sin(2 * np.pi * (50 + 300 * time) * time),
        0.9 * (np.arange(len(time)) % 4000 == 0),
        0.5 * np.sign(np.sin(2 * np.pi * 220 * time)),
        0.001 * white,
        np.clip(3 * white, -1, 1),
        *(talker(seconds, pitch_hz=pitch_hz) for pitch_hz in (95.0, 140.0, 210.0)),
    ]
    return [sound.astype(np.float32) for sound in sounds]


def talker(seconds: float = 6.0, *, pitch_hz: float = 120.0) -> NDArray[np.float64]:
    """Return a voice that says syllables without sense, with pauses, shape ``(n_samples,)``, peak 0.5.

    Pulses and noise through resonances (a source and a filter; Klatt 1980): what is close to speech without being any
    recording of it. Higher voices have shorter throats.
    """
    rng = np.random.default_rng(round(pitch_hz))
    throat = (pitch_hz / 120.0) ** 0.25
    sound: list[NDArray[np.float64]] = []
    said = 0
    while said < seconds * SAMPLE_RATE_HZ:
        length = round(rng.uniform(0.12, 0.28) * SAMPLE_RATE_HZ)
        time = np.arange(length) / SAMPLE_RATE_HZ
        falling = pitch_hz * rng.uniform(0.85, 1.2) * (1.05 - 0.4 * time)
        pulses = np.diff(np.floor(np.cumsum(falling) / SAMPLE_RATE_HZ), prepend=0.0)
        voiced = lfilter([1.0], [1.0, -0.95], pulses) + 0.003 * rng.standard_normal(length)
        for formant, width in zip(_VOWELS[rng.integers(len(_VOWELS))], _WIDTHS, strict=True):
            voiced = _resonance(voiced, formant * throat, width)
        shape = np.hanning(length)
        hiss = _resonance(rng.standard_normal(length // 3), rng.uniform(2500, 6000), 1500.0)
        syllable = [0.15 * hiss * np.hanning(len(hiss)), voiced / np.abs(voiced).max() * shape]
        pause = np.zeros(round(rng.choice([0.0, 0.03, 0.3], p=[0.5, 0.35, 0.15]) * SAMPLE_RATE_HZ))
        sound += [*(syllable if rng.random() < 0.6 else syllable[1:]), pause]
        said = sum(map(len, sound))
    whole = np.concatenate(sound)[: round(seconds * SAMPLE_RATE_HZ)]
    return 0.5 * whole / np.abs(whole).max()


def _resonance(sound: NDArray[np.float64], hz: float, width_hz: float) -> NDArray[np.float64]:
    """Return the sound through one resonance of unit gain at 0 Hz, as a formant is modelled."""
    radius = np.exp(-np.pi * width_hz / SAMPLE_RATE_HZ)
    second = 2 * radius * np.cos(2 * np.pi * hz / SAMPLE_RATE_HZ)
    gain = 1 - second + radius**2
    found: NDArray[np.float64] = lfilter([gain], [1.0, -second, radius**2], sound)
    return found
