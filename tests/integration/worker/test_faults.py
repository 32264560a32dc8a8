"""Nothing lost, nothing doubled: each test breaks something for real and counts what was sent and what was answered."""

import asyncio
import contextlib
import time

import psutil
import pytest

from spotpop.errors import QueueUnavailable
from tests.integration.worker.harness import Inbox, Wire, track, until
from tests.integration.worker.steps import Hand
from worker.queue.client import Client

pytestmark = pytest.mark.timeout(300)


async def submit_all(client, jobs, *, pause_s=0.0):
    """Submit, asking again like a person would when the queue cannot be reached; return the ids that were taken."""
    for job in jobs:
        for _ in range(200):
            try:
                await client.submit(job)
                break
            except QueueUnavailable:
                await asyncio.sleep(0.2)
        else:
            raise AssertionError("never taken")
        await asyncio.sleep(pause_s)
    return [job.id for job in jobs]


def begun(runs, word):
    return [line for line in runs() if line.startswith(word)]


async def test_a_child_killed_in_a_task(client, inbox, workers, runs):
    worker = await workers(processes=2)
    ids = await submit_all(client, [track(f"sleep-0.5-c{n}") for n in range(12)])
    for _ in range(2):
        await until(lambda: len(runs()) >= 2)
        for child in worker.children():
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
                break
        await asyncio.sleep(1)
    await inbox.wait_for(ids)
    assert inbox.answered_once(ids)
    assert all(outcome.report for outcome in inbox.outcomes.values())


async def test_a_whole_worker_killed(client, inbox, workers, runs):
    worker = await workers(processes=2, hurried=True)
    ids = await submit_all(client, [track(f"sleep-0.5-w{n}") for n in range(12)])
    await until(lambda: len(runs()) >= 3)
    worker.kill()
    answered = inbox.counts.total()
    assert answered < len(ids)
    await workers(processes=2, hurried=True)
    await inbox.wait_for(ids)
    assert inbox.answered_once(ids)


async def test_one_of_two_workers_killed(client, inbox, workers, runs):
    worker, _ = await workers(hurried=True), await workers(hurried=True)
    ids = await submit_all(client, [track(f"sleep-0.4-v{n}") for n in range(16)])
    await until(lambda: len(runs()) >= 4)
    worker.kill()
    await inbox.wait_for(ids)
    assert inbox.answered_once(ids)


async def test_redis_killed_while_jobs_wait_run_and_end(client, inbox, workers, runs, server):
    await workers(processes=2)
    ids = await submit_all(client, [track(f"sleep-{0.2 + n % 4 / 10}-r{n}") for n in range(30)])
    for mark in (3, 10):
        await until(lambda mark=mark: len(runs()) >= mark)
        server.kill()
        await asyncio.sleep(1.5)
        server.start()
    late = await submit_all(client, [track(f"after-{n}") for n in range(5)])
    await inbox.wait_for([*ids, *late])
    assert inbox.answered_once([*ids, *late])
    assert all(outcome.report for outcome in inbox.outcomes.values())


async def test_a_half_open_link_between_worker_and_redis(client, inbox, workers, runs, server):
    wire = Wire(server.port)
    await wire.start()
    await workers(url=wire.url, hurried=True)
    ids = await submit_all(client, [track(f"sleep-0.3-h{n}") for n in range(8)])
    await until(lambda: len(runs()) >= 2)
    wire.freeze()
    ids += await submit_all(client, [track(f"sleep-0.1-i{n}") for n in range(4)])
    await inbox.wait_for(ids)
    await wire.close()
    assert inbox.answered_once(ids)


async def test_rolling_restarts_under_load(client, inbox, workers, runs):
    worker = await workers(processes=2)
    jobs = [track(f"sleep-0.2-s{n}") for n in range(60)]
    asking = asyncio.create_task(submit_all(client, jobs, pause_s=0.1))
    for _ in range(3):
        following = await workers(processes=2)
        worker.terminate()
        await until(lambda worker=worker: worker.process.poll() is not None, tell=worker.text)
        worker = following
    ids = await asking
    await inbox.wait_for(ids)
    assert inbox.answered_once(ids)
    assert len(runs()) == len(jobs)  # a restart that is asked for repeats no work
    assert all(outcome.report for outcome in inbox.outcomes.values())


async def test_a_poison_input_fails_after_three_tries_and_harms_nobody(client, inbox, workers, runs):
    await workers(processes=2)
    poison = track("kill-always")
    others = [track(f"sleep-0.2-o{n}") for n in range(6)]
    ids = await submit_all(client, [others[0], poison, *others[1:]])
    await inbox.wait_for(ids)
    assert inbox.answered_once(ids)
    assert inbox.outcomes[poison.id].failure.code == "job-failed"
    assert runs().count("kill-always") == 3
    assert all(inbox.outcomes[job.id].report for job in others)


async def test_a_process_that_dies_once_does_not_cost_the_answer(client, inbox, workers, runs):
    await workers()
    ids = await submit_all(client, [track("killonce-1"), track("next")])
    await inbox.wait_for(ids)
    assert inbox.answered_once(ids)
    assert runs().count("killonce-1") == 2
    assert all(outcome.report for outcome in inbox.outcomes.values())


async def test_an_album_survives_the_death_of_its_worker(client, inbox, workers, runs):
    from tests.integration.worker.harness import album

    worker = await workers(hurried=True)
    ids = await submit_all(client, [album(6, "sleep-0.4-z")])
    await until(lambda: len(begun(runs, "sleep")) >= 3)
    worker.kill()
    await workers(hurried=True)
    await inbox.wait_for(ids)
    assert inbox.answered_once(ids)
    assert all(row.score is not None for row in inbox.outcomes[ids[0]].listing.rows)


async def test_redis_away_at_submit_is_reported_at_once_and_the_front_end_lives_on(client, inbox, workers, server):
    await workers()
    (first,) = await submit_all(client, [track("before")])
    await inbox.wait_for([first])
    server.kill()
    refused = track("meanwhile")
    began = time.monotonic()
    with pytest.raises(QueueUnavailable):
        await client.submit(refused)
    assert time.monotonic() - began < 4  # 2 s are promised; the rest is for a crowded machine
    assert not await client.alive()
    server.start()
    ids = await submit_all(client, [track("after")])
    await inbox.wait_for(ids)
    assert inbox.answered_once([first, *ids])


async def test_a_half_open_link_at_submit_is_reported_in_time(clients, server):
    wire = Wire(server.port)
    await wire.start()
    client = clients(url=wire.url)
    assert await client.alive()
    wire.freeze()
    began = time.monotonic()
    with pytest.raises(QueueUnavailable):
        await client.submit(track("meanwhile"))
    assert time.monotonic() - began < 4
    assert (await client.submit(track("again"))).position >= 1
    await wire.close()


async def test_a_front_end_that_was_down_delivers_after_its_restart(clients, inbox, client):
    job = track("while-down", front_end="sleepy")
    await client.submit(job)
    answer(client)
    other = Client(client.settings)
    late = Inbox(other, "sleepy")
    await late.wait_for([job.id])
    await late.close()
    await other.close()
    assert late.answered_once([job.id])


async def test_what_was_not_acknowledged_is_delivered_again_and_then_never(clients, client):
    job = track("crash", front_end="fragile")
    await client.submit(job)
    answer(client)
    first = clients()
    async for delivery in first.deliveries("fragile", "bot-1"):
        assert (delivery.job, delivery.attempt) == (job, 1)
        break  # dies before it acknowledges
    await first.close()
    second = clients()
    async for delivery in second.deliveries("fragile", "bot-1"):
        assert (delivery.job.id, delivery.attempt, delivery.reply.data) == (job.id, 2, {"message": "crash"})
        await delivery.ack()
        break
    third = Inbox(clients(), "fragile")
    await asyncio.sleep(2)
    await third.close()
    assert third.counts.total() == 0


async def test_what_a_dead_consumer_left_is_taken_over(clients, client, monkeypatch):
    monkeypatch.setattr("worker.queue.outbox.TAKE_OVER_MS", 1000)
    monkeypatch.setattr("worker.queue.outbox.LIFE_SIGN_S", 0.25)
    job = track("left", front_end="crowd")
    await client.submit(job)
    answer(client)
    dead, slow = clients(), clients()
    async for delivery in dead.deliveries("crowd", "dead"):
        assert delivery.job.id == job.id
        break
    await dead.close()
    async for delivery in slow.deliveries("crowd", "slow"):
        assert (delivery.job.id, delivery.attempt > 1) == (job.id, True)
        # While it is in somebody's hands, nobody takes it away, however long that takes.
        third = Inbox(clients(), "crowd")
        await asyncio.sleep(2)
        assert third.counts.total() == 0
        await third.close()
        await delivery.ack()
        break


def answer(client):
    """Answer what waits, as a worker does: these tests are about what comes after."""
    hand = Hand(client.settings, "w")
    while item := hand.take():
        hand.done(item)
