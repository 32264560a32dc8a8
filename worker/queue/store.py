"""The worker's side of Redis: each step is one script, repeated until Redis has answered it.

All steps are idempotent, so a repetition after a lost answer does no harm.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import redis
from redis.exceptions import BusyLoadingError, ConnectionError, OutOfMemoryError, TimeoutError  # noqa: A004

from spotpop.settings import Settings
from worker.queue.address import queue_url
from worker.queue.keys import PREFIX, QUEUES, Queue, key
from worker.queue.policy import Work
from worker.queue.protocol import Outcome
from worker.queue.scripts import MAX_TRIES, OUTBOX_KEEP_S, STALE_S, source

AWAY = (ConnectionError, TimeoutError, BusyLoadingError, OutOfMemoryError)
"""What Redis does when it is away or about to come back."""

ALIVE_S = 30.0
"""A worker that has not shown life for so long is not counted."""

T = TypeVar("T")
Wakeups = dict[Queue, int]


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


def connect(url: str) -> redis.Redis:
    """Return a client that notices a dead link within seconds."""
    return redis.Redis.from_url(
        url, socket_timeout=5, socket_connect_timeout=3, socket_keepalive=True, health_check_interval=5
    )


def retry_until_answered(call: Callable[[], T], *, patience_s: float = 600.0) -> T:
    """Call until Redis answers.

    Raises
    ------
    redis.exceptions.RedisError
        The last error, when `patience_s` is over.
    """
    end, pause = time.monotonic() + patience_s, 0.05
    while True:
        try:
            return call()
        except AWAY:
            if time.monotonic() > end:
                raise
            time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads retries, protects nothing
            pause = min(1.0, pause * 2)


class Store:
    """Everything a worker does in Redis.

    Parameters
    ----------
    send : callable or None
        Sends a ticket for a queue through Celery; None leaves that to the reaper.
    """

    def __init__(self, settings: Settings, send: Callable[[Queue], None] | None = None) -> None:
        self.settings = settings
        self.redis = connect(queue_url(settings))
        self.generation = ""
        self._send = send
        self._scripts = {
            name: self.redis.register_script(source(name))
            for name in ("take", "beat", "finish", "fan_out", "redirect", "reap")
        }

    def take(self, queue: Queue, task_id: str, retries: int) -> WorkItem | None:
        """Take the next flight of a queue; None when there is none (a ticket too many does no harm)."""
        reply = self._run("take", queue, task_id, retries, uuid.uuid4().hex, MAX_TRIES)
        if not reply[0]:
            return None
        work_item, holder, spec, phase, tries, waited = (part.decode() for part in reply[:6])
        return WorkItem(work_item, holder, Work.model_validate_json(spec), phase, int(tries), float(waited))

    def beat(self, work_item: WorkItem, stage: str = "") -> bool:
        """Show a sign of life and the stage; False when the flight is not ours any more."""
        arguments = (work_item.id, work_item.holder, stage)
        return bool(self._scripts["beat"](keys=[PREFIX], args=arguments))

    def finish(
        self, work_item: WorkItem, outcome: Outcome, *, picture: bytes = b"", subject: str = "", seconds: float = 0.0
    ) -> int:
        """End a flight: record once, answer all who wait, keep the forecast.

        Parameters
        ----------
        subject : str
            Under which the forecast is cached; '' does not cache it.
        seconds : float
            How long it took, for the moving average; 0 leaves it out.

        Returns
        -------
        int
            How many questions this call answered.
        """
        name = ""
        if picture:
            shared = f"{self.generation}:{subject}:{work_item.work.theme}" if subject else work_item.id
            name = f"picture:{shared}"
        forecast = f"forecast:{self.generation}:{subject}" if subject and outcome.failure is None else ""
        body = outcome.model_copy(update={"job_id": "", "picture_key": None}).model_dump_json(exclude_none=True)
        state = "done" if outcome.failure is None else "failed"
        reply = self._run(
            "finish", work_item.id, state, body, seconds, name, picture, self.settings.picture_ttl_s, forecast,
            self.settings.cache_ttl_s,
        )  # fmt: skip
        return int(reply[0])

    def fan_out(self, work_item: WorkItem, listing_json: str, tracks: list[tuple[str, Work]]) -> bool:
        """Turn a listing's tracks into flights on the bulk queue."""
        parts: list[str] = []
        for subject, work in tracks:
            parts += [subject, work.model_dump_json()]
        return bool(self._run("fan_out", work_item.id, work_item.holder, listing_json, *parts)[0])

    def rows(self, work_item: WorkItem) -> tuple[str, dict[int, Outcome]]:
        """Return what `fan_out` stored, and the outcome of each track by its number from 1."""
        raw: Any = retry_until_answered(lambda: self.redis.hgetall(key("rows", work_item.id)))
        listing = raw.pop(b"listing").decode()
        return listing, {int(number): Outcome.model_validate_json(body) for number, body in raw.items()}

    def redirect(self, work_item: WorkItem, work: Work, queue: Queue) -> bool:
        """Go on with a flight as another kind of work."""
        return bool(self._run("redirect", work_item.id, work_item.holder, work.kind, queue, work.model_dump_json())[0])

    def reap(self) -> None:
        """Queue again what dead workers held, answer what is past its deadline, replace lost tickets."""
        self._run("reap", STALE_S, MAX_TRIES, OUTBOX_KEEP_S)

    def upload(self, name: str) -> bytes | None:
        """Return uploaded bytes; None when they have expired."""
        data: Any = retry_until_answered(lambda: self.redis.get(PREFIX + name))
        return data if data is None else bytes(data)

    def enlist(self, name: str, slots: int) -> None:
        """Show that a worker lives and how many jobs it takes at once."""
        clock: Any = self.redis.time()
        seconds, micros = clock
        self.redis.hset(key("workers"), name, f"{slots}|{seconds}.{micros:06d}")

    def dismiss(self, name: str) -> None:
        """Take a worker off the list."""
        self.redis.hdel(key("workers"), name)

    def announce_generation(self, generation: str) -> None:
        """Say which model answers from now on."""
        self.generation = generation
        retry_until_answered(lambda: self.redis.set(key("generation"), generation))

    def depths(self) -> dict[str, int]:
        """Return how many flights wait in each queue, and how many run."""
        with self.redis.pipeline(transaction=False) as pipe:
            for queue in QUEUES:
                pipe.zcard(key("waiting", queue))
            pipe.zcard(key("running"))
            counts: list[int] = pipe.execute()
        return dict(zip((*QUEUES, "running"), counts, strict=True))

    def slots(self) -> int:
        """Return how many jobs all living workers take at once."""
        raw: Any = self.redis.hgetall(key("workers"))
        entries = [value.decode().split("|") for value in raw.values()]
        return sum(int(slots) for slots, seen in entries if time.time() - float(seen) < ALIVE_S)

    def counts(self) -> dict[str, int]:
        """Return the counters of the whole installation."""
        raw: Any = self.redis.hgetall(key("counts"))
        return {name.decode(): int(value) for name, value in raw.items()}

    def _run(self, script: str, *arguments: str | bytes | float) -> list[Any]:
        reply: list[Any] = retry_until_answered(lambda: self._scripts[script](keys=[PREFIX], args=arguments))
        for queue, owed in zip(QUEUES, reply[-1], strict=True):
            for _ in range(owed):
                self._send_wakeup(queue)
        return reply

    def _send_wakeup(self, queue: Queue) -> None:
        if self._send is None:
            return
        try:
            self._send(queue)
        except Exception:  # noqa: BLE001 - kombu raises many kinds; the reaper replaces the ticket
            from worker.queue.logs import log

            log.warning("ticket_not_sent", queue=queue)
