"""Songs that people let be kept: nothing without consent, the calendar, and what is reported next."""

import json
import time
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
    store = client.kept_songs
    assert not await store.keep(ME, version())
    assert await store.of(ME) is None
    assert raw.zcard(CALENDAR) == 0
    await store.agree(ME, "de")
    assert await store.keep(ME, version())
    assert raw.ttl(hash_of(ME)) == pytest.approx(KEPT_S, abs=60)
    kept = await store.of(ME)
    assert (kept.language, kept.versions) == ("de", (version(),))
    await store.agree(ME, "en")
    again = await store.of(ME)
    assert (again.language, again.since) == ("en", kept.since)


async def test_a_change_needs_something_to_change(client: Client) -> None:
    store = client.kept_songs
    await store.agree(ME, "en")
    assert not await store.keep(ME, version(), change=True)
    await store.keep(ME, version())
    assert await store.keep(ME, version(), change=True)


async def test_there_is_an_end_to_how_many_are_kept(client: Client) -> None:
    store = client.kept_songs
    await store.agree(ME, "en")
    kept = [await store.keep(ME, replace(version(), id=f"v{number}")) for number in range(MOST_VERSIONS + 2)]
    assert kept == [True] * MOST_VERSIONS + [False, False]
    assert await store.keep(ME, replace(version(), id="v0"))  # a known one is written anew


async def test_the_calendar_says_when_a_version_ends_and_when_its_release_is_looked_up(client, raw) -> None:
    store, made = client.kept_songs, version()
    await store.agree(ME, "en")
    await store.keep(ME, made)
    assert raw.zscore(CALENDAR, entry("end", ME, made.id)) == pytest.approx(made.ends_at)
    assert raw.zscore(CALENDAR, entry("look", ME, made.id)) is None
    assert not is_due(raw, made.ends_at - 1)
    assert is_due(raw, made.ends_at)
    tied = replace(made, release=Release(track_id="x" * 22, url="https://x", title="t", tied_at=1000.0))
    await store.keep(ME, tied)
    assert raw.zscore(CALENDAR, entry("look", ME, made.id)) == pytest.approx(1000.0 + LOOK_AFTER_S)


async def test_what_is_deleted_or_forgotten_leaves_no_trace(client: Client, raw: redis.Redis) -> None:
    store, made = client.kept_songs, version()
    await store.agree(ME, "en")
    await store.keep(ME, made)
    raw.rpush(ready_of(ME), entry("report", ME, made.id))
    assert await store.delete(ME, []) == 0
    assert await store.delete(ME, [made]) == 1
    assert (raw.zcard(CALENDAR), raw.llen(ready_of(ME))) == (0, 0)
    await store.keep(ME, made)
    assert await store.forget(ME) == 2  # the consent and the version
    assert await store.forget(ME) == 0
    assert not raw.exists(hash_of(ME))
    assert raw.zcard(CALENDAR) == 0


async def test_each_release_is_given_to_one_bot_and_to_the_next_person_then(client, raw) -> None:
    store = client.kept_songs
    release = Release(track_id="x" * 22, url="https://x", title="t", tied_at=1000.0)
    for user in (ME, YOU):
        await store.agree(user, "en")
        await store.keep(user, replace(version(), release=release))
        raw.rpush(ready_of(user), entry("report", user, version().id))
    first, second = await store.ready("telegram"), await store.ready("telegram")
    assert [first[0], second[0]] == [ME, YOU]
    assert await store.ready("telegram") is None  # both are being reported
    await store.mark_reported(ME, replace(first[1], release=replace(release, reported=True)))
    assert raw.llen(ready_of(ME)) == 1
    assert await store.ready("discord") is None
    await store.forget(YOU)
    assert await store.ready("telegram") is None
    assert raw.llen(ready_of(ME)) == 0


def test_what_cannot_be_read_is_left_out() -> None:
    assert read_kept_songs({}) is None
    fields = {b"consent": b'{"since": 1, "language": "en"}', b"a": b"{", b"b": version().to_json()}
    assert read_kept_songs(fields).versions == (version(),)


OF_AN_OLDER_VERSION = (
    b'{"id":"job-1","name":"Night Drive v2","song":"night drive","made_at":%d,"model":"default","version":"2.0",'
    b'"score":41.0,"low":20.0,"high":60.0,"sound":{"energy":1.5},"reading_sd":0.0,"release":{"track_id":'
    b'"xxxxxxxxxxxxxxxxxxxxxx","url":"https://x","title":"Night Drive","tied_at":1767225600.0,"became":'
    b'{"values":{"spotify.popularity":44.0},"read_at":1.0},"told":%s}}'
)
"""A version as the first releases wrote it."""


@pytest.mark.parametrize("seen", [False, True])
async def test_what_an_older_version_wrote_is_reported_once(client: Client, raw: redis.Redis, seen: bool) -> None:
    store = client.kept_songs
    await store.agree(ME, "en")
    raw.hset(hash_of(ME), "job-1", OF_AN_OLDER_VERSION % (time.time(), b"true" if seen else b"false"))
    raw.rpush("spotpop:songs-ready:telegram", '["tell", "telegram:1", "job-1"]')
    raw.set("spotpop:songs-telling:telegram:1:job-1", 1, ex=600)
    found = await store.ready("telegram")
    assert (found is None) == seen
    if found:
        user, kept = found
        assert (user, kept.release.became.values) == (ME, {"spotify.popularity": 44.0})
        await store.mark_reported(ME, replace(kept, release=replace(kept.release, reported=True)))
    assert raw.llen(ready_of(ME)) == 0
    assert (await store.of(ME)).versions[0].release.reported
    assert 0 < raw.ttl("spotpop:songs-telling:telegram:1:job-1") <= 600, "nobody looks at it, and it ends by itself"


@pytest.mark.parametrize("gone", ["delete", "forget"])
async def test_what_an_older_version_listed_goes_with_its_song(client: Client, raw: redis.Redis, gone: str) -> None:
    store, made = client.kept_songs, version()
    await store.agree(ME, "en")
    await store.keep(ME, made)
    raw.rpush("spotpop:songs-ready:telegram", json.dumps(["tell", ME, made.id]))
    await (store.delete(ME, [made]) if gone == "delete" else store.forget(ME))
    assert raw.llen(ready_of(ME)) == 0
