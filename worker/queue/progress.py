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
from worker.queue.session import cancellable

LOOK_S = 2.0
"""How often the position in the queue is looked up without being woken."""

Read = Callable[[str], Awaitable[tuple[JobProgress | None, str]]]


class ProgressSubscription:
    """Wakes watchers when their job, or the work item that it waits for, is named on the progress channel.

    Parameters
    ----------
    read : callable
        Reads the progress of a job, and the work item that it waits for ('' for none).
    connection : callable
        Gives the connection to Redis.
    """

    def __init__(self, read: Read, connection: Callable[[], redis.asyncio.Redis]) -> None:
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
        topics = {job_id}
        self._add(job_id, event)
        last: JobProgress | None = None
        try:
            while not self._closed:
                event.clear()
                try:
                    now, item = await self._read(job_id)
                except QueueUnavailable:
                    await asyncio.sleep(LOOK_S)
                    continue
                if now is None:
                    if last is not None:  # it was there a moment ago: the queue has lost it
                        yield last.model_copy(
                            update={"state": "failed", "stage": None, "position": None, "eta_s": None}
                        )
                    return
                if item and item not in topics:
                    topics.add(item)
                    self._add(item, event)
                if now != last:
                    yield now
                    last = now
                if now.state in {"done", "failed"}:
                    return
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_S):
                        await event.wait()
        finally:
            for topic in topics:
                self._remove(topic, event)

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

    def _add(self, topic: str, event: asyncio.Event) -> None:
        self._wake.setdefault(topic, set()).add(event)

    def _remove(self, topic: str, event: asyncio.Event) -> None:
        watchers = self._wake.get(topic, set())
        watchers.discard(event)
        if not watchers:
            self._wake.pop(topic, None)

    async def _listen(self) -> None:
        while True:
            try:
                async with self._connection().pubsub(ignore_subscribe_messages=True) as channel:
                    with cancellable():
                        await channel.subscribe(key("progress"))
                    while True:
                        with cancellable():
                            message = await channel.get_message(timeout=LOOK_S)
                        if message is not None:
                            for event in self._wake.get(message["data"].decode(), ()):
                                event.set()
            except (RedisError, OSError, QueueUnavailable):
                await asyncio.sleep(LOOK_S)
