"""Sounds that are no music, made here: noises, tones, sweeps and clicks at 16 kHz, for what must hold beyond music."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spotpop.model.patches import SAMPLE_RATE_HZ


def made_sounds(seconds: float = 6.0) -> list[NDArray[np.float32]]:
    """Return nine sounds from very soft to clipped, shape ``(n_samples,)`` each."""
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
    ]
    return [sound.astype(np.float32) for sound in sounds]
