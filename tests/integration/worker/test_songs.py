"""Songs that people let be kept, in a real Valkey: consent, a year, a release after a month, no trace left."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import redis

from bot.delivery import NeverSendable, NotSentYet
from bot.messages.message import Message
from bot.my_songs import MySongs
from bot.preferences import PreferenceStore
from spotpop.errors import SourceUnavailable
from spotpop.record.song_versions import DAY_S, KEPT_S, LOOK_AFTER_S, LOOK_FOR_S, MOST_VERSIONS, Release
from spotpop.text import plain
from tests.integration.worker.harness import Server, make_settings
from tests.unit.record.test_song_versions import version
from worker.queue.client import Client
from worker.song_outcomes import SongOutcomes

USER, OTHER = "telegram:80351110224678912", "telegram:9"
TRACK = "4uLU6hMCjMI75M1A2tKUQC"


class Source:
    at_once = 1

    def __init__(self) -> None:
        self.values: dict[str, float] | None = {}
        self.asked = 0

    def read(self, readings):
        self.asked += 1
        if self.values is None:
            raise SourceUnavailable(source="Spotify")
        return {readings[0].forecast: self.values}


class Chat:
    """A platform that says what it was given."""

    name = "telegram"

    def __init__(self) -> None:
        self.said: list[tuple[str, Message]] = []
        self.refuses: Exception | None = None

    def direct(self, user):
        return {"user": user}

    async def send(self, address, message):
        if self.refuses is not None:
            raise self.refuses
        self.said.append((address["user"], message))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("valkey"))
    yield server
    server.close()


@pytest.fixture
def connection(server: Server) -> Iterator[redis.Redis]:
    connection = redis.Redis.from_url(server.url)
    connection.flushall()
    yield connection
    connection.close()


@pytest.fixture
async def client(server: Server, connection: redis.Redis, tmp_path: Path) -> AsyncIterator[Client]:
    async with Client(make_settings(server.url, tmp_path)) as client:
        yield client


def everything(connection: redis.Redis) -> str:
    return " ".join(f"{key!r} {connection.dump(key)!r}" for key in connection.scan_iter()) + " ".join(
        repr(connection.zrange(key, 0, -1)) for key in connection.scan_iter(_type="zset")
    )


def tied(one):
    return replace(one, release=Release(track_id=TRACK, url="", title="Night Drive", tied_at=one.made_at + 10 * DAY_S))


async def test_nothing_is_kept_of_somebody_who_has_not_agreed(client: Client, connection: redis.Redis) -> None:
    assert not await client.kept_songs.keep(USER, version(1))
    assert list(connection.scan_iter()) == []
    await client.kept_songs.agree(USER, "de")
    assert await client.kept_songs.keep(USER, version(1))
    assert not await client.kept_songs.keep(USER, version(2), change=True), "what was deleted does not come back"
    kept = await client.kept_songs.of(USER)
    assert kept is not None
    assert (kept.language, [one.id for one in kept.versions]) == ("de", ["job-1"])
    assert 0 < connection.pttl(f"spotpop:songs:{USER}") <= KEPT_S * 1000


async def test_there_is_an_end_to_how_much_is_kept(client: Client) -> None:
    await client.kept_songs.agree(USER, "en")
    kept = [await client.kept_songs.keep(USER, version(number)) for number in range(MOST_VERSIONS + 5)]
    assert sum(kept) == MOST_VERSIONS
    assert await client.kept_songs.keep(USER, version(0, score=50.0)), "what is kept already can change"


async def test_a_year_later_it_is_gone(client: Client, connection: redis.Redis) -> None:
    await client.kept_songs.agree(USER, "en")
    old, young = version(1), version(2, day=100)
    await client.kept_songs.keep(USER, old)
    await client.kept_songs.keep(USER, young)
    outcomes = SongOutcomes(connection, {}, clock=lambda: old.ends_at - 1)
    assert outcomes.round()["ended"] == 0
    assert SongOutcomes(connection, {}, clock=lambda: old.ends_at + 1).round()["ended"] == 1
    kept = await client.kept_songs.of(USER)
    assert kept is not None
    assert [one.id for one in kept.versions] == ["job-2"]


async def test_a_release_is_looked_up_after_a_month_and_reported_once(client: Client, connection: redis.Redis) -> None:
    await client.kept_songs.agree(USER, "de")
    one = tied(version(1))
    assert one.release is not None
    await client.kept_songs.keep(USER, version(1))
    await client.kept_songs.keep(USER, one, change=True)
    source, chat = Source(), Chat()
    songs = MySongs(client, chat, PreferenceStore(client), client.settings)  # type: ignore[arg-type]
    due = one.release.tied_at + LOOK_AFTER_S

    SongOutcomes(connection, {"spotify": source}, clock=lambda: due - 1).round()
    assert source.asked == 0
    source.values = None
    assert SongOutcomes(connection, {"spotify": source}, clock=lambda: due + 1).round()["put_off"] == 1
    assert not await songs._send_next()
    source.values = {"spotify.popularity": 71.0}
    assert SongOutcomes(connection, {"spotify": source}, clock=lambda: due + DAY_S).round()["looked_up"] == 1

    chat.refuses = NotSentYet("429")
    assert not await songs._send_next()
    connection.delete(f"spotpop:songs-claim:{USER}:job-1")
    chat.refuses = None
    assert await songs._send_next()
    assert not await songs._send_next(), "once"
    ((user, message),) = chat.said
    assert user == USER
    assert plain(message.title) == "Was aus Night Drive v1 wurde"
    assert "71" in plain(message.sections[0].lines[0])
    assert SongOutcomes(connection, {"spotify": source}, clock=lambda: due + 9 * DAY_S).round()["looked_up"] == 0
    kept = await client.kept_songs.of(USER)
    assert kept is not None
    assert kept.versions[0].release is not None
    assert kept.versions[0].release.reported


async def test_nobody_knows_it_is_reported_after_a_week_and_somebody_gone_is_left(
    client: Client, connection: redis.Redis
) -> None:
    await client.kept_songs.agree(USER, "en")
    one = tied(version(1))
    await client.kept_songs.keep(USER, one)
    assert one.release is not None
    late = one.release.tied_at + LOOK_AFTER_S + LOOK_FOR_S + 1
    assert SongOutcomes(connection, {"spotify": Source()}, clock=lambda: late).round()["looked_up"] == 1
    chat = Chat()
    chat.refuses = NeverSendable("blocked")
    songs = MySongs(client, chat, PreferenceStore(client), client.settings)  # type: ignore[arg-type]
    assert await songs._send_next()
    assert not await songs._send_next()
    assert connection.llen("spotpop:songs-ready:telegram") == 0


async def test_two_bots_of_one_platform_tell_it_once(client: Client, connection: redis.Redis) -> None:
    await client.kept_songs.agree(USER, "en")
    one = tied(version(1))
    await client.kept_songs.keep(USER, one)
    assert one.release is not None
    late = one.release.tied_at + LOOK_AFTER_S + LOOK_FOR_S + 1
    SongOutcomes(connection, {}, clock=lambda: late).round()
    assert await client.kept_songs.ready("telegram") is not None
    assert await client.kept_songs.ready("telegram") is None


@pytest.mark.parametrize("stage", ["kept", "tied", "looked up"])
async def test_forgetting_leaves_nothing(client: Client, connection: redis.Redis, stage: str) -> None:
    for user in (USER, OTHER):
        await client.kept_songs.agree(user, "en")
        one = version(1) if stage == "kept" else tied(version(1))
        await client.kept_songs.keep(user, one)
    if stage == "looked up":
        assert SongOutcomes(connection, {}, clock=lambda: version(1).made_at + 50 * DAY_S).round()["looked_up"] == 2
    assert USER in everything(connection)
    assert await client.forget(USER) == 2
    assert USER.partition(":")[2] not in everything(connection)
    kept = await client.kept_songs.of(OTHER)
    assert kept is not None
    assert len(kept.versions) == 1
    assert SongOutcomes(connection, {}, clock=lambda: version(1).made_at + 60 * DAY_S).round()["ended"] == 0


async def test_a_release_that_was_deleted_while_it_was_looked_up_stays_deleted(
    client: Client, connection: redis.Redis
) -> None:
    await client.kept_songs.agree(USER, "en")
    one = tied(version(1))
    await client.kept_songs.keep(USER, one)
    source = Source()

    def read(readings):
        connection.delete(f"spotpop:songs:{USER}")  # as /forget does
        return {readings[0].forecast: {"spotify.popularity": 3.0}}

    source.read = read  # type: ignore[method-assign]
    SongOutcomes(connection, {"spotify": source}, clock=lambda: one.made_at + 50 * DAY_S).round()
    assert not connection.exists(f"spotpop:songs:{USER}")
    assert connection.llen("spotpop:songs-ready:telegram") == 0
