"""What goes wrong in a group after its question was taken is shown to who asked alone; nothing stays of it there."""

from __future__ import annotations

import pytest

from spotpop.errors import QueueFull
from spotpop.wording import words_for
from tests.counterparts.pictures import png
from tests.integration.bot.discord.test_late_failures import CODES, NO_PREVIEW, SAID, failure_of
from tests.integration.bot.telegram.stage import ADA, ALBUM, BEN, LINK, OTHER, Stage, done
from tests.integration.bot.telegram.test_groups import listening
from tests.unit.bot import samples
from tests.unit.bot.test_follow_up import UNSURE
from worker.queue.protocol import Failure, Job

pytestmark = pytest.mark.network

GROUP = -1_001_234_567_890

ASKED = {
    "a link": f"/predict {LINK}",
    "two songs": f"/compare {LINK} {OTHER}",
    "an album": f"/album {ALBUM}",
    "a name": "@spotpop_test_bot Ada - Night Walk",
}


async def fails(stage: Stage, job: Job, failure: Failure = NO_PREVIEW) -> None:
    """Let a question fail, and wait until the bot has said so."""
    stage.queue.answer(job, samples.outcome(job.kind, job_id=job.id, failure=failure, picture_key=None), None)
    await stage.telegram.until(lambda: job.id in stage.queue.acknowledged)


@pytest.mark.parametrize("what", ASKED)
async def test_whatever_was_asked_nothing_stays_in_the_group(stage: Stage, what: str) -> None:
    chat = stage.telegram.group(GROUP)
    asked = await stage.telegram.say(ADA, ASKED[what], chat_id=chat)
    (job,) = await stage.queue.asked()
    await fails(stage, job)
    assert stage.telegram.from_bot(chat) == []
    (reported,) = stage.telegram.from_bot(ADA)
    assert SAID in reported.text
    assert (reported.reply_to, reported.reply_chat) == (asked.message_id, chat), "it shows what it is about"
    assert asked.reactions == ["🤔"]


async def test_every_failure_is_reported_to_the_person_alone(stage: Stage) -> None:
    chat = stage.telegram.group(GROUP)
    stage.telegram.rates = False
    for number, code in enumerate(CODES, 1):
        await stage.telegram.say(ADA, f"/predict {LINK}", chat_id=chat)
        job = (await stage.queue.asked(number))[-1]
        await fails(stage, job, failure_of(code))
        assert stage.telegram.from_bot(chat) == [], code
        assert len(stage.telegram.from_bot(ADA)) == number, code


async def test_what_is_refused_after_it_was_acknowledged_is_reported_alone_too(stage: Stage) -> None:
    chat = stage.telegram.group(GROUP)
    stage.queue.refuse = QueueFull(waiting=7, eta_s=30.0)
    await stage.telegram.say(ADA, f"/album {ALBUM}", chat_id=chat)
    await stage.telegram.answer(ADA, holds="7 questions are waiting")
    await stage.telegram.until(lambda: stage.telegram.from_bot(chat) == [])


async def test_who_never_talked_to_the_bot_is_informed_there_for_a_moment(stage: Stage) -> None:
    chat = stage.telegram.group(GROUP)
    stage.never_talked(ADA)
    asked = await stage.telegram.say(ADA, f"/predict {LINK}", chat_id=chat)
    (job,) = await stage.queue.asked()
    await fails(stage, job)
    reported = await stage.telegram.answer(chat, reply_to=asked, holds=SAID)
    assert reported.silent
    await stage.telegram.until(lambda: reported.deleted)


async def test_who_asked_nothing_learns_why_only_on_a_tap(stage: Stage) -> None:
    chat = await listening(stage, GROUP)
    before = len(stage.telegram.from_bot(chat))
    posted = await stage.telegram.say(ADA, LINK, chat_id=chat)
    (job,) = await stage.queue.asked()
    await fails(stage, job)
    line = await stage.telegram.answer(chat, reply_to=posted)
    assert line.text == words_for("en").plain("not-answered")
    query = await stage.telegram.click(BEN, line, "Why?")
    await stage.telegram.until(lambda: stage.telegram.callbacks[query])
    shown = str(stage.telegram.callbacks[query])
    assert "Night Walk" in shown
    assert len(stage.telegram.from_bot(chat)) == before + 1
    assert stage.telegram.from_bot(ADA) == [], "nobody is written to who never asked"


async def test_a_question_back_stays_where_it_was_asked(stage: Stage) -> None:
    chat = stage.telegram.group(GROUP)
    await stage.telegram.say(ADA, f"/predict {LINK}", chat_id=chat)
    (job,) = await stage.queue.asked()
    await fails(stage, job, Failure.of(UNSURE))
    (shown,) = stage.telegram.from_bot(chat)
    assert shown.keyboard


async def test_of_two_songs_the_one_that_fails_goes_and_the_other_stays(stage: Stage) -> None:
    chat = stage.telegram.group(GROUP)
    await stage.telegram.say(ADA, f"/predict {LINK} {OTHER}", chat_id=chat)
    first, second = await stage.queue.asked(2)
    stage.queue.answer(first, done(first), png())
    await fails(stage, second)
    await stage.telegram.answer(chat, photo=True)
    assert len(stage.telegram.from_bot(chat)) == 1
    assert SAID in stage.telegram.from_bot(ADA)[-1].text


async def test_who_asked_nothing_does_not_learn_that_the_queue_is_full(stage: Stage) -> None:
    chat = await listening(stage, GROUP)
    before = len(stage.telegram.from_bot(chat))
    stage.queue.refuse = QueueFull(waiting=7, eta_s=30.0)
    await stage.telegram.say(ADA, f"{LINK}", chat_id=chat)
    await stage.telegram.until(lambda: stage.queue.refuse is None)
    await stage.telegram.until(lambda: not stage.telegram.unconfirmed())
    assert stage.telegram.from_bot(ADA) == []
    assert len(stage.telegram.from_bot(chat)) == before
