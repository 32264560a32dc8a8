"""All that a front-end may touch: submit a job, follow it, take its answer from the outbox.

Every method that needs Redis raises `QueueUnavailable` when it does not answer within 2 s, unless said otherwise.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from spotpop.links import Reference
from spotpop.settings import Settings
from worker.protocol import Job, Outcome, Progress, Receipt, ReplyAddress


@dataclass(frozen=True, slots=True)
class Delivery:
    """One answer on its way to a person.

    Attributes
    ----------
    job : Job
        The question as it was submitted (nothing else needs to be remembered by the front-end).
    outcome : Outcome
    attempt : int
        1 the first time; more when an earlier consumer took it and did not acknowledge.
    """

    job: Job
    outcome: Outcome
    attempt: int
    entry_id: str
    _client: Client

    @property
    def reply(self) -> ReplyAddress:
        """Where the answer goes."""
        return self.job.reply

    async def ack(self) -> None:
        """Say that the person has the answer (or can never get it); it is then deleted from the outbox.

        Retries by itself while Redis is away; never raises for that.
        """
        raise NotImplementedError

    async def release(self) -> None:
        """Give it back without an answer: it is delivered again, to this or another consumer, after about a minute."""
        raise NotImplementedError


class Client:
    """The queue as a front-end sees it. One per process; connects on first use.

    Parameters
    ----------
    settings : Settings
        `redis_url`, or without it the embedded server that ``spotpop up`` runs on this machine.

    Examples
    --------
    >>> async with Client(settings()) as queue:
    ...     receipt = await queue.submit(job, uploads={"song.mp3": data})
    ...     async for delivery in queue.deliveries("discord", "bot-1"):
    ...         await send(delivery.reply, delivery.outcome)
    ...         await delivery.ack()
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections; deliveries and watches end."""
        raise NotImplementedError

    async def submit(self, job: Job, uploads: Mapping[str, bytes] | None = None) -> Receipt:
        """Hand a job to the workers. From then on exactly one outcome arrives in the outbox of its front-end.

        A cached forecast arrives there at once; a track that is being worked on already is joined, not run again.

        Parameters
        ----------
        job : Job
        uploads : mapping of str to bytes, optional
            The bytes for each `UploadInput`, by its name. Deleted when the job ends, however it ends.

        Raises
        ------
        QueueUnavailable
            Within 2 s (plus the time that the bytes need); the job was not taken.
        QueueFull
            Too many wait already; carries how many, and an estimate of seconds.
        TooManyQuestions
            The user or the server asked too often; carries the seconds to wait.
        ValueError
            If `uploads` does not hold exactly the names of the job's inputs.
        """
        raise NotImplementedError

    async def progress(self, job_id: str) -> Progress | None:
        """Return how far the job is; None when it is unknown (never submitted, or over for an hour)."""
        raise NotImplementedError

    def watch(self, job_id: str) -> AsyncIterator[Progress]:
        """Yield the progress now and at each change (stage, position, tracks done), until it is done or failed.

        The last value has the state ``done`` or ``failed``; the answer itself comes by `deliveries`. While Redis is
        away nothing is yielded and nothing raised. Ends without a word if the job is unknown.
        """
        raise NotImplementedError

    def deliveries(self, front_end: str, consumer: str) -> AsyncIterator[Delivery]:
        """Yield the answers for a front-end, for ever: first what `consumer` took before and did not acknowledge.

        May be handled concurrently: take the next one before the last is acknowledged. What a dead consumer left is
        taken over after about a minute. Never raises for Redis: waits until it is back.

        Parameters
        ----------
        front_end : str
            The outbox, as in `ReplyAddress.front_end`.
        consumer : str
            Name of this process within the front-end, the same after a restart; different for processes that run at
            the same time.
        """
        raise NotImplementedError

    async def picture(self, key: str) -> bytes | None:
        """Return the PNG of an `Outcome.picture_key`; None when it has expired."""
        raise NotImplementedError

    async def cached(self, reference: Reference, *, start_s: float | None = None) -> Outcome | None:
        """Return the finished forecast of a track if there is one (for inline answers); None asks to submit a job.

        `Outcome.picture_key` is None when the picture has expired before the forecast.
        """
        raise NotImplementedError

    async def note_get(self, key: str) -> Any | None:
        """Return the JSON value that `note_set` stored; None when there is none any more."""
        raise NotImplementedError

    async def note_set(self, key: str, value: Any, ttl_s: float | None, *, user: str | None = None) -> None:
        """Store a small JSON value for front-ends: settings of a server, the state behind a button.

        Parameters
        ----------
        key : str
            Includes the front-end, e.g. ``discord:guild:42``.
        value : JSON value
            None deletes the note.
        ttl_s : float or None
            Seconds to live; at most 86400 for anything about a person. None keeps it.
        user : str, optional
            Whom the note is about, as in `Requester.user`: `forget` deletes it.
        """
        raise NotImplementedError

    async def forget(self, user: str) -> int:
        """Delete all that is stored about a user: notes, uploads, pictures of uploads, limits, finished job records.

        Questions still being worked on are answered as promised, and leave nothing behind.

        Returns
        -------
        int
            How many items were deleted.
        """
        raise NotImplementedError

    async def alive(self) -> bool:
        """Whether Redis answers now; never raises."""
        raise NotImplementedError
