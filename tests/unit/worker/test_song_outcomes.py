"""What the calendar of kept songs says: a year, a month, a week; each release once, and nothing of what was deleted."""

from dataclasses import replace

import pytest
import redis
from structlog.testing import capture_logs

from spotpop.errors import SourceUnavailable
from spotpop.record.song_versions import LOOK_AFTER_S, LOOK_FOR_S, Release, Version
from tests.unit.record.test_song_versions import NOW, version
from worker.queue.client import Client
from worker.queue.song_store import CALENDAR, entry, hash_of, ready_of
from worker.song_outcomes import AGAIN_S, AT_ONCE, SongOutcomes

pytestmark = pytest.mark.network
ME = "telegram:1"
TRACK = "4uLU6hMCjMI75M1A2tKUQC"
RELEASE = Release(track_id=TRACK, url="", title="Night Drive", tied_at=NOW, isrc="DEXX12600001", duration_s=180.0)
DUE = NOW + LOOK_AFTER_S


class Source:
    """A source that says what it is given, and remembers what it was asked."""

    at_once = 1

    def __init__(self, **values: float) -> None:
        self.values: dict[str, float] | None = {f"{name}.popularity": value for name, value in values.items()}
        self.asked: list[tuple[str, str | None, float | None]] = []

    def read(self, readings):
        self.asked += [(one.track_id, one.isrc, one.duration_s) for one in readings]
        if self.values is None:
            raise SourceUnavailable(source="Spotify")
        return {readings[0].forecast: self.values}


@pytest.fixture
async def released(client: Client) -> Version:
    """A version that was released, in the calendar of somebody who agreed."""
    one = replace(version(1), release=RELEASE)
    await client.kept_songs.agree(ME, "en")
    assert await client.kept_songs.keep(ME, one)
    return one


def kept(raw: redis.Redis, name: str = "job-1") -> Version | None:
    body = raw.hget(hash_of(ME), name)
    return None if body is None else Version.from_json(body)


async def test_a_version_ends_after_its_year_and_not_before(client: Client, raw: redis.Redis) -> None:
    await client.kept_songs.agree(ME, "en")
    old, young = version(1), version(2, day=1)
    for one in (old, young):
        await client.kept_songs.keep(ME, one)
    outcomes = SongOutcomes(raw, {}, clock=lambda: old.ends_at - 1)
    assert outcomes.round() == {"ended": 0, "looked_up": 0, "put_off": 0}
    outcomes = SongOutcomes(raw, {}, clock=lambda: old.ends_at)
    assert outcomes.round() == {"ended": 1, "looked_up": 0, "put_off": 0}
    assert (kept(raw, "job-1"), kept(raw, "job-2")) == (None, young)
    assert raw.zrange(CALENDAR, 0, -1) == [entry("end", ME, "job-2").encode()]
    assert outcomes.round()["ended"] == 0


async def test_the_end_takes_along_what_was_to_come(raw: redis.Redis, released: Version) -> None:
    SongOutcomes(raw, {"spotify": Source(spotify=71.0)}, clock=lambda: DUE).round()
    assert raw.lrange(ready_of(ME), 0, -1) == [entry("report", ME, "job-1").encode()]
    assert SongOutcomes(raw, {}, clock=lambda: released.ends_at).round()["ended"] == 1
    assert (raw.zcard(CALENDAR), raw.llen(ready_of(ME)), kept(raw)) == (0, 0, None)


async def test_a_release_is_looked_up_when_its_month_is_over_with_all_sources(
    raw: redis.Redis, released: Version
) -> None:
    sources = {"listenbrainz": Source(listenbrainz=9.0), "spotify": Source(spotify=71.0)}
    assert SongOutcomes(raw, sources, clock=lambda: DUE - 1).round()["looked_up"] == 0
    assert sources["spotify"].asked == []
    assert SongOutcomes(raw, sources, clock=lambda: DUE).round() == {"ended": 0, "looked_up": 1, "put_off": 0}
    assert sources["spotify"].asked == [(TRACK, RELEASE.isrc, RELEASE.duration_s)]
    one = kept(raw)
    assert one is not None
    assert one.release is not None
    assert one.release.became is not None
    assert one.release.became.values == {"listenbrainz.popularity": 9.0, "spotify.popularity": 71.0}
    assert one.release.became.read_at == DUE
    assert raw.lrange(ready_of(ME), 0, -1) == [entry("report", ME, "job-1").encode()]
    assert raw.zscore(CALENDAR, entry("look", ME, "job-1")) is None
    assert raw.zscore(CALENDAR, entry("end", ME, "job-1")) == released.ends_at


async def test_while_nobody_knows_it_is_asked_twice_a_day_for_a_week_and_then_reported(
    raw: redis.Redis, released: Version
) -> None:
    silent, ignorant = Source(), Source()
    silent.values = None
    sources = {"spotify": silent, "deezer": ignorant}
    with capture_logs() as log:
        assert SongOutcomes(raw, sources, clock=lambda: DUE).round() == {"ended": 0, "looked_up": 0, "put_off": 1}
    assert [(line["event"], line["source"], line["code"]) for line in log] == [
        ("song_source_silent", "spotify", "source-unavailable")
    ]
    assert len(ignorant.asked) == 1, "one that is silent keeps none of the others from being asked"
    assert raw.zscore(CALENDAR, entry("look", ME, "job-1")) == DUE + AGAIN_S
    assert SongOutcomes(raw, sources, clock=lambda: DUE + AGAIN_S - 1).round()["put_off"] == 0
    end = DUE + LOOK_FOR_S
    assert SongOutcomes(raw, sources, clock=lambda: end - 1).round()["put_off"] == 1
    assert SongOutcomes(raw, sources, clock=lambda: end + AGAIN_S).round()["looked_up"] == 1
    one = kept(raw)
    assert one is not None
    assert one.release is not None
    assert one.release.became is not None
    assert one.release.became.values == {}
    assert raw.llen(ready_of(ME)) == 1


async def test_what_was_looked_up_or_untied_already_only_leaves_the_calendar(
    raw: redis.Redis, released: Version
) -> None:
    source = Source(spotify=71.0)
    outcomes = SongOutcomes(raw, {"spotify": source}, clock=lambda: DUE + 1)
    outcomes.round()
    raw.zadd(CALENDAR, {entry("look", ME, "job-1"): DUE})
    assert outcomes.round() == {"ended": 0, "looked_up": 0, "put_off": 0}
    raw.hset(hash_of(ME), "job-1", version(1).to_json())
    raw.zadd(CALENDAR, {entry("look", ME, "job-1"): DUE})
    assert outcomes.round() == {"ended": 0, "looked_up": 0, "put_off": 0}
    assert len(source.asked) == 1
    assert raw.zrange(CALENDAR, 0, -1) == [entry("end", ME, "job-1").encode()]
    assert kept(raw) is not None


async def test_a_release_that_is_looked_up_again_is_reported_once(raw: redis.Redis, released: Version) -> None:
    raw.rpush(ready_of(ME), entry("report", ME, "job-9"), entry("report", ME, "job-1"))
    SongOutcomes(raw, {"spotify": Source(spotify=71.0)}, clock=lambda: DUE).round()
    assert raw.lrange(ready_of(ME), 0, -1) == [entry("report", ME, name).encode() for name in ("job-9", "job-1")]


async def test_what_was_deleted_while_it_was_asked_for_stays_deleted(raw: redis.Redis, released: Version) -> None:
    source = Source(spotify=71.0)
    answer = source.read

    def read(readings):
        raw.hdel(hash_of(ME), released.id)
        return answer(readings)

    source.read = read  # type: ignore[method-assign]
    SongOutcomes(raw, {"spotify": source}, clock=lambda: DUE).round()
    assert kept(raw) is None
    assert raw.llen(ready_of(ME)) == 0
    assert raw.zscore(CALENDAR, entry("look", ME, "job-1")) is None


async def test_what_is_gone_is_cleared_away_and_counts_for_nothing(raw: redis.Redis, released: Version) -> None:
    raw.hdel(hash_of(ME), released.id)
    outcomes = SongOutcomes(raw, {"spotify": Source(spotify=1.0)}, clock=lambda: DUE)
    assert outcomes.round() == {"ended": 0, "looked_up": 0, "put_off": 0}
    assert raw.zcard(CALENDAR) == 0


async def test_a_round_has_an_end_however_much_is_due(client: Client, raw: redis.Redis) -> None:
    raw.zadd(CALENDAR, {entry("end", ME, f"gone-{number}"): 1.0 for number in range(AT_ONCE + 3)})
    outcomes = SongOutcomes(raw, {}, clock=lambda: NOW)
    outcomes.round()
    assert raw.zcard(CALENDAR) == 3
    outcomes.round()
    assert raw.zcard(CALENDAR) == 0
