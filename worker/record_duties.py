"""What is done for the record from time to time, each in a process of its own: ``python -m worker.record_duties DUTY``.

``write`` puts what waits in Redis into the database, ``read`` asks the sources what became of tracks, ``publish`` puts
the scores where front-ends find them, ``control`` forecasts a random track of the operator's lists, ``songs`` does what
is due about the songs that people let be kept. A process of its own, because none of this may hold up an answer, and
what it loads (SQLAlchemy, NumPy) shall not stay.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final

from redis import Redis
from redis.exceptions import RedisError

from spotpop.errors import SpotpopError
from spotpop.links import find_references
from spotpop.record.entries import DAY_S, ForecastEntry
from spotpop.record.outcomes import OutcomeReader
from spotpop.record.scores import summarise
from spotpop.record.sources import make_sources
from spotpop.record.store import RecordStore
from spotpop.record.summary import Summary
from spotpop.settings import Settings, settings
from worker.queue.address import queue_url
from worker.queue.backoff import RedisBackoffStore
from worker.queue.connection import connect
from worker.queue.keys import key
from worker.queue.logs import log, set_up
from worker.queue.protocol import Theme
from worker.queue.store import Store
from worker.recorder import read_waiting, unwritten, written
from worker.song_outcomes import SongOutcomes

AT_ONCE: Final = 200
READ_S: Final = 60.0
"""For one round of reading; what is left comes with the next."""
PUBLISHED_S: Final = 2 * 86_400
"""How long front-ends show the last scores when nobody makes new ones."""
MOST_LINKS: Final = 1_000_000


class RedisBudget:
    """Counts in Redis how often a source was asked today, for all workers together."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def take(self, source: str, most_per_day: int) -> bool:
        """Take one question from the day's budget; False when there is none left, or nobody knows."""
        day = key("record", "asked", source, str(int(time.time() // DAY_S)))
        try:
            pipe = self._redis.pipeline(transaction=True)
            pipe.incr(day)
            pipe.expire(day, 2 * 86_400)
            used = int(pipe.execute()[0])
        except (RedisError, OSError):
            return False
        return used <= most_per_day


def write(configured: Settings) -> None:
    """Write what waits; what cannot be written stays for the next time."""
    redis = connect(queue_url(configured))
    store = RecordStore.open(configured)
    try:
        while items := unwritten(redis, AT_ONCE):
            entries = [entry for entry in map(read_waiting, items) if entry is not None]
            new = store.append(entries)
            written(redis, items)
            log.info("record_written", forecasts=new, known=len(entries) - new, unreadable=len(items) - len(entries))
    finally:
        store.close()
        redis.close()


def read(configured: Settings) -> None:
    """Read outcomes that are due, and close those that came too late."""
    queue = Store(configured)
    store = RecordStore.open(configured)
    try:
        sources = make_sources(configured, RedisBudget(queue.redis), RedisBackoffStore(queue))
        done = OutcomeReader(store, sources, configured).round(READ_S)
        log.info(
            "record_read", outcomes=done.read, unknown=done.unknown, failed=done.failed, missed=done.missed,
            withdrawn=done.withdrawn, down=",".join(done.sources_down),
        )  # fmt: skip
    finally:
        store.close()
        queue.redis.close()


def publish(configured: Settings) -> None:
    """Put the scores and their pictures where front-ends find them."""
    redis = connect(queue_url(configured))
    store = RecordStore.open(configured)
    try:
        summary = summarise(store.cases(), now=time.time(), head=store.verify().head)
        redis.set(key("note", "record"), json.dumps(summary.to_json()), ex=PUBLISHED_S)
        _publish_pictures(redis, summary)
        log.info("record_published", forecasts=summary.forecasts)
    finally:
        store.close()
        redis.close()


def _publish_pictures(redis: Redis, summary: Summary) -> None:
    """Draw the record in every language and theme, for the chats; without them the words stay."""
    from spotpop.wording import LANGUAGES, words_for
    from worker.record_picture import draw

    themes: tuple[Theme, ...] = ("dark", "light")
    for language in LANGUAGES:
        for theme in themes:
            name = key("picture", "record", language, theme)
            redis.set(name, draw(summary, words_for(language), theme), ex=PUBLISHED_S)


def control(configured: Settings) -> None:
    """Forecast one track drawn at random from the operator's lists, and keep the forecast."""
    references = [
        reference
        for path in configured.record_control
        for reference in find_references(path.read_text(encoding="utf-8", errors="replace"))
        if reference.kind == "track"
    ][:MOST_LINKS]
    if not references:
        log.warning("record_control_empty")
        return
    from spotpop.pipeline import Options, Pipeline

    queue = Store(configured)
    pipeline = Pipeline(configured, blocked=RedisBackoffStore(queue))
    drawn = random.choice(references)  # noqa: S311 - a sample, no secret
    try:
        answer = pipeline.predict(drawn, options=Options(picture=False))
    finally:
        queue.redis.close()
    entry = ForecastEntry.of(answer.report, time.time(), cohort="control")
    if entry is not None:
        store = RecordStore.open(configured)
        try:
            log.info("record_control", forecasts=store.append([entry]))
        finally:
            store.close()


def songs(configured: Settings) -> None:
    """Look up what became of releases whose uploads are kept, and delete what is a year old; needs no database."""
    queue = Store(configured)
    try:
        sources = make_sources(configured, RedisBudget(queue.redis), RedisBackoffStore(queue))
        log.info("songs_looked_after", **SongOutcomes(queue.redis, sources).round())
    finally:
        queue.redis.close()


DUTIES: Final[dict[str, Callable[[Settings], None]]] = {
    "write": write, "read": read, "publish": publish, "control": control, "songs": songs,
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Do the duty that is named; returns 0 when it is done, 1 when it has to be done again later."""
    configured = settings()
    set_up(configured)
    try:
        DUTIES[arguments[0]](configured)
    except SpotpopError as error:
        log.warning("record_duty_put_off", duty=arguments[0], code=error.code)
        return 1
    except (RedisError, OSError) as error:
        log.warning("record_duty_put_off", duty=arguments[0], error=type(error).__name__)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
