"""``/feedback-channel``: who may choose, what the bot needs there, and what the list tells."""

import discord
import pytest

from bot.discord.settings import FeedbackChannel
from spotpop.wording import words_for
from tests.counterparts.discord_places import CHANNEL, FORUM, GUILD, TEXT
from tests.unit.bot.discord.conftest import ADA, ADMIN, words

EN = words_for("en")
NO_FILES = discord.Permissions(attach_files=True).value


async def shown(stage, sub, *, user=ADMIN, **options):
    asked = await stage.discord.slash("feedback-channel", sub=sub, user=user, **options)
    message = stage.discord.messages[asked.message]
    assert message["flags"] & 64
    return words(message).replace("\\", "")


def another(stage, kind=TEXT, **more):
    number = stage.discord.add_channel(kind, "mixes", **more)
    stage.bot._connection._add_guild_from_data(stage.discord.guild())
    return number


@pytest.mark.parametrize(("sub", "options"), [("add", {"channel": str(CHANNEL)}),
                                              ("remove", {"channel": str(CHANNEL)}), ("list", {})])  # fmt: skip
async def test_it_is_for_those_who_manage_the_server(stage, sub, options):
    assert await shown(stage, sub, user=ADA, **options) == EN.plain("only-managers")
    assert await stage.bot.services.feedback.of(GUILD) == {}


async def test_a_channel_is_watched_from_now_on_as_it_was_said(stage):
    said = await shown(stage, "add", channel=str(CHANNEL), answers=3, webhooks=True)
    assert "#songs" in said
    assert "3" in said
    assert await stage.bot.services.feedback.of(GUILD) == {CHANNEL: FeedbackChannel(answers=3, webhooks=True)}
    assert await stage.bot.services.feedback.read_up_to(CHANNEL) == next(
        one.id for one in stage.discord.interactions.values()
    )


async def test_rights_that_are_missing_are_named_and_nothing_is_watched(stage):
    bare = another(stage, deny=NO_FILES)
    said = await shown(stage, "add", channel=str(bare))
    assert EN.plain("right-attach-files") in said
    assert EN.plain("right-embed-links") not in said
    assert await stage.bot.services.feedback.of(GUILD) == {}


async def test_a_forum_and_threads_need_their_own_right(stage):
    deny = discord.Permissions(send_messages_in_threads=True).value
    forum, text = another(stage, FORUM, deny=deny), another(stage, TEXT, deny=deny)
    right = EN.plain("right-send-messages-in-threads")
    assert right in await shown(stage, "add", channel=str(forum))
    assert right in await shown(stage, "add", channel=str(text), threads=True)
    assert right not in await shown(stage, "add", channel=str(text))


async def test_what_was_not_watched_is_reported_so(stage):
    assert "#songs" in await shown(stage, "remove", channel=str(CHANNEL))
    was_off = EN.plain("feedback-was-off", channel="#songs")
    assert await shown(stage, "remove", channel=str(CHANNEL)) == was_off
    await stage.watch()
    assert await shown(stage, "remove", channel=str(CHANNEL)) == EN.plain("feedback-off", channel="#songs")


async def test_the_list_names_channels_their_rules_and_what_is_missing(stage):
    assert await shown(stage, "list") == EN.plain("feedback-none")
    bare = another(stage, deny=NO_FILES)
    await stage.watch(answers=2)
    await stage.watch(bare)
    await stage.watch(77)
    lines = (await shown(stage, "list")).splitlines()
    assert [sum(name in line for line in lines) for name in ("#songs", "#mixes", "#77")] == [1, 1, 1]
    assert [EN.plain("right-attach-files") in line for line in lines if "#" in line] == [False, True, False]


@pytest.mark.parametrize("reads", [True, False])
async def test_without_the_intent_it_says_what_is_needed(stage, reads):
    object.__setattr__(stage.bot.services, "reads_messages", reads)
    said = await shown(stage, "add", channel=str(CHANNEL)) + await shown(stage, "list")
    assert said.count(EN.plain("feedback-needs-intent")[:30]) == (0 if reads else 2)
