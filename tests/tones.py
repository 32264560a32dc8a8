"""Audio files made by code: a chord with a beat, as WAV bytes."""

from __future__ import annotations

import io
import wave

import numpy as np
from numpy.typing import NDArray


def wav(seconds: float = 8.0, *, gain: float = 0.5, rate_hz: int = 22_050) -> bytes:
    """Return a mono WAV: three harmonics, struck twice a second."""
    time = np.arange(int(seconds * rate_hz)) / rate_hz
    tones = sum(np.sin(2 * np.pi * hz * time) / number for number, hz in enumerate((220.0, 277.2, 329.6), 1))
    samples = gain * tones / 2 * np.exp(-3 * (time % 0.5))
    return mono_wav(samples, rate_hz)


def mono_wav(samples: NDArray[np.float64], rate_hz: int) -> bytes:
    """Return samples from -1 to 1 as a mono WAV of 16 bits."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((samples * 32_000).astype("<i2").tobytes())
    return out.getvalue()
