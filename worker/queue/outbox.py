"""From the outbox to a person: at least once into the front-end's hands, and gone when it says so.

A stream with a consumer group: an entry belongs to the consumer that took it until it is acknowledged. As long as the
front-end works on it, its owner shows signs of life; when those stop, another consumer takes over.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import redis.asyncio
from redis.exceptions import RedisError, ResponseError

from worker.queue.health import LivenessFile
from worker.queue.keys import GROUP, key
from worker.queue.protocol import Job, Outcome, ReplyAddress

TAKE_OVER_MS = 60_000
"""Idle time after which an entry counts as left behind by a dead consumer."""
LIFE_SIGN_S = 10.0
BLOCK_MS = 2_000
PAUSE_S = 1.0
"""Between two attempts to reach Redis."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One answer on its way to a person.

    Attributes
    ----------
    job : Job
        The question as it was submitted (nothing else needs to be remembered by the front-end).
    attempt : int
        1 the first time; more when an earlier consumer took it and did not acknowledge.
    forgotten : bool
        The person asked meanwhile to be forgotten: answer, and remember nothing.
    """

    job: Job
    outcome: Outcome
    attempt: int
    entry_id: str
    _outbox: Outbox = field(repr=False)
    forgotten: bool = False

    @property
    def reply(self) -> ReplyAddress:
        """Where the answer goes."""
        return self.job.reply

    async def ack(self) -> None:
        """Say that the person has the answer (or can never get it); it is then deleted from the outbox.

        Retries by itself while Redis is away; never raises for that.
        """
        await self._outbox.ack(self.entry_id)

    async def release(self) -> None:
        """Give it back without an answer: it is delivered again, to this or another consumer, after about a minute."""
        self._outbox.in_hand.discard(self.entry_id)


class Outbox:
    """One front-end's outbox, read by one consumer.

    Parameters
    ----------
    connection : redis.asyncio.Redis
        With a socket timeout above `BLOCK_MS`.
    mend : callable
        Called now and then, so that questions past their deadline are answered even when no worker lives.
    """

    def __init__(
        self, connection: redis.asyncio.Redis, front_end: str, consumer: str, repair: Callable[[], Awaitable[None]]
    ) -> None:
        self._redis = connection
        self._repair = repair
        self._stream = key("outbox", front_end)
        self._consumer = consumer
        self._alive = LivenessFile.of_environment()
        self.in_hand: set[str] = set()

    async def deliveries(self) -> AsyncIterator[Delivery]:
        """Yield entries for ever; see `Client.deliveries`."""
        signs = asyncio.create_task(self._show_life(), name="outbox-life-signs")
        try:
            pending = "0"
            next_look = 0.0
            while True:
                try:
                    entries: list[Any] = []
                    now = asyncio.get_running_loop().time()
                    if pending != ">":
                        entries = await self._read(pending)
                        pending = entries[-1][0].decode() if entries else ">"
                    elif now >= next_look:
                        next_look = now + LIFE_SIGN_S
                        entries = await self._take_over()
                    if not entries and pending == ">":
                        entries = await self._read(">")
                except ResponseError as error:
                    if "NOGROUP" not in str(error):
                        raise
                    await self._make_group()
                    continue
                except (RedisError, OSError):
                    await asyncio.sleep(PAUSE_S)
                    continue
                self._alive.show()
                for entry_id, fields in entries:
                    delivery = await self._open(entry_id.decode(), fields)
                    if delivery is not None:
                        yield delivery
        finally:
            signs.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await signs

    async def ack(self, entry_id: str) -> None:
        """Delete an entry for good."""
        while True:
            try:
                async with self._redis.pipeline(transaction=True) as pipe:
                    pipe.xack(self._stream, GROUP, entry_id)
                    pipe.xdel(self._stream, entry_id)
                    await pipe.execute()
            except (RedisError, OSError):
                await asyncio.sleep(PAUSE_S)
            else:
                self.in_hand.discard(entry_id)
                return

    async def _read(self, after: str) -> list[Any]:
        answer: Any = await self._redis.xreadgroup(
            GROUP, self._consumer, {self._stream: after}, count=20, block=BLOCK_MS if after == ">" else None
        )
        if not answer:
            return []
        streams = answer.items() if isinstance(answer, dict) else answer
        entries = next(iter(streams))[1]
        # RESP3 wraps the list of one stream once more.
        return list(entries[0]) if entries and isinstance(entries[0], list) else list(entries)

    async def _take_over(self) -> list[Any]:
        await self._repair()
        answer: Any = await self._redis.xautoclaim(self._stream, GROUP, self._consumer, TAKE_OVER_MS, count=20)
        return [entry for entry in answer[1] if entry[1]]

    async def _open(self, entry_id: str, fields: dict[bytes, bytes] | None) -> Delivery | None:
        if entry_id in self.in_hand:
            return None
        if not fields:  # trimmed away while it was pending
            await self.ack(entry_id)
            return None
        try:
            job = Job.model_validate_json(fields[b"job"])
            picture = fields[b"picture"].decode() or None
            outcome = Outcome.model_validate_json(fields[b"outcome"])
            outcome = outcome.model_copy(update={"job_id": job.id, "picture_key": picture})
        except (ValueError, KeyError):
            from worker.queue.logs import log

            log.error("outbox_entry_unreadable", entry=entry_id)
            await self.ack(entry_id)
            return None
        self.in_hand.add(entry_id)
        forgotten = fields.get(b"forgotten") == b"1"
        return Delivery(job, outcome, await self._attempt(entry_id), entry_id, self, forgotten)

    async def _attempt(self, entry_id: str) -> int:
        try:
            rows: Any = await self._redis.xpending_range(self._stream, GROUP, entry_id, entry_id, 1)
        except (RedisError, OSError):
            return 1
        return int(rows[0]["times_delivered"]) if rows else 1

    async def _make_group(self) -> None:
        with contextlib.suppress(RedisError, OSError):
            await self._redis.xgroup_create(self._stream, GROUP, id="0", mkstream=True)
            await self._redis.expire(self._stream, 86_400)  # made again when it is missed

    async def _show_life(self) -> None:
        while True:
            await asyncio.sleep(LIFE_SIGN_S)
            if self.in_hand:
                with contextlib.suppress(RedisError, OSError):
                    await self._redis.xclaim(self._stream, GROUP, self._consumer, 0, list(self.in_hand), justid=True)
