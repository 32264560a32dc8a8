"""Which source wants a pause, known to all workers."""

from __future__ import annotations

import time
from typing import Any

from redis.exceptions import RedisError

from spotpop.source_specs import DAY_S, MINUTE_S, SOURCES
from worker.queue.keys import key
from worker.queue.store import Store


class RedisBackoffStore:
    """Implements `spotpop.sources.BackoffStore` in Redis. While Redis is away no source counts as blocked."""

    def __init__(self, store: Store) -> None:
        self._redis = store.redis

    def until(self, source: str) -> float | None:
        """Return the Unix second until which a source wants to be left alone, or None."""
        try:
            left_ms: Any = self._redis.pttl(key("blocked", source))
        except (RedisError, OSError):
            return None
        return time.time() + left_ms / 1000 if left_ms > 0 else None

    def block(self, source: str, until: float) -> None:
        """Leave a source alone until a Unix second. What travels is how long: other machines' clocks differ."""
        seconds = min(until - time.time(), 86400.0)
        if seconds <= 0:
            return
        try:
            self._redis.set(key("blocked", source), "1", px=max(1, int(seconds * 1000)))
        except (RedisError, OSError):
            return

    def spend(self, source: str, window_s: int, limit: int) -> bool:
        """Count one question in a window that all workers share; while Redis is away nothing is counted."""
        name = _window(source, window_s)
        try:
            with self._redis.pipeline(transaction=True) as pipe:  # a process that dies between leaves no count for ever
                pipe.incr(name)
                pipe.expire(name, window_s)
                count: Any = pipe.execute()[0]
            if count > limit:
                self._redis.decr(name)
        except (RedisError, OSError):
            return True
        return bool(count <= limit)

    def spent(self, source: str, window_s: int) -> int:
        """Return how many questions the current window has seen; 0 while Redis is away."""
        try:
            count: Any = self._redis.get(_window(source, window_s))
        except (RedisError, OSError):
            return 0
        return int(count or 0)


def left_now(redis: Any) -> dict[tuple[str, str], int]:
    """Return how many questions each source may still be asked, by its key and the window: ``minute`` or ``day``.

    Raises
    ------
    RedisError
    """
    windows = [
        (spec.key, name, window_s, limit)
        for spec in SOURCES.values()
        for name, window_s, limit in (("minute", MINUTE_S, spec.per_minute), ("day", DAY_S, spec.per_day))
        if limit is not None
    ]
    spent = redis.mget([_window(source, window_s) for source, _, window_s, _ in windows])
    return {
        (source, name): max(0, limit - int(count or 0))
        for (source, name, _, limit), count in zip(windows, spent, strict=True)
    }


def left_today(redis: Any) -> dict[str, tuple[int, int]]:
    """Return what is left of the daily budget of each source that has one, and the whole of it, by the source's title.

    Raises
    ------
    RedisError
    """
    left = {}
    for spec in SOURCES.values():
        if spec.per_day is not None:
            spent = int(redis.get(_window(spec.key, DAY_S)) or 0)
            left[spec.title] = (max(0, spec.per_day - spent), spec.per_day)
    return left


def _window(source: str, window_s: int) -> str:
    return key("spent", source, str(window_s), str(int(time.time() // window_s)))
