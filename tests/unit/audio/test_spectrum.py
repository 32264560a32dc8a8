"""What is read off the spectra of sounds whose answers are known."""

import numpy as np
import pytest

from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.spectrum import PEAK_LOW_BIN, MelSpectrogram, measure_spectrum, to_db

TIME_S = np.arange(SAMPLE_RATE_HZ * 2) / SAMPLE_RATE_HZ
BIN_HZ = SAMPLE_RATE_HZ / 2048


def spectrum_of(samples: np.ndarray):
    return measure_spectrum(Clip(np.asarray(samples, np.float32), 0.0, len(samples) / SAMPLE_RATE_HZ))


def sine(hz: float, level: float = 0.5) -> np.ndarray:
    return level * np.sin(2 * np.pi * hz * TIME_S)


MIDDLE = slice(4, -4)
"""Frames without an edge of the clip under them."""


def test_decibels_are_of_power_and_end_eighty_below_the_top():
    db = to_db(np.array([1.0, 100.0, 1e-4, 1e-9, 0.0], np.float32))
    np.testing.assert_allclose(db, [0.0, 20.0, -40.0, -60.0, -60.0], atol=1e-4)
    np.testing.assert_allclose(to_db(np.array([1.0, 0.0], np.float32), None), [0.0, -100.0], atol=1e-4)
    np.testing.assert_allclose(to_db(np.array([1.0, 0.0], np.float32), 30.0), [0.0, -30.0], atol=1e-4)
    assert to_db(np.zeros(0, np.float32)).size == 0


@pytest.mark.parametrize("hz", [500.0, 1000.0, 4000.0])
def test_a_sine_has_its_frequency_as_centre_and_edge_and_hardly_any_width(hz):
    found = spectrum_of(sine(hz))
    assert found.centroid_hz[MIDDLE] == pytest.approx(hz, rel=0.02)
    assert found.rolloff_hz[MIDDLE] == pytest.approx(hz, abs=2 * BIN_HZ)
    assert found.bandwidth_hz[MIDDLE].max() < 250
    assert found.flatness[MIDDLE].max() < 1e-3


def test_two_sines_have_their_middle_and_half_their_distance():
    found = spectrum_of(sine(1000.0, 0.2) + sine(3000.0, 0.2))
    assert found.centroid_hz[MIDDLE] == pytest.approx(2000.0, rel=0.02)
    assert found.bandwidth_hz[MIDDLE] == pytest.approx(1000.0, rel=0.05)
    assert found.rolloff_hz[MIDDLE] == pytest.approx(3000.0, abs=2 * BIN_HZ)


def test_noise_is_flat_and_rolls_off_at_85_percent_of_the_band():
    found = spectrum_of(np.random.default_rng(2).standard_normal(SAMPLE_RATE_HZ * 2) * 0.1)
    assert 0.45 < found.flatness[MIDDLE].mean() < 0.65  # e to the minus Euler's number: 0.56
    assert found.rolloff_hz[MIDDLE].mean() == pytest.approx(0.85 * 11_025, rel=0.01)
    assert found.centroid_hz[MIDDLE].mean() == pytest.approx(11_025 / 2, rel=0.02)


def test_the_mean_square_under_a_frame_is_the_signals():
    """997 Hz is where the K-weighting raises by 0.69 dB."""
    found = spectrum_of(sine(997.0, 0.5))
    assert found.k_power[MIDDLE] == pytest.approx(0.125 * 10**0.0691, rel=0.01)


def test_the_loudest_pitch_class_is_one():
    found = spectrum_of(sine(440.0) + sine(1318.5, 0.1))
    assert found.chroma.shape[1] == 12
    np.testing.assert_allclose(found.chroma.max(axis=1), 1.0, atol=1e-6)
    assert (found.chroma[MIDDLE].argmax(axis=1) == 9).all()
    assert spectrum_of(np.zeros(4096)).chroma.max() == 0.0


def test_contrast_is_great_where_a_tone_stands_in_silence():
    found = spectrum_of(sine(1000.0) + 1e-4 * np.random.default_rng(1).standard_normal(len(TIME_S)))
    octave = 3  # 800 to 1600 Hz
    assert found.contrast_db[MIDDLE, octave].min() > 30
    assert found.contrast_db[MIDDLE, 5].max() < 30


def test_the_magnitudes_for_pitches_begin_at_their_bin():
    found = spectrum_of(sine(BIN_HZ * (PEAK_LOW_BIN + 40)))
    assert (found.low_magnitude[MIDDLE].argmax(axis=1) == 40).all()
    assert found.low_magnitude[10].max() == pytest.approx(0.5 * 1024 / 2, rel=0.01)  # Hann's mean is a half


def test_blocks_and_frames_are_those_of_the_whole():
    """Longer than a block of 128 frames: each frame stands where its samples are."""
    silent = np.zeros(512 * 300)
    silent[512 * 200 : 512 * 201] = 0.5
    found = spectrum_of(silent)
    assert len(found.mel_db) == 301
    loud = np.flatnonzero(found.k_power > 1e-6)
    assert (loud.min(), loud.max()) == (199, 202)


def test_a_spectrogram_knows_its_own_axes():
    mel = MelSpectrogram(np.zeros((128, 3), np.float32))
    assert (mel.hop_length, mel.n_fft, mel.sample_rate_hz, mel.fmin_hz, mel.fmax_hz) == (
        512,
        2048,
        22_050,
        0.0,
        11_025.0,
    )
