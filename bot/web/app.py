"""The page as a server: middlewares, addresses, and its life beside the outbox."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.progress import end
from bot.web import security
from bot.web.handlers import Page
from spotpop.errors import SettingsError, SpotpopError, UnexpectedError
from spotpop.settings import Settings
from worker.queue.client import Client

MOST_BODY_BYTES: Final = 64 * 1024
"""Of forms without files; those with files are read piece by piece."""

LOOKED_AT_ONCE: Final = 16
"""Pages that are made at the same time. Of a crowd the others wait for their turn before they ask the queue anything:
the time that it has to answer would pass while pages of others are written."""

log = structlog.get_logger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(page: Page, settings: Settings) -> web.Application:
    """Return the application."""
    turns = asyncio.Semaphore(LOOKED_AT_ONCE)

    async def in_turn(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method != "GET" or request.path.endswith("/events"):  # uploads and progress take their time
            return await handler(request)
        async with turns:
            return await handler(request)

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let in what is meant for us, and turn every failure into a page."""
        if not security.is_our_host(request):
            return web.Response(status=421, text="This name is not served here.\n")
        if request.method == "POST" and not security.is_same_origin(request):
            return web.Response(status=403, text="Forms are taken from this page only.\n")
        try:
            return await in_turn(request, handler)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return page.not_found(request, error.status)
        except SpotpopError as error:
            return page.trouble(request, error)
        except Exception as error:  # noqa: BLE001 - a visitor gets a page, the operator a line without what was sent
            log.error("page_broke", error=type(error).__name__, route=_route(request))  # noqa: TRY400 - it may hold what was sent
            return page.trouble(request, UnexpectedError())

    app = web.Application(middlewares=[guard], client_max_size=MOST_BODY_BYTES)
    app[security.PUBLIC_URL] = settings.web_public_url or ""

    async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
        security.protect(request, response)

    app.on_response_prepare.append(add_headers)
    app.add_routes(page.routes())
    return app


async def serve(settings: Settings, client: Client, *, ready: Callable[[str], None] | None = None) -> None:
    """Serve the page until SIGINT or SIGTERM.

    Parameters
    ----------
    ready : callable, optional
        Called with the address once it is served.

    Raises
    ------
    SettingsError
        If it cannot listen where it shall.
    """
    page = Page(settings, client)
    runner = web.AppRunner(make_app(page, settings), access_log=None, keepalive_timeout=30.0)
    await runner.setup()
    taking = asyncio.create_task(page.service.courier(f"page-{socket.gethostname()}").run())
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    try:
        address = await _listen(runner, settings)
        log.info("page_ready", address=address)
        if ready is not None:
            ready(address)
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait({waiting, taking}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if taking.done():
            taking.result()
    finally:
        await end(taking)
        await runner.cleanup()


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return "" if resource is None else resource.canonical


async def _listen(runner: web.AppRunner, settings: Settings) -> str:
    """Listen; where the usual port is taken, and nobody asked for it, on another one."""
    parts = urlsplit(f"//{settings.web_listen}")
    try:
        host, port = parts.hostname or "127.0.0.1", parts.port or 0
    except ValueError:
        raise SettingsError(name="SPOTPOP_WEB_LISTEN", problem="write it as host:port") from None
    usual = "web_listen" not in settings.model_fields_set
    for tried in (port, 0) if usual else (port,):
        site = web.TCPSite(runner, host, tried, backlog=512)
        try:
            await site.start()
        except OSError as error:
            if error.errno == errno.EADDRINUSE and tried and usual:
                continue
            raise SettingsError(
                name="SPOTPOP_WEB_LISTEN", problem=f"{settings.web_listen} cannot be listened on"
            ) from None
        bound = runner.addresses[-1]
        return f"http://{host if ':' not in host else f'[{host}]'}:{bound[1]}"
    raise AssertionError("unreachable")  # pragma: no cover
