"""From the outbox to a person: once into the front-end's hands, again if it is given back, gone when it says so."""

import asyncio
import contextlib

import pytest
import redis

from tests.integration.worker.harness import track, until
from tests.integration.worker.steps import Hand
from worker.queue import outbox as module
from worker.queue.client import Client

pytestmark = pytest.mark.network


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TAKE_OVER_MS", 200)
    monkeypatch.setattr(module, "LIFE_SIGN_S", 0.1)
    monkeypatch.setattr(module, "BLOCK_MS", 100)
    monkeypatch.setattr(module, "PAUSE_S", 0.05)


async def answered(client: Client, hand: Hand, name: str = "a"):
    job = track(name)
    await client.submit(job)
    hand.done(hand.take(), picture=b"PNG")
    return job


async def first(values):
    async with asyncio.timeout(30):
        return await anext(values)


async def test_an_answer_comes_with_its_question_and_goes_when_it_is_acknowledged(
    client, hand, raw: redis.Redis
) -> None:
    job = await answered(client, hand)
    delivery = await first(client.deliveries("test", "one"))
    assert (delivery.job, delivery.reply, delivery.attempt, delivery.forgotten) == (job, job.reply, 1, False)
    assert (delivery.outcome.job_id, delivery.outcome.picture_key is None) == (job.id, False)
    assert raw.xlen("spotpop:outbox:test") == 1
    await delivery.ack()
    assert raw.xlen("spotpop:outbox:test") == 0


async def test_what_is_given_back_comes_again(client: Client, hand: Hand) -> None:
    job = await answered(client, hand)
    deliveries = client.deliveries("test", "one")
    await (await first(deliveries)).release()
    again = await first(deliveries)
    assert (again.job.id, again.attempt) == (job.id, 2)


async def test_what_is_in_hand_is_not_given_to_another_while_its_holder_lives(client, hand, queue_settings) -> None:
    await answered(client, hand)
    held = client.deliveries("test", "one")
    await first(held)
    other = Client(queue_settings)
    waiting = asyncio.create_task(first(other.deliveries("test", "two")))
    going_on = asyncio.create_task(first(held))  # reads on, as a front-end does
    await asyncio.sleep(1.0)
    assert not waiting.done()
    going_on.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await going_on
    await client.close()  # its holder ends
    assert (await asyncio.wait_for(waiting, 30)).attempt >= 2
    await other.close()


async def test_what_nobody_can_read_is_set_aside_and_the_rest_goes_on(client: Client, hand: Hand, raw) -> None:
    raw.xadd("spotpop:outbox:test", {"job": "{", "outcome": "{}"})
    job = await answered(client, hand)
    delivery = await first(client.deliveries("test", "one"))
    assert delivery.job.id == job.id
    await until(lambda: raw.xlen("spotpop:unreadable:test") == 1, 20)
    assert raw.ttl("spotpop:unreadable:test") > 80_000


async def test_an_answer_that_cannot_be_read_is_reported_as_that(client: Client, hand: Hand, raw) -> None:
    job = await answered(client, hand)
    [(_, fields)] = raw.xrange("spotpop:outbox:test")
    raw.delete("spotpop:outbox:test")
    raw.xadd("spotpop:outbox:test", {**fields, b"outcome": b"nonsense"})
    delivery = await first(client.deliveries("test", "one"))
    assert (delivery.job.id, delivery.outcome.failure.code) == (job.id, "answer-unreadable")


async def test_a_person_who_asked_to_be_forgotten_is_answered_and_nothing_more(client: Client, hand: Hand) -> None:
    job = track("a", user="me")
    await client.submit(job)
    await client.forget("me")
    hand.done(hand.take())
    delivery = await first(client.deliveries("test", "one"))
    assert (delivery.job.id, delivery.forgotten) == (job.id, True)


async def test_a_question_that_redis_has_lost_is_reported_as_lost(client: Client, raw: redis.Redis) -> None:
    job = track("a")
    await client.submit(job)
    raw.flushall()
    delivery = await first(client.deliveries("test", "one"))
    assert (delivery.job.id, delivery.outcome.failure.code, delivery.entry_id) == (job.id, "question-lost", "")
    await delivery.ack()


@pytest.mark.parametrize(("by_entry", "by_name"), [(True, False), (False, True)])
async def test_either_the_entry_or_the_list_of_names_says_who_is_to_be_forgotten(
    client: Client, hand: Hand, raw: redis.Redis, by_entry: bool, by_name: bool
) -> None:
    job = await answered(client, hand)
    if by_name:
        raw.sadd("spotpop:forgetting:test", job.id)
    if by_entry:
        [(entry_id, fields)] = raw.xrange("spotpop:outbox:test")
        raw.xdel("spotpop:outbox:test", entry_id)
        raw.xadd("spotpop:outbox:test", {**fields, b"forgotten": b"1"})
    delivery = await first(client.deliveries("test", "one"))
    assert (delivery.job.id, delivery.forgotten) == (job.id, True)


async def test_an_answer_without_a_picture_names_none(client: Client, hand: Hand) -> None:
    await client.submit(track("a"))
    hand.failed(hand.take())
    delivery = await first(client.deliveries("test", "one"))
    assert (delivery.outcome.picture_key, delivery.attempt, delivery.forgotten) == (None, 1, False)


async def test_a_reader_holds_a_lease_of_three_life_signs_until_it_ends(client: Client, hand: Hand, raw) -> None:
    await answered(client, hand)
    await first(client.deliveries("test", "one"))
    [lease] = raw.keys("spotpop:reader:test:one-*")
    assert 0 < raw.pttl(lease) <= 3000 * module.LIFE_SIGN_S
    assert len(lease.rpartition(b"-")[2]) == 10
    await client.close()
    assert not raw.exists(lease)


async def test_a_stream_that_was_made_is_kept_for_a_day(client: Client, raw: redis.Redis) -> None:
    waiting = asyncio.create_task(first(client.deliveries("test", "one")))
    await until(lambda: raw.exists("spotpop:outbox:test"), 20)
    await until(lambda: raw.ttl("spotpop:outbox:test") > 0, 20)
    assert 86_300 < raw.ttl("spotpop:outbox:test") <= 86_400
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await waiting


async def test_what_is_given_up_is_not_reported_when_it_comes_after_all(client: Client, hand: Hand, raw) -> None:
    job = await answered(client, hand)
    client._open._given_up[job.id] = None
    other = await answered(client, hand, "b")
    delivery = await first(client.deliveries("test", "one"))
    assert delivery.job.id == other.id
    await until(lambda: raw.xlen("spotpop:outbox:test") == 1, 20)
