"""From the outbox to a person: at least once into the front-end's hands, and gone when it says so.

A stream with a consumer group: an entry belongs to the consumer that took it until it is acknowledged. A consumer is
one process: as long as it lives it holds a lease, and shows signs of life for what it has in hand. What a consumer
without lease left behind, or what was given back, another one takes over.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import redis.asyncio
from redis.exceptions import RedisError

from spotpop.errors import QuestionLost, QueueUnavailable
from worker.queue.connection import is_temporary
from worker.queue.health import LivenessFile
from worker.queue.keys import GROUP, key
from worker.queue.logs import log
from worker.queue.open_questions import OpenQuestions
from worker.queue.protocol import Failure, Job, Outcome, ReplyAddress, read_outcome, read_question
from worker.queue.session import cancellable

TAKE_OVER_MS = 60_000
"""Idle time after which an entry counts as given back."""
LIFE_SIGN_S = 10.0
BLOCK_MS = 2_000
PAUSE_S = 1.0
"""Between two attempts to reach Redis."""
MOST_ENTRIES = 20
UNREADABLE_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """One answer on its way to a person.

    Attributes
    ----------
    job : Job
        The question as it was submitted (nothing else needs to be remembered by the front-end).
    attempt : int
        1 the first time; more when an earlier consumer took it and did not acknowledge.
    entry_id : str
        Empty for an answer that never lay in the outbox, because Redis has lost the question.
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
        await self._outbox.ack(self.entry_id, self.job.id)

    async def release(self) -> None:
        """Give it back without an answer: it is delivered again, to this or another consumer, after about a minute."""
        self._outbox.in_hand.discard(self.entry_id)


class Outbox:
    """One front-end's outbox, read by one process.

    Parameters
    ----------
    connection : callable
        Gives the connection to Redis, with a socket timeout above `BLOCK_MS`; raises `QueueUnavailable` as long as
        nobody knows where Redis is.
    script : callable
        Runs one of the queue's scripts.
    front_end, consumer : str
        `consumer` says in which role; the process adds what makes it unique.
    repair : callable
        Called now and then, so that questions past their deadline are answered even when no worker lives.
    questions : OpenQuestions
        What this process has asked: what Redis has lost of it, or cannot answer in time, is reported from here.
    """

    def __init__(
        self,
        connection: Callable[[], redis.asyncio.Redis],
        script: Callable[..., Awaitable[Any]],
        front_end: str,
        consumer: str,
        *,
        repair: Callable[[], Awaitable[None]],
        questions: OpenQuestions,
    ) -> None:
        self._connection = connection
        self._script = script
        self._repair = repair
        self._questions = questions
        self._front_end = front_end
        self._stream = key("outbox", front_end)
        self._forgetting = key("forgetting", front_end)
        self._consumer = f"{consumer}-{uuid.uuid4().hex[:10]}"
        self._lease = key("reader", front_end, self._consumer)
        self._alive = LivenessFile.of_environment()
        self.in_hand: set[str] = set()
        self._signs: asyncio.Task[None] | None = None
        self._next_look = 0.0
        self._closed = False

    @property
    def _redis(self) -> Any:  # redis-py types both its sync and its async answers
        return self._connection()

    async def deliveries(self) -> AsyncIterator[Delivery]:
        """Yield entries for ever; see `Client.deliveries`."""
        self._signs = asyncio.create_task(self._show_life(), name="outbox-life-signs")
        self._next_look = 0.0
        try:
            while not self._closed:
                with cancellable():
                    lost, entries, forgotten = await self._fetch()
                for job in lost:
                    yield self._of_lost(job)
                for entry_id, fields, attempt in entries:
                    delivery = await self._open(entry_id.decode(), fields, attempt, forgotten)
                    if delivery is not None:
                        yield delivery
        finally:
            await self._end_signs()

    async def _fetch(self) -> tuple[list[Job], list[Any], set[str]]:
        """Return questions that are lost, entries with the number of their delivery, and whom to forget.

        Waits a moment, and returns nothing, while Redis is away.
        """
        clock = asyncio.get_running_loop().time
        lost: list[Job] = []
        try:
            if clock() >= self._next_look:
                self._next_look = clock() + LIFE_SIGN_S
                await self._renew_lease()
                entries = await self._look_after()
                lost = await self._questions.lost(self._front_end)
                if entries or lost:
                    return lost, entries, await self._forgotten()
            entries, forgotten = await self._read()
        except (RedisError, OSError, QueueUnavailable) as error:
            if "NOGROUP" in str(error) or "no such key" in str(error):
                await self._make_group()
                self._next_look = 0.0  # made for the first time, or lost together with everything else
                return lost, [], set()
            if not isinstance(error, QueueUnavailable) and not is_temporary(error):
                log.error("outbox_not_read", error=type(error).__name__, message_start=str(error)[:80])
            await asyncio.sleep(PAUSE_S)
            return lost + self._questions.overdue(self._front_end), [], set()
        self._alive.show()
        return lost, entries, forgotten

    async def ack(self, entry_id: str, job_id: str = "") -> None:
        """Delete an entry for good."""
        while entry_id:
            try:
                await self._script("acknowledge", self._front_end, entry_id, job_id)
            except QueueUnavailable:
                await asyncio.sleep(PAUSE_S)
            else:
                self.in_hand.discard(entry_id)
                return

    async def close(self) -> None:
        """Say that this process ends: what it has in hand may be taken over at once."""
        self._closed = True
        await self._end_signs()
        with contextlib.suppress(RedisError, OSError, QueueUnavailable, TimeoutError):
            async with asyncio.timeout(PAUSE_S):
                await self._redis.unlink(self._lease)

    async def _read(self) -> tuple[list[Any], set[str]]:
        """Wait for new answers; return them, and the questions whose people want to be forgotten by then."""
        pipe = self._redis.pipeline(transaction=False)
        pipe.xreadgroup(GROUP, self._consumer, {self._stream: ">"}, count=MOST_ENTRIES, block=BLOCK_MS)
        pipe.smembers(self._forgetting)  # on the same trip: it is answered when the wait is over
        answer, forgetting = await pipe.execute()
        forgotten = {job.decode() for job in forgetting}
        if not answer:
            return [], forgotten
        streams = answer.items() if isinstance(answer, dict) else answer
        entries = next(iter(streams))[1]
        # RESP3 wraps the list of one stream once more.
        entries = entries[0] if entries and isinstance(entries[0], list) else entries
        return [(entry_id, fields, 1) for entry_id, fields in entries], forgotten

    async def _forgotten(self) -> set[str]:
        return {job.decode() for job in await self._redis.smembers(self._forgetting)}

    async def _look_after(self) -> list[Any]:
        await self._repair()
        found = [
            (entry_id, dict(zip(fields[::2], fields[1::2], strict=True)))
            for entry_id, fields in await self._script("take_over", self._front_end, self._consumer, MOST_ENTRIES)
        ]
        given_back = await self._redis.xautoclaim(self._stream, GROUP, self._consumer, TAKE_OVER_MS, count=MOST_ENTRIES)
        known = {entry_id for entry_id, _ in found}
        found += [(one, fields) for one, fields in given_back[1] if fields and one not in known]
        if not found:
            return []
        pipe = self._redis.pipeline(transaction=False)
        for entry_id, _ in found:
            pipe.xpending_range(self._stream, GROUP, entry_id, entry_id, 1)
        rows = await pipe.execute()
        attempts = [int(row[0]["times_delivered"]) if row else 1 for row in rows]
        return [(*entry, attempt) for entry, attempt in zip(found, attempts, strict=True)]

    async def _open(
        self, entry_id: str, fields: dict[bytes, bytes] | None, attempt: int, forgotten: set[str]
    ) -> Delivery | None:
        if entry_id in self.in_hand:
            return None
        if not fields:  # trimmed away while it was pending
            await self.ack(entry_id)
            return None
        try:
            job = read_question(fields[b"job"])
        except (ValueError, KeyError, TypeError):
            await self._set_aside(entry_id, fields)
            return None
        if self._questions.was_given_up(job.id):
            await self.ack(entry_id, job.id)
            return None
        outcome = read_outcome(fields.get(b"outcome", b""), job.kind)
        if outcome.failure is not None and outcome.failure.code == "answer-unreadable":
            log.error("answer_unreadable", job=job.id)
        picture = fields.get(b"picture", b"").decode() or None
        outcome = outcome.model_copy(update={"job_id": job.id, "picture_key": picture})
        self.in_hand.add(entry_id)
        return Delivery(job, outcome, attempt, entry_id, self, job.id in forgotten or fields.get(b"forgotten") == b"1")

    def _of_lost(self, job: Job) -> Delivery:
        outcome = Outcome(job_id=job.id, kind=job.kind, failure=Failure.of(QuestionLost()))
        log.error("question_lost", job=job.id)
        return Delivery(job, outcome, 1, "", self)

    async def _set_aside(self, entry_id: str, fields: dict[bytes, bytes]) -> None:
        """Keep for a day what nobody can be informed of, for the operator; it would come back for ever otherwise."""
        log.error("outbox_entry_unreadable", entry=entry_id)
        aside = key("unreadable", self._front_end)
        with contextlib.suppress(RedisError, OSError):
            await self._redis.xadd(aside, fields, maxlen=UNREADABLE_KEPT)
            await self._redis.expire(aside, 86_400)
        await self.ack(entry_id)

    async def _end_signs(self) -> None:
        if self._signs is not None:
            self._signs.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._signs

    async def _make_group(self) -> None:
        try:
            await self._redis.xgroup_create(self._stream, GROUP, id="0", mkstream=True)
            await self._redis.expire(self._stream, 86_400)  # made again when it is missed
        except (RedisError, OSError, QueueUnavailable) as error:
            if "BUSYGROUP" not in str(error):
                await asyncio.sleep(PAUSE_S)

    async def _renew_lease(self) -> None:
        await self._redis.set(self._lease, "1", px=int(3000 * LIFE_SIGN_S))

    async def _show_life(self) -> None:
        while True:
            await asyncio.sleep(LIFE_SIGN_S)
            with cancellable(), contextlib.suppress(RedisError, OSError, QueueUnavailable):
                await self._renew_lease()
                if self.in_hand:
                    await self._redis.xclaim(self._stream, GROUP, self._consumer, 0, list(self.in_hand), justid=True)
