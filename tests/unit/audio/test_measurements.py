"""Loudness, range and true peak are what meters read."""

import numpy as np
import pyloudnorm
import pytest

from spotpop.audio.channels import Run
from spotpop.audio.measurements import read_meter, true_peak
from tests.unit.audio.sounds import RATE_HZ, music

STEREO = ("FL", "FR")


@pytest.mark.parametrize("gain", [1.0, 0.1, 0.01])
@pytest.mark.parametrize("channels", [1, 2])
def test_loudness_is_pyloudnorms(gain, channels):
    sound = music(12.0)[:channels] * np.float32(gain)
    reading = read_meter([Run(sound, STEREO[:channels], RATE_HZ)])
    assert reading.integrated_lufs == pytest.approx(pyloudnorm.Meter(RATE_HZ).integrated_loudness(sound.T), abs=0.2)


def test_a_sine_of_full_scale_is_where_the_standard_puts_it():
    time = np.arange(RATE_HZ * 5) / RATE_HZ
    sine = np.sin(2 * np.pi * 997 * time).astype(np.float32)[None]
    assert read_meter([Run(sine, ("FC",), RATE_HZ)]).integrated_lufs == pytest.approx(-3.01, abs=0.05)


def test_a_peak_between_the_samples_is_found():
    time = np.arange(RATE_HZ)
    between = np.sin(np.pi / 2 * time + np.pi / 4).astype(np.float32)[None]  # its samples reach only 0.707
    assert np.abs(between).max() == pytest.approx(0.7071, abs=1e-3)
    assert true_peak(between) == pytest.approx(1.0, abs=0.03)


def test_the_low_frequency_channel_is_not_heard_by_a_meter():
    sound = music(6.0)
    rest = np.zeros((4, sound.shape[1]), np.float32)
    rest[1] = sound[0]
    surround = Run(np.concatenate([sound, rest]), ("FL", "FR", "FC", "LFE", "SL", "SR"), RATE_HZ)
    plain = read_meter([Run(sound, STEREO, RATE_HZ)]).integrated_lufs
    assert read_meter([surround]).integrated_lufs == pytest.approx(plain, abs=0.01)
