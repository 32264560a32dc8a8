"""Sounds made by code, for tests that need one of each kind."""

import numpy as np
import scipy.signal

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


def speech(seconds=30):
    """Syllables as of a speaking voice: a buzz through formants, consonants before it, pauses between phrases."""
    rng = np.random.default_rng(2)
    vowels = [(730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410)]
    out = np.zeros(int(seconds * SAMPLE_RATE_HZ))
    at = 0
    while at < len(out):
        length = int(SAMPLE_RATE_HZ * rng.uniform(0.12, 0.28))
        pitch_hz = rng.uniform(95, 150) * np.linspace(1.05, 0.9, length)
        syllable = np.diff(np.floor(np.cumsum(pitch_hz) / SAMPLE_RATE_HZ), prepend=0)
        for formant_hz in vowels[rng.integers(len(vowels))]:
            radius = np.exp(-np.pi * 80 / SAMPLE_RATE_HZ)
            angle = 2 * np.pi * formant_hz / SAMPLE_RATE_HZ
            syllable = scipy.signal.lfilter([1 - radius], [1, -2 * radius * np.cos(angle), radius**2], syllable)
        syllable *= np.hanning(length) / (np.abs(syllable).max() + 1e-9)
        spoken = np.concatenate([0.15 * rng.normal(size=int(SAMPLE_RATE_HZ * 0.05)), syllable])[: len(out) - at]
        out[at : at + len(spoken)] = 0.5 * spoken
        at += len(spoken) + int(SAMPLE_RATE_HZ * (rng.uniform(0.02, 0.1) + 0.5 * (rng.random() < 0.12)))
    return clip(out + 1e-4 * rng.normal(size=len(out)))
