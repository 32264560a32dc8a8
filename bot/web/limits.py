"""How much one address may ask and send: counted in memory under names that nobody can turn back into addresses."""

from __future__ import annotations

import math
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from spotpop.errors import TooManyQuestions

QUESTIONS_PER_MIN: Final = 12.0
BURST: Final = 12.0
UPLOADS_AT_ONCE: Final = 3
"""Of one address."""
UPLOADS_AT_ONCE_IN_ALL: Final = 48
STREAMS_AT_ONCE: Final = 16
"""Progress streams of one address; a school or an office shares one."""
MOST_NAMES: Final = 50_000


class RateLimit:
    """A token bucket for each name.

    Parameters
    ----------
    per_min : float
        Tokens that come back each minute.
    burst : float
        Most tokens.
    """

    def __init__(
        self, per_min: float = QUESTIONS_PER_MIN, burst: float = BURST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_s = per_min / 60
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str, cost: float = 1.0) -> None:
        """Take tokens.

        Raises
        ------
        TooManyQuestions
            There are not enough; carries the seconds until there are.
        """
        now = self._clock()
        tokens, seen = self._buckets.pop(name, (self._burst, now))
        tokens = min(self._burst, tokens + (now - seen) * self._per_s)
        enough = tokens >= cost
        self._buckets[name] = (tokens - cost if enough else tokens, now)
        if len(self._buckets) > MOST_NAMES:
            self._buckets.popitem(last=False)
        if not enough:
            raise TooManyQuestions(retry_after_s=math.ceil((cost - tokens) / self._per_s))


class Places:
    """Places that are taken for a while: so many for each name, so many in all."""

    def __init__(self, each: int, in_all: int) -> None:
        self._each, self._in_all = each, in_all
        self._taken: Counter[str] = Counter()

    @asynccontextmanager
    async def taken(self, name: str) -> AsyncIterator[None]:
        """Hold a place.

        Raises
        ------
        TooManyQuestions
            There is none free.
        """
        if self._taken[name] >= self._each or self._taken.total() >= self._in_all:
            raise TooManyQuestions(retry_after_s=10)
        self._taken[name] += 1
        try:
            yield
        finally:
            self._taken[name] -= 1
            if not self._taken[name]:
                del self._taken[name]
