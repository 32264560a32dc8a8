"""A bot that dies between "taken" and the queue: its person is told to ask again, once, and nobody else is."""

import asyncio
from types import SimpleNamespace

import pytest

from bot.interrupted import Interrupted
from spotpop.errors import QueueFull
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue

ADDRESS = {"channel": 5, "token": "t"}


@pytest.fixture
def queue():
    return MemoryQueue()


@pytest.fixture
def said():
    return []


@pytest.fixture
def interrupted(queue, said):
    async def tell(address, message):
        said.append((address, repr(message)))

    return Interrupted(queue, "discord", tell, look_s=0.01)


async def look(interrupted):
    """Let it look for a while."""
    task = asyncio.create_task(interrupted.run())
    await asyncio.sleep(0.1)
    assert not task.done()
    task.cancel()


async def test_what_the_queue_has_is_noted_no_longer(queue, interrupted):
    async with interrupted.noted("j1", ADDRESS, words_for("de")):
        assert queue.unqueued.noted
    assert not queue.unqueued.noted


async def test_what_was_refused_is_noted_no_longer(queue, interrupted):
    with pytest.raises(QueueFull):
        async with interrupted.noted("j1", ADDRESS, words_for("de")):
            raise QueueFull(waiting=1, eta_s=1)
    assert not queue.unqueued.noted


async def test_a_bot_that_ends_leaves_the_note(queue, interrupted, said):
    async def ask():
        async with interrupted.noted("j1", ADDRESS, words_for("de")):
            await asyncio.sleep(60)

    task = asyncio.create_task(ask())
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    queue.unqueued.dead = True
    await look(interrupted)
    [(address, text)] = said
    assert address == ADDRESS
    assert words_for("de").plain("error-question-lost") in text


async def test_of_a_bot_that_lives_nobody_is_told(interrupted, said):
    async with interrupted.noted("j1", ADDRESS, words_for("en")):
        await look(interrupted)
    assert said == []


async def test_a_question_that_the_queue_knows_is_answered_by_it(queue, interrupted, said):
    async def ask():
        async with interrupted.noted("j1", ADDRESS, words_for("en")):
            await asyncio.sleep(60)

    task = asyncio.create_task(ask())
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    queue.unqueued.dead = True
    queue.tell(SimpleNamespace(id="j1"), state="running")
    await look(interrupted)
    assert said == []


async def test_without_a_queue_the_question_goes_on_and_looking_too(queue, interrupted):
    queue.away = True
    async with interrupted.noted("j1", ADDRESS, words_for("en")):
        pass
    await look(interrupted)
