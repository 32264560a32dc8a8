"""Fixtures of the simulated Discord, and of the one on loopback (`platform`, `wire`)."""

import discord
import pytest
import simcord
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord import listener
from bot.discord.client import point_to
from tests.counterparts.discord import running_discord
from tests.counterparts.memory_queue import MemoryQueue
from tests.integration.bot.discord.simulated import PatientQueue, new_bot
from tests.integration.bot.discord.wired import connected, settings_for


@pytest.fixture
async def platform(monkeypatch):
    """Discord on loopback, before a bot is connected."""
    async with running_discord() as platform:
        for holder, name in ((Route, "BASE"), (DiscordWebSocket, "DEFAULT_GATEWAY")):
            monkeypatch.setattr(holder, name, getattr(holder, name))
        point_to(settings_for(platform))
        monkeypatch.setattr(listener, "WEBHOOK_PAUSE_S", 0.05)
        yield platform
        assert platform.complaints == [], "the platform refused a request that it should have taken"


@pytest.fixture
async def wire(platform):
    """The bot, connected to it."""
    async with connected(platform, MemoryQueue()) as wire:
        yield wire


@pytest.fixture
def queue():
    return PatientQueue()


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


@pytest.fixture
async def managed(world):
    env, guild, channel, ada = world
    role = guild.create_role("Mods", permissions=discord.Permissions(manage_guild=True))
    admin = guild.add_member(env.create_user("admin"), roles=[role])
    return env, guild, channel, ada, admin
