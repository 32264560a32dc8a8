"""Which source wants a pause, known to all workers."""

from __future__ import annotations

import time
from typing import Any

from redis.exceptions import RedisError

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
