"""Handing a question over: its uploads first, then one script; what was refused leaves nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Sequence
from typing import Any

from redis.exceptions import RedisError

from spotpop.errors import NoRoom, QueueUnavailable, QueueUncertain
from worker.queue.connection import is_full, was_never_sent
from worker.queue.keys import PREFIX
from worker.queue.protocol import Job
from worker.queue.session import PATIENCE_S, Session

UPLOAD_BYTES_PER_S = 2_000_000
"""The slowest link to Redis on which an upload still succeeds."""
PIECE_BYTES = 1 << 20
ROOM_BYTES = 8 << 20
"""What is asked for when a full server refused a question."""
TAKE_BACK_TRIES = 60


class Submission:
    """Submits attempts, and takes back those that it could not be sure of, in the background."""

    def __init__(self, session: Session, upload_ttl_s: int) -> None:
        self._session = session
        self._upload_ttl_s = upload_ttl_s
        self._background: set[asyncio.Task[None]] = set()
        self._closed = False

    async def store_uploads(self, job: Job, blobs: dict[str, bytes]) -> None:
        """Reserve room for an attempt's uploads, and store them.

        Raises
        ------
        NoRoom, QueueUnavailable
        """
        sizes = [part for name, data in blobs.items() for part in (name, len(data))]
        try:
            async with asyncio.timeout(PATIENCE_S):
                room = await self._session.call("reserve", self._upload_ttl_s, job.requester.user or "", *sizes)
            if room:
                async with asyncio.timeout(PATIENCE_S + sum(map(len, blobs.values())) / UPLOAD_BYTES_PER_S):
                    for name, data in blobs.items():
                        await self._store(PREFIX + name, memoryview(data))
        except (RedisError, OSError, TimeoutError) as error:
            self.later(self._take_back(job, list(blobs)))
            raise (NoRoom if is_full(error) else QueueUnavailable) from None
        if not room:
            raise NoRoom

    async def _store(self, name: str, data: memoryview) -> None:
        """Store bytes piece by piece: a client that writes them in one go holds them two times more meanwhile.

        Raises
        ------
        RedisError
            Also if they expired before all of them were there.
        """
        redis = self._session.redis
        await redis.set(name, data[:PIECE_BYTES], ex=self._upload_ttl_s)
        for start in range(PIECE_BYTES, len(data), PIECE_BYTES):
            piece = data[start : start + PIECE_BYTES]
            if await redis.append(name, piece) != start + len(piece):
                await redis.delete(name)
                raise RedisError("the upload expired while it was stored")

    async def submit(self, job: Job, arguments: Sequence[str | float], uploads: list[str]) -> tuple[str, list[bytes]]:
        """Run the script, once more after making room if a full server refused it; return its state and its reply.

        Raises
        ------
        NoRoom, QueueUnavailable, QueueUncertain
        """
        for room in (True, False):
            try:
                async with asyncio.timeout(PATIENCE_S):
                    reply = await self._session.call("submit", *arguments)
            except (RedisError, OSError, TimeoutError) as error:
                if is_full(error):
                    if room and await self._make_room():
                        continue
                    self.later(self._discard(uploads))
                    raise NoRoom from None
                self.later(self._take_back(job, uploads))
                if was_never_sent(error):
                    raise QueueUnavailable from None
                raise QueueUncertain from None
            state = reply[0].decode()
            if uploads and state not in {"taken", "cached"}:
                self.later(self._discard(uploads))
            return state, reply
        raise NoRoom

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background, as long as the front-end runs."""
        if self._closed:
            work.close()
            return
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def close(self) -> None:
        """End what is done in the background."""
        self._closed = True
        for task in list(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)

    async def _make_room(self) -> bool:
        try:
            return bool(await self._session.script("make_room", ROOM_BYTES))
        except QueueUnavailable:
            return False

    async def _take_back(self, job: Job, uploads: list[str]) -> None:
        """See to it that an attempt that the person knows as not taken leaves nothing behind."""
        for _ in range(TAKE_BACK_TRIES):
            try:
                await self._session.script("cancel", job.id, job.attempt, *uploads)
            except QueueUnavailable:
                await asyncio.sleep(1.0)
            else:
                return

    async def _discard(self, uploads: list[str]) -> None:
        with contextlib.suppress(QueueUnavailable):
            if uploads:
                await self._session.script("discard", *uploads)
