"""Progress is shown seldom, never after the answer, and a failure to show it is an error in the log."""

import asyncio

import structlog

from bot.delivery import Courier
from bot.progress import ProgressUpdates
from spotpop.text import plain
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples
from tests.unit.bot.paper import Paper, job

ANSWER = samples.outcome(picture_key=None)


async def test_an_edit_on_its_way_arrives_before_the_answer():
    queue, shown = MemoryQueue(), []
    followers = ProgressUpdates(queue, pause_s=0)
    one = job()

    async def show(message):  # the platform does it whether or not somebody still waits for its reply
        asyncio.get_running_loop().call_later(0.1, shown.append, "progress")
        await asyncio.sleep(0.12)

    class Page(Paper):
        async def send(self, address, message):
            shown.append("answer")

    queue.tell(one, state="running", stage="model")
    followers.follow(one.id, words_for("en"), show)
    await asyncio.sleep(0.02)
    await Courier(queue, Page(), consumer="one", followers=followers).deliver(queue.answer(one, ANSWER))
    await asyncio.sleep(0.2)
    assert shown == ["progress", "answer"]


async def test_nothing_is_shown_of_a_job_that_was_answered_before_it_was_followed():
    queue, shown = MemoryQueue(), []
    followers = ProgressUpdates(queue, pause_s=0)
    one = job()

    async def show(message):
        shown.append("progress")

    await followers.stop(one.id)
    queue.tell(one, state="running", stage="model")
    followers.follow(one.id, words_for("en"), show)
    await asyncio.sleep(0.05)
    assert shown == []
    assert not followers.is_following(one.id)


async def test_progress_is_shown_seldom_and_its_newest_wins():
    queue, shown = MemoryQueue(), []
    followers = ProgressUpdates(queue, pause_s=0.2)
    one = job()

    async def show(message):
        shown.append(plain(message.lead))

    queue.tell(one, state="running", stage="resolve")
    followers.follow(one.id, words_for("en"), show)
    await asyncio.sleep(0)
    for stage in ("identify", "preview", "decode", "features", "model"):
        queue.tell(one, state="running", stage=stage)
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.4)
    assert shown == ["Following the link …", "Working out the forecast …"]
    await followers.close()


async def test_progress_that_cannot_be_shown_is_an_error_in_the_log():
    queue, tries = MemoryQueue(), []
    followers = ProgressUpdates(queue, pause_s=0)
    one = job()

    async def show(message):
        tries.append(1)
        raise RuntimeError("gone")

    with structlog.testing.capture_logs() as logs:
        queue.tell(one, state="running", stage="resolve")
        followers.follow(one.id, words_for("en"), show)
        await asyncio.sleep(0)
        for stage in ("identify", "preview"):
            queue.tell(one, state="running", stage=stage)
            await asyncio.sleep(0.01)
        await followers.close()
    assert len(tries) > 1, "one bad edit must not end the progress"
    assert {(entry["event"], entry["log_level"]) for entry in logs} == {("progress_not_shown", "error")}


async def test_nothing_is_shown_and_nobody_follows_after_a_stop():
    """A follower that goes on would edit the message again, after the answer."""
    queue, shown = MemoryQueue(), []
    updates = ProgressUpdates(queue, pause_s=0.0)
    asked = job()
    await queue.submit(asked)

    async def show(message):
        shown.append(message)

    updates.follow(asked.id, words_for("en"), show)
    for _ in range(100):
        if shown:
            break
        await asyncio.sleep(0.01)
    follower = updates._tasks[asked.id]
    await updates.stop(asked.id)
    assert follower.done()
    before = len(shown)
    queue.tell(asked, state="running", stage="features")
    await asyncio.sleep(0.05)
    assert len(shown) == before > 0
