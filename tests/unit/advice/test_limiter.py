"""The limiter: louder, never over the ceiling, and untouched where there is room."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from spotpop.advice.limiter import BLOCK, HOLD_S, LOOK_AHEAD_S, louder
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip, MeterReading

CEILING = 10 ** (-1 / 20)


def clip_of(samples: NDArray[np.floating]) -> Clip:
    return Clip(samples.astype(np.float32), 0.0, len(samples) / SAMPLE_RATE_HZ)


def tone(seconds: float = 1.0, amplitude: float = 0.5, hz: float = 220.0) -> NDArray[np.float64]:
    return amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ)


def test_with_room_it_is_a_plain_gain() -> None:
    quiet = clip_of(tone(amplitude=0.1))

    found = louder(quiet, 6.0)

    assert found.samples == pytest.approx(quiet.samples * 10 ** (6 / 20), abs=1e-6)


def test_a_lone_peak_is_held_and_its_surroundings_come_back() -> None:
    samples = tone(amplitude=0.1)
    at = len(samples) // 2
    samples[at] = 0.9

    found = louder(clip_of(samples), 6.0)

    out, gain = found.samples, 10 ** (6 / 20)
    assert out[at] == pytest.approx(CEILING, rel=1e-3)
    reach = round((LOOK_AHEAD_S + HOLD_S) * SAMPLE_RATE_HZ) + 3 * BLOCK
    assert out[: at - reach] == pytest.approx(samples[: at - reach] * gain, abs=1e-5)
    assert out[at + reach :] == pytest.approx(samples[at + reach :] * gain, abs=1e-5)
    assert abs(out[at - 2]) < abs(samples[at - 2]) * gain  # gain is down before the peak comes


def test_gain_moves_without_clicks() -> None:
    samples = tone(amplitude=0.1)
    samples[9000] = 1.0
    found = louder(clip_of(samples), 12.0)

    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(np.abs(samples) > 0.01, found.samples / samples, np.nan)
    steps = np.abs(np.diff(gain))
    assert np.nanmax(steps) < 4.0 / (LOOK_AHEAD_S * SAMPLE_RATE_HZ) * 1.01


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 99), gain=st.floats(0, 20), size=st.integers(1, 30000))
def test_no_sample_passes_the_ceiling(seed: int, gain: float, size: int) -> None:
    samples = np.random.default_rng(seed).normal(0, 0.3, size)

    found = louder(clip_of(samples), gain)

    assert len(found.samples) == size
    assert np.abs(found.samples).max() <= CEILING * (1 + 1e-5)


def test_silence_stays_silent() -> None:
    assert not louder(clip_of(np.zeros(5000)), 10.0).samples.any()


def test_what_a_meter_read_before_does_not_hold_after() -> None:
    metered = replace(clip_of(tone()), meter=MeterReading(integrated_lufs=-9.1, range_lu=5.5, true_peak_dbtp=0.7))

    assert louder(metered, 3.0).meter is None
