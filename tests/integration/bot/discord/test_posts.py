"""What counts as a question in a watched channel of Discord: forwards, replies, edits, bots, and what was missed."""

import asyncio
import time

import pytest

from tests.counterparts.discord_places import (
    BOT,
    CHANNEL,
    FORUM,
    SELF_ROLE,
    TEXT,
    VOICE_MESSAGE,
    snowflake_at,
)  # fmt: skip
from tests.counterparts.memory_queue import MemoryQueue
from tests.integration.bot.discord.posted import HOUR_S, OTHER, THIRD, silent
from tests.integration.bot.discord.simulated import ALBUM, LINK
from tests.integration.bot.discord.wired import connected, text_of, until
from tests.unit.bot import samples
from tests.unit.bot.test_follow_up import UNSURE


@pytest.mark.parametrize(
    "posted",
    [
        {"content": "look", "files": {"meme.mp4": ("video/mp4", b"film")}},
        {"content": "", "files": {"clip.webm": ("video/webm", b"film")}},
        {"content": "", "files": {"giphy.gif": ("image/gif", b"GIF")}},
        {"content": "", "files": {"voice-message.ogg": ("audio/ogg", b"Ogg")}, "flags": VOICE_MESSAGE},
        {"content": LINK.replace("track", "artist")},
        {"content": ALBUM},
        {"content": f"{LINK} !skip"},
        {"content": f"!SKIP, please: {LINK}"},
        {"content": "https://open.spotify.com/user/someone"},
        {"content": "", "type": 6},
    ],
    ids=lambda posted: (posted["content"] or "file")[:20],
)  # fmt: skip
async def test_what_nobody_asked_is_passed_over(wire, posted):
    await wire.watch()
    voice = bool(posted.get("flags"))
    message = await wire.discord.post(announced=False, **posted)
    for one in message["attachments"] if voice else ():
        one |= {"waveform": "AAAA", "duration_secs": 3.0}
    await wire.discord.tell("MESSAGE_CREATE", message)
    await silent(wire)


async def test_pluralkits_messages_are_answered_once_where_it_was_chosen(wire):
    discord = wire.discord
    await wire.watch(webhooks=True)
    member = await discord.post(f"pk;{LINK}")
    del discord.messages[int(member["id"])]  # PluralKit deletes it and repeats it
    await discord.post(LINK, user=77001, webhook=True)
    await wire.queue.asked()
    await asyncio.sleep(0.2)
    await silent(wire, 1)


async def test_webhooks_and_other_bots_are_left_alone_where_nobody_chose_them(wire):
    await wire.watch()
    await wire.discord.post(LINK, user=77001, webhook=True)
    bot = {"author": {"id": "77002", "username": "other", "discriminator": "0001", "avatar": None, "bot": True}}
    await wire.discord.post(OTHER, **bot)
    await silent(wire)


@pytest.mark.parametrize(
    "more",
    [
        {"embeds": [{"type": "rich", "fields": [{"name": "Listen", "value": f"[here]({LINK})", "inline": False}]}]},
        {"embeds": [{"type": "rich", "description": f"out now: {LINK}"}]},
        {"embeds": [{"type": "rich", "title": "My song", "url": LINK}]},
        {"embeds": [{"type": "rich", "footer": {"text": LINK}}]},
        {"components": [{"type": 1, "id": 1, "components": [
            {"type": 2, "id": 2, "style": 5, "label": "Spotify", "url": LINK}]}]},
        {"components": [{"type": 17, "id": 1, "components": [{"type": 10, "id": 2, "content": f"**Out** {LINK}"}]}]},
        {"components": [{"type": 17, "id": 1, "components": [
            {"type": 9, "id": 2, "components": [{"type": 10, "id": 3, "content": "Out now"}],
             "accessory": {"type": 2, "id": 4, "style": 5, "label": "Spotify", "url": LINK}}]}]},
    ],
    ids=["field", "description", "title", "footer", "button", "text", "accessory"],
)  # fmt: skip
@pytest.mark.parametrize("forwarded", [False, True], ids=["own", "forwarded"])
async def test_links_anywhere_in_a_message_are_found(wire, more, forwarded):
    await wire.watch()
    if forwarded:
        inner = await wire.discord.post("", announced=False, channel=CHANNEL, **more)
        await wire.discord.post("", forwards=inner)
    else:
        await wire.discord.post("", **more)
    (job,) = await wire.queue.asked()
    assert job.inputs[0].reference.url == LINK


@pytest.mark.parametrize("how", ["watched", "dm", "menu", "mention"])
async def test_a_forwarded_file_is_heard(wire, how):
    discord = wire.discord
    inner = await discord.post("listen", announced=False, files={"demo.mp3": ("audio/mpeg", b"ID3 demo")})
    if how == "watched":
        await wire.watch()
        await discord.post("", forwards=inner)
    elif how == "dm":
        await discord.post("", guild=False, forwards=inner)
    elif how == "menu":
        await discord.menu("Predict popularity", await discord.post("", announced=False, forwards=inner))
    else:
        forward = await discord.post("", announced=False, forwards=inner)
        await discord.post(f"<@{BOT}> this", reply_to=forward)
    (job,) = await wire.queue.asked()
    assert wire.queue.uploads[job.id] == {"demo.mp3": b"ID3 demo"}


@pytest.mark.parametrize("named", [f"<@{BOT}>", f"<@&{SELF_ROLE}>"], ids=["name", "role"])
async def test_the_bots_name_in_a_reply_to_a_song_is_a_question_about_it(wire, named):
    song = await wire.discord.post(f"what do you think? {LINK}", user=5002)
    await wire.discord.post(f"{named} how far could this go?", reply_to=song)
    (job,) = await wire.queue.asked()
    assert job.requester.user == "discord:5001"
    assert job.inputs[0].reference.url == LINK


async def test_thanks_to_an_answer_are_no_question(wire):
    asked = await wire.discord.slash("predict", link=LINK)
    (job,) = await wire.queue.asked()
    await wire.answer(job)
    await wire.discord.post("wow, thanks!", reply_to=wire.discord.answer(asked), ping=True)
    await wire.discord.post(f"<@{BOT}> good bot")
    await silent(wire, 1)
    await wire.discord.post(f"here is v2: {OTHER}", reply_to=wire.discord.answer(asked), ping=True)
    await wire.queue.asked(3)


async def test_a_link_added_by_an_edit_is_answered_once(wire):
    await wire.watch()
    posted = await wire.discord.post("my new song")
    await wire.discord.edit(posted, f"my new song {LINK}")
    (job,) = await wire.queue.asked()
    await wire.answer(job)
    await wire.discord.edit(posted, f"my new song, typo fixed {OTHER}")
    old = await wire.discord.post("old", announced=False, id=snowflake_at(time.time() - 2 * HOUR_S))
    await wire.discord.edit(old, f"an hour late {OTHER}")
    previewed = await wire.discord.post(f"no edit: Discord unfolds a link {ALBUM}")
    await wire.discord.tell("MESSAGE_UPDATE", {**previewed, "embeds": [{"type": "rich", "url": LINK}]})
    await silent(wire, 1)


async def test_an_edit_in_a_direct_message_counts_after_no_link_was_found(wire):
    posted = await wire.discord.post("hello", guild=False)
    await until(lambda: any("no Spotify link" in text_of(one) for one in wire.discord.messages.values()))
    await wire.discord.edit(posted, f"hello {LINK}")
    await wire.queue.asked()


async def test_an_edit_after_a_restart_is_no_second_question(platform):
    queue = MemoryQueue()
    async with connected(platform, queue) as wire:
        await wire.watch()
        posted = await platform.post(LINK)
        await queue.asked()
    async with connected(platform, queue) as wire:
        await platform.edit(posted, f"{LINK} (typo fixed)")
        await silent(wire, 1)


async def test_the_same_track_gets_a_link_to_the_first_answer(wire):
    await wire.watch()
    await wire.discord.post(LINK)
    (job,) = await wire.queue.asked()
    await wire.discord.post(f"while it is under way {LINK}", user=5002)
    await until(lambda: len(wire.discord.said_in(CHANNEL)) >= 3)
    await wire.answer(job)
    (first,) = wire.forecasts_in(CHANNEL)
    await wire.discord.post(f"same here {LINK}", user=5003)
    await until(lambda: len([one for one in wire.discord.said_in(CHANNEL) if first["id"] in text_of(one)]) == 2)
    assert len(wire.queue.jobs) == 1
    await wire.discord.post("a file has no first answer", files={"a.mp3": ("audio/mpeg", b"ID3")})
    await wire.discord.post("nor its twin", files={"a.mp3": ("audio/mpeg", b"ID3")})
    await wire.queue.asked(3)


@pytest.mark.parametrize("why", ["failed", "unsure", "deleted", "forgotten"])
async def test_a_first_answer_that_is_none_is_not_linked_to(wire, why):
    await wire.watch()
    await wire.discord.post(LINK)
    (job,) = await wire.queue.asked()
    if why in {"failed", "unsure"}:
        gone = samples.Failure(code="source-unavailable", params={"source": "deezer"})
        failure = gone if why == "failed" else samples.Failure.of(UNSURE)
        await wire.answer(job, samples.outcome(job_id=job.id, failure=failure, picture_key=None))
    else:
        await wire.answer(job)
        if why == "deleted":
            (shown,) = wire.forecasts_in(CHANNEL)
            await wire.discord.click(int(shown["id"]), "delete")
            await until(lambda: not wire.forecasts_in(CHANNEL))
        else:
            await wire.said(await wire.discord.slash("forget"))
    await wire.discord.post(LINK, user=5002)
    await wire.queue.asked(2)


async def test_what_was_posted_while_the_bot_was_away_is_answered(platform):
    forum = platform.add_channel(FORUM, "forum")
    old = platform.add_channel(TEXT, "long-ago")
    queue = MemoryQueue()
    async with connected(platform, queue) as wire:
        for place in (CHANNEL, forum, old):
            await wire.watch(place)
        await platform.post(LINK)
        await queue.asked()
    moment = time.time()
    await platform.post(f"seven hours ago {OTHER}", channel=old, announced=False, id=snowflake_at(moment - 7 * HOUR_S))
    await platform.post(f"while you were away {OTHER}", announced=False)
    post = platform.add_thread(forum, "opened meanwhile")
    await platform.post(THIRD, channel=post, announced=False)
    for at in range(30):
        await platform.post(f"chat {at}", channel=post, announced=False)
    async with connected(platform, queue) as wire:
        jobs = await queue.asked(2)
        assert jobs[1].inputs[0].reference.url == OTHER
        await platform.post(LINK.replace("4u", "7u"))
        jobs = await queue.asked(3)
        assert "7u" in jobs[2].inputs[0].reference.url, "of each place 25 messages are read"


async def test_a_post_in_a_new_forum_thread_is_caught_up(platform):
    forum = platform.add_channel(FORUM, "forum")
    queue = MemoryQueue()
    async with connected(platform, queue) as wire:
        await wire.watch(forum)
    post = platform.add_thread(forum, "opened meanwhile")
    await platform.post(THIRD, channel=post, announced=False)
    async with connected(platform, queue):
        await queue.asked()
