"""From an answer to the record: what is kept of a forecast waits in a bounded list in Redis until it is written.

A process that answers never touches the record's database, so a dead one stops no answer.
"""

from __future__ import annotations

import json
import time
from typing import Any, Final, cast

from redis import Redis
from redis.exceptions import RedisError

from spotpop.errors import SpotpopError
from spotpop.record.entries import ForecastEntry, canonical
from spotpop.settings import Settings
from worker.queue.keys import key
from worker.queue.logs import log
from worker.queue.protocol import Outcome

MOST_WAITING: Final = 10_000
"""Forecasts that wait for a database that is away; the oldest go first after that (about 6 MB)."""
WAITING: Final = key("record", "waiting")


class Recorder:
    """Offers forecasts to the record."""

    def __init__(self, settings: Settings, redis: Redis) -> None:
        self._on = settings.record
        self._redis = redis

    def offer(self, outcome: Outcome) -> int:
        """Put aside what is to be kept of an answer; returns how many forecasts. Never raises."""
        if not self._on:
            return 0
        try:
            found = [canonical(entry) for entry in entries_of(outcome, time.time())]
            if found:
                pipe = self._redis.pipeline(transaction=False)
                pipe.rpush(WAITING, *found)
                pipe.ltrim(WAITING, -MOST_WAITING, -1)
                pipe.execute()
        except (RedisError, OSError, SpotpopError, ValueError, KeyError, TypeError) as error:
            log.warning("forecast_not_recorded", error=type(error).__name__)
            return 0
        return len(found)


def entries_of(outcome: Outcome, now: float) -> list[ForecastEntry]:
    """Return the forecasts of released tracks that an answer holds."""
    reports = []
    if outcome.report is not None:
        reports.append(outcome.read_report())
    elif outcome.comparison is not None:
        comparison = outcome.read_comparison()
        reports += [comparison.first, comparison.second]
    return [entry for report in reports if (entry := ForecastEntry.of(report, now)) is not None]


def waiting(redis: Redis, most: int) -> list[bytes]:
    """Return the oldest forecasts that wait to be written.

    Raises
    ------
    redis.exceptions.RedisError
    """
    return cast("list[bytes]", redis.lrange(WAITING, 0, most - 1))


def written(redis: Redis, items: list[bytes]) -> None:
    """Take forecasts off the list once they are in the database; doing it twice does no harm.

    Raises
    ------
    redis.exceptions.RedisError
    """
    pipe = redis.pipeline(transaction=False)
    for item in items:
        pipe.lrem(WAITING, 1, cast("str", item))
    pipe.execute()


def read_waiting(item: bytes) -> ForecastEntry | None:
    """Return a forecast that waits; None for what cannot be read, which another version may have written."""
    try:
        data: Any = json.loads(item)
        return ForecastEntry.from_json(data)
    except (ValueError, KeyError, TypeError):
        return None
