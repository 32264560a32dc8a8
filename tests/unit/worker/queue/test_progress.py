"""Following jobs: each change once, woken by one subscription, and an end whatever happens."""

import asyncio

import pytest

from spotpop.errors import QueueUnavailable
from tests.integration.worker.harness import track, until
from tests.integration.worker.steps import Hand
from worker.queue import progress as module
from worker.queue.client import Client
from worker.queue.progress import ProgressSubscription
from worker.queue.protocol import JobProgress


class States:
    """Progress as a test tells it; an exception stands for a queue that is away."""

    def __init__(self, *states) -> None:
        self.states = list(states)

    async def read(self, job_id: str):
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        if isinstance(state, Exception):
            raise state
        return (None if state is None else JobProgress(job_id=job_id, **state)), "item"


def following(*states) -> ProgressSubscription:
    def nowhere():
        raise QueueUnavailable

    return ProgressSubscription(States(*states).read, nowhere)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.02)


async def states_of(subscription: ProgressSubscription) -> list[str]:
    async with asyncio.timeout(30):
        found = [(one.state, one.position) async for one in subscription.watch("job")]
    await subscription.close()
    return found


async def test_each_change_is_reported_once_until_the_end() -> None:
    queued = {"state": "queued", "position": 2}
    found = await states_of(following(queued, queued, {"state": "queued", "position": 1}, {"state": "done"}))
    assert found == [("queued", 2), ("queued", 1), ("done", None)]


async def test_a_job_that_vanishes_has_failed_and_one_that_never_was_ends_without_a_word() -> None:
    assert await states_of(following({"state": "queued", "position": 1}, None)) == [("queued", 1), ("failed", None)]
    assert await states_of(following(None)) == []


async def test_while_the_queue_is_away_nothing_is_reported() -> None:
    assert await states_of(following(QueueUnavailable(), {"state": "failed"})) == [("failed", None)]


async def test_nothing_is_remembered_of_a_watch_that_ended() -> None:
    subscription = following({"state": "queued", "position": 1}, {"state": "done"})
    await states_of(subscription)
    assert subscription._wake == {}


async def test_the_end_of_the_process_ends_all_watches() -> None:
    subscription = following({"state": "queued", "position": 1})
    shown = []

    async def watch() -> None:
        shown.extend([one.state async for one in subscription.watch("job")])

    watching = asyncio.create_task(watch())
    await until(lambda: subscription._wake, 20)
    await asyncio.sleep(0.05)
    await subscription.close()
    await asyncio.wait_for(watching, 30)
    assert shown == ["queued"]


@pytest.mark.network
async def test_a_stage_wakes_who_watches(client: Client, hand: Hand, monkeypatch) -> None:
    monkeypatch.setattr(module, "LOOK_S", 30.0)  # only a message can wake it
    job = track("a")
    await client.submit(job)
    stages = []

    async def watch() -> None:
        stages.extend([one.stage or one.state async for one in client.watch(job.id)])

    watching = asyncio.create_task(watch())
    await until(lambda: hand.store.redis.pubsub_numsub("spotpop:progress")[0][1] == 1, 20)
    await until(lambda: client._subscription._wake, 20)
    item = hand.take()
    hand.store.beat(item, "decode")
    await asyncio.sleep(0.3)
    hand.done(item)
    await asyncio.wait_for(watching, 20)
    assert stages[0] == "queued"
    assert stages[-1] == "done"
    assert "decode" in stages
