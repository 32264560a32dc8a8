"""What was posted in watched places meanwhile: which of it is answered, in which order."""

import time

import pytest

from bot.discord.catch_up import CATCH_UP_MESSAGES, catch_up
from bot.discord.settings import FeedbackChannel
from tests.counterparts.discord_places import CHANNEL, FORUM, GUILD, snowflake_at


@pytest.fixture
async def caught(stage, guild):
    async def catch():
        found = []

        async def handle(message):
            found.append(message.id)

        await catch_up([stage.bot.get_guild(GUILD)], stage.bot.services.feedback, handle)
        return found

    return catch


async def posted(stage, seconds_ago, count=1, **more):
    now = time.time()
    return [
        int(
            (await stage.discord.post("x", announced=False, id=str(snowflake_at(now - seconds_ago + n / 10)), **more))[
                "id"
            ]
        )
        for n in range(count)
    ]


async def test_what_nobody_looked_at_is_handed_over_oldest_first(stage, caught):
    await stage.watch()
    [read, *missed] = await posted(stage, 60, 4)
    await stage.bot.services.feedback.note_read(CHANNEL, read)
    assert await caught() == missed


async def test_at_most_so_many_and_the_newest_of_them(stage, caught):
    await stage.watch()
    missed = await posted(stage, 60, CATCH_UP_MESSAGES + 3)
    await stage.bot.services.feedback.note_read(CHANNEL, missed[0] - 1)
    assert await caught() == missed[3:]


async def test_what_is_older_than_six_hours_is_let_go(stage, caught):
    await stage.watch()
    await stage.bot.services.feedback.note_read(CHANNEL, snowflake_at(time.time() - 86_400))
    await posted(stage, 6 * 3600 + 60)
    young = await posted(stage, 6 * 3600 - 60)
    assert await caught() == young


async def test_where_nothing_was_ever_read_nothing_is_answered(stage, caught):
    await stage.bot.services.feedback.add(GUILD, CHANNEL, FeedbackChannel())
    await posted(stage, 60)
    assert await caught() == []


async def test_a_thread_that_was_opened_meanwhile_is_newer_than_what_was_read_above_it(stage, caught):
    forum = stage.discord.add_channel(FORUM, "mixes")
    thread = stage.discord.add_thread(forum, "My mix")
    stage.bot._connection._add_guild_from_data(stage.discord.guild())
    await stage.watch(forum)
    missed = await posted(stage, 60, 2, channel=thread)
    assert await caught() == missed


@pytest.mark.parametrize(("status", "code", "gone"), [(404, 10003, True), (403, 50001, False)])
async def test_only_a_channel_that_was_deleted_is_watched_no_more(stage, caught, status, code, gone):
    await stage.watch(77)
    stage.discord.fail("GET", "/channels/77", status=status, code=code, times=9)
    assert await caught() == []
    assert (77 not in await stage.bot.services.feedback.of(GUILD)) is gone


async def test_a_channel_that_cannot_be_read_stops_nothing(stage, caught):
    await stage.watch()
    stage.discord.fail("GET", f"/channels/{CHANNEL}/messages", status=403, code=50001)
    assert await caught() == []


async def test_while_the_queue_is_away_nothing_is_handed_over(stage, caught):
    await stage.watch()
    await posted(stage, 60)
    stage.queue.away = True
    assert await caught() == []
