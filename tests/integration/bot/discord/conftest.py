"""Fixtures of the simulated Discord."""

import discord
import pytest
import simcord

from tests.integration.bot.discord.simulated import PatientQueue, new_bot


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
