"""Groups on Telegram: what is one person's business stays theirs, what was answered is not answered again."""

from __future__ import annotations

import time

import pytest

from spotpop.errors import QueueUnavailable
from tests.counterparts.memory_queue import MemoryQueue
from tests.counterparts.pictures import png
from tests.counterparts.telegram import BOT_ID, Fault, Shown, TelegramCounterpart
from tests.integration.bot.telegram.stage import (
    ADA,
    ALBUM,
    BEN,
    EVE,
    LINK,
    OTHER,
    Stage,
    answered,
    done,
    running_bot,
    settings_for,
)
from tests.unit.bot import samples
from tests.unit.bot.test_follow_up import UNSURE

pytestmark = pytest.mark.network

GROUP = -1_001_234_567_890
NAME = "@spotpop_test_bot"
ARTIST, EPISODE = (LINK.replace("track", one) for one in ("artist", "episode"))
HOUR_S = 3600

WRONG = {
    "a podcast": f"/predict {EPISODE}",
    "an artist": f"{NAME} {ARTIST}",
    "two artists": f"/predict {ARTIST} {ARTIST.replace('4u', '5u')}",
    "a shared file": "/predict https://www.dropbox.com/s/abc/mix.wav",
    "another service": f"{NAME} https://tidal.com/track/1",
    "a track as an album": f"/album {LINK}",
    "an album in a comparison": f"/compare {LINK} {ALBUM}",
    "one track twice": f"/compare {LINK} {LINK}",
    "no date": f"/predict release_date 1-2-3 {ARTIST}",
    "not an administrator": "/settings server on answers 1",
    "no such switch": "/feedback perhaps",
    "feedback": "/feedback on",
}


async def after(stage: Stage, chat: int, reported: int) -> list[Shown]:
    """Return what the bot says in a group once it has said something to a person."""
    await stage.telegram.until(lambda: stage.telegram.from_bot(reported))
    await stage.telegram.until(lambda: not stage.telegram.unconfirmed())
    return stage.telegram.from_bot(chat)


@pytest.mark.parametrize("what", WRONG)
async def test_wrong_input_is_reported_to_the_person_alone(stage: Stage, what: str) -> None:
    chat = stage.telegram.group(GROUP)
    asked = await stage.telegram.say(ADA, WRONG[what], chat_id=chat)
    assert await after(stage, chat, ADA) == []
    (reported,) = stage.telegram.from_bot(ADA)
    assert (reported.reply_to, reported.reply_chat) == (asked.message_id, chat), "it shows what it is about"
    assert asked.reactions == ["🤔"]
    assert not stage.queue.jobs


async def test_what_is_left_out_is_named_to_the_person_alone(stage: Stage) -> None:
    chat = stage.telegram.group(GROUP)
    stage.telegram.protected.add(chat)
    await stage.telegram.say(ADA, f"/predict {LINK} {EPISODE}", chat_id=chat)
    (job,) = await stage.queue.asked()
    await stage.telegram.answer(ADA, holds="podcast")
    stage.queue.answer(job, done(job), png())
    await stage.telegram.answer(chat, photo=True)
    assert len(stage.telegram.from_bot(chat)) == 1


async def test_a_queue_that_is_away_is_reported_to_the_person_alone(stage: Stage) -> None:
    chat = stage.telegram.group(GROUP)
    stage.queue.away = True
    await stage.telegram.say(ADA, "/forget", chat_id=chat)
    assert await after(stage, chat, ADA) == []
    stage.queue.away = False


async def test_who_never_talked_to_the_bot_is_informed_in_the_group_for_a_moment(stage: Stage) -> None:
    chat = stage.telegram.group(GROUP)
    stage.never_talked(ADA)
    asked = await stage.telegram.say(ADA, f"/predict {EPISODE}", chat_id=chat)
    reported = await stage.telegram.answer(chat, reply_to=asked, holds="podcast")
    assert reported.silent
    await stage.telegram.until(lambda: reported.deleted)
    assert not stage.telegram.from_bot(chat)


async def test_a_group_or_an_anonymous_administrator_is_informed_there_too(stage: Stage) -> None:
    chat = stage.telegram.group(GROUP)
    about = {"id": chat, "type": "supergroup", "title": "Band"}
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    await stage.telegram.tell({
        "message_id": 5, "date": int(time.time()), "chat": about, "from": anonymous, "sender_chat": about,
        "text": f"/predict {EPISODE}", "entities": [{"type": "bot_command", "offset": 0, "length": 8}],
    })  # fmt: skip
    await stage.telegram.answer(chat, holds="podcast")


async def test_a_bot_that_stops_takes_back_what_would_be_taken_back_later(telegram: TelegramCounterpart) -> None:
    stage, chat = Stage(telegram, MemoryQueue(), settings_for(telegram)), telegram.group(GROUP)
    telegram.blocked_by.add(ADA)
    async with running_bot(stage):
        await telegram.say(ADA, f"/predict {EPISODE}", chat_id=chat)
        reported = await telegram.answer(chat, holds="podcast")
        assert not reported.deleted
    assert reported.deleted


async def listening(stage: Stage, chat_id: int = GROUP) -> int:
    """Make a group in which songs are answered unasked."""
    stage.telegram.privacy = False
    chat = stage.telegram.group(chat_id, admins={EVE, BOT_ID})
    on = await stage.telegram.say(EVE, "/feedback on", chat_id=chat)
    await stage.telegram.answer(chat, reply_to=on)
    return chat


@pytest.mark.parametrize("chat_id", [GROUP, -200], ids=["supergroup", "group"])
async def test_the_same_track_gets_a_link_to_the_first_answer(stage: Stage, chat_id: int) -> None:
    chat = await listening(stage, chat_id)
    first = await stage.telegram.say(ADA, f"my song {LINK}", chat_id=chat)
    (job,) = await stage.queue.asked()
    stage.queue.tell(job, state="running", stage="decode")
    hasty = await stage.telegram.say(BEN, LINK, chat_id=chat)
    under_way = await stage.telegram.answer(chat, holds="answered here within the last day")
    stage.queue.answer(job, done(job), png())
    shown = await stage.telegram.answer(chat, reply_to=first, photo=True)
    await stage.telegram.until(lambda: stage.queue.acknowledged)
    again = await stage.telegram.say(BEN, f"{LINK} same here", chat_id=chat)
    await stage.telegram.until(
        lambda: len([m for m in stage.telegram.from_bot(chat) if "within the last" in m.text]) == 2
    )
    reported = stage.telegram.from_bot(chat)[-1]
    if chat_id == GROUP:
        assert under_way.reply_to == hasty.message_id
        assert reported.reply_to == again.message_id
        assert f"https://t.me/c/1234567890/{first.message_id}" in under_way.source
        assert f"https://t.me/c/1234567890/{shown.message_id}" in reported.source
    else:  # such a group has no links to its messages
        assert (under_way.reply_to, reported.reply_to) == (first.message_id, shown.message_id)
    await stage.telegram.say(BEN, f"{OTHER} {LINK}", chat_id=chat)
    assert len(await stage.queue.asked(2)) == 2
    await stage.telegram.say(BEN, f"/predict {LINK}", chat_id=chat)
    assert len(await stage.queue.asked(3)) == 3, "who asks is answered"


@pytest.mark.parametrize("why", ["failed", "unsure", "deleted", "forgotten", "elsewhere"])
async def test_a_first_answer_that_is_none_is_not_linked_to(stage: Stage, why: str) -> None:
    chat = await listening(stage)
    asked = await stage.telegram.say(ADA, LINK, chat_id=chat)
    (job,) = await stage.queue.asked()
    if why in {"failed", "unsure"}:
        gone = samples.Failure(code="source-unavailable", params={"source": "deezer"})
        failure = gone if why == "failed" else samples.Failure.of(UNSURE)
        stage.queue.answer(job, samples.outcome(job_id=job.id, failure=failure, picture_key=None))
    else:
        stage.queue.answer(job, done(job), png())
    shown = await stage.telegram.answer(chat, reply_to=asked)
    await stage.telegram.until(lambda: stage.queue.acknowledged)
    if why == "deleted":
        await stage.telegram.click(ADA, shown, "Delete")
        await stage.telegram.until(lambda: shown.deleted)
    elif why == "forgotten":
        await stage.telegram.say(ADA, "/forget")
        await stage.telegram.answer(ADA, holds="Deleted")
    elif why == "elsewhere":
        chat = await listening(stage, GROUP - 1)
    await stage.telegram.say(BEN, LINK, chat_id=chat)
    await stage.queue.asked(2)


async def test_what_was_posted_while_the_bot_was_away_is_answered_within_bounds(telegram: TelegramCounterpart) -> None:
    stage = Stage(telegram, MemoryQueue(), settings_for(telegram))
    async with running_bot(stage):
        chat = await listening(stage)
    for at in range(28):
        posted = await telegram.say(BEN, LINK[:-2] + f"{at:02d}", chat_id=chat)
        posted.origin["date"] -= (7 * HOUR_S) if at == 0 else HOUR_S
    late = await telegram.say(ADA, OTHER)
    late.origin["date"] -= 20 * HOUR_S
    async with running_bot(stage):
        await telegram.until(lambda: not telegram.unconfirmed())
        jobs = [job for job in await stage.queue.asked(25) if job.requester.server]
        assert len(jobs) == 24
        assert not [job for job in jobs if job.inputs[0].reference.url.endswith("00")], "seven hours are too long"
        assert any(job.requester.user == f"telegram:{ADA}" for job in stage.queue.jobs.values()), "that was asked"
        await telegram.say(BEN, LINK, chat_id=chat)
        await stage.queue.asked(26)


@pytest.mark.parametrize(
    "text",
    [f"{NAME} Ada Quill - Night Walk", f"Ada Quill – Night Walk {NAME}", f"{NAME.upper()}: Ada Quill - Night Walk"],
)
async def test_a_mention_beside_a_name_asks_for_the_song(stage: Stage, text: str) -> None:
    chat = stage.telegram.group(GROUP)
    asked = await stage.telegram.say(ADA, text, chat_id=chat)
    (job,) = await stage.queue.asked()
    (name,) = [item.reference.url for item in job.inputs if item.type == "track"]
    assert name.startswith("name:")
    assert name.strip(": ").endswith("Night Walk")
    stage.queue.answer(job, samples.outcome(job_id=job.id, picture_key=None, failure=samples.Failure.of(UNSURE)))
    shown = await stage.telegram.answer(chat, reply_to=asked, holds="one of these")
    await stage.telegram.click(ADA, shown, "1.")
    chosen = (await stage.queue.asked(2))[-1]
    assert [item.reference.url for item in chosen.inputs if item.type == "track"] == ["https://www.deezer.com/track/11"]


async def test_chatter_with_a_dash_is_no_name(stage: Stage) -> None:
    chat = stage.telegram.group(GROUP)
    shown = await answered(stage, chat, f"/predict {LINK}", user=ADA)
    await stage.telegram.say(BEN, f"{NAME} thanks - great bot", chat_id=chat, reply_to=shown)
    await stage.telegram.say(BEN, "Ada - Walk", chat_id=chat, reply_to=shown)
    await stage.telegram.say(BEN, f"{NAME} " + "we talked about that song - " * 5, chat_id=chat)
    await answered(stage, BEN, OTHER)
    assert len(stage.queue.jobs) == 2


async def test_a_name_in_private_chats_asks_for_the_song(stage: Stage) -> None:
    await stage.telegram.say(ADA, "Ada Quill - Night Walk")
    (job,) = await stage.queue.asked()
    assert [item.reference.url for item in job.inputs if item.type == "track"] == ["name:Ada Quill - Night Walk"]


async def test_the_whole_band_is_an_option(stage: Stage) -> None:
    await stage.telegram.say(ADA, f"/predict band full {LINK}")
    await stage.telegram.say(ADA, f"/compare band full {LINK} {OTHER}")
    jobs = await stage.queue.asked(2)
    assert [job.options for job in jobs] == [{"band": "full"}] * 2


async def test_a_fault_with_what_nobody_asked_is_reported_to_nobody(stage: Stage) -> None:
    chat = await listening(stage)
    said = len(stage.telegram.from_bot(chat))
    stage.queue.refuse = None
    stage.telegram.faults.append(Fault("400", "setMessageReaction"))
    stage.telegram.faults.append(Fault("400", "sendMessage", chat_id=chat))
    await stage.telegram.say(BEN, LINK, chat_id=chat)
    await answered(stage, ADA, OTHER)
    assert len(stage.telegram.from_bot(chat)) == said


async def test_progress_that_cannot_be_shown_is_an_error_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = await stage.telegram.say(ADA, f"/album {ALBUM}")
    (job,) = await stage.queue.asked()
    await stage.telegram.answer(ADA, reply_to=asked)
    stage.telegram.faults.append(Fault("400", "editMessageText"))
    stage.queue.tell(job, state="running", stage="listing")
    await stage.telegram.until(lambda: not stage.telegram.faults[0].times)
    await stage.telegram.until(lambda: "progress_not_shown" in capsys.readouterr().out + caplog.text)
    stage.queue.answer(job, samples.outcome("listing", job_id=job.id, listing=samples.listing(count=3)), png())
    await stage.telegram.answer(ADA, reply_to=asked, photo=True)


async def test_without_the_queue_a_repeated_track_is_only_answered_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = await listening(stage)
    await stage.telegram.say(ADA, LINK, chat_id=chat)
    (job,) = await stage.queue.asked()
    stage.queue.answer(job, done(job), png())
    await stage.telegram.answer(chat, photo=True)
    plain = stage.queue.note_get

    async def away(key: str) -> object:
        if "answered" in key:
            raise QueueUnavailable
        return await plain(key)

    monkeypatch.setattr(stage.queue, "note_get", away)
    await stage.telegram.say(BEN, LINK, chat_id=chat)
    await stage.queue.asked(2)
