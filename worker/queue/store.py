"""The worker's side of Redis: each step is one script, repeated until Redis has answered it.

All steps are idempotent, so a repetition after a lost answer does no harm.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from redis.exceptions import ReadOnlyError, RedisError

from spotpop.settings import Settings
from worker.queue.address import queue_url
from worker.queue.connection import connect, is_temporary
from worker.queue.keys import PREFIX, QUEUES, Queue, key
from worker.queue.policy import Work, knowledge, look, read_work
from worker.queue.protocol import Outcome, read_outcome
from worker.queue.scripts import MAX_TRIES, OUTBOX_KEEP_S, STALE_S, source

ROUNDS = 50
"""Calls of a script that does a part of what is due at a time, in a row; what is left then waits for the next look."""
SCRIPTS = (
    "take", "beat", "finish", "settle", "give_back", "fan_out", "redirect", "reap", "enlist", "make_room",
)  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A piece of work that this process holds.

    Attributes
    ----------
    id, holder : str
        `holder` proves to Redis that it is still ours.
    phase : {"run", "gather"}
        A listing is gathered when all its tracks are known.
    tries : int
        1 the first time.
    waited_s : float
        Since it was asked for.
    """

    id: str
    holder: str
    work: Work
    phase: str
    tries: int
    waited_s: float


def retry_until_answered(call: Callable[[], T], *, patience_s: float = 600.0) -> T:
    """Call until Redis answers; a refusal that passes (`is_temporary`) is no answer.

    Raises
    ------
    redis.exceptions.RedisError
        The last error, when `patience_s` is over; at once, what another try cannot change.
    """
    end, pause = time.monotonic() + patience_s, 0.05
    while True:
        try:
            return call()
        except (RedisError, OSError) as error:
            if not is_temporary(error) or time.monotonic() > end:
                raise
            time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads retries, protects nothing
            pause = min(1.0, pause * 2)


class Store:
    """Everything a worker does in Redis.

    Parameters
    ----------
    worker : str
        Name of this worker: all its processes together, because they die together.
    queues : tuple of str
        Which it serves.
    """

    def __init__(self, settings: Settings, *, worker: str = "", queues: tuple[str, ...] = QUEUES) -> None:
        self.settings = settings
        self.redis = connect(queue_url(settings))
        self.generation = ""
        self.worker = worker or uuid.uuid4().hex
        self._queues = ",".join(queues)
        self._scripts = {name: self.redis.register_script(source(name)) for name in SCRIPTS}

    def take(self, queue: Queue, task_id: str, retries: int) -> WorkItem | None:
        """Take the next work item; None when there is none (a wake-up too many does no harm).

        What this release does not understand goes back, for a worker that does.
        """
        known = knowledge()
        nonce = uuid.uuid4().hex
        while True:
            reply = self._run(
                "take", queue, task_id, retries, nonce, MAX_TRIES, self.worker, known, STALE_S / 2, self._queues
            )
            if not reply[0]:
                return None
            item, holder, spec, phase, tries, waited = (part.decode() for part in reply)
            work = read_work(spec)
            if work is not None:
                return WorkItem(item, holder, work, phase, int(tries), float(waited))
            self._run("give_back", item, holder, known)

    def beat(self, work_item: WorkItem, stage: str = "") -> int:
        """Show a sign of life and the stage: 0 when the work item is not ours any more, 2 when nobody waits, else 1."""
        return int(self._script("beat", work_item.id, work_item.holder, stage))

    def finish(
        self,
        work_item: WorkItem,
        outcome: Outcome,
        *,
        picture: bytes = b"",
        subject: str = "",
        seconds: float = 0.0,
        record: Sequence[str] = (),
    ) -> int:
        """End a work item: record once, answer all who wait, keep the forecast.

        A failure counts from the holder only, so that one who was given up for dead does not beat the living.

        Parameters
        ----------
        subject : str
            Under which the forecast is cached; '' does not cache it.
        seconds : float
            How long it took, for the moving average; 0 leaves it out.
        record : sequence of str
            What is to be kept in the record of forecasts, if this is the end that counts.

        Returns
        -------
        int
            How many questions this call answered.
        """
        name = ""
        if picture:
            shared = (
                f"{self.generation}:{subject}:{look(work_item.work.theme, work_item.work.language)}"
                if subject
                else work_item.id
            )
            name = f"picture:{shared}"
        forecast = f"forecast:{self.generation}:{subject}" if subject and outcome.failure is None else ""
        body = outcome.model_copy(update={"job_id": "", "picture_key": None}).model_dump_json(exclude_none=True)
        state = "done" if outcome.failure is None else "failed"
        reply = self._run(
            "finish", work_item.id, state, body, seconds, name, picture, self.settings.picture_ttl_s, forecast,
            self.settings.cache_ttl_s, work_item.holder, *record,
        )  # fmt: skip
        answered, more = int(reply[0]), reply[1]
        for _ in range(ROUNDS):
            if not more:
                break
            reply = self._run("settle", work_item.id)
            answered, more = answered + int(reply[0]), reply[1]
        return answered

    def fan_out(self, work_item: WorkItem, listing_json: str, tracks: list[tuple[str, Work]]) -> bool:
        """Turn a listing's tracks, with the subject and the work of each, into work items on the bulk queue."""
        parts: list[str] = []
        for subject, work in tracks:
            parts += [subject, work.model_dump_json()]
        return bool(self._run("fan_out", work_item.id, work_item.holder, listing_json, *parts))

    def rows(self, work_item: WorkItem) -> tuple[str, dict[int, Outcome]]:
        """Return what `fan_out` stored, and the outcome of each track by its number from 1."""
        raw: Any = retry_until_answered(lambda: self.redis.hgetall(key("rows", work_item.id)))
        listing = raw.pop(b"listing").decode()
        return listing, {int(number): read_outcome(body) for number, body in raw.items()}

    def redirect(self, work_item: WorkItem, work: Work, queue: Queue) -> bool:
        """Go on with a work item as another kind of work."""
        return bool(self._run("redirect", work_item.id, work_item.holder, work.kind, queue, work.model_dump_json()))

    def reap(self) -> None:
        """Queue again what dead workers held, answer what is past its deadline, replace lost wake-ups."""
        for _ in range(ROUNDS):
            if not self._run("reap", STALE_S, MAX_TRIES, OUTBOX_KEEP_S):
                return

    def upload(self, name: str) -> bytes | None:
        """Return uploaded bytes; None when they have expired."""
        data: Any = retry_until_answered(lambda: self.redis.get(PREFIX + name))
        return data if data is None else bytes(data)

    def enlist(self, name: str, slots: int) -> None:
        """Show that a worker lives, how many jobs it takes at once, and which model answers if nobody knows."""
        self._script("enlist", name, slots, self.generation)

    def dismiss(self, name: str) -> None:
        """Take a worker off the list."""
        self.redis.hdel(key("workers"), name)

    def announce_generation(self, generation: str) -> None:
        """Say which model answers from now on."""
        self.generation = generation
        retry_until_answered(lambda: self.redis.set(key("generation"), generation))

    def make_room(self, wanted: int) -> int:
        """Discard pictures, then cached forecasts, the oldest first; return the bytes freed."""
        freed = 0
        for _ in range(ROUNDS):
            step = int(self._script("make_room", wanted - freed))
            freed += step
            if freed >= wanted or not step:
                break
        return freed

    def _script(self, name: str, *arguments: str | bytes | float) -> Any:
        try:
            return self._scripts[name](keys=[PREFIX], args=arguments)
        except ReadOnlyError:
            # A master that became a replica keeps its connections: the next try asks again who is master.
            self.redis.connection_pool.disconnect()
            raise

    def _run(self, script: str, *arguments: str | bytes | float) -> Any:
        return retry_until_answered(lambda: self._script(script, *arguments))
