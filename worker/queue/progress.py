"""Following jobs: one subscription per process wakes all that watch."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import redis.asyncio
from redis.exceptions import RedisError

from spotpop.errors import QueueUnavailable
from worker.queue.keys import key
from worker.queue.protocol import JobProgress

LOOK_S = 2.0
"""How often the position in the queue is looked up without being woken."""


class ProgressSubscription:
    """Wakes watchers when their job is named on the progress channel.

    Parameters
    ----------
    read : callable
        Reads the progress of a job.
    connection : callable
        Gives the connection to Redis.
    """

    def __init__(
        self, read: Callable[[str], Awaitable[JobProgress | None]], connection: Callable[[], redis.asyncio.Redis]
    ) -> None:
        self._read = read
        self._connection = connection
        self._wake: dict[str, set[asyncio.Event]] = {}
        self._listener: asyncio.Task[None] | None = None
        self._closed = False

    async def watch(self, job_id: str) -> AsyncIterator[JobProgress]:
        """Yield each change of a job's progress; see `Client.watch`."""
        if self._listener is None:
            self._listener = asyncio.create_task(self._listen(), name="progress-listener")
        event = asyncio.Event()
        self._wake.setdefault(job_id, set()).add(event)
        last: JobProgress | None = None
        try:
            while not self._closed:
                event.clear()
                try:
                    now = await self._read(job_id)
                except QueueUnavailable:
                    await asyncio.sleep(LOOK_S)
                    continue
                if now is None:
                    return
                if now != last:
                    yield now
                    last = now
                if now.state in {"done", "failed"}:
                    return
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_S):
                        await event.wait()
        finally:
            watchers = self._wake.get(job_id, set())
            watchers.discard(event)
            if not watchers:
                self._wake.pop(job_id, None)

    async def close(self) -> None:
        """End all watches."""
        self._closed = True
        if self._listener is not None:
            self._listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener
        for events in self._wake.values():
            for event in events:
                event.set()

    async def _listen(self) -> None:
        while True:
            try:
                async with self._connection().pubsub(ignore_subscribe_messages=True) as channel:
                    await channel.subscribe(key("progress"))
                    while True:
                        message = await channel.get_message(timeout=LOOK_S)
                        if message is not None:
                            for event in self._wake.get(message["data"].decode(), ()):
                                event.set()
            except (RedisError, OSError, QueueUnavailable):
                await asyncio.sleep(LOOK_S)
