"""What a meter reads: held against sounds whose figures are known by arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from spotpop.advice.measuring import BANDS_HZ, measure, true_peak_dbtp
from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip


def clip_of(samples: NDArray[np.floating]) -> Clip:
    return Clip(samples.astype(np.float32), 0.0, len(samples) / SAMPLE_RATE_HZ)


def tone(hz: float, amplitude: float = 0.5, seconds: float = 6.0, phase: float = 0.0) -> NDArray[np.float64]:
    return amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ + phase)


@pytest.mark.parametrize(
    ("hz", "name"),
    [
        (40, "sub"),
        (120, "bass"),
        (350, "low_mid"),
        (1000, "mid"),
        (3000, "high_mid"),
        (5000, "presence"),
        (9000, "air"),
    ],
)
def test_a_tone_lies_in_its_band(hz: float, name: str) -> None:
    bands = {band.name: band.share_db for band in measure(analyse(clip_of(tone(hz)))).bands}

    assert bands[name] > -0.6
    assert all(share < -6 for other, share in bands.items() if other != name)


def test_white_noise_spreads_evenly_over_the_hertz() -> None:
    noise = np.random.default_rng(3).normal(0, 0.1, 10 * SAMPLE_RATE_HZ)

    for band in measure(analyse(clip_of(noise))).bands[1:]:
        width = band.high_hz - band.low_hz
        assert band.share_db == pytest.approx(10 * np.log10(width / (SAMPLE_RATE_HZ / 2)), abs=0.8), band.name


def test_bands_are_level_free_and_cover_everything() -> None:
    song = tone(100) + tone(1500) + np.random.default_rng(1).normal(0, 0.05, 6 * SAMPLE_RATE_HZ)
    loud, quiet = measure(analyse(clip_of(song))), measure(analyse(clip_of(song * 0.25)))

    for one, other in zip(loud.bands, quiet.bands, strict=True):
        assert one.share_db == pytest.approx(other.share_db, abs=0.05)
    assert quiet.loudness_lufs == pytest.approx(loud.loudness_lufs - 12.04, abs=0.05)
    assert [(band.low_hz, band.high_hz) for band in loud.bands] == [(low, high) for _, low, high in BANDS_HZ]
    assert sum(10 ** (band.share_db / 10) for band in loud.bands) == pytest.approx(1.0, abs=0.01)


def test_the_peak_between_samples_is_found() -> None:
    """A quarter of the sampling rate, sampled at 45 degrees: samples stay 3 dB below the signal's peak."""
    wave = tone(SAMPLE_RATE_HZ / 4, amplitude=0.5, phase=np.pi / 4)
    hidden = clip_of(wave * np.hanning(len(wave)))

    assert 20 * np.log10(np.abs(hidden.samples).max()) == pytest.approx(-9.03, abs=0.01)
    assert true_peak_dbtp(hidden) == pytest.approx(-6.02, abs=0.1)


def test_true_peak_is_never_below_the_largest_sample() -> None:
    for seed in range(5):
        clip = clip_of(np.random.default_rng(seed).normal(0, 0.2, 5000))
        assert true_peak_dbtp(clip) >= 20 * np.log10(np.abs(clip.samples).max()) - 1e-6


def test_silence_has_a_floor() -> None:
    assert true_peak_dbtp(clip_of(np.zeros(100))) == -80.0


def test_mode_is_stated_only_where_it_is_known() -> None:
    analysis = analyse(clip_of(tone(440) + tone(554.37) + tone(659.26)))

    assert measure(analysis, 0.9).major is True
    assert measure(analysis, 0.1).major is False
    assert measure(analysis, 0.5).major is None
    assert measure(analysis).major is None
    assert measure(analysis).key == 9
