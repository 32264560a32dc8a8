"""Which source wants a pause, known to all workers."""

from __future__ import annotations

import time

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
            value = self._redis.get(key("blocked", source))
        except (RedisError, OSError):
            return None
        return float(value) if isinstance(value, bytes) else None

    def block(self, source: str, until: float) -> None:
        """Leave a source alone until a Unix second."""
        seconds = int(until - time.time()) + 1
        if seconds <= 0:
            return
        try:
            self._redis.set(key("blocked", source), str(until), ex=min(seconds, 86400))
        except (RedisError, OSError):
            return
