"""Runs the Discord bot until it is stopped, without the message-content intent where Discord refuses it."""

from __future__ import annotations

import asyncio
import signal
import time

import aiohttp
import discord
import structlog

from bot.discord.client import SpotpopClient, point_to
from spotpop.errors import SettingsError
from spotpop.settings import Settings
from spotpop.wording import words_for
from worker.queue.client import Client

log = structlog.get_logger(__name__)

LONGEST_PAUSE_S = 60.0


async def serve(settings: Settings, queue: Client) -> None:
    """Run the bot until SIGINT or SIGTERM.

    Raises
    ------
    SettingsError
        Without a token, or with one that Discord rejects.
    """
    token = settings.token_of("discord")
    if token is None:
        raise SettingsError(name="DISCORD_TOKEN", problem="it is not set")
    point_to(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    reads, pause_s = settings.discord_watch_channels, 1.0
    while not stop.is_set():
        began = time.monotonic()
        try:
            await _connected(settings, token, queue, stop, message_content=reads)
        except discord.PrivilegedIntentsRequired:
            if not reads:
                raise
            log.warning(words_for(settings.locale).plain("setup-no-intent"))
            reads = False
        except discord.LoginFailure:
            raise SettingsError(name="DISCORD_TOKEN", problem="Discord rejects it") from None
        except Exception as error:
            if isinstance(error, discord.HTTPException | discord.GatewayNotFound | aiohttp.ClientError | OSError):
                log.warning("discord_cannot_be_reached", error=type(error).__name__, wait_s=pause_s)
            else:
                # Such as an event that discord.py cannot read: one bad event must not end the bot for good.
                log.exception("the_connection_to_discord_broke_down", wait_s=pause_s)
            if time.monotonic() - began > LONGEST_PAUSE_S:
                pause_s = 1.0
            await _pause(stop, pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)


async def _connected(
    settings: Settings, token: str, queue: Client, stop: asyncio.Event, *, message_content: bool
) -> None:
    """Connect, and stay so until `stop` is set or the connection fails for good."""
    client = SpotpopClient(settings, queue, message_content=message_content)
    async with client:
        working = asyncio.create_task(client.start(token))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if working.done():
            await working
        else:
            await client.close()
            await asyncio.gather(working, return_exceptions=True)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
