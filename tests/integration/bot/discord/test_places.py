"""Where musicians post on Discord, over sockets: forums, threads, announcements, channels with and without rights."""

import pytest

from tests.counterparts.discord_places import (
    BOT,
    CHANNEL,
    FORUM,
    GUILD,
    NEWS,
    STAGE,
    TEXT,
    VOICE,
)  # fmt: skip
from tests.counterparts.memory_queue import MemoryQueue
from tests.integration.bot.discord.posted import OTHER, THIRD, silent
from tests.integration.bot.discord.simulated import LINK
from tests.integration.bot.discord.wired import ADMIN, connected, text_of, until

pytestmark = pytest.mark.network


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
    reported = platform.channels[archived]
    reported["thread_metadata"]["archived"] = True
    async with connected(platform, queue):
        await until(lambda: str(gone) not in queue.notes[key][0])
        assert str(archived) in queue.notes[key][0], "an archived thread is not reported of, and still there"


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


@pytest.mark.parametrize("reported", [True, False], ids=["announced", "not announced"])
async def test_a_thread_that_another_bot_opened_first_is_used(wire, reported):
    await wire.watch(threads=True)
    posted = await wire.discord.post(LINK, announced=False)
    number = wire.discord.add_thread(CHANNEL, "by another bot", owner=77002, number=int(posted["id"]))
    if reported:
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
