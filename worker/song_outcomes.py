"""What is due about songs that people let be kept: looks up what became of releases, and deletes what is a year old."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Final, cast

from redis import Redis

from spotpop.errors import SourceError
from spotpop.record.measures import Source
from spotpop.record.outcomes import OutcomeSource
from spotpop.record.song_versions import DAY_S, LOOK_AFTER_S, LOOK_FOR_S, Release, Version
from spotpop.record.store import Reading
from worker.queue.logs import log
from worker.queue.song_store import CALENDAR, entry, hash_of, ready_entries, ready_of

AT_ONCE: Final = 200
AGAIN_S: Final = DAY_S / 2
"""Between two questions to sources that did not know a release, or did not answer."""


class SongOutcomes:
    """Does what the calendar says.

    Parameters
    ----------
    sources : mapping of Source to OutcomeSource
        As the record asks them.
    clock : callable
        Unix seconds.
    """

    def __init__(
        self, redis: Redis, sources: Mapping[Source, OutcomeSource], clock: Callable[[], float] = time.time
    ) -> None:
        self._redis = redis
        self._sources = sources
        self._clock = clock

    def round(self) -> dict[str, int]:
        """Do what is due; returns how many versions ended, and how many releases were looked up or put off.

        Raises
        ------
        redis.exceptions.RedisError
        """
        done = {"ended": 0, "looked_up": 0, "put_off": 0}
        due = cast("list[bytes]", self._redis.zrangebyscore(CALENDAR, "-inf", self._clock(), start=0, num=AT_ONCE))
        for item in due:
            what, user, name = json.loads(item)
            version = self._version(user, name)
            if version is None or what == "end":
                self._end(user, name)
                done["ended"] += version is not None
            elif version.release is None or version.release.became is not None:
                self._redis.zrem(CALENDAR, item)
            else:
                done["looked_up" if self._look(user, version, version.release) else "put_off"] += 1
        return done

    def _version(self, user: str, name: str) -> Version | None:
        body = cast("bytes | None", self._redis.hget(hash_of(user), name))
        return None if body is None else Version.from_json(body)

    def _end(self, user: str, name: str) -> None:
        pipe = self._redis.pipeline(transaction=True)
        pipe.hdel(hash_of(user), name)
        pipe.zrem(CALENDAR, entry("look", user, name), entry("end", user, name))
        for written in ready_entries(user, name):
            pipe.lrem(ready_of(user), 0, written)
        pipe.execute()

    def _look(self, user: str, version: Version, release: Release) -> bool:
        """Ask what became of a release; False when it shall be asked again later."""
        now = self._clock()
        values = self._ask(release)
        if not values and now < release.tied_at + LOOK_AFTER_S + LOOK_FOR_S:
            self._redis.zadd(CALENDAR, {entry("look", user, version.id): now + AGAIN_S})
            return False
        self._keep(user, version.became(values, now))
        return True

    def _keep(self, user: str, version: Version) -> None:
        """Write what became of it, unless it was deleted meanwhile, and put it where its platform looks."""
        self._redis.eval(_BECAME, 3, hash_of(user), CALENDAR, ready_of(user), version.id, version.to_json(),
                         entry("look", user, version.id), *ready_entries(user, version.id))  # fmt: skip

    def _ask(self, release: Release) -> dict[str, float]:
        reading = Reading(
            forecast=release.track_id, horizon_days=30, source="", track_id=release.track_id, isrc=release.isrc,
            duration_s=release.duration_s, due_at=0.0, closes_at=0.0, tries=0,
        )  # fmt: skip
        found: dict[str, float] = {}
        for name, source in self._sources.items():
            try:
                found |= source.read([reading]).get(release.track_id, {})
            except SourceError as error:
                log.info("song_source_silent", source=name, code=error.code)
        return found


_BECAME: Final = """
redis.call('ZREM', KEYS[2], ARGV[3])
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('LREM', KEYS[3], 0, ARGV[4])
redis.call('LREM', KEYS[3], 0, ARGV[5])
redis.call('RPUSH', KEYS[3], ARGV[4])
return 1
"""
"""Write a version that is kept still, and put it on the list of what is to be reported."""
