"""Sounds made by code, for tests that need one of each kind."""

import numpy as np

from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip


def clip(samples):
    return Clip(np.asarray(samples, np.float32), 0.0, len(samples) / SAMPLE_RATE_HZ)


def noise(seconds=30, colour="white", level=0.1):
    """White noise, or pink (3 dB less with each octave), or brown (6 dB less)."""
    rng = np.random.default_rng(1)
    spectrum = np.fft.rfft(rng.normal(size=int(seconds * SAMPLE_RATE_HZ)))
    slope = {"white": 0.0, "pink": 0.5, "brown": 1.0}[colour]
    spectrum[1:] /= np.arange(1, len(spectrum)) ** slope
    wave = np.fft.irfft(spectrum)
    return clip(level * wave / wave.std())


def tone(*frequencies_hz, seconds=30, level=0.2):
    time_s = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    return clip(level * sum(np.sin(2 * np.pi * frequency * time_s) for frequency in frequencies_hz))
