"""The unmodified Discord bot in this process: its requests meet the counterpart, which tells it of events directly."""

import asyncio
from dataclasses import dataclass

import discord
import pytest
from discord.http import Route

from bot.discord import listener
from bot.discord.client import SpotpopClient
from bot.discord.settings import FeedbackChannel
from spotpop.settings import load_settings
from tests.counterparts.discord import TOKEN, Discord, app_of
from tests.counterparts.discord_places import CHANNEL, GUILD
from tests.counterparts.memory_queue import MemoryQueue
from tests.counterparts.pairs import paired

ADA, BEN, ADMIN = 5001, 5002, 5000


class Quick(SpotpopClient):
    """Tells the platform its commands without their translations; `test_commands` looks at the whole of them."""

    platform = None

    async def setup_hook(self):
        self.tree.set_translator = self.tree.sync = self._reported
        await super().setup_hook()

    async def _reported(self, *_):
        commands = [one.to_dict(self.tree) for one in self.tree._get_all_commands(guild=None)]
        self.platform.commands = [{**one, "id": str(number)} for number, one in enumerate(commands, 900)]


class Events:
    """In the place of the gateway: hands events to the bot, and waits until it has dealt with them."""

    def __init__(self):
        self.url = ""
        self.bot = None
        self.held = None

    async def dispatch(self, name, data, *, shard_of=0):
        if self.held is not None:
            self.held.append(data)
            return
        self.bot._connection.parsers[name](data)
        await self.settled()

    async def settled(self):
        """Wait until no handler of an event runs any more."""
        names = ("discord.py: ", "CommandTree", "View", "discord-ui")
        while running := [one for one in asyncio.all_tasks() if one.get_name().startswith(names)]:
            await asyncio.wait(running)


@dataclass
class Stage:
    """Discord, the bot, its queue."""

    discord: Discord
    queue: MemoryQueue
    bot: SpotpopClient

    @property
    def asked(self):
        """The jobs that were submitted."""
        return list(self.queue.jobs.values())

    async def held(self, doing):
        """Return what somebody does as the bot would receive it, instead of sending it."""
        self.discord.gateway.held = []
        await doing
        [data] = self.discord.gateway.held
        self.discord.gateway.held = None
        return data

    async def interaction(self, name="predict", **options):
        """Return a command that nobody has dealt with yet."""
        return discord.Interaction(
            data=await self.held(self.discord.slash(name, **options)), state=self.bot._connection
        )

    async def message(self, content="", **more):
        """Return a message that nobody has dealt with yet."""
        state = self.bot._connection
        data = await self.held(self.discord.post(content, **more))
        channel, _ = state._get_guild_channel(data)
        return discord.Message(state=state, channel=channel, data=data)

    async def watch(self, channel=CHANNEL, **how):
        """Let a channel be watched."""
        await self.bot.services.feedback.add(GUILD, channel, FeedbackChannel(**how), since=1)

    def said(self, channel=None):
        """Return the words of the bot's messages in a place, or of all."""
        shown = [one for one in self.discord.messages.values() if one["author"]["username"] == "spotpop"]
        return [words(one) for one in shown if channel is None or one["channel_id"] == str(channel)]


async def until(ready):
    """Wait until `ready()` is true."""
    async with asyncio.timeout(30):
        while not ready():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.002)


def words(message):
    """Return all that a message says."""
    parts = [message["content"], *(one.get(part) for one in message["embeds"] for part in ("title", "description"))]
    return "\n".join(part for part in parts if part)


@pytest.fixture
async def stage(monkeypatch):
    monkeypatch.setattr(Route, "BASE", "http://discord.invalid/api/v10")
    monkeypatch.setattr(listener, "WEBHOOK_PAUSE_S", 0)
    platform, queue = Discord(), MemoryQueue()
    app, platform.gateway = app_of(platform), Events()
    platform.url = "http://discord.invalid"
    bot = Quick(load_settings(discord_token=TOKEN, model="no-such-model"), queue, progress_pause_s=0.01)
    async with paired(app) as connector:
        bot.platform, bot.http.connector = platform, connector
        await bot.login(TOKEN)
        platform.gateway.bot = bot
        bot._connection._add_guild_from_data(platform.guild())
        yield Stage(platform, queue, bot)
        await bot.close()
    assert platform.complaints == []


@pytest.fixture
def guild(stage):
    return stage.bot.get_guild(GUILD)
