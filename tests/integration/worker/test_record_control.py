"""The control of the record: tracks of the operator's lists, heard by the real pipeline from services on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from spotpop.record.entries import DAY_S, ForecastEntry
from spotpop.record.outcomes import MemoryBudget, OutcomeReader
from spotpop.record.scores import summarise
from spotpop.record.sources import make_sources
from spotpop.record.store import RecordStore
from spotpop.settings import Settings
from tests.counterparts.world import MusicWorld, Song, start_music_world
from tests.integration.worker.harness import ROOT, Server, make_settings
from worker.record_schedule import beat_schedule

SONGS = [Song(title=f"Control {number}", isrc=f"QZTST26{number:05d}", plays=100 + number) for number in range(3)]


@pytest.fixture
def world() -> Iterator[MusicWorld]:
    with start_music_world(SONGS, extended=True) as world:
        yield world


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "charts.txt", tmp_path / "new.txt"
    first.write_text(
        f"# two of the charts\n{SONGS[0].url}\n{SONGS[1].url} and an album https://open.spotify.com/album/x\n"
    )
    second.write_text(f"{SONGS[2].url}\n")
    return first, second


def do_control(server: Server, folder: Path, world: MusicWorld, lists: tuple[Path, ...]) -> int:
    """Run the duty as the worker's beat does; returns its exit status."""
    run = subprocess.run(
        [sys.executable, "-P", "-m", "worker.record_duties", "control"], cwd=ROOT, check=False, timeout=180,
        env={
            **os.environ, **world.env, "REDIS_URL": server.url, "SPOTPOP_DATA_DIR": str(folder),
            "SPOTPOP_RECORD_CONTROL": ",".join(map(str, lists)), "PYTHONPATH": str(ROOT),
        },
    )  # fmt: skip
    return run.returncode


def kept(settings: Settings) -> list[ForecastEntry]:
    store = RecordStore.open(settings)
    try:
        assert store.verify().intact
        return [case.forecast for case in store.cases()]
    finally:
        store.close()


def test_a_track_of_the_lists_is_heard_kept_and_scored_apart(
    server: Server, tmp_path: Path, world: MusicWorld, lists: tuple[Path, Path]
) -> None:
    settings = make_settings(server.url, tmp_path)
    assert do_control(server, tmp_path, world, lists) == 0
    (forecast,) = kept(settings)
    assert forecast.cohort == "control"
    assert forecast.track_id in {song.id for song in SONGS}
    assert forecast.isrc in {song.isrc for song in SONGS}
    assert forecast.low < forecast.score < forecast.high
    assert len(forecast.quantiles) == 19, "the model's own, not a line drawn through its range"
    assert world.cdn.requests, "its preview was heard"

    store = RecordStore.open(settings)
    pointed = world.settings(data_dir=tmp_path, record_sources=("spotify", "listenbrainz"))
    now = time.time() + 30.5 * DAY_S
    OutcomeReader(
        store, make_sources(pointed, MemoryBudget(lambda: now), sleep=lambda _: None), pointed, lambda: now
    ).round(60)
    summary = summarise(store.cases(), now=now, head="")
    store.close()
    shown = {(one.measure, one.value): one.outcomes for one in summary.scores if one.slice == "cohort"}
    assert shown["spotify.popularity", "control"] == 1
    assert ("spotify.popularity", "asked") not in shown


def test_a_source_that_is_down_puts_it_off_and_an_empty_list_does_nothing(
    server: Server, tmp_path: Path, world: MusicWorld, lists: tuple[Path, Path]
) -> None:
    settings = make_settings(server.url, tmp_path)
    for service in world.services:
        service.fail(status=503).times = 1000
    assert do_control(server, tmp_path, world, lists) == 1
    (tmp_path / "empty.txt").write_text("no link at all\n")
    assert do_control(server, tmp_path, world, (tmp_path / "empty.txt",)) == 0
    assert kept(settings) == []


def test_the_beat_asks_as_often_as_the_operator_says(tmp_path: Path, lists: tuple[Path, Path]) -> None:
    def seconds(**changes: object) -> float | None:
        planned = beat_schedule(make_settings("redis://127.0.0.1:1/0", tmp_path, **changes)).get("record-control")
        return None if planned is None else float(planned["schedule"])

    assert seconds(record_control=lists, record_control_per_day=48) == 1800
    assert seconds(record_control=lists, record_control_per_day=0) is None
    assert seconds(record_control=lists, record=False) is None
    assert seconds() is None
