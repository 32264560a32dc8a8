"""The unmodified bot against the counterpart of Discord over sockets, with a queue whose answers the test decides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.discord.client import SpotpopClient
from spotpop.settings import Settings, load_settings
from tests.counterparts.discord import TOKEN, Discord
from tests.counterparts.discord_people import Interaction
from tests.counterparts.discord_places import CHANNEL, GUILD
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples
from worker.queue.protocol import Job, Outcome

ADMIN = 5000


@dataclass
class Wire:
    """Discord, the bot and its queue."""

    discord: Discord
    queue: MemoryQueue
    bot: SpotpopClient

    async def watch(self, channel: int = CHANNEL, **options: Any) -> dict[str, Any]:
        """Let an administrator add a feedback channel, and return what the bot says."""
        asked = await self.discord.slash("feedback-channel", sub="add", user=ADMIN, channel=str(channel), **options)
        return await self.said(asked)

    async def said(self, asked: Interaction) -> dict[str, Any]:
        """Return the answer to a command once it is there."""
        await self.discord.until(lambda: self.discord.is_answered(asked), 10)
        answer = self.discord.answer(asked)
        assert answer is not None
        return answer

    async def answer(self, job: Job, outcome: Outcome | None = None) -> None:
        """Let the worker answer, and wait until the bot has said so."""
        done = len(self.queue.acknowledged)
        self.queue.answer(job, outcome or samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
        await until(lambda: len(self.queue.acknowledged) > done)

    async def answered_in(self, channel: int, count: int = 1) -> list[dict[str, Any]]:
        """Wait for so many forecasts in a place, and return them."""
        await until(lambda: len(self.forecasts_in(channel)) >= count)
        return self.forecasts_in(channel)

    def forecasts_in(self, channel: int) -> list[dict[str, Any]]:
        """Return the forecasts that stand in a place."""
        return [one for one in self.discord.said_in(channel) if "41 von 100" in text_of(one)]


def text_of(message: dict[str, Any]) -> str:
    """Return all words of a message."""
    parts = [message["content"], *(f"{one.get('title')}\n{one.get('description')}" for one in message["embeds"])]
    return "\n".join(parts)


async def until(ready: Any, timeout_s: float = 10.0) -> None:
    """Wait until `ready()` is true."""
    async with asyncio.timeout(timeout_s):
        while not ready():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)


def settings_for(discord: Discord) -> Settings:
    """Return settings that point the bot to the counterpart."""
    return load_settings(
        discord_token=TOKEN,
        discord_api_url=f"{discord.url}/api/v10",
        discord_gateway_url=discord.gateway.url,
        model="no-such-model",
    )


@asynccontextmanager
async def connected(discord: Discord, queue: MemoryQueue, **options: Any) -> AsyncIterator[Wire]:
    """Run the bot until the block ends; `discord.py` must be pointed to the counterpart before."""
    discord.gateway.connected.clear()
    bot = SpotpopClient(settings_for(discord), queue, progress_pause_s=0.05, **options)
    bot._connection.guild_ready_timeout = 0.1  # all servers are announced at once here
    async with bot:
        running = asyncio.create_task(bot.start(TOKEN))
        try:
            await until(lambda: running.done() or bot.get_guild(GUILD) is not None)
            if running.done():
                await running
            yield Wire(discord, queue, bot)
        finally:
            await bot.close()
            await asyncio.gather(running, return_exceptions=True)
