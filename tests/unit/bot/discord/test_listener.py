"""What the bot answers without being commanded: direct messages, mentions, watched places; and what it leaves alone."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.discord.listener import Listener
from bot.discord.services import Services
from bot.preferences import Preferences
from spotpop.wording import words_for
from tests.counterparts.discord_places import BOT, CHANNEL, FORUM, GUILD, SELF_ROLE, TEXT, snowflake_at
from tests.unit.bot.discord.conftest import BEN

LINK, OTHER, THIRD = (f"https://open.spotify.com/track/{digit * 22}" for digit in "123")
DE = words_for("de")
MENTION = f"<@{BOT}>"


@pytest.mark.parametrize("text", [f"{MENTION} {LINK}", f"<@&{SELF_ROLE}> {LINK}"])
async def test_who_names_the_bot_or_its_role_is_answered(stage, text):
    await stage.discord.post(text)
    assert [one.inputs[0].reference.url for one in stage.asked] == [LINK]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (LINK, {}),
        (f"!skip {MENTION} {LINK}", {}),
        (f"{MENTION} {LINK}", {"webhook": True}),
        (f"{MENTION} {LINK}", {"user": BOT}),
        (f"{MENTION} {LINK}", {"type": 6}),
        (f"{MENTION} what do you think?", {}),
    ],
)
async def test_others_are_left_alone_outside_watched_places(stage, text, more):
    shown = await stage.discord.post(text, **more)
    assert stage.asked == []
    assert list(stage.discord.messages) == [int(shown["id"])]


async def test_a_message_that_is_sent_twice_is_answered_once(stage):
    shown = await stage.discord.post(f"{MENTION} {LINK}")
    await stage.discord.tell("MESSAGE_CREATE", shown)
    assert len(stage.said(CHANNEL)) == 1


@pytest.mark.parametrize(("more", "count"), [({}, 1), ({"sticker_items": []}, 0)])
async def test_whoever_writes_to_the_bot_alone_is_answered_unless_it_is_a_sticker(stage, more, count):
    await stage.discord.post("" if more else LINK, guild=False, **more)
    assert len(stage.asked) == count
    assert len(stage.said()) == count


async def test_in_a_direct_message_words_without_a_song_are_answered_with_what_is_missing(stage):
    await stage.discord.post("hello", guild=False)
    [said] = stage.said()
    assert "Spotify" in said


async def test_a_reply_that_names_the_bot_asks_about_what_it_replies_to(stage):
    song = await stage.discord.post(LINK)
    await stage.discord.post(f"{MENTION} this one", reply_to=song, user=BEN)
    assert [one.inputs[0].reference.url for one in stage.asked] == [LINK]


async def test_a_song_is_asked_for_by_its_name_but_not_below_an_answer_of_ours(stage):
    await stage.discord.post(f"{MENTION} Ada - Night Walk")
    assert [one.inputs[0].reference.url for one in stage.asked] == ["name:Ada - Night Walk"]
    [answer] = [one for one in stage.discord.messages.values() if one["author"]["id"] == str(BOT)]
    await stage.discord.post(f"{MENTION} Ada - Night Walk", reply_to=answer)
    assert len(stage.asked) == 1


@pytest.mark.parametrize("reads", [True, False])
async def test_without_the_intent_it_says_why_a_replied_message_cannot_be_read(stage, reads):
    bare = await stage.discord.post("", user=BEN)
    services = stage.bot.services
    listener = Listener(
        Services(
            service=services.service, feedback=services.feedback, settings=services.settings, reads_messages=reads
        ),
        stage.bot,
    )
    await listener.on_message(await stage.message(MENTION, reply_to=bare))
    menu = DE.plain("help-discord-menu").split("“")[0][:30]
    assert [menu in said for said in stage.said(CHANNEL)] == ([] if reads else [True])


async def test_who_wants_private_answers_gets_them_alone_or_learns_that_they_let_nobody_in(stage):
    await stage.bot.service.preferences.change("discord:5001", Preferences(private=True))
    await stage.discord.post(f"{MENTION} {LINK}")
    assert stage.said(CHANNEL) == []
    assert len(stage.said(9001)) == 1
    stage.discord.fail("POST", "/channels/9001/messages", status=403, code=50007)
    await stage.discord.post(f"{MENTION} {OTHER}")
    [said] = stage.said(CHANNEL)
    assert said.replace("`", "") == DE.plain("cannot-write-to-you")


async def test_a_watched_channel_is_answered_up_to_so_many_links(stage):
    await stage.watch(answers=2)
    await stage.discord.post(f"{LINK} {OTHER} {THIRD}")
    assert [one.inputs[0].reference.url for one in stage.asked] == [LINK, OTHER]
    await stage.discord.post("no song at all")
    assert len(stage.said(CHANNEL)) == 2


async def test_where_no_number_was_said_the_servers_choice_holds(stage):
    await stage.bot.service.preferences.change(f"discord:{GUILD}", Preferences(answers=2))
    await stage.watch()
    await stage.discord.post(f"{LINK} {OTHER} {THIRD}")
    assert len(stage.asked) == 2


async def test_what_was_answered_in_a_server_is_led_to_instead_of_asked_again(stage):
    await stage.watch()
    await stage.discord.post(LINK)
    await stage.discord.post(LINK, user=BEN)
    assert len(stage.asked) == 1
    assert f"https://discord.com/channels/{GUILD}/{CHANNEL}/" in stage.said(CHANNEL)[-1]


@pytest.mark.parametrize("webhooks", [True, False])
async def test_members_who_speak_by_a_webhook_are_answered_where_that_was_said(stage, webhooks):
    await stage.watch(webhooks=webhooks)
    await stage.discord.post(LINK, webhook=True)
    assert len(stage.asked) == webhooks


async def test_a_message_that_a_webhook_repeats_is_not_answered_itself(stage):
    await stage.watch(webhooks=True)
    message = await stage.message(LINK)
    stage.discord.messages.clear()
    await stage.bot.listener.on_message(message)
    assert stage.asked == []
    await stage.discord.post(OTHER)
    assert len(stage.asked) == 1, "one that stays is answered"


async def test_a_command_of_another_bot_is_no_member_by_webhook(stage):
    await stage.watch(webhooks=True)
    metadata = {"id": "1", "type": 2, "user": {"id": "5", "username": "x", "discriminator": "0", "avatar": None},
                "authorizing_integration_owners": {}}  # fmt: skip
    await stage.discord.post(LINK, webhook=True, interaction_metadata=metadata)
    assert stage.asked == []


async def test_a_thread_is_watched_as_its_parent_is_and_its_own_choice_comes_first(stage):
    parent = stage.discord.add_channel(FORUM, "mixes")
    stage.bot._connection._add_guild_from_data(stage.discord.guild())
    await stage.watch(parent, answers=2)
    thread = await stage.discord.open_thread(parent, "My mix")
    await stage.discord.post(f"{LINK} {OTHER}", channel=thread)
    assert len(stage.asked) == 2
    await stage.watch(thread, answers=1)
    await stage.discord.post(f"{THIRD} {LINK.replace('1', '4')}", channel=thread)
    assert len(stage.asked) == 3
    feedback = stage.bot.services.feedback
    assert await feedback.read_up_to(thread) == await feedback.read_up_to(parent) > 1


async def test_a_thread_that_discord_did_not_tell_of_is_looked_up_once(stage):
    await stage.watch()
    thread = stage.discord.add_thread(CHANNEL, "late")
    for link in (LINK, OTHER):
        await stage.discord.post(link, channel=thread)
    assert len(stage.asked) == 2
    assert sum(path == f"/channels/{thread}" for _, path, _ in stage.discord.requests) == 1


async def test_another_channel_of_the_server_is_not_watched(stage):
    elsewhere = stage.discord.add_channel(TEXT, "talk")
    stage.bot._connection._add_guild_from_data(stage.discord.guild())
    await stage.watch()
    await stage.discord.post(LINK, channel=elsewhere)
    assert stage.asked == []


async def test_what_was_read_is_noted_also_where_no_song_was(stage):
    await stage.watch()
    shown = await stage.discord.post("just words")
    assert await stage.bot.services.feedback.read_up_to(CHANNEL) == int(shown["id"])


async def test_while_the_queue_is_away_nobody_in_a_channel_is_bothered(stage):
    await stage.watch()
    stage.queue.away = True
    stage.bot.services.feedback._cache.clear()
    await stage.discord.post(LINK)
    assert stage.said() == []


async def test_a_link_that_is_added_soon_is_answered_once(stage):
    shown = await stage.discord.post(f"{MENTION} look")
    for _ in range(2):
        await stage.discord.edit(shown, f"{MENTION} look {LINK}")
    assert len(stage.asked) == 1


@pytest.mark.parametrize("how", ["too late", "taken by an earlier run", "queue away", "not edited"])
async def test_other_edits_are_no_question(stage, how):
    old = datetime.now(UTC) - timedelta(hours=1, minutes=1)
    more = {"id": str(snowflake_at(old.timestamp()))} if how == "too late" else {}
    shown = await stage.discord.post(f"{MENTION} look", announced=False, **more)
    if how == "taken by an earlier run":
        await stage.queue.note_set(f"discord:taken:{shown['id']}", True, 60)
    stage.queue.away = how == "queue away"
    if how == "not edited":  # Discord unfolds an embed
        shown["content"] = f"{MENTION} {LINK}"
        await stage.discord.tell("MESSAGE_UPDATE", shown)
    else:
        await stage.discord.edit(shown, f"{MENTION} look {LINK}")
    assert stage.asked == []
