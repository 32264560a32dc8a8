"""Brighter and denser, at equal loudness: what is moved is moved, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from spotpop.advice.shaping import SHELF_HZ, brighter, crest_db, denser
from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.decode import decode
from spotpop.demo import demo_song


def clip_of(samples: NDArray[np.floating]) -> Clip:
    return Clip(samples.astype(np.float32), 0.0, len(samples) / SAMPLE_RATE_HZ)


def tones(*tones_hz: float, seconds: float = 2.0) -> NDArray[np.float64]:
    at = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    return np.asarray(sum(0.1 * np.sin(2 * np.pi * hz * at) for hz in tones_hz))


def level_db(clip: Clip, hz: float) -> float:
    window = np.hanning(len(clip.samples))
    spectrum = np.abs(np.fft.rfft(clip.samples * window))
    return float(20 * np.log10(spectrum[round(hz * len(clip.samples) / SAMPLE_RATE_HZ)]))


def test_the_shelf_lifts_the_highs_against_the_lows_by_its_gain() -> None:
    before = clip_of(tones(200.0, SHELF_HZ, 10_000.0))
    after = brighter(analyse(before), 6.0).clip
    moved = {hz: level_db(after, hz) - level_db(before, hz) for hz in (200.0, SHELF_HZ, 10_000.0)}
    assert moved[10_000.0] - moved[200.0] == pytest.approx(6.0, abs=0.2)
    assert moved[SHELF_HZ] - moved[200.0] == pytest.approx(3.0, abs=0.1)


def test_a_lone_loud_passage_is_held_and_the_crest_reported_is_that_of_the_clip() -> None:
    samples = tones(220.0, seconds=4.0)
    samples[SAMPLE_RATE_HZ : SAMPLE_RATE_HZ * 3 // 2] *= 8
    before = clip_of(samples)
    found = denser(analyse(before))
    assert found.step_db == pytest.approx(crest_db(before.samples) - crest_db(found.clip.samples))
    assert found.step_db > 3
    quiet, loud = (found.clip.samples[part] for part in (slice(-20_000, -5_000), slice(25_000, 30_000)))
    assert 20 * np.log10(np.abs(loud).max() / np.abs(quiet).max()) == pytest.approx(18.06 / 3, abs=1.0)


def test_a_steady_tone_has_nothing_to_compress() -> None:
    assert abs(denser(analyse(clip_of(tones(220.0)))).step_db) < 0.1


@given(seed=st.integers(0, 2**16), level=st.floats(0.001, 0.9))
@settings(max_examples=15, deadline=None)
def test_whatever_it_is_it_stays_finite_and_as_long(seed: int, level: float) -> None:
    rng = np.random.default_rng(seed)
    clip = clip_of(level * rng.standard_normal(30_001) * np.linspace(0, 1, 30_001) ** rng.integers(0, 4))
    analysis = analyse(clip)
    for found in (brighter(analysis).clip, denser(analysis).clip):
        assert len(found.samples) == len(clip.samples)
        assert np.isfinite(found.samples).all()
        assert np.abs(found.samples).max() <= 4


def test_what_has_much_to_lift_or_to_hold_is_as_loud_as_before() -> None:
    noise = 0.1 * np.random.default_rng(3).standard_normal(6 * SAMPLE_RATE_HZ)
    pulsing = noise * np.where(np.arange(len(noise)) % SAMPLE_RATE_HZ < SAMPLE_RATE_HZ // 4, 3.0, 1.0)
    for sound, shape in ((noise, brighter), (pulsing, denser)):
        before = analyse(clip_of(sound))
        after = analyse(shape(before).clip)
        assert after.features["loudness_lufs"] == pytest.approx(before.features["loudness_lufs"], abs=0.3)


def test_a_song_is_as_loud_as_before_and_keeps_its_beat() -> None:
    before = analyse(decode(demo_song().read_bytes()))
    for found in (brighter(before).clip, denser(before).clip):
        after = analyse(found)
        assert after.features["loudness_lufs"] == pytest.approx(before.features["loudness_lufs"], abs=0.15)
        assert after.features["tempo_bpm"] == pytest.approx(before.features["tempo_bpm"], abs=2)
