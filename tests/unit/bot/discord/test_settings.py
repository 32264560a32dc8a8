"""Watched channels of a server: kept, looked up seldom, cleaned up with all that belongs to them."""

import pytest

from bot.discord import settings as module
from bot.discord.settings import FeedbackChannel, FeedbackChannels
from spotpop.errors import QueueUnavailable
from tests.counterparts.memory_queue import MemoryQueue

GUILD, CHANNEL, OTHER = 7, 70, 71


class Counting(MemoryQueue):
    """Counts how often it is asked."""

    looked = 0

    async def note_get(self, key):
        self.looked += 1
        return await super().note_get(key)


@pytest.fixture
def queue():
    return Counting()


async def test_a_channel_is_watched_as_it_was_said_by_every_process(queue):
    watch = FeedbackChannel(answers=2, threads=True, webhooks=True)
    await FeedbackChannels(queue).add(GUILD, CHANNEL, watch, since=500)
    elsewhere = FeedbackChannels(queue)
    assert await elsewhere.of(GUILD) == {CHANNEL: watch}
    assert await elsewhere.of(8) == {}
    assert await elsewhere.read_up_to(CHANNEL) == 500, "what was posted before is none of its business"


async def test_it_is_looked_up_once_in_a_while_and_never_for_too_many_servers(queue, monkeypatch):
    monkeypatch.setattr(module, "CACHED_SERVERS", 3)
    channels = FeedbackChannels(queue)
    for _ in range(5):
        await channels.of(GUILD)
    assert queue.looked == 1
    for guild in range(20, 30):
        await channels.of(guild)
    assert len(channels._cache) == 3
    await channels.of(GUILD)
    assert queue.looked == 12
    monkeypatch.setattr(module, "CACHE_S", 0)
    await channels.of(GUILD)
    assert queue.looked == 13


async def test_adding_another_keeps_what_another_process_added_meanwhile(queue):
    one, other = FeedbackChannels(queue), FeedbackChannels(queue)
    await one.of(GUILD)
    await other.add(GUILD, OTHER, FeedbackChannel())
    await one.add(GUILD, CHANNEL, FeedbackChannel())
    assert set(await one.of(GUILD)) == {CHANNEL, OTHER}


async def test_a_channel_that_is_added_again_goes_on_where_it_was_read(queue):
    channels = FeedbackChannels(queue)
    await channels.add(GUILD, CHANNEL, FeedbackChannel(), since=500)
    await channels.note_read(CHANNEL, 900)
    await channels.add(GUILD, CHANNEL, FeedbackChannel(answers=3), since=950)
    assert await channels.read_up_to(CHANNEL) == 900


async def test_nothing_stays_of_what_is_not_watched_any_more(queue):
    channels = FeedbackChannels(queue)
    for channel in (CHANNEL, OTHER):
        await channels.add(GUILD, channel, FeedbackChannel(), since=1)
    assert await channels.remove(GUILD, CHANNEL)
    assert not await channels.remove(GUILD, CHANNEL)
    assert await channels.read_up_to(CHANNEL) is None
    assert set(await channels.of(GUILD)) == {OTHER}
    await channels.forget(GUILD)
    assert queue.notes == {}


async def test_what_a_newer_version_adds_is_left_out_and_what_is_no_note_counts_as_none(queue):
    newer = {"answers": 2, "threads": False, "webhooks": False, "mood": "kind"}
    await queue.note_set(f"discord:channels:{GUILD}", {str(CHANNEL): newer}, None)
    assert await FeedbackChannels(queue).of(GUILD) == {CHANNEL: FeedbackChannel(answers=2)}
    await queue.note_set(f"discord:channels:{GUILD}", "text", None)
    assert await FeedbackChannels(queue).of(GUILD) == {}
    await queue.note_set(f"discord:seen:{CHANNEL}", "text", None)
    assert await FeedbackChannels(queue).read_up_to(CHANNEL) is None


async def test_a_queue_that_is_away_is_reported(queue):
    queue.away = True
    with pytest.raises(QueueUnavailable):
        await FeedbackChannels(queue).of(GUILD)
