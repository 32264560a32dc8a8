"""Loudness, range and true peak are what meters read."""

import numpy as np
import pyloudnorm
import pytest

from spotpop.audio.channels import Run
from spotpop.audio.filterbanks import k_response
from spotpop.audio.measurements import _interpolator, read_meter
from tests.unit.audio.sounds import RATE_HZ, music

STEREO = ("FL", "FR")


def true_peak_dbtp(sound):
    return read_meter([Run(sound, STEREO[: len(sound)], RATE_HZ)]).true_peak_dbtp


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


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 32_000, 44_099, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_each_tone_is_as_loud_as_the_filter_makes_it(rate_hz, channels):
    """At whole rates all but the lowest frequencies are looked at coarsely: nothing may hide in what is folded."""
    time = np.arange(rate_hz) / rate_hz
    off = []
    for hz in (20, 40, 100, 300, 1000, 1700, 3000, 4000, 5000, 6500, 7100, 7900, 10_000, 13_000, 17_600, 21_000):
        if hz < 0.49 * rate_hz:
            tone = np.tile(0.3 * np.sin(2 * np.pi * hz * time), (channels, 1)).astype(np.float32)
            shown = read_meter([Run(tone, STEREO[:channels], rate_hz)]).integrated_lufs
            power = channels * 0.045 * float(k_response(np.array([float(hz)]))[0])
            off.append(shown - max(-70.0, 10 * np.log10(power) - 0.691))
    assert np.abs(off).max() < 0.2


def test_hiss_is_as_loud_as_the_filter_makes_it():
    hiss = 0.1 * np.random.default_rng(1).standard_normal((2, 44_100 * 4)).astype(np.float32)
    shown = read_meter([Run(hiss, STEREO, 44_100)]).integrated_lufs
    assert shown == pytest.approx(pyloudnorm.Meter(44_100).integrated_loudness(hiss.T), abs=0.1)


@pytest.mark.parametrize("kind", ["music", "clipped", "hiss"])
def test_looking_round_the_crests_alone_misses_no_peak(kind):
    sound = {
        "music": lambda: music(3.0),
        "clipped": lambda: np.clip(6 * music(3.0), -1, 1),
        "hiss": lambda: 0.2 * np.random.default_rng(2).standard_normal((2, RATE_HZ)).astype(np.float32),
    }[kind]()
    everywhere = np.lib.stride_tricks.sliding_window_view(sound, len(_interpolator()), axis=1) @ _interpolator()
    whole = max(float(np.abs(everywhere).max()), float(np.abs(sound).max()))
    assert true_peak_dbtp(sound) == pytest.approx(20 * np.log10(whole), abs=0.01)


def test_a_peak_between_the_samples_is_found():
    time = np.arange(RATE_HZ)
    between = np.sin(np.pi / 2 * time + np.pi / 4).astype(np.float32)[None]  # its samples reach only 0.707
    assert np.abs(between).max() == pytest.approx(0.7071, abs=1e-3)
    assert true_peak_dbtp(between) == pytest.approx(0.0, abs=0.25)


def test_the_low_frequency_channel_is_not_heard_by_a_meter():
    sound = music(6.0)
    rest = np.zeros((4, sound.shape[1]), np.float32)
    rest[1] = sound[0]
    surround = Run(np.concatenate([sound, rest]), ("FL", "FR", "FC", "LFE", "SL", "SR"), RATE_HZ)
    plain = read_meter([Run(sound, STEREO, RATE_HZ)]).integrated_lufs
    assert read_meter([surround]).integrated_lufs == pytest.approx(plain, abs=0.01)
