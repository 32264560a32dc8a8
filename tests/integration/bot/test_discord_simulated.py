"""The unmodified Discord bot, driven through every command, button, error and a restart in a simulated Discord."""

import asyncio

import pytest
import simcord

from bot.discord.client import SpotpopClient
from spotpop.settings import load_settings
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
ALBUM = "https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3"


class PatientQueue(MemoryQueue):
    """Tells the simulation that waiting for the queue is waiting for somebody outside, not a bot that hangs."""

    env = None

    async def deliveries(self, front_end, consumer):
        assert front_end == "discord"
        while True:
            yield await self.env.external_wait(self.outbox.get(), reason="outbox")

    async def watch(self, job_id):
        news = asyncio.Queue()
        self._watchers[job_id].append(news)
        while True:
            progress = await self.env.external_wait(news.get(), reason="progress")
            yield progress
            if progress.state in {"done", "failed"}:
                return


@pytest.fixture
def queue():
    return PatientQueue()


def new_bot(queue, **options):
    settings = load_settings(redis_url="redis://unused.invalid", model="no-such-model")
    return SpotpopClient(settings, queue, **options)


@pytest.fixture
async def world(queue):
    queue.env = simcord.Env(new_bot(queue), shard_count=2)
    await queue.env.start()
    try:
        guild = queue.env.create_guild(preferred_locale="de")
        channel = guild.create_text_channel("feedback")
        ada = guild.add_member(queue.env.create_user("ada"))
        yield queue.env, guild, channel, ada
        queue.env.raise_errors()
    finally:
        await queue.env.shutdown()


def buttons(message):
    return [part["label"] for row in message.components for part in row["components"]]


async def answered(env, queue, result, outcome=None, picture=samples.PNG):
    """Let the worker answer the newest job, and return the message as the person sees it then."""
    job = list(queue.jobs.values())[-1]
    queue.answer(job, outcome or samples.outcome(job_id=job.id, picture_key=None), picture)
    await env.settle()
    return result.response


async def test_a_link_becomes_a_picture_with_words_and_buttons(world, queue):
    env, _, channel, ada = world
    result = await ada.slash(channel, "predict", link=LINK)
    assert result.deferred
    assert not result.ephemeral
    message = await answered(env, queue, result)
    embed = message.embeds[0]
    assert embed.title == "Night Walk — Ada, The Loops"
    assert "Around 41 of 100" in embed.description
    assert embed.image.url
    assert [one.filename for one in message.attachments] == ["spotpop-night-walk.png"]
    assert buttons(message) == ["Why?", "Compare with…", "Delete"]
    assert queue.acknowledged == [next(iter(queue.jobs))]
