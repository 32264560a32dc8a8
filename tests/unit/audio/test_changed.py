"""What is measured of a changed clip without a second analysis is what such an analysis measures."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from spotpop.advice.limiter import louder
from spotpop.advice.shaping import brighter, denser
from spotpop.audio.analysis import Analysis, analyse
from spotpop.audio.changed import Changed
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.decode import decode
from spotpop.audio.features import FEATURE_NAMES
from spotpop.demo import demo_song
from tests import sounds

CHANGES = ("louder", "much louder", "brighter", "denser")


def made_song(level: float = 0.2, seconds: float = 12.0) -> NDArray[np.float32]:
    """Chords, a bass drum and hi-hats, two beats a second, the second half louder."""
    at = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    chords = sum(np.sin(2 * np.pi * hz * at) for hz in (220.0, 277.2, 329.6, 1318.5)) / 4
    beat, half = at % 0.5, at % 0.25
    drum = np.sin(2 * np.pi * 55 * beat) * np.exp(-beat / 0.08)
    hiss = np.random.default_rng(1).standard_normal(len(at)) * np.exp(-half / 0.03)
    mix = chords * np.where(at > seconds / 2, 1.0, 0.4) + 1.5 * drum + 0.3 * hiss
    return (level * mix).astype(np.float32)


@cache
def song(name: str) -> Analysis:
    if name == "demo":
        return analyse(decode(demo_song().read_bytes()))
    return analyse(sounds.clip(made_song(0.05 if name == "quiet" else 0.3)))


def change_of(before: Analysis, name: str) -> Changed:
    if name.endswith("louder"):
        return Changed(before, louder(before.clip, 9.0 if name == "much louder" else 3.0))
    return (brighter if name == "brighter" else denser)(before).changed


@cache
def apart(of: str, change: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By how much features move: as a second analysis has it, and as it is measured without one."""
    before, changed = song(of), change_of(song(of), change)
    return (
        analyse(changed.clip).features.values.astype(np.float64) - before.features.values,
        changed.features.values.astype(np.float64) - before.features.values,
    )


SONGS = ("demo", "quiet", "loud")
LEAST = {"loudness_lufs": 0.1, "peak_dbfs": 1e-3, "rms_dbfs": 0.01, "crest_factor_db": 0.01, "zero_crossing_rate": 1e-4}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("of", SONGS)
def test_levels_and_loudness_are_those_of_a_second_analysis(of: str, change: str) -> None:
    second, without = apart(of, change)
    for name, least in LEAST.items():
        at = FEATURE_NAMES.index(name)
        assert without[at] == pytest.approx(second[at], abs=least), name


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("of", SONGS)
def test_the_timbre_moves_as_a_second_analysis_says(of: str, change: str) -> None:
    """Of what a change does to the cepstrum, bands, colours and onsets 85 % are found without a second one."""
    second, without = apart(of, change)
    for family in ("mfcc_", "mel_", "centroid", "rolloff", "bandwidth", "flatness", "flux_"):
        means = [at for at, name in enumerate(FEATURE_NAMES) if name.startswith(family) and name.endswith("_mean")]
        scale = np.abs(song(of).features.values[means]).mean()
        missed, moved = (float(np.abs(one[means]).sum()) for one in (second - without, second))
        assert missed <= 0.15 * moved + 0.004 * scale * len(means), family


def test_the_beat_of_a_song_stays() -> None:
    for change in CHANGES:
        assert change_of(song("demo"), change).rhythm.tempo_bpm == pytest.approx(
            song("demo").features["tempo_bpm"], abs=2
        )


def test_gains_over_time_are_found_where_they_are() -> None:
    before = analyse(sounds.clip(made_song()))
    samples = before.clip.samples.copy()
    samples[5 * SAMPLE_RATE_HZ :] *= 0.5
    factors = Changed(before, replace(before.clip, samples=samples)).factors_at(np.array([1.0, 4.9, 5.1, 9.0]), 0.03)
    assert factors == pytest.approx([1.0, 1.0, 0.25, 0.25], rel=1e-3)


def test_other_seconds_are_no_change() -> None:
    before = song("quiet")
    with pytest.raises(ValueError, match="same seconds"):
        Changed(before, Clip(before.clip.samples[1:], 0.0, 12.0))
    with pytest.raises(ValueError, match="in full"):
        Changed(replace(before, measures=None), before.clip)


def test_silence_stays_finite() -> None:
    before = analyse(sounds.clip(np.zeros(6 * SAMPLE_RATE_HZ, np.float32)))
    for name in CHANGES:
        assert np.isfinite(change_of(before, name).features.values).all()
