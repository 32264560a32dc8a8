"""Questions between their acknowledgement and the queue: noted with a lease, claimed by one after a death."""

import pytest
import redis

from worker.queue.client import Client
from worker.queue.keys import key
from worker.queue.unqueued import KEPT_S, LEASE_S, Unqueued, UnqueuedQuestions

pytestmark = pytest.mark.network
QUESTION = Unqueued(job_id="j1", address={"channel": 5}, locale="de")
HASH = key("unqueued", "discord")


def lease_of(raw: redis.Redis) -> bytes:
    [lease] = raw.keys(key("process", "*"))
    return lease


async def test_a_note_lives_with_its_process(client: Client, raw: redis.Redis) -> None:
    await client.unqueued.add("discord", QUESTION)
    assert raw.pttl(lease_of(raw)) == pytest.approx(LEASE_S * 1000, abs=5000)
    assert raw.ttl(HASH) == pytest.approx(KEPT_S, abs=60)
    assert await client.unqueued.interrupted("discord") == []
    raw.pexpire(lease_of(raw), 500)
    await client.unqueued.renew()
    assert raw.pttl(lease_of(raw)) > 500


def sibling_of(client: Client) -> UnqueuedQuestions:
    return UnqueuedQuestions(lambda: client._redis, client._session.within)


async def test_the_questions_of_a_dead_process_are_seen_by_others_until_one_claims_them(
    client: Client, raw: redis.Redis
) -> None:
    await client.unqueued.add("discord", QUESTION)
    await client.unqueued.add("telegram", QUESTION)
    raw.delete(lease_of(raw))
    one, two = sibling_of(client), sibling_of(client)
    assert await one.interrupted("discord") == await two.interrupted("discord") == [QUESTION]
    assert [await one.remove("discord", "j1"), await two.remove("discord", "j1")] == [True, False]
    assert await two.interrupted("discord") == []
    assert raw.hlen(key("unqueued", "telegram")) == 1


async def test_a_lease_is_asked_for_once_a_process(client: Client, raw: redis.Redis) -> None:
    dead, alive = sibling_of(client), sibling_of(client)
    for number in range(20):
        await dead.add("discord", Unqueued(job_id=f"d{number}", address=None, locale="en"))
    raw.delete(lease_of(raw))
    for number in range(20):
        await alive.add("discord", Unqueued(job_id=f"a{number}", address=None, locale="en"))
    raw.config_resetstat()
    found = await client.unqueued.interrupted("discord")
    assert {question.job_id for question in found} == {f"d{number}" for number in range(20)}
    assert raw.info("commandstats")["cmdstat_exists"]["calls"] == 2


async def test_an_address_that_is_not_known_yet_is_none(client: Client, raw: redis.Redis) -> None:
    unknown = Unqueued(job_id="j2", address=None, locale="en")
    await client.unqueued.add("discord", unknown)
    raw.delete(lease_of(raw))
    assert await sibling_of(client).interrupted("discord") == [unknown]


async def test_what_the_queue_has_is_removed(client: Client, raw: redis.Redis) -> None:
    await client.unqueued.add("discord", QUESTION)
    assert await client.unqueued.remove("discord", "j1")
    assert not await client.unqueued.remove("discord", "j1")
    assert not raw.exists(HASH)
