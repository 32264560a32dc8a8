"""Counterparts without a network: HTTP over pairs of sockets inside this process, which connect to nobody."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.client_proto import ResponseHandler


class PairConnector(aiohttp.BaseConnector):
    """Leads whatever address is asked to one application.

    Parameters
    ----------
    server : aiohttp.web.Server
        Of a runner that is set up.
    """

    def __init__(self, server: Any) -> None:
        super().__init__(limit=0)
        self.server = server

    async def _create_connection(self, *_: Any) -> ResponseHandler:
        mine, theirs = socket.socketpair()
        await self._loop.connect_accepted_socket(self.server, sock=theirs)
        _, protocol = await self._loop.create_connection(self._factory, sock=mine)
        return protocol


@asynccontextmanager
async def paired(app: web.Application) -> AsyncIterator[PairConnector]:
    """Let an application answer, without a port, until the block ends."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    connector = PairConnector(runner.server)
    try:
        yield connector
    finally:
        await connector.close()
        await asyncio.sleep(0)
        await runner.cleanup()
