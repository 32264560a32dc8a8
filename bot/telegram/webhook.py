"""The other way for updates to come in: a webhook with a secret token, answered after the update was handled."""

from __future__ import annotations

import asyncio
import hmac
import json
import re

import structlog
from aiohttp import web
from telegram import Bot, Update
from telegram.error import BadRequest, NetworkError

from bot.telegram.polling import FAREWELL_S, KINDS, PATIENCE_S, Handle
from bot.telegram.readable import Unreadable, read_update
from spotpop.errors import SettingsError
from spotpop.settings import Settings

_log = structlog.get_logger(__name__)

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Webhook:
    """The receiving end of a webhook, an HTTP server that a reverse proxy with TLS stands before.

    Parameters
    ----------
    handle : callable
        Awaited for each update; 200 is answered after it, and 503 if it failed, so that Telegram comes back.
    settings : Settings
        `telegram_webhook_url`, `telegram_webhook_secret`, `telegram_webhook_listen`.

    Raises
    ------
    SettingsError
        Without a secret, or if the address to listen on cannot be read.
    """

    def __init__(self, bot: Bot, handle: Handle, settings: Settings) -> None:
        self._bot, self._handle = bot, handle
        self._url = settings.telegram_webhook_url or ""
        secret = settings.telegram_webhook_secret
        self._secret = secret.get_secret_value() if secret else ""
        if not _SECRET.fullmatch(self._secret):
            problem = "a webhook needs a secret of its own, 1 to 256 of A-Z a-z 0-9 _ and -"
            raise SettingsError(name="SPOTPOP_TELEGRAM_WEBHOOK_SECRET", problem=problem)
        self._host, self._port = _address(settings.telegram_webhook_listen)
        self._working: set[asyncio.Task[None]] = set()

    async def serve(self, stop: asyncio.Event) -> None:
        """Register the webhook and answer until `stop` is set.

        Raises
        ------
        SettingsError
            If Telegram refuses the address or the port is taken.
        """
        app = web.Application(client_max_size=2**20)
        app.router.add_post("/{tail:.*}", self._receive)
        app.router.add_get("/healthz", _healthy)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=FAREWELL_S)
        await runner.setup()
        try:
            await self._open(runner)
            await stop.wait()
        finally:
            await runner.cleanup()
            if self._working:  # was answered already, so it comes no more
                await asyncio.wait(self._working, timeout=FAREWELL_S)

    async def _open(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            raise SettingsError(name="SPOTPOP_TELEGRAM_WEBHOOK_LISTEN", problem=str(error.strerror)) from None
        try:
            await self._bot.set_webhook(self._url, secret_token=self._secret, allowed_updates=KINDS, max_connections=40)
        except BadRequest as error:
            raise SettingsError(name="SPOTPOP_TELEGRAM_WEBHOOK_URL", problem=error.message.lower()) from None

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return web.Response(status=403)
        try:
            given = json.loads(await request.text())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        update = read_update(given, self._bot)
        if update is None or isinstance(update, Unreadable):
            return web.Response(status=200)  # with any other answer Telegram would send it again and again
        return web.Response(status=await self._handled(update))

    async def _handled(self, update: Update) -> int:
        """Handle an update, and return what Telegram gets: 503 brings it again, silence for a minute would too."""
        working = asyncio.create_task(self._handle(update))
        self._working.add(working)
        working.add_done_callback(self._ended)
        done, _ = await asyncio.wait({working}, timeout=PATIENCE_S)
        if done and not working.cancelled() and isinstance(working.exception(), NetworkError):
            return 503
        return 200

    def _ended(self, working: asyncio.Task[None]) -> None:
        self._working.discard(working)
        if not working.cancelled() and working.exception() is not None:
            _log.error("update_not_handled", error=type(working.exception()).__name__)


async def _healthy(_: web.Request) -> web.Response:
    return web.Response(text="ok")


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise SettingsError(name="SPOTPOP_TELEGRAM_WEBHOOK_LISTEN", problem="it must be host:port")
    return host.strip("[]"), int(port)
