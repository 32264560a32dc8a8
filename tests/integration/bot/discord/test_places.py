"""Where musicians post on Discord, over sockets: forums, threads, announcements, voice text, forwards, edits."""

import asyncio
import time

import pytest

from tests.counterparts.discord_places import (
    BOT,
    CHANNEL,
    FORUM,
    GUILD,
    NEWS,
    SELF_ROLE,
    STAGE,
    TEXT,
    VOICE,
    VOICE_MESSAGE,
    snowflake_at,
)  # fmt: skip
from tests.counterparts.memory_queue import MemoryQueue
from tests.integration.bot.discord.simulated import ALBUM, LINK
from tests.integration.bot.discord.wired import ADMIN, connected, text_of, until
from tests.unit.bot import samples
from tests.unit.bot.test_follow_up import UNSURE

pytestmark = pytest.mark.network

OTHER = LINK.replace("4u", "5u")
THIRD = LINK.replace("4u", "6u")
HOUR_S = 3600.0


async def silent(wire, count=0):
    """Return once a later question was taken, so that what went before had its time; `count` jobs came before it."""
    before = {one["id"] for one in wire.discord.said_in(CHANNEL)}
    asked = await wire.discord.slash("predict", link=THIRD)
    jobs = await wire.queue.asked(count + 1)
    assert len(jobs) == count + 1
    said = {one["id"] for one in wire.discord.said_in(CHANNEL)} - before - {str(asked.message)}
    assert not said, "nothing is said beside the answer to that question"


@pytest.mark.parametrize("kind", [TEXT, NEWS, VOICE, STAGE])
async def test_a_channel_of_any_kind_with_messages_is_watched(platform, kind):
    place = platform.add_channel(kind, "feedback")
    async with connected(platform, MemoryQueue()) as wire:
        assert "From now on" in text_of(await wire.watch(place))
        await platform.post(f"my song {LINK}", channel=place)
        (job,) = await wire.queue.asked()
        await wire.answer(job)
        assert (await wire.answered_in(place))[0]["attachments"]


@pytest.mark.parametrize("threads", [False, True])
async def test_a_forums_posts_are_answered_in_the_post(platform, threads):
    forum = platform.add_channel(FORUM, "songs-for-feedback")
    async with connected(platform, MemoryQueue()) as wire:
        await wire.watch(forum, threads=threads)
        post = await platform.open_thread(forum, "My new one")
        await platform.post(f"here it is {LINK}", channel=post)
        (job,) = await wire.queue.asked()
        await wire.answer(job)
        await wire.answered_in(post)
        await platform.post(f"here is v2 {OTHER}", channel=post)
        assert len(await wire.queue.asked(2)) == 2


@pytest.mark.parametrize("kind", [TEXT, NEWS])
async def test_v2_in_the_thread_that_the_bot_opened_is_answered_there(platform, kind):
    place = platform.add_channel(kind, "feedback")
    async with connected(platform, MemoryQueue()) as wire:
        await wire.watch(place, threads=True)
        posted = await platform.post(LINK, channel=place)
        (job,) = await wire.queue.asked()
        await wire.answer(job)
        thread = int(posted["id"])
        await wire.answered_in(thread)
        assert platform.channels[thread]["name"] == "Prognosen"
        await platform.post("here is v2", channel=thread, files={"v2.mp3": ("audio/mpeg", b"ID3 v2")})
        second = (await wire.queue.asked(2))[-1]
        await wire.answer(second)
        assert len(await wire.answered_in(thread, 2)) == 2
        assert not platform.said_in(place)


async def test_a_thread_that_discord_did_not_tell_of_is_watched_as_its_parent_is(wire):
    await wire.watch()
    thread = wire.discord.add_thread(CHANNEL, "an old one, taken up again")
    await wire.discord.post(LINK, channel=thread)
    await wire.queue.asked()


async def test_a_threads_own_setting_goes_before_its_parents(wire):
    await wire.watch(answers=1)
    thread = await wire.discord.open_thread(CHANNEL, "three at once")
    await wire.watch(thread, answers=3)
    await wire.discord.post(f"{LINK} {OTHER} {THIRD}", channel=thread)
    assert len(await wire.queue.asked(3)) == 3
    await wire.discord.post(" ".join(LINK.replace("4u", f"{n}a") for n in range(3)))
    assert len(await wire.queue.asked(4)) == 4


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
    message = await wire.discord.post(told=False, **posted)
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
        inner = await wire.discord.post("", told=False, channel=CHANNEL, **more)
        await wire.discord.post("", forwards=inner)
    else:
        await wire.discord.post("", **more)
    (job,) = await wire.queue.asked()
    assert job.inputs[0].reference.url == LINK


@pytest.mark.parametrize("how", ["watched", "dm", "menu", "mention"])
async def test_a_forwarded_file_is_heard(wire, how):
    discord = wire.discord
    inner = await discord.post("listen", told=False, files={"demo.mp3": ("audio/mpeg", b"ID3 demo")})
    if how == "watched":
        await wire.watch()
        await discord.post("", forwards=inner)
    elif how == "dm":
        await discord.post("", guild=False, forwards=inner)
    elif how == "menu":
        await discord.menu("Predict popularity", await discord.post("", told=False, forwards=inner))
    else:
        forward = await discord.post("", told=False, forwards=inner)
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
    await wire.discord.edit(posted, f"my new song, typo mended {OTHER}")
    old = await wire.discord.post("old", told=False, id=snowflake_at(time.time() - 2 * HOUR_S))
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
        await platform.edit(posted, f"{LINK} (typo mended)")
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
    await platform.post(f"seven hours ago {OTHER}", channel=old, told=False, id=snowflake_at(moment - 7 * HOUR_S))
    await platform.post(f"while you were away {OTHER}", told=False)
    post = platform.add_thread(forum, "opened meanwhile")
    await platform.post(THIRD, channel=post, told=False)
    for at in range(30):
        await platform.post(f"chat {at}", channel=post, told=False)
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
    await platform.post(THIRD, channel=post, told=False)
    async with connected(platform, queue):
        await queue.asked()


async def test_a_deleted_channel_is_watched_no_more(platform):
    doomed, gone = platform.add_channel(TEXT, "doomed"), platform.add_channel(TEXT, "gone")
    queue = MemoryQueue()
    async with connected(platform, queue) as wire:
        thread = await platform.open_thread(CHANNEL, "a thread")
        archived = await platform.open_thread(CHANNEL, "archived")
        for place in (doomed, gone, thread, archived):
            await wire.watch(place)
        await platform.delete(doomed)
        await platform.delete(thread)
        key = f"discord:channels:{GUILD}"
        await until(lambda: str(doomed) not in queue.notes[key][0] and str(thread) not in queue.notes[key][0])
    platform.channels.pop(gone)  # while the bot was away
    told = platform.channels[archived]
    told["thread_metadata"]["archived"] = True
    async with connected(platform, queue):
        await until(lambda: str(gone) not in queue.notes[key][0])
        assert str(archived) in queue.notes[key][0], "an archived thread is not told of, and still there"


@pytest.mark.parametrize(
    ("kind", "deny", "options", "named"),
    [
        (TEXT, 1 << 10, {}, "View Channel"),
        (TEXT, 1 << 11, {}, "Send Messages"),
        (TEXT, 1 << 16, {}, "Read Message History"),
        (TEXT, 1 << 14, {}, "Embed Links"),
        (TEXT, 1 << 15, {}, "Attach Files"),
        (TEXT, 1 << 35, {"threads": True}, "Create Public Threads"),
        (TEXT, 1 << 38, {"threads": True}, "Send Messages in Threads"),
        (FORUM, 1 << 38, {}, "Send Messages in Threads"),
        (VOICE, 1 << 20, {}, "Connect"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_channel_without_the_rights_is_not_added_and_they_are_named(platform, kind, deny, options, named):
    place = platform.add_channel(kind, "closed", deny=deny)
    async with connected(platform, MemoryQueue()) as wire:
        assert named in text_of(await wire.watch(place, **options))
        assert not wire.queue.notes


async def test_rights_that_went_later_are_named_in_the_list(wire):
    await wire.watch()
    wire.discord.channels[CHANNEL]["permission_overwrites"] = [
        {"id": str(GUILD), "type": 0, "allow": "0", "deny": str(1 << 15)}
    ]
    await wire.discord.tell("CHANNEL_UPDATE", wire.discord.channels[CHANNEL])
    listed = await wire.said(await wire.discord.slash("feedback-channel", sub="list", user=ADMIN))
    assert "Attach Files" in text_of(listed)


@pytest.mark.parametrize("threads", [False, True])
async def test_a_hiccup_on_the_first_post_is_tried_again(wire, threads):
    await wire.watch(threads=threads)
    wire.discord.fail("POST", "/channels/*/messages", status=503)
    if threads:
        wire.discord.fail("POST", "/channels/*/threads", status=503)
    posted = await wire.discord.post(LINK)
    (job,) = await wire.queue.asked()
    await wire.answer(job)
    await wire.answered_in(int(posted["id"]) if threads else CHANNEL)
    assert all(fault.times == 0 for fault in wire.discord.faults)


@pytest.mark.parametrize("told", [True, False], ids=["told of", "not told of"])
async def test_a_thread_that_another_bot_opened_first_is_used(wire, told):
    await wire.watch(threads=True)
    posted = await wire.discord.post(LINK, told=False)
    number = wire.discord.add_thread(CHANNEL, "by another bot", owner=77002, number=int(posted["id"]))
    if told:
        await wire.discord.tell("THREAD_CREATE", wire.discord.channels[number])
    await wire.discord.tell("MESSAGE_CREATE", posted)
    (job,) = await wire.queue.asked()
    await wire.answer(job)
    await wire.answered_in(number)


async def test_where_history_may_not_be_read_the_answer_is_a_plain_message(wire):
    await wire.watch()
    wire.discord.fail("POST", "/channels/*/messages", status=400, code=160002)
    await wire.discord.post(LINK)
    (job,) = await wire.queue.asked()
    await wire.answer(job)
    (shown,) = await wire.answered_in(CHANNEL)
    assert "message_reference" not in shown


async def test_a_servers_settings_hold_in_its_feedback_channels(wire):
    await wire.watch()
    chosen = {"server": True, "threads": True, "answers": 2, "language": "es"}
    await wire.said(await wire.discord.slash("settings", user=ADMIN, **chosen))
    posted = await wire.discord.post(f"{LINK} {OTHER} {THIRD}")
    jobs = await wire.queue.asked(2)
    assert {job.locale for job in jobs} == {"es"}
    await until(lambda: int(posted["id"]) in wire.discord.channels)
    await silent(wire, 2)


async def test_a_welcome_is_posted_once_with_a_song_to_try(wire):
    await wire.bot.wait_until_ready()
    guild = {
        **wire.discord.guild(),
        "id": "2009",
        "channels": [{**wire.discord.channels[CHANNEL], "id": "3009", "guild_id": "2009"}],
        "roles": [{**wire.discord.guild()["roles"][0], "id": "2009"}],
        "system_channel_id": "3009",
    }
    del guild["unavailable"]  # as for a server that the bot has just joined
    await wire.discord.tell("GUILD_CREATE", guild)
    await until(lambda: wire.discord.said_in(3009))
    await wire.discord.tell("GUILD_UPDATE", guild)
    (hello,) = wire.discord.said_in(3009)
    assert "/feedback-channel add" in text_of(hello)
    wire.discord.channels[3009] = guild["channels"][0]
    hello["guild_id"] = str(GUILD)
    await wire.discord.click(int(hello["id"]), "try")
    (job,) = await wire.queue.asked()
    assert job.kind == "upload"


async def test_without_the_intent_a_reply_that_cannot_be_read_says_how_to_ask(platform):
    async with connected(platform, MemoryQueue(), message_content=False) as wire:
        hidden = await platform.post("", user=5002)
        await platform.post(f"<@{BOT}> this one?", reply_to=hidden)
        await until(lambda: wire.discord.said_in(CHANNEL))
        assert "Beliebtheit vorhersagen" in text_of(wire.discord.said_in(CHANNEL)[0])


async def test_settings_are_changed_by_buttons_for_the_person_alone(wire):
    page = await wire.discord.slash("settings")
    shown = await wire.said(page)
    for button in ("set:language.fr", "set:theme.light", "set:private.on"):
        await wire.discord.click(int(shown["id"]), button)
        await until(lambda button=button: button not in str(shown["components"]))
    assert "Je réponds en français" in text_of(shown)
    asked = await wire.discord.slash("predict", link=LINK)
    (job,) = await wire.queue.asked()
    assert (job.locale, job.theme) == ("fr", "light")
    assert wire.discord.answer(asked)["flags"] & 64


async def test_help_has_an_example_of_each(wire):
    shown = await wire.said(await wire.discord.slash("help"))
    assert f"/predict link:{LINK}" in text_of(shown)
    assert "/settings language:de" in text_of(shown)
