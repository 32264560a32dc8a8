"""Answers that the page keeps: for their visitor, for a day, and gone when they were forgotten meanwhile."""

import asyncio

import pytest

from bot.messages.message import Message, Picture
from bot.web.answers import KEPT_S, KeptAnswers
from spotpop.errors import QueueUnavailable
from spotpop.text import Span
from tests.counterparts.memory_queue import MemoryQueue

SAID = Message(lead=(Span("around 41", strong=True),), tone="answer", score=41.0, picture=Picture(data=b"PNG"))


async def expecting(queue: MemoryQueue | None = None) -> tuple[MemoryQueue, KeptAnswers]:
    queue = queue or MemoryQueue()
    answers = KeptAnswers(queue)
    await answers.expect("job", "web:ada", "de")
    return queue, answers


async def test_an_answer_is_found_as_it_was_said_but_for_its_picture():
    queue, answers = await expecting()
    waiting = await answers.find("job")
    assert (waiting.owner, waiting.language, waiting.message) == ("web:ada", "de", None)
    await answers.keep("job", SAID)
    found = await KeptAnswers(queue).find("job")
    assert (found.owner, found.message.lead, found.message.score) == ("web:ada", SAID.lead, 41.0)
    assert found.message.picture is None
    assert [(life, user) for _, life, user in queue.notes.values()] == [(KEPT_S, "web:ada")]


@pytest.mark.parametrize("how", ["dropped", "forgotten"])
async def test_what_is_expected_no_more_is_not_kept(how):
    queue, answers = await expecting()
    await (answers.drop("job") if how == "dropped" else queue.forget("web:ada"))
    await answers.keep("job", SAID)
    assert await answers.find("job") is None
    assert not queue.notes


async def test_who_waits_is_woken_by_the_answer():
    _, answers = await expecting()
    waiting = asyncio.create_task(answers.wait("job", 30))
    await asyncio.sleep(0)
    await answers.keep("job", SAID)
    async with asyncio.timeout(5):
        assert await waiting


async def test_an_answer_that_another_process_took_is_seen_too():
    queue, answers = await expecting()
    waiting = asyncio.create_task(answers.wait("job", 30))
    await asyncio.sleep(0)
    await KeptAnswers(queue).keep("job", SAID)
    async with asyncio.timeout(10):
        assert await waiting


async def test_patience_ends_and_a_question_of_nobody_is_not_waited_for():
    queue, answers = await expecting()
    assert not await answers.wait("job", -1)
    assert await answers.wait("another", 30)
    queue.away = True
    with pytest.raises(QueueUnavailable):
        await answers.wait("job", 30)


@pytest.mark.parametrize("note", ["text", {}, {"owner": "x", "language": "en", "message": {"tone": "song"}}])
async def test_a_note_of_another_version_counts_as_none(note):
    queue, answers = await expecting()
    await queue.note_set("web:answer:job", note, 60)
    assert await answers.find("job") is None
