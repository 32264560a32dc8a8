"""Songs that people let be kept: nothing without consent, the calendar, and who is told next."""

from dataclasses import replace

import pytest
import redis

from spotpop.record.song_versions import KEPT_S, LOOK_AFTER_S, MOST_VERSIONS, Release
from tests.unit.record.test_song_versions import version
from worker.queue.client import Client
from worker.queue.song_store import CALENDAR, entry, hash_of, is_due, read_kept_songs, ready_of

pytestmark = pytest.mark.network
ME, YOU = "telegram:1", "telegram:2"


async def test_nothing_is_kept_of_somebody_who_has_not_agreed(client: Client, raw: redis.Redis) -> None:
    shelf = client.kept_songs
    assert not await shelf.keep(ME, version())
    assert await shelf.of(ME) is None
    assert raw.zcard(CALENDAR) == 0
    await shelf.agree(ME, "de")
    assert await shelf.keep(ME, version())
    assert raw.ttl(hash_of(ME)) == pytest.approx(KEPT_S, abs=60)
    kept = await shelf.of(ME)
    assert (kept.language, kept.versions) == ("de", (version(),))
    await shelf.agree(ME, "en")
    again = await shelf.of(ME)
    assert (again.language, again.since) == ("en", kept.since)


async def test_a_change_needs_something_to_change(client: Client) -> None:
    shelf = client.kept_songs
    await shelf.agree(ME, "en")
    assert not await shelf.keep(ME, version(), change=True)
    await shelf.keep(ME, version())
    assert await shelf.keep(ME, version(), change=True)


async def test_there_is_an_end_to_how_many_are_kept(client: Client) -> None:
    shelf = client.kept_songs
    await shelf.agree(ME, "en")
    kept = [await shelf.keep(ME, replace(version(), id=f"v{number}")) for number in range(MOST_VERSIONS + 2)]
    assert kept == [True] * MOST_VERSIONS + [False, False]
    assert await shelf.keep(ME, replace(version(), id="v0"))  # a known one is written anew


async def test_the_calendar_says_when_a_version_ends_and_when_its_release_is_looked_up(client, raw) -> None:
    shelf, made = client.kept_songs, version()
    await shelf.agree(ME, "en")
    await shelf.keep(ME, made)
    assert raw.zscore(CALENDAR, entry("end", ME, made.id)) == pytest.approx(made.ends_at)
    assert raw.zscore(CALENDAR, entry("look", ME, made.id)) is None
    assert not is_due(raw, made.ends_at - 1)
    assert is_due(raw, made.ends_at)
    tied = replace(made, release=Release(track_id="x" * 22, url="https://x", title="t", tied_at=1000.0))
    await shelf.keep(ME, tied)
    assert raw.zscore(CALENDAR, entry("look", ME, made.id)) == pytest.approx(1000.0 + LOOK_AFTER_S)


async def test_what_is_deleted_or_forgotten_leaves_no_trace(client: Client, raw: redis.Redis) -> None:
    shelf, made = client.kept_songs, version()
    await shelf.agree(ME, "en")
    await shelf.keep(ME, made)
    raw.rpush(ready_of(ME), entry("tell", ME, made.id))
    assert await shelf.delete(ME, []) == 0
    assert await shelf.delete(ME, [made]) == 1
    assert (raw.zcard(CALENDAR), raw.llen(ready_of(ME))) == (0, 0)
    await shelf.keep(ME, made)
    assert await shelf.forget(ME) == 2  # the consent and the version
    assert await shelf.forget(ME) == 0
    assert not raw.exists(hash_of(ME))
    assert raw.zcard(CALENDAR) == 0


async def test_each_release_is_given_to_one_teller_and_to_the_next_person_then(client, raw) -> None:
    shelf = client.kept_songs
    release = Release(track_id="x" * 22, url="https://x", title="t", tied_at=1000.0)
    for user in (ME, YOU):
        await shelf.agree(user, "en")
        await shelf.keep(user, replace(version(), release=release))
        raw.rpush(ready_of(user), entry("tell", user, version().id))
    first, second = await shelf.ready("telegram"), await shelf.ready("telegram")
    assert [first[0], second[0]] == [ME, YOU]
    assert await shelf.ready("telegram") is None  # both are being told
    await shelf.mark_reported(ME, replace(first[1], release=replace(release, told=True)))
    assert raw.llen(ready_of(ME)) == 1
    assert await shelf.ready("discord") is None
    await shelf.forget(YOU)
    assert await shelf.ready("telegram") is None
    assert raw.llen(ready_of(ME)) == 0


def test_what_cannot_be_read_is_left_out() -> None:
    assert read_kept_songs({}) is None
    fields = {b"consent": b'{"since": 1, "language": "en"}', b"a": b"{", b"b": version().to_json()}
    assert read_kept_songs(fields).versions == (version(),)
