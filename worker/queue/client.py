"""All that a front-end may touch: submit a job, follow it, take its answer from the outbox.

Every method that needs Redis raises `QueueUnavailable` when it does not answer within 2 s, unless said otherwise.
"""

from __future__ import annotations

import contextlib
import json
import math
import secrets
from collections.abc import AsyncIterator, Awaitable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

from spotpop.errors import NoRoom, QueueFull, QueueUnavailable, QueueUncertain, TooManyQuestions
from spotpop.links import Reference
from spotpop.links.choices import Choice
from spotpop.settings import Settings
from worker.queue.keys import PREFIX, key
from worker.queue.open_questions import OpenQuestions
from worker.queue.outbox import Delivery, Outbox
from worker.queue.policy import language_of, look, subject, submit_arguments, upload_name
from worker.queue.progress import ProgressSubscription
from worker.queue.protocol import Job, JobProgress, Outcome, Receipt, Theme, UploadInput, read_outcome
from worker.queue.scripts import MAX_TRIES, OUTBOX_KEEP_S, STALE_S
from worker.queue.session import Session
from worker.queue.song_store import SongStore
from worker.queue.submission import Submission
from worker.queue.suggestions import Suggestions
from worker.queue.unqueued import UnqueuedQuestions

__all__ = ["Client", "Delivery"]

ROUNDS = 20
"""Calls of the reaper in a row, which does a part of what is due at a time."""

T = TypeVar("T")


class Client:
    """The queue as a front-end sees it. One per process; connects on first use.

    Parameters
    ----------
    settings : Settings
        `redis_url`, or without it the embedded server that ``spotpop up`` runs on this machine.

    Examples
    --------
    ::

        async with Client(settings()) as queue:
            receipt = await queue.submit(job, uploads={"song.mp3": data})
            async for delivery in queue.deliveries("discord", "bot-1"):
                await send(delivery.reply, delivery.outcome)
                await delivery.ack()
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._session = Session(settings)
        self._submission = Submission(self._session, settings.upload_ttl_s)
        self._subscription = ProgressSubscription(self._read_progress, lambda: self._redis)
        self._suggestions = Suggestions(lambda: self._redis)
        self._open = OpenQuestions(lambda: self._redis, self._session.within)
        self.unqueued = UnqueuedQuestions(lambda: self._redis, self._session.within)
        self.kept_songs = SongStore(lambda: self._redis, self._session.within)
        self._outboxes: list[Outbox] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections; deliveries and watches end."""
        await self._submission.close()
        await self._subscription.close()
        for outbox in self._outboxes:
            await outbox.close()
        await self._session.close()

    async def submit(self, job: Job, uploads: Mapping[str, bytes] | None = None) -> Receipt:
        """Hand a job to the workers. From then on exactly one outcome arrives in the outbox of its front-end.

        A cached forecast arrives there at once; a track that is being worked on already is joined, not run again.

        Parameters
        ----------
        uploads : mapping of str to bytes, optional
            The bytes for each `UploadInput`, by its name. Deleted when the job ends, however it ends.

        The same job may be submitted again after an error: it is taken once, and answered once.

        Raises
        ------
        QueueUnavailable
            Within 2 s (plus the time that the bytes need); the job was not taken.
        QueueUncertain
            Likewise, but Redis may have seen it: it is taken back, and only if its answer is on its way already does
            that come all the same.
        QueueFull, NoRoom
            Too many wait already; carries how many, and an estimate of seconds. Or there is no memory for one more.
        TooManyQuestions
            The user or the server asked too often; carries the seconds to wait.
        ValueError
            If `uploads` does not hold exactly the names of the job's inputs.
        """
        names = [item.name for item in job.inputs if isinstance(item, UploadInput)]
        files = dict(uploads or {})
        if sorted(names) != sorted(files):
            raise ValueError(f"uploads {sorted(files)} do not match the job's inputs {sorted(names)}")
        job = job.model_copy(update={"attempt": secrets.token_hex(6)})
        stored = {upload_name(job.id, job.attempt, number): files[name] for number, name in enumerate(names)}
        if stored:
            await self._submission.store_uploads(job, stored)
        try:
            state, reply = await self._submission.submit(job, submit_arguments(job, self.settings), list(stored))
        except QueueUncertain:
            self._open.remove(job.id)  # its person is informed now: once is enough
            raise
        if state == "fairness":
            raise TooManyQuestions(retry_after_s=math.ceil(float(reply[1])))
        if state == "full":
            raise QueueFull(waiting=int(reply[1]), eta_s=math.ceil(float(reply[2])))
        if state == "room":
            raise NoRoom
        if state == "cancelled":
            self._open.remove(job.id)
            raise QueueUncertain
        self._open.add(job.model_copy(update={"attempt": ""}), job.patience_s(self.settings.job_deadline_s))
        return Receipt(job_id=job.id, position=int(reply[1]), eta_s=float(reply[2]), cached=state == "cached")

    async def progress(self, job_id: str) -> JobProgress | None:
        """Return how far the job is; None when it is unknown (never submitted, or over for an hour)."""
        return (await self._read_progress(job_id))[0]

    def watch(self, job_id: str) -> AsyncIterator[JobProgress]:
        """Yield the progress now and at each change (stage, position, tracks done), until it is done or failed.

        The last value has the state ``done`` or ``failed``; the answer itself comes by `deliveries`. While Redis is
        away nothing is yielded and nothing raised. Ends without a word if the job was unknown from the start.
        """
        return self._subscription.watch(job_id)

    async def deliveries(self, front_end: str, consumer: str) -> AsyncIterator[Delivery]:
        """Yield the answers for a front-end, for ever: first what others took and did not acknowledge.

        May be handled concurrently: take the next one before the last is acknowledged. What a process left that has
        ended is taken over at once, what one left that was killed within a minute. A question that Redis has lost is
        answered with `QuestionLost`, and so is one whose deadline has passed for half a minute while Redis was away or
        took no writes. Never raises for Redis: waits until it is back.

        Parameters
        ----------
        front_end : str
            The outbox, as in `ReplyAddress.front_end`.
        consumer : str
            What this process is within the front-end, for logs; the queue itself distinguishes processes.
        """
        outbox = Outbox(
            lambda: self._redis, self._script, front_end, consumer, repair=self._repair, questions=self._open
        )
        self._outboxes.append(outbox)
        async for delivery in outbox.deliveries():
            self._open.remove(delivery.job.id)
            yield delivery

    async def picture(self, name: str) -> bytes | None:
        """Return the PNG of an `Outcome.picture_key`; None when it has expired."""
        if not name.startswith("picture:"):
            return None
        data: bytes | None = await self._within(self._redis.get(PREFIX + name))
        return data

    async def cached(
        self,
        reference: Reference,
        *,
        start_s: float | None = None,
        options: Mapping[str, Any] | None = None,
        theme: Theme | None = None,
        locale: str = "en",
    ) -> Outcome | None:
        """Return the finished forecast of a track if there is one (for inline answers); None asks to submit a job.

        `Outcome.picture_key` is None when the picture has expired before the forecast.
        """
        generation: bytes | None = await self._within(self._redis.get(key("generation")))
        answer = f"{(generation or b'').decode()}:{subject(reference, start_s, options)}"
        picture = f"picture:{answer}:{look(theme or self.settings.theme, language_of(locale))}"
        pipe = self._redis.pipeline(transaction=False)
        pipe.get(key("forecast", answer))
        pipe.exists(PREFIX + picture)
        body, drawn = await self._within(pipe.execute())
        if body is None:
            return None
        outcome = read_outcome(body)
        if outcome.failure is not None:
            return None
        return outcome.model_copy(update={"picture_key": picture if drawn else None})

    async def suggest(self, text: str) -> tuple[Choice, ...]:
        """Return up to eight songs that a person who types a name may mean, within two seconds.

        Never raises; empty where Redis or all workers are away, and for less than three characters.
        """
        return await self._suggestions.find(text)

    async def note_get(self, name: str) -> Any | None:
        """Return the JSON value that `note_set` stored; None when there is none any more."""
        value: bytes | None = await self._within(self._redis.get(key("note", name)))
        return None if value is None else json.loads(value)

    async def note_set(self, name: str, value: Any, ttl_s: float | None, *, user: str | None = None) -> None:
        """Store a small JSON value for front-ends: settings of a server, the state behind a button.

        Parameters
        ----------
        name : str
            Includes the front-end, e.g. ``discord:guild:42``.
        value : JSON value
            None deletes the note.
        ttl_s : float or None
            Seconds to live; at most 86400 for anything about a person who has not chosen longer. None keeps it.
        user : str, optional
            Whom the note is about, as in `Requester.user`: `forget` deletes it.
        """
        note = key("note", name)
        if value is None:
            await self._within(self._redis.unlink(note))
            return
        pipe = self._redis.pipeline(transaction=True)
        pipe.set(note, json.dumps(value), px=None if ttl_s is None else max(1, int(ttl_s * 1000)))
        if user is not None:
            pipe.sadd(key("person", user), note)
            pipe.expire(key("person", user), max(86400, int(ttl_s or 0)))
        await self._within(pipe.execute())

    async def note_append(self, name: str, value: str, ttl_s: float, *, user: str | None = None) -> int:
        """Add a text to a note that several processes write together, and return which one of them it is, from 1.

        Parameters
        ----------
        name, ttl_s, user
            As in `note_set`; the note lives on from its last text.
        """
        note = key("note", name)
        pipe = self._redis.pipeline(transaction=True)
        pipe.rpush(note, value)
        pipe.pexpire(note, max(1, int(ttl_s * 1000)))
        if user is not None:
            pipe.sadd(key("person", user), note)
            pipe.expire(key("person", user), max(86400, int(ttl_s)))
        count, *_ = await self._within(pipe.execute())
        return int(count)

    async def note_take(self, name: str) -> list[str]:
        """Return all texts of such a note, and delete it: each text is returned once."""
        note = key("note", name)
        pipe = self._redis.pipeline(transaction=True)
        pipe.lrange(note, 0, -1)
        pipe.unlink(note)
        found, _ = await self._within(pipe.execute())
        return [text.decode() for text in found]

    async def forget(self, user: str) -> int:
        """Delete all that is stored about a user: notes, songs, uploads, pictures of uploads, finished job records.

        What is still to be answered or delivered is answered as promised, and nothing is kept of it; a picture that
        comes of it lives for 15 minutes. Limits go on: they know the user by a digest only, for some minutes.

        Returns
        -------
        int
            How many items were deleted.
        """
        self._open.forget(user)
        return await self.kept_songs.forget(user) + int(await self._script("forget", user))

    async def cancel(self, job_id: str) -> bool:
        """Give up a question because the person no longer wants it; it gets no answer.

        Returns
        -------
        bool
            False when it was answered, or is unknown.

        Raises
        ------
        QueueUnavailable
        """
        found = await self.progress(job_id)
        if found is None or found.state in {"done", "failed"}:
            return False
        attempt: bytes | None = await self._within(self._redis.hget(key("job", job_id), "attempt"))
        is_gone = bool(await self._script("cancel", job_id, (attempt or b"").decode()))
        if is_gone:
            self._open.remove(job_id)
        return is_gone

    async def count(self, event: str, number: int = 1) -> None:
        """Count something for the operator, e.g. ``rate_limited:telegram``; while Redis is away it is not counted."""
        with contextlib.suppress(QueueUnavailable):
            await self._within(self._redis.hincrby(key("counts"), event, number))

    async def report_state(self, name: str, value: float) -> None:
        """Report something to the operator about this process, e.g. ``gateway:discord`` 1; repeat it every minute."""
        with contextlib.suppress(QueueUnavailable):
            await self._script("state", name, value)

    async def alive(self) -> bool:
        """Whether Redis answers now; never raises."""
        try:
            await self._within(self._redis.ping())
        except QueueUnavailable:
            return False
        return True

    @property
    def _redis(self) -> Any:  # redis-py types both its sync and its async answers
        return self._session.redis

    async def _within(self, step: Awaitable[T]) -> T:
        return await self._session.within(step)

    async def _script(self, name: str, *arguments: str | float) -> Any:
        return await self._session.script(name, *arguments)

    async def _read_progress(self, job_id: str) -> tuple[JobProgress | None, str]:
        reply = [part.decode() for part in await self._script("progress", job_id)]
        state, stage, position, eta, done, total, item = reply
        if not state:
            return None, ""
        progress = JobProgress(
            job_id=job_id,
            state=state,
            stage=stage or None,
            position=int(position) if position else None,
            eta_s=float(eta) if eta else None,
            done=int(done) if done else None,
            total=int(total) if total else None,
        )
        return progress, item

    async def _repair(self) -> None:
        """Do what the workers' maintenance does; when all are dead, nobody else answers what is past its deadline."""
        for _ in range(ROUNDS):
            try:
                if not await self._script("reap", STALE_S, MAX_TRIES, OUTBOX_KEEP_S):
                    return
            except QueueUnavailable:
                return
