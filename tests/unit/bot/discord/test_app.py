"""The life of the bot: without a token, with a wrong one, without the intent, without Discord, and its end."""

import asyncio
import signal

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord import app as module
from bot.discord.client import SpotpopClient
from spotpop.errors import SettingsError
from spotpop.settings import load_settings
from tests.counterparts.discord import TOKEN, Discord, app_of
from tests.counterparts.memory_queue import MemoryQueue
from tests.counterparts.pairs import PairConnector, paired
from tests.unit.bot.discord.conftest import until


def settings(**more):
    where = {"discord_api_url": "http://discord.invalid/api/v10", "discord_gateway_url": "ws://discord.invalid/gateway"}
    return load_settings(**{"discord_token": TOKEN, "model": "no-such-model", **where, **more})


@pytest.fixture
async def platform(monkeypatch):
    """Discord, which every client of `serve` reaches."""
    for holder, name in ((Route, "BASE"), (DiscordWebSocket, "DEFAULT_GATEWAY")):
        monkeypatch.setattr(holder, name, getattr(holder, name))
    platform = Discord()

    async with paired(app_of(platform)) as connector:

        class Wired(SpotpopClient):
            """Its requests meet the counterpart."""

            def __init__(self, *args, **options):
                super().__init__(*args, **options)
                self.http.connector = PairConnector(connector.server)
                self._connection.guild_ready_timeout = 0.01

        monkeypatch.setattr(module, "SpotpopClient", Wired)
        yield platform
        await platform.gateway.close()


async def ended(serving):
    signal.raise_signal(signal.SIGTERM)
    await asyncio.wait_for(serving, 20)


@pytest.mark.parametrize(("token", "problem"), [(None, "not set"), ("MTIz.wrong.token", "rejects")])
async def test_a_token_that_opens_nothing_is_reported(platform, token, problem):
    with pytest.raises(SettingsError, match=problem) as error:
        await module.serve(settings(discord_token=token), MemoryQueue())
    assert error.value.params["name"] == "DISCORD_TOKEN"


async def test_where_the_intent_is_refused_it_goes_on_without(platform):
    platform.allow_message_content = False
    serving = asyncio.create_task(module.serve(settings(), MemoryQueue()))
    await until(lambda: platform.gateway.connected.is_set() or serving.done())
    assert [bool(one["intents"] & 1 << 15) for one in platform.gateway.identified] == [True, False]
    await ended(serving)


async def test_what_cannot_be_reached_is_tried_again_until_it_is_stopped(platform, monkeypatch):
    paused = []

    async def pause(stop, seconds):
        paused.append(seconds)
        if len(paused) == 8:
            stop.set()

    monkeypatch.setattr(module, "_pause", pause)
    platform.fail("GET", "/users/@me", status=403, times=8)
    await module.serve(settings(), MemoryQueue())
    assert paused == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]


async def test_a_pause_ends_with_the_bot():
    stop = asyncio.Event()
    await module._pause(stop, 0.001)
    stop.set()
    await asyncio.wait_for(module._pause(stop, 3600), 5)
