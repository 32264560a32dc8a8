"""A year of the record on a simulated clock, its sources on loopback: skill is found where it was planted."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from spotpop.record.entries import DAY_S, ForecastEntry
from spotpop.record.export import write_csv
from spotpop.record.outcomes import MemoryBudget, OutcomeReader
from spotpop.record.scores import summarise
from spotpop.record.sources import make_sources
from spotpop.record.store import RecordStore
from spotpop.record.summary import Score, Summary
from spotpop.settings import Settings
from tests.counterparts.world import MusicWorld, Song, start_music_world
from tests.record import NEW_YEAR, make_forecast

TRACKS = 120
SETTINGS = {"record_sources": ("listenbrainz", "spotify"), "record_spotify_per_day": 10_000}


class Clock:
    """Stands still until it is set."""

    now = NEW_YEAR

    def __call__(self) -> float:
        return self.now


def play(settings: Settings, *, skill: float, days: int = 400, tracks: int = TRACKS) -> tuple[RecordStore, Summary]:
    """Forecast tracks in the first 30 days, read for `days`; `skill` is how much of the truth is known."""
    rng = np.random.default_rng(7)
    known, luck = rng.normal(size=tracks), rng.normal(size=tracks)
    truth = np.clip(40 + 15 * (skill * known + np.sqrt(1 - skill**2) * luck), 0, 100).round()
    shown = np.clip(40 + 15 * skill * known if skill else 40 + 8 * known, 0, 100)
    half = 1.2816 * 15 * np.sqrt(1 - skill**2)
    songs = [
        Song(
            title=f"Song {number}", isrc=f"QZTST26{number:05d}", duration_s=180.0, popularity=int(truth[number]),
            plays=int(np.exp(truth[number] / 8 + rng.normal(scale=0.3))),
        )
        for number in range(tracks)
    ]  # fmt: skip
    clock = Clock()
    with start_music_world(songs, extended=True) as world:
        settings = _pointed_at(settings, world)
        store = RecordStore.open(settings)
        forecasts = [
            _forecast(song, day=number * 30 / tracks, score=float(shown[number]), half=half)
            for number, song in enumerate(songs)
        ]
        sources = make_sources(settings, MemoryBudget(clock), sleep=lambda _: None)
        reader = OutcomeReader(store, sources, settings, clock)
        for day in range(0, days, 3):
            clock.now = NEW_YEAR + day * DAY_S
            store.append([one for one in forecasts if 0 <= clock.now - one.made_at < 3 * DAY_S])
            if day < 66 or 88 < day < 126 or day > 363:
                reader.round(patience_s=60.0)
        head = store.verify().head
    return store, summarise(store.cases(), now=clock.now, head=head)


def _pointed_at(settings: Settings, world: MusicWorld) -> Settings:
    return world.settings(**SETTINGS, data_dir=settings.data_dir, database_url=settings.database_url)


def _forecast(song: Song, *, day: float, score: float, half: float) -> ForecastEntry:
    made = make_forecast(1, day=day, score=score)
    low, high = max(0.0, score - half), min(100.0, score + half)
    levels = np.arange(1, 20) / 20
    spread = half / 1.2816
    quantiles = [min(100.0, max(0.0, score + spread * NormalDist().inv_cdf(level))) for level in levels]
    return dataclasses.replace(
        made, track_id=song.id, isrc=song.isrc, low=round(low, 2), high=round(high, 2),
        quantiles=tuple(round(one, 2) for one in quantiles), baseline=(20.8, 40.0, 59.2),
    )  # fmt: skip


def of(summary: Summary, measure: str, days: int = 30) -> Score:
    return next(one for one in summary.scores if (one.measure, one.horizon_days, one.slice) == (measure, days, "all"))


def figures(score: Score) -> dict[str, tuple[float, float, float]]:
    return {one.name: (one.value, one.low, one.high) for one in score.figures}


def test_a_year_with_planted_skill(settings: Settings, tmp_path: Path) -> None:
    store, summary = play(settings, skill=0.8)
    for days in (30, 90, 365):
        spotify = of(summary, "spotify.popularity", days)
        assert spotify.outcomes == spotify.elapsed == TRACKS
        found = figures(spotify)
        _, low, high = found["coverage"]
        assert low <= 0.8 <= high
        assert found["crps_skill"][1] > 0.2
        assert found["spearman"][1] > 0.6
        assert (spotify.below, spotify.above) > (0, 0)
        assert len(spotify.misses) == len(spotify.hits) == 10
        listens = figures(of(summary, "listenbrainz.listens", days))
        assert listens["pairs"][1] > 0.65
        assert listens["spearman"][1] > 0.5
    assert store.verify().intact
    assert {one.slice for one in summary.scores} == {"all", "month", "model", "age", "audience", "cohort"}
    _rescored(store, summary, tmp_path, 6)
    store.close()


def _rescored(store: RecordStore, summary: Summary, folder: Path, count: int) -> None:
    """Hold our figures against those of a script that shares nothing with us."""
    write_csv(store.lines(), folder / "record.csv")
    script = Path(__file__).with_name("rescore.py")
    run = subprocess.run(
        [sys.executable, str(script), str(folder / "record.csv"), str(summary.at)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    theirs = json.loads(run.stdout)
    assert len(theirs) == count
    for name, values in theirs.items():
        measure, days = name.split()
        ours = of(summary, measure, int(days))
        assert ours.outcomes == values.pop("outcomes")
        assert {one.name: one.value for one in ours.figures} == pytest.approx(values, abs=1e-4)


def test_a_year_without_skill_says_so(settings: Settings, tmp_path: Path) -> None:
    store, summary = play(settings, skill=0.0, days=80)
    found = figures(of(summary, "spotify.popularity"))
    assert found["crps_skill"][1] <= 0.02
    assert found["spearman"][1] < 0 < found["spearman"][2]
    listens = figures(of(summary, "listenbrainz.listens"))
    assert listens["pairs"][1] < 0.5 < listens["pairs"][2]
    assert listens["spearman"][1] < 0 < listens["spearman"][2]
    for days in (90, 365):  # not elapsed: nothing is said
        later = of(summary, "spotify.popularity", days)
        assert (later.elapsed, later.outcomes) == (0, 0)
        assert all(one.value is None for one in later.figures)
    _rescored(store, summary, tmp_path, 2)
    store.close()
