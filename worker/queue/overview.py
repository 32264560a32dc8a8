"""What the queue as a whole is doing, read from Redis; for metrics of workers, bots and the exporter alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import redis

from worker.queue.backoff import left_now
from worker.queue.keys import QUEUES, key
from worker.queue.server import Memory, living_workers, memory


@dataclass(frozen=True, slots=True)
class OutboxFigures:
    """One front-end's outbox.

    Attributes
    ----------
    length : int
        Answers that are not acknowledged.
    oldest_s : float
        Age of the first of them; 0 for an empty one.
    """

    length: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The queue at one moment.

    Attributes
    ----------
    depths : dict of str to int
        Work items that wait, by queue, and ``running``.
    oldest_wait_s : dict of str to float
        By queue: for how long the next work item has waited.
    average_s : dict of str to float
        By queue: moving average of what a job takes.
    workers, slots : int
        Living workers and what they take at once.
    counts : dict of str to int
        Counters of the whole installation.
    outboxes : dict of str to OutboxFigures
        By front-end.
    shelf_bytes : dict of str to int
        Pictures, forecasts and uploads.
    source_left : dict of (str, str) to int
        Questions that a source may still be asked, by its key and ``minute`` or ``day``.
    states : dict of str to float
        What bots report about themselves, e.g. ``gateway:discord``; only while it is fresh.
    record_waiting : int
        Forecasts that wait to be written into the track record.
    """

    depths: dict[str, int]
    oldest_wait_s: dict[str, float]
    average_s: dict[str, float]
    workers: int
    slots: int
    counts: dict[str, int]
    outboxes: dict[str, OutboxFigures]
    shelf_bytes: dict[str, int]
    memory: Memory
    source_left: dict[tuple[str, str], int] = field(default_factory=dict)
    states: dict[str, float] = field(default_factory=dict)
    record_waiting: int = 0


SHELVES = ("pictures", "forecasts", "uploads")
FIRST_AVERAGE_S = 2.0
"""What a job is thought to take before one has ended, as in ``estimates.lua``: so scaling can begin from nothing."""
STATE_KEPT_S = 90
"""A bot that has not reported its state for so long has none."""


def read_figures(client: redis.Redis) -> Figures:
    """Read all figures.

    Raises
    ------
    redis.exceptions.RedisError
        If Redis does not answer.
    """
    raw: Any = client
    with raw.pipeline(transaction=False) as pipe:
        for queue in QUEUES:
            pipe.zcard(key("waiting", queue))
            pipe.zcard(key("suspects", queue))
            pipe.zcard(key("parked", queue))
            pipe.zrange(key("waiting", queue), 0, 0)
            pipe.get(key("average", queue))
        pipe.zcard(key("running"))
        pipe.hgetall(key("counts"))
        pipe.smembers(key("front_ends"))
        pipe.mget([key("bytes", shelf) for shelf in SHELVES])
        pipe.hgetall(key("states"))
        pipe.llen(key("record", "waiting"))
        pipe.time()
        *per_queue, running, counts, front_ends, shelf_bytes, states, recorded, clock = pipe.execute()
    now = clock[0] + clock[1] / 1e6
    depths: dict[str, int] = {"running": int(running)}
    waits: dict[str, float] = {}
    averages: dict[str, float] = {}
    for number, queue in enumerate(QUEUES):
        waiting, suspects, parked, first, average = per_queue[5 * number : 5 * number + 5]
        depths[queue] = waiting + suspects + parked
        since = raw.hget(key("work_item", first[0].decode()), "since") if first else None
        waits[queue] = max(0.0, now - float(since)) if since else 0.0
        averages[queue] = float(average or FIRST_AVERAGE_S)
    workers = living_workers(client)
    return Figures(
        depths=depths,
        oldest_wait_s=waits,
        average_s=averages,
        workers=len(workers),
        slots=sum(workers.values()),
        counts={name.decode(): int(value) for name, value in counts.items()},
        outboxes={name.decode(): _outbox(raw, name.decode(), now) for name in front_ends},
        shelf_bytes={shelf: int(size or 0) for shelf, size in zip(SHELVES, shelf_bytes, strict=True)},
        memory=memory(client),
        source_left=left_now(client),
        states=dict(_fresh(states, now)),
        record_waiting=int(recorded),
    )


def _outbox(client: Any, front_end: str, now: float) -> OutboxFigures:
    stream = key("outbox", front_end)
    length, first = client.xlen(stream), client.xrange(stream, count=1)
    oldest = max(0.0, now - int(first[0][0].split(b"-")[0]) / 1000) if first else 0.0
    return OutboxFigures(length=int(length), oldest_s=oldest)


def _fresh(states: dict[bytes, bytes], now: float) -> dict[str, float]:
    values = {name.decode(): value.decode().split("|") for name, value in states.items()}
    return {name: float(value) for name, (value, seen) in values.items() if now - float(seen) < STATE_KEPT_S}
