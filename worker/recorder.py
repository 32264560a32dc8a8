"""From an answer to the record: what is kept of a forecast waits in a bounded list in Redis until it is written.

The list holds 10,000 forecasts (about 6 MB) of a database that is away; the oldest go first after that.

A process that answers never touches the record's database, so a dead one stops no answer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any, Final, cast

from redis import Redis

from spotpop.errors import SpotpopError
from spotpop.record.entries import ForecastEntry, canonical
from spotpop.report import Report
from spotpop.settings import Settings
from worker.queue.keys import key
from worker.queue.logs import log

WAITING: Final = key("record", "waiting")


class Recorder:
    """Says what the record keeps of an answer; the queue writes it down in the step that ends the work."""

    def __init__(self, settings: Settings) -> None:
        self._on = settings.record

    def entries(self, reports: Sequence[Report]) -> list[str]:
        """Return what is to be kept: one text for each forecast of a released track. Never raises."""
        if not self._on:
            return []
        try:
            found = (ForecastEntry.of(report, time.time()) for report in reports)
            return [canonical(entry) for entry in found if entry is not None]
        except (SpotpopError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("forecast_not_recorded", error=type(error).__name__)
            return []


def unwritten(redis: Redis, most: int) -> list[bytes]:
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
