"""A front-end's link to Redis: connects on first use, runs the queue's scripts, and never waits for long."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Iterator
from typing import Any, TypeVar

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ReadOnlyError, RedisError

from spotpop.errors import QueueUnavailable
from spotpop.settings import Settings
from worker.queue.address import queue_url
from worker.queue.connection import close_async, connect_async
from worker.queue.keys import PREFIX
from worker.queue.scripts import source

PATIENCE_S = 1.7
"""For one step in Redis; with its overhead within the 2 s that are promised."""
MOST_CONNECTIONS = 24
SCRIPTS = (
    "submit", "cancel", "reserve", "discard", "make_room", "progress", "acknowledge", "take_over", "forget",
    "state", "reap",
)  # fmt: skip

T = TypeVar("T")


@contextlib.contextmanager
def cancellable() -> Iterator[None]:
    """Raise in the end a cancellation that came inside and was swallowed.

    redis-py sends by `asyncio.wait_for`, which in Python 3.11 forgets a cancellation that comes in the same moment as
    its end. A loop that is cancelled once would then go on for ever.

    Raises
    ------
    asyncio.CancelledError
    """
    task = asyncio.current_task()
    before = task.cancelling() if task is not None else 0
    yield
    if task is not None and task.cancelling() > before:
        raise asyncio.CancelledError


class Session:
    """One for each process that asks."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._connection: redis.asyncio.Redis | None = None
        self._scripts: dict[str, Any] = {}

    @property
    def redis(self) -> Any:  # redis-py types both its sync and its async answers
        """The connection; opened by whatever is asked first."""
        if self._connection is None:
            # A hundred people at once share some connections: opening one for each takes longer than they would wait.
            self._connection = connect_async(
                queue_url(self._settings),
                most_connections=MOST_CONNECTIONS,
                wait_s=PATIENCE_S,
                socket_connect_timeout=1.5,
                socket_timeout=5,
                socket_keepalive=True,
                health_check_interval=10,
                retry=Retry(NoBackoff(), 1),  # a connection that a restart has closed is opened again at once
            )
            self._scripts = {name: self._connection.register_script(source(name)) for name in SCRIPTS}
        return self._connection

    async def within(self, step: Awaitable[T], patience_s: float = PATIENCE_S) -> T:
        """Await a step.

        Raises
        ------
        QueueUnavailable
            If it fails, or takes too long.
        """
        try:
            with cancellable():
                async with asyncio.timeout(patience_s):
                    return await step
        except (RedisError, OSError, TimeoutError):
            raise QueueUnavailable from None

    async def call(self, name: str, *arguments: str | float) -> Any:
        """Run a script; raises whatever redis-py raises."""
        assert self.redis  # connects, and registers the scripts
        try:
            return await self._scripts[name](keys=[PREFIX], args=arguments)
        except ReadOnlyError:
            # A master that became a replica keeps its connections: the next call asks again who is master.
            await self.redis.connection_pool.disconnect(inuse_connections=False)
            raise

    async def script(self, name: str, *arguments: str | float) -> Any:
        """Run a script.

        Raises
        ------
        QueueUnavailable
            If it fails, or takes too long.
        """
        return await self.within(self.call(name, *arguments))

    async def close(self) -> None:
        """Close all connections."""
        if self._connection is not None:
            await close_async(self._connection)
