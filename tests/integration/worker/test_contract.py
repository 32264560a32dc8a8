"""What front-ends rely on, asked of the real queue and of the one in memory that their tests use: one contract."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import pytest

from spotpop.errors import PreviewNotFound, QueueUnavailable
from spotpop.track import Track
from tests.counterparts.memory_queue import MemoryQueue
from tests.integration.worker.harness import make_settings, track, upload
from tests.integration.worker.scripted import report
from tests.integration.worker.steps import Hand
from worker.queue.client import Client
from worker.queue.protocol import Failure, Outcome
from worker.queue.unqueued import Unqueued

OK = Outcome(kind="track", report=json.loads(json.dumps(report(Track(title="t", id="x")).to_json())))
FAILED = Outcome(kind="track", failure=Failure.of(PreviewNotFound(title="t", tried="deezer")))
PICTURE = b"\x89PNG of a test"


@dataclass
class Side:
    """A queue, and how a test answers a question in it."""

    queue: Any
    answer: Any
    go_away: Any
    die: Any
    """End the process whose hands hold questions, as the others see it."""


@pytest.fixture(params=["memory", "real"])
async def side(request, monkeypatch, tmp_path):
    if request.param == "memory":
        queue = MemoryQueue()

        async def answer(job, outcome, picture=None):
            queue.answer(job, outcome, picture)

        def go_away():
            queue.away = True

        async def die():
            queue.unqueued.dead = True

        yield Side(queue, answer, go_away, die)
        return
    monkeypatch.setattr("worker.queue.outbox.TAKE_OVER_MS", 300)
    monkeypatch.setattr("worker.queue.outbox.LIFE_SIGN_S", 0.2)
    server = request.getfixturevalue("server")
    client = Client(make_settings(server.url, tmp_path))
    hand = Hand(client.settings, "w")

    async def answer_by_hand(job, outcome, picture=None):
        item = hand.take()
        assert item.id == job.id
        hand.store.finish(item, outcome, picture=picture or b"", subject="")

    async def lease_ends():
        await asyncio.sleep(0.6)

    monkeypatch.setattr("worker.queue.unqueued.LEASE_S", 0.5)
    yield Side(client, answer_by_hand, server.kill, lease_ends)
    await client.close()


async def first(values, patience_s=30):
    async with asyncio.timeout(patience_s):
        return await anext(values)


async def test_a_question_has_a_receipt_and_is_delivered_once(side):
    job = track("a", user="u")
    receipt = await side.queue.submit(job)
    assert (receipt.job_id, receipt.position, receipt.cached) == (job.id, 1, False)
    assert receipt.eta_s > 0
    await side.answer(job, OK, PICTURE)
    deliveries = side.queue.deliveries("test", "one")
    delivery = await first(deliveries)
    assert (delivery.job, delivery.reply, delivery.attempt, delivery.forgotten) == (job, job.reply, 1, False)
    assert delivery.outcome.job_id == job.id
    assert delivery.outcome.report == OK.report
    assert await side.queue.picture(delivery.outcome.picture_key) == PICTURE
    await delivery.ack()
    with pytest.raises(TimeoutError):
        await first(deliveries, 1.5)


async def test_the_same_question_again_is_taken_once(side):
    job = track("a")
    await side.queue.submit(job)
    assert (await side.queue.submit(job)).job_id == job.id
    await side.answer(job, FAILED)
    delivery = await first(side.queue.deliveries("test", "one"))
    assert delivery.outcome.failure == FAILED.failure
    assert delivery.outcome.picture_key is None
    await delivery.ack()


async def test_what_is_given_back_comes_again_and_counts_its_attempts(side):
    job = track("a")
    await side.queue.submit(job)
    await side.answer(job, OK)
    deliveries = side.queue.deliveries("test", "one")
    await (await first(deliveries)).release()
    again = await first(deliveries)
    assert (again.job.id, again.attempt) == (job.id, 2)
    await again.ack()


async def test_progress_is_watched_until_the_end_and_the_unknown_is_not_waited_for(side):
    job = track("a")
    await side.queue.submit(job)
    states = []

    async def watch():
        states.extend([progress.state async for progress in side.queue.watch(job.id)])

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0.2)
    await side.answer(job, OK)
    await asyncio.wait_for(watching, 30)
    assert states[0] == "queued"
    assert states[-1] == "done"
    assert [progress async for progress in side.queue.watch("nobody-asked")] == []


async def test_uploads_match_their_inputs(side):
    with pytest.raises(ValueError, match="do not match"):
        await side.queue.submit(upload(), {"other.mp3": b"x"})
    await side.queue.submit(upload(), {"song.mp3": b"x"})


async def test_notes_are_kept_replaced_deleted_and_forgotten_with_their_person(side):
    queue = side.queue
    assert await queue.note_get("test:a") is None
    await queue.note_set("test:a", {"n": [1, None, "ä"]}, 3600, user="me")
    await queue.note_set("test:b", True, None)
    assert await queue.note_get("test:a") == {"n": [1, None, "ä"]}
    await queue.note_set("test:a", 2, 3600, user="me")
    assert await queue.note_get("test:a") == 2
    assert await queue.forget("me") >= 1
    assert await queue.note_get("test:a") is None
    assert await queue.note_get("test:b") is True
    await queue.note_set("test:b", None, None)
    assert await queue.note_get("test:b") is None
    assert await queue.forget("me") == 0


async def test_nothing_is_cached_and_no_picture_known_at_first(side):
    assert await side.queue.cached(track("a").inputs[0].reference) is None
    assert await side.queue.picture("picture:nobody-drew-it") is None


async def test_counts_and_states_cost_nothing(side):
    await side.queue.count("rate_limited:test")
    await side.queue.report_state("gateway:test", 1)


async def test_a_queue_that_is_away_says_so(side):
    assert await side.queue.alive()
    side.go_away()
    assert not await side.queue.alive()
    for step in (
        lambda: side.queue.submit(track("a")),
        lambda: side.queue.note_get("test:a"),
        lambda: side.queue.note_set("test:a", 1, 60),
        lambda: side.queue.picture("picture:x"),
        lambda: side.queue.forget("me"),
    ):
        with pytest.raises(QueueUnavailable):
            await step()
    await side.queue.count("rate_limited:test")


async def test_a_question_that_was_never_handed_over_is_noted_until_it_is(side):
    question = Unqueued(job_id="j1", address={"channel": 5}, locale="de")
    await side.queue.unqueued.add("discord", question)
    assert await side.queue.unqueued.interrupted("discord") == []  # who noted it lives
    assert await side.queue.unqueued.remove("discord", "j1")
    assert not await side.queue.unqueued.remove("discord", "j1")


async def test_a_dead_process_leaves_its_questions_to_one_other(side):
    question = Unqueued(job_id="j1", address={"channel": 5}, locale="de")
    await side.queue.unqueued.add("discord", question)
    await side.die()
    assert await side.queue.unqueued.interrupted("telegram") == []
    assert await side.queue.unqueued.interrupted("discord") == [question]
    assert await side.queue.unqueued.remove("discord", "j1")
    assert await side.queue.unqueued.interrupted("discord") == []
