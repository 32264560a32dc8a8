"""The Discord bot's own figures: 429s that discord.py waits for by itself, and whether the gateway is there."""

import json

import discord
from aiohttp import web
from discord.http import Route

from bot.discord.client import SpotpopClient
from spotpop.settings import load_settings
from tests.counterparts.memory_queue import MemoryQueue


async def test_429s_are_counted_and_a_closed_gateway_is_reported(monkeypatch):
    answers = [429, 429, 200]

    async def me(request):
        status = answers.pop(0)
        shown = {"retry_after": 0.01, "global": False, "message": "slow down"} if status == 429 else {"id": "1"}
        headers = {"Via": "1.1 counterpart", "Content-Type": "application/json"}
        return web.Response(body=json.dumps(shown).encode(), status=status, headers=headers)

    application = web.Application()
    application.router.add_get("/users/@me", me)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}")
    queue = MemoryQueue()
    bot = SpotpopClient(load_settings(), queue)
    try:
        await bot.http.static_login("token")
        await bot.platform_state.report(bot.is_connected())
    finally:
        await bot.http.close()
        await runner.cleanup()
    assert queue.counts == {"rate_limited:discord": 2}
    assert queue.states == {"gateway:discord": 0.0}


async def test_a_gateway_that_is_there_is_reported(world, queue):
    env, *_ = world
    bot = env.bot
    assert isinstance(bot, discord.AutoShardedClient)
    await bot.platform_state.report(bot.is_connected())
    assert queue.states == {"gateway:discord": 1.0}
