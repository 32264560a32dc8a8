"""How updates come in: long polling by default, or a webhook with a secret token.

Either way an update is confirmed to Telegram only after it was handled (in polling at the latest after `PATIENCE_S`),
so that a bot which is killed in between gets it again. Handlers must therefore be harmless when they run twice.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

import structlog
from aiohttp import web
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.telegram.pace import seconds_of
from spotpop.errors import SettingsError
from spotpop.settings import Settings

Handle = Callable[[Update], Coroutine[Any, Any, None]]

KINDS = ("message", "callback_query", "inline_query", "my_chat_member")
"""The updates that are asked for; edits, reactions and channel posts are not."""

POLL_S = 25
"""How long Telegram holds a poll open when there is no news."""

PATIENCE_S = 30.0
"""How long an update may stay unconfirmed while its handler works, e.g. on a large download."""

_GLANCE_S = 0.3
"""How often news are looked for while handlers work."""

_FAREWELL_S = 5.0
"""How long a stop waits for handlers."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

_LONGEST_PAUSE_S = 30.0

_log = structlog.get_logger(__name__)


async def poll(bot: Bot, handle: Handle, stop: asyncio.Event) -> None:
    """Fetch and handle updates until `stop` is set, whatever the network does.

    Raises
    ------
    SettingsError
        If Telegram does not know the token.
    """
    desk = _Unfinished()
    failures = 0
    while not stop.is_set():
        try:
            wait_s = 0 if desk.working else POLL_S
            updates = await _until_stopped(
                bot.get_updates, stop, offset=desk.offset, timeout=wait_s, allowed_updates=KINDS
            )
            failures = 0
        except InvalidToken:
            raise SettingsError(name="TELEGRAM_TOKEN", problem="Telegram does not know this token") from None
        except TelegramError as error:
            failures += 1
            await _rest(error, failures, stop)
            continue
        desk.begin(updates, handle)
        await desk.settle(_GLANCE_S)
    await desk.settle(_FAREWELL_S)
    with suppress(TelegramError):  # confirms what was handled; without it those would come once more
        await bot.get_updates(offset=desk.offset, timeout=0, limit=1)


class _Unfinished:
    """The updates being handled. Telegram confirms all before an offset, so that stays at the oldest of them."""

    def __init__(self) -> None:
        self._last = -1
        self._since: dict[int, float] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    @property
    def working(self) -> bool:
        """Whether any unconfirmed update is being handled."""
        return bool(self._since)

    @property
    def offset(self) -> int:
        """The first update that Telegram is to send."""
        return min(self._since, default=self._last + 1)

    def begin(self, updates: Sequence[Update], handle: Handle) -> None:
        """Handle those that were not seen yet."""
        for update in updates:
            if update.update_id > self._last:
                self._last = update.update_id
                self._since[update.update_id] = time.monotonic()
                self._tasks[update.update_id] = asyncio.create_task(handle(update))

    async def settle(self, seconds: float) -> None:
        """Wait a moment for all to end; let go of those that ended, or that have taken too long."""
        waited_for = [self._tasks[number] for number in self._since]
        if waited_for:
            await asyncio.wait(waited_for, timeout=seconds)
        self._tasks = {number: task for number, task in self._tasks.items() if not task.done()}
        horizon = time.monotonic() - PATIENCE_S
        self._since = {number: at for number, at in self._since.items() if number in self._tasks and at > horizon}


async def _until_stopped(
    fetch: Callable[..., Awaitable[tuple[Update, ...]]], stop: asyncio.Event, **kwargs: Any
) -> tuple[Update, ...]:
    fetching = asyncio.ensure_future(fetch(**kwargs))
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((fetching, stopping), return_when=asyncio.FIRST_COMPLETED)
        return fetching.result() if fetching.done() else ()
    finally:
        for task in (fetching, stopping):
            task.cancel()
        await asyncio.gather(fetching, stopping, return_exceptions=True)


async def _rest(error: TelegramError, failures: int, stop: asyncio.Event) -> None:
    """Pause after a failed poll: briefly at first, then longer."""
    pause_s = min(_LONGEST_PAUSE_S, 0.5 * 2 ** min(failures - 1, 8))
    if isinstance(error, RetryAfter):
        pause_s = seconds_of(error) + 0.5
    elif isinstance(error, Conflict):
        _log.warning("another process polls with this token, or a webhook is set", error=error.message)
    _log.info("poll failed", error=type(error).__name__, attempt=failures, pause_s=pause_s)
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), pause_s)


class Webhook:
    """The receiving end of a webhook, an HTTP server that a reverse proxy with TLS stands before.

    Parameters
    ----------
    bot : telegram.Bot
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
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_FAREWELL_S)
        await runner.setup()
        try:
            await self._open(runner)
            await stop.wait()
        finally:
            await runner.cleanup()

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
            update = Update.de_json(json.loads(await request.text()), self._bot)
        except (ValueError, KeyError, TypeError):
            return web.Response(status=400)
        try:
            await self._handle(update)
        except NetworkError:
            return web.Response(status=503)
        return web.Response(status=200)


async def _healthy(_: web.Request) -> web.Response:
    return web.Response(text="ok")


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise SettingsError(name="SPOTPOP_TELEGRAM_WEBHOOK_LISTEN", problem="it must be host:port")
    return host.strip("[]"), int(port)
