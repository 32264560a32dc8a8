"""Key, mode and tuning of sounds whose answers are known."""

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip


def measure(samples):
    samples = np.asarray(samples, np.float32)
    return analyse(Clip(samples, 0.0, len(samples) / SAMPLE_RATE_HZ)).features


def cadence(tonic, *, minor=False, cents=0.0):
    """I, IV, V and I (or their minor forms) with partials, one second each."""
    third = 3 if minor else 4
    chords = [(0, third, 7), (5, 5 + third, 12), (7, 11, 14), (0, third, 7)]
    time = np.arange(SAMPLE_RATE_HZ * 2) / SAMPLE_RATE_HZ
    sound = [
        sum(
            np.sin(2 * np.pi * 220 * 2 ** ((tonic - 9 + note + cents / 100) / 12) * k * time) / k**2
            for note in chord
            for k in range(1, 5)
        )
        for chord in chords * 2
    ]
    return 0.1 * np.concatenate(sound)


@pytest.mark.parametrize("tonic", range(12))
@pytest.mark.parametrize("minor", [False, True])
def test_key_and_mode_of_a_cadence(tonic, minor):
    features = measure(cadence(tonic, minor=minor))
    assert (features["key"], features["mode"]) == (tonic, 0 if minor else 1)
    assert features["key_strength"] > 0.6


@pytest.mark.parametrize("cents", [-40, -20, 20, 40])
def test_key_of_a_recording_out_of_tune(cents):
    features = measure(cadence(2, cents=cents))
    assert features["tuning_cents"] == pytest.approx(cents, abs=10)
    assert features["key"] == 2
