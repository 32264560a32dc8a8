"""What differs for sure between two mixes: made by known processing, so that the right answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from spotpop.advice.changes import changes_between, sameness_of
from spotpop.advice.limiter import louder
from spotpop.advice.measuring import measure
from spotpop.audio.analysis import Analysis, analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.findings import Changes


def song(seconds: float = 8.0, seed: int = 2) -> NDArray[np.float32]:
    """Return drums, bass and chords of a kind: bursts of noise every half second over tones."""
    rng = np.random.default_rng(seed)
    count = round(seconds * SAMPLE_RATE_HZ)
    at = np.arange(count) / SAMPLE_RATE_HZ
    hits = np.exp(-((at % 0.5) * 18)) * rng.normal(0, 0.25, count)
    tones = sum(0.06 * np.sin(2 * np.pi * hz * at) for hz in (55, 110, 220, 277, 330, 1200))
    return np.asarray(hits + tones, np.float32)


def analysed(samples: NDArray[np.floating], length_s: float | None = None) -> Analysis:
    samples = samples.astype(np.float32)
    return analyse(Clip(samples, 0.0, length_s or len(samples) / SAMPLE_RATE_HZ))


def between(first: Analysis, second: Analysis, *, lengths: bool = False) -> Changes:
    return changes_between((first, measure(first)), (second, measure(second)), lengths=lengths)


def named(found: Changes) -> dict[str, float]:
    return {change.name: change.difference for change in found.changes}


def test_a_file_and_itself_are_one() -> None:
    one = analysed(song())

    assert between(one, one) == Changes(sameness="identical", changes=())


def test_one_decibel_is_a_matter_of_level_alone() -> None:
    found = between(analysed(song()), analysed(song() * 10 ** (1 / 20)))

    assert found.sameness == "level"
    assert named(found) == {
        "loudness": pytest.approx(1.0, abs=0.02),
        "true_peak": pytest.approx(1.0, abs=0.02),
    }


def test_a_limiter_shows_as_loudness_and_crest() -> None:
    clip = Clip(song(), 0.0, 8.0)
    found = between(analyse(clip), analyse(louder(clip, 12.0)))

    assert found.sameness == "different"
    changes = named(found)
    assert changes["loudness"] > 3
    assert changes["crest"] < -3


def test_more_bass_shows_in_its_bands_at_equal_loudness() -> None:
    at = np.arange(8 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    bass = song() + 0.12 * np.sin(2 * np.pi * 110 * at).astype(np.float32)

    changes = named(between(analysed(song()), analysed(bass)))

    assert changes["band_bass"] > 0.5
    assert max(changes, key=lambda name: changes[name] if name.startswith("band_") else -9) == "band_bass"


def test_the_same_song_begun_a_little_later_is_the_same() -> None:
    samples = song(9.0)
    shift = 1024  # two frames, about what encoders put in front

    first, second = analysed(samples[: 8 * SAMPLE_RATE_HZ]), analysed(samples[shift : 8 * SAMPLE_RATE_HZ + shift])

    assert sameness_of(first, second) == "identical"


def test_another_song_is_another_song() -> None:
    assert sameness_of(analysed(song()), analysed(song(seed=5)[::-1].copy())) == "different"
    assert sameness_of(analysed(song()), analysed(song(4.0))) == "different"


def test_length_counts_only_where_it_is_the_songs() -> None:
    first, second = analysed(song(), 180.0), analysed(song() * 0.5, 210.0)

    assert "length" not in named(between(first, second))
    assert named(between(first, second, lengths=True))["length"] == 30.0


def test_half_time_is_no_change_of_tempo() -> None:
    one = analysed(song())
    measured = measure(one)
    assert measured.tempo_bpm is not None
    half = replace(measured, tempo_bpm=measured.tempo_bpm / 2)
    faster = replace(measured, tempo_bpm=measured.tempo_bpm * 1.1)
    louder_one = analysed(song() * 0.5)

    assert "tempo" not in named(changes_between((one, measured), (louder_one, half)))
    assert "tempo" in named(changes_between((one, measured), (louder_one, faster)))
