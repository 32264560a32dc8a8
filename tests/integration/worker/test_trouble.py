"""Redis that refuses, comes back empty, or is shared by two processes of one front-end; threads that hang."""

import asyncio
import time

import pytest

from tests.integration.worker.harness import Inbox, track, until
from tests.integration.worker.steps import Hand

pytestmark = pytest.mark.timeout(300)


def code(outcome):
    return outcome.failure.code if outcome.failure else "ok"


@pytest.mark.parametrize("refusal", ["no replicas", "read only"])
async def test_a_server_that_refuses_for_a_while_costs_nothing(client, workers, server, refusal):
    worker = await workers()
    raw = Hand(client.settings, "w").store.redis
    inbox = Inbox(client)
    jobs = [track(f"sleep-1-{refusal[:2]}{n}") for n in range(3)]
    for job in jobs:
        await client.submit(job)
    if refusal == "no replicas":
        raw.config_set("min-replicas-to-write", 1)
    else:
        raw.execute_command("REPLICAOF", "127.0.0.1", "1")
    # A worker that has a job meets it there; one that has none yet, where it listens for wake-ups.
    await until(lambda: any(said in worker.text() for said in ("redis_is_away", "broker_refused")), tell=worker.text)
    if refusal == "no replicas":
        raw.config_set("min-replicas-to-write", 0)
    else:
        raw.execute_command("REPLICAOF", "NO", "ONE")
    await inbox.wait_for([job.id for job in jobs])
    assert inbox.answered_once([job.id for job in jobs])
    assert worker.process.poll() is None
    await inbox.close()


async def test_a_consumer_that_ends_by_a_flaw_of_kombu_starts_anew(client, inbox, workers):
    worker = await workers(module="tests.integration.worker.flawed")
    jobs = [track("one"), track("two")]
    for job in jobs:
        await client.submit(job)
        await inbox.wait_for([job.id])
    assert inbox.answered_once([job.id for job in jobs])
    assert {code(outcome) for outcome in inbox.outcomes.values()} == {"ok"}
    assert '"error": "AttributeError"' in worker.text()
    assert worker.process.poll() is None


async def test_a_question_that_redis_has_lost_is_reported_and_the_cache_works_again(client, inbox, monkeypatch):
    monkeypatch.setattr("worker.queue.outbox.LIFE_SIGN_S", 0.5)
    hand = Hand(client.settings, "w")
    job = track("gone")
    await client.submit(job)
    seen = []

    async def watch():
        seen.extend([progress.state async for progress in client.watch(job.id)])

    watching = asyncio.create_task(watch())
    await until(lambda: seen == [] and "progress-listener" in {task.get_name() for task in asyncio.all_tasks()})
    await asyncio.sleep(0.5)
    hand.store.redis.flushall()
    await inbox.wait_for([job.id])
    assert code(inbox.outcomes[job.id]) == "question-lost"
    assert inbox.answered_once([job.id])
    await asyncio.wait_for(watching, 30)
    assert seen == ["queued", "failed"]
    hand.store.enlist("w", 1)  # as every worker does every few seconds
    first, second = track("again"), track("again")
    await client.submit(first)
    hand.done(hand.take(), cache=True, picture=b"png")
    assert (await client.submit(second)).cached


async def test_what_another_process_has_delivered_is_not_reported_as_lost(client, clients, monkeypatch):
    monkeypatch.setattr("worker.queue.outbox.LIFE_SIGN_S", 0.2)
    hand = Hand(client.settings, "w")
    job, other = track("delivered"), Inbox(clients())
    await client.submit(job)
    hand.failed(hand.take())
    await other.wait_for([job.id])
    inbox = Inbox(client)
    await until(lambda: not client._open._jobs)
    hand.store.redis.flushall()
    await asyncio.sleep(1)
    assert not inbox.counts
    await inbox.close()
    await other.close()


async def test_two_processes_of_a_front_end_share_its_answers_even_under_one_name(client, clients):
    hand = Hand(client.settings, "w")
    old, new = client.deliveries("test", "bot"), clients().deliveries("test", "bot")
    jobs = [track(f"t{n}") for n in range(5)]
    for job in jobs:
        await client.submit(job)
        hand.failed(hand.take())
    held = [await anext(old) for _ in jobs]  # in the middle of sending, when the new one starts
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2.5):
            await anext(new)
    for delivery in held:
        await delivery.ack()
    await old.aclose()
    await new.aclose()


async def test_hung_threads_are_given_up_and_a_worker_without_any_left_ends(client, inbox, workers, tmp_path, runs):
    worker = await workers(processes=2, SPOTPOP_RUNTIME="tensorflow", hurried=True)
    alive = tmp_path / f"{worker.log.stem}.alive"
    await until(alive.exists)
    first = track("hang-x", deadline_s=1)
    await client.submit(first)
    await inbox.wait_for([first.id])
    second = track("hang-x", deadline_s=1)
    await client.submit(second)
    await until(lambda: runs().count("hang-x") == 2)  # begun anew: not joined to the one that hangs
    await inbox.wait_for([second.id])
    assert {code(inbox.outcomes[job.id]) for job in (first, second)} == {"deadline-exceeded"}
    await until(lambda: worker.process.poll() is not None, tell=worker.text)
    assert worker.process.returncode == 75
    assert '"worker_stuck"' in worker.text()
    assert not alive.exists()
    after = track("after")
    await client.submit(after)
    await workers(processes=2, SPOTPOP_RUNTIME="tensorflow", hurried=True)  # as its supervisor does
    await inbox.wait_for([after.id])
    assert code(inbox.outcomes[after.id]) == "ok"


async def test_a_worker_with_a_hung_thread_ends_when_it_is_asked_to(client, inbox, workers):
    worker = await workers(processes=3, SPOTPOP_RUNTIME="tensorflow", hurried=True)
    job = track("hang-y", deadline_s=1)
    await client.submit(job)
    await inbox.wait_for([job.id])
    began = time.monotonic()
    worker.terminate()
    await until(lambda: worker.process.poll() is not None, tell=worker.text)
    assert time.monotonic() - began < 80  # its grace, not a measure of speed
