"""Telegram groups where every song is answered unasked, and the bot's arrival there."""

from __future__ import annotations

from tests.counterparts.telegram import BOT_ID
from tests.integration.bot.telegram.stage import ADA, ALBUM, BEN, EVE, LINK, OTHER, Stage


async def test_feedback_is_for_administrators_and_answers_unasked(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={ADA, BOT_ID})
    refused = await stage.telegram.say(EVE, "/feedback on", chat_id=chat)
    await stage.telegram.answer(EVE, reply_to=refused, holds="Only administrators")
    on = await stage.telegram.say(ADA, "/feedback on", chat_id=chat)
    assert "at most 3" in (await stage.telegram.answer(chat, reply_to=on)).text
    stage.telegram.privacy = False
    links = await stage.telegram.say(BEN, f"{LINK} {OTHER} {ALBUM}", chat_id=chat)
    await stage.queue.asked(2)
    await stage.telegram.until(lambda: links.reactions == ["👀"])
    await stage.telegram.say(BEN, "just chatting", chat_id=chat)
    for kind, name, mime in (
        ("voice", None, "audio/ogg"),
        ("animation", "giphy.mp4", "video/mp4"),
        ("video", "clip.mp4", "video/mp4"),
        ("document", "film.webm", "video/webm"),
    ):
        passed = await stage.telegram.upload(BEN, b"no song", kind=kind, name=name, mime=mime, chat_id=chat)
        assert not passed.reactions
    await stage.telegram.say(BEN, LINK.replace("track", "artist"), chat_id=chat)
    off = await stage.telegram.say(ADA, "/feedback off", chat_id=chat)
    await stage.telegram.answer(chat, reply_to=off)
    await stage.telegram.say(BEN, LINK, chat_id=chat)
    last = await stage.telegram.say(ADA, "/feedback", chat_id=chat)
    await stage.telegram.answer(ADA, reply_to=last, holds="/feedback on")
    assert len(stage.queue.jobs) == 2


async def test_a_caption_for_another_bot_is_left_alone(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={BOT_ID})
    stage.telegram.privacy = False
    await stage.telegram.upload(ADA, b"song", chat_id=chat, caption="/predict@another_bot")
    await stage.telegram.upload(ADA, b"mine", chat_id=chat, caption="/predict@Spotpop_test_bot")
    (job,) = await stage.queue.asked()
    assert list(stage.queue.uploads[job.id].values()) == [b"mine"]


async def test_feedback_says_when_it_cannot_hear(stage: Stage) -> None:
    chat = stage.telegram.group(-100, admins={ADA})
    on = await stage.telegram.say(ADA, "/feedback on", chat_id=chat)
    assert "privacy mode" in (await stage.telegram.answer(chat, reply_to=on)).text
    private = await stage.telegram.say(ADA, "/feedback on")
    assert "only in a group" in (await stage.telegram.answer(ADA, reply_to=private)).text


async def test_joining_a_group_says_hello(stage: Stage) -> None:
    chat = stage.telegram.group(-100)
    await stage.telegram.joins(chat, ADA)
    assert "/predict" in (await stage.telegram.answer(chat)).text
