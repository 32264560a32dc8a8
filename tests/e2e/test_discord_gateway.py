"""Discord's gateway over sockets: shards, long cuts, lost sessions; with Valkey and a worker that are real."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.counterparts.discord_places import CHANNEL, GUILD
from tests.e2e.test_discord import bots, described, discord, scripted, server, worker  # noqa: F401 - fixtures

pytestmark = [pytest.mark.network, pytest.mark.timeout(400)]


def forecasts(discord: Any, channel: int = CHANNEL) -> list[str]:  # noqa: F811 - the platform of a test
    """Return the forecasts in a channel."""
    return [described(one) for one in discord.said_in(channel) if one["embeds"] and "of 100" in described(one)]


async def test_two_shards_a_long_cut_and_lost_sessions(discord: Any, worker: Any, bots: Any) -> None:  # noqa: F811
    discord.shards, discord.locale = 2, "en-GB"
    bot = await bots()
    gateway = discord.gateway
    assert [one["shard"] for one in gateway.identified] == [[0, 2], [1, 2]]
    assert (GUILD >> 22) % 2 == 1, "the server lives on the second shard, direct messages on the first"
    added = await discord.slash("feedback-channel", user=5000, sub="add", channel=str(CHANNEL))
    await discord.until(lambda: discord.is_answered(added), 60)
    alone = await discord.slash("predict", link=scripted(1), guild=False)
    await discord.until(lambda: discord.is_answered(alone), 60)

    gateway.is_away = True  # a long cut: what happens meanwhile is kept by Discord, and sent after the resume
    await gateway.cut()
    await discord.post(f"while you were cut off: {scripted(2)}")
    await discord.post(scripted(3), guild=False)
    await asyncio.sleep(4)
    gateway.is_away = False
    await discord.until(lambda: len(forecasts(discord)) == 1 and len(forecasts(discord, 4000 + 5001)) == 2, 90)
    assert gateway.resumed == 2
    assert len(gateway.identified) == 2, bot.text()

    gateway.is_away = (
        True  # an even longer one: Discord has forgotten the sessions, and tells nothing of what was missed
    )
    await gateway.cut()
    gateway.forget()
    await discord.post(f"nobody sent you this: {scripted(4)}")
    await asyncio.sleep(1)
    gateway.is_away = False
    await asyncio.wait_for(gateway.connected.wait(), 90)
    await discord.until(lambda: len(forecasts(discord)) == 2, 90)
    assert len(gateway.identified) == 4
    again = await discord.slash("predict", link=scripted(5))
    await discord.until(lambda: discord.is_answered(again), 60)
    assert bot.stop() == 0
