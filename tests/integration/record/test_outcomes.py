"""Reading again: within budgets, with sources that are down, silent about a track, or switched off."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from spotpop.record.entries import DAY_S, ForecastEntry
from spotpop.record.outcomes import MemoryBudget, OutcomeReader, ReadingSummary
from spotpop.record.sources import make_sources
from spotpop.record.store import RecordStore
from tests.counterparts.world import MusicWorld, Song, start_music_world
from tests.record import NEW_YEAR, make_forecast

SONGS = [
    Song(title=f"Song {number}", isrc=f"QZTST26{number:05d}", duration_s=180.0, popularity=40 + number, plays=plays)
    for number, plays in enumerate((100, 2000, None))
]


class Played:
    """A record of three tracks, its sources on loopback, and a clock that is set by hand."""

    def __init__(self, folder: Path, world: MusicWorld, **settings) -> None:
        self.world = world
        self.now = NEW_YEAR + 60
        configured = world.settings(data_dir=folder, **{"record_sources": ("listenbrainz", "spotify"), **settings})
        self.store = RecordStore.open(configured)
        self.forecasts = [_forecast(song) for song in SONGS]
        self.store.append(self.forecasts)
        sources = make_sources(configured, MemoryBudget(lambda: self.now), sleep=lambda _: None)
        self.reader = OutcomeReader(self.store, sources, configured, lambda: self.now)

    def on_day(self, day: float) -> ReadingSummary:
        self.now = NEW_YEAR + day * DAY_S + 120
        return self.reader.round(patience_s=30.0)

    def outcomes(self) -> list[dict[tuple[str, int], float]]:
        return [case.outcomes for case in self.store.cases()]


def _forecast(song: Song) -> ForecastEntry:
    return make_forecast(1, track_id=song.id, isrc=song.isrc, duration_s=180.0)


@pytest.fixture
def play(tmp_path: Path):
    opened: list[Played] = []

    def start(world: MusicWorld, **settings) -> Played:
        opened.append(Played(tmp_path / str(len(opened)), world, **settings))
        return opened[-1]

    yield start
    for one in opened:
        one.store.close()


def test_what_the_sources_say_is_kept_with_its_horizon(play) -> None:
    with start_music_world(SONGS, extended=True) as world:
        record = play(world)
        record.on_day(0)
        assert record.outcomes()[1] == {
            ("spotify.popularity", 0): 41.0, ("listenbrainz.listens", 0): 2000.0, ("listenbrainz.listeners", 0): 3.0,
        }  # fmt: skip
        record.on_day(31)
        assert record.outcomes()[1]["listenbrainz.listens", 30] == 2000.0
        assert record.store.verify().intact


def test_a_track_that_a_source_does_not_know_stays_open_and_closes(play) -> None:
    with start_music_world(SONGS, extended=True) as world:
        record = play(world)
        done = record.on_day(0)
        assert done.unknown == 1
        assert ("listenbrainz.listens", 0) not in record.outcomes()[2]
        assert record.on_day(0).unknown == 0, "not asked again at once"
        assert record.on_day(0.1).unknown == 1
        for day in (1, 2, 4):
            record.on_day(day)
        assert ("listenbrainz.listens", 0) not in record.outcomes()[2]
        assert record.store.counts()["missed"] >= 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_source_that_is_down_leaves_everything_open_and_is_asked_again(play, status: int) -> None:
    with start_music_world(SONGS, extended=True) as world:
        record = play(world, record_sources=("listenbrainz",))
        world.brainz.fail(status=status, times=None, path="/1/popularity", headers={"Retry-After": "1"})
        done = record.on_day(0)
        assert (done.read, done.failed, done.sources_down) == (0, 3, ["listenbrainz"])
        assert record.outcomes() == [{}, {}, {}]
        world.brainz.recover()
        if status in {429, 503}:
            time.sleep(1.1)  # the pause that it asked for
        assert record.on_day(1).read == 2


@pytest.mark.parametrize("body", [b"[]", b"{}", b"null", b"[1, null, {}]", b"not json", b'[{"recording_mbid": 7}]'])
def test_nonsense_is_never_an_outcome(play, body: bytes) -> None:
    with start_music_world(SONGS, extended=True) as world:
        record = play(world, record_sources=("listenbrainz",))
        world.brainz.fail(status=200, body=body, times=None, path="/1/popularity")
        assert record.on_day(0).read == 0
        assert record.outcomes() == [{}, {}, {}]


def test_an_app_that_gets_no_popularity_leaves_it_open(play) -> None:
    with start_music_world(SONGS, extended=False) as world:
        record = play(world, record_sources=("spotify",))
        done = record.on_day(0)
        assert (done.read, done.unknown) == (0, 3)


def test_the_days_budget_is_kept(play) -> None:
    with start_music_world(SONGS, extended=True) as world:
        record = play(world, record_sources=("spotify",), record_spotify_per_day=2)
        assert record.on_day(0).read == 2
        assert record.on_day(0).read == 0
        assert record.on_day(1).read == 1


def test_deezer_is_asked_only_where_it_is_named_and_forgotten_in_time(play) -> None:
    with start_music_world(SONGS, extended=True) as world:
        play(world).on_day(0)
        assert "deezer" not in world.asked()
        record = play(world, record_sources=("deezer",))
        record.on_day(0)
        assert "deezer" in world.asked()
        known = [one for one in record.outcomes() if ("deezer.rank", 0) in one]
        done = record.on_day(31)
        assert done.withdrawn == len(known)
        assert not [one for one in record.outcomes() if ("deezer.rank", 0) in one]
        assert record.store.verify().intact


def test_nobody_is_asked_with_all_sources_off(play) -> None:
    with start_music_world(SONGS, extended=True) as world:
        record = play(world, record_sources=())
        assert record.on_day(0).read == 0
        assert world.asked() == {}


def test_listens_are_summed_over_a_tracks_recordings_in_one_call(play) -> None:
    with start_music_world(SONGS, extended=True) as world:
        play(world, record_sources=("listenbrainz",)).on_day(0)
        calls = [request.path for request in world.brainz.requests]
        assert calls.count("/1/popularity/recording") == 1
        assert len([path for path in calls if path.startswith("/ws/2/isrc/")]) == 3
