"""Who must not be asked for a while: the pause that a source asks for, remembered and kept by everybody."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Final, Protocol

from spotpop.errors import RateLimited, SourceError
from spotpop.source_specs import DAY_S, MINUTE_S, SOURCES

Observe = Callable[[str, str], None]
"""Called with (source, outcome): ``found``, ``none``, ``refused``, ``limited``, ``blocked``, ``spent``, ``failed``."""

NAMES: Final = {key: spec.title for key, spec in SOURCES.items()}
"""Sources as people know them."""


BULK_SHARE: Final = 0.8
"""Part of a budget that rows of albums may use: single tracks come first."""
_bulk: ContextVar[bool] = ContextVar("bulk", default=False)


class BackoffStore(Protocol):
    """Remembers until when a source wants no questions; shared by all workers when it lives in Redis."""

    def until(self, source: str) -> float | None:
        """Return the Unix time in seconds until which `source` must not be asked, or None."""

    def block(self, source: str, until: float) -> None:
        """Remember that `source` must not be asked before the Unix time `until`."""

    def spend(self, source: str, window_s: int, limit: int) -> bool:
        """Count one question in the current window; False, and nothing is counted, if `limit` are counted already."""

    def spent(self, source: str, window_s: int) -> int:
        """Return how many questions the current window of `window_s` seconds has seen."""


class MemoryBackoffStore:
    """Remembers in this process."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._spent: dict[tuple[str, int], tuple[int, int]] = {}
        self._lock = Lock()

    def until(self, source: str) -> float | None:
        """Return the Unix time until which `source` must not be asked, or None."""
        return self._until.get(source)

    def block(self, source: str, until: float) -> None:
        """Remember a pause; a longer one that is known already stays."""
        self._until[source] = max(until, self._until.get(source, 0.0))

    def spend(self, source: str, window_s: int, limit: int) -> bool:
        """Count one question, if the window has room."""
        with self._lock:
            if self.spent(source, window_s) >= limit:
                return False
            window = int(time.time() // window_s)
            self._spent[source, window_s] = (window, self.spent(source, window_s) + 1)
            return True

    def spent(self, source: str, window_s: int) -> int:
        """Return how many questions the current window has seen."""
        window, count = self._spent.get((source, window_s), (0, 0))
        return count if window == int(time.time() // window_s) else 0


class SourceGate:
    """Stands before every question to a source: keeps its pauses, slows bulk work down, counts for the metrics.

    Parameters
    ----------
    blocked : BackoffStore or None
        None remembers in this process.
    observe : callable or None
        Called with (source, outcome).
    throttle : callable or None
        Called with the source before each question; bulk work sleeps in it, through short pauses too.
    """

    def __init__(
        self,
        blocked: BackoffStore | None = None,
        observe: Observe | None = None,
        throttle: Callable[[str], None] | None = None,
    ) -> None:
        self.blocked: BackoffStore = blocked if blocked is not None else MemoryBackoffStore()
        self.observe: Observe = observe or (lambda source, outcome: None)  # noqa: ARG005 - the names document the call
        self._is_slowed = throttle is not None
        self._throttle = throttle or (lambda source: None)  # noqa: ARG005 - the name documents the call

    @contextmanager
    def asking(self, source: str) -> Iterator[None]:
        """Surround one question, or one group of questions, to a source.

        Raises
        ------
        RateLimited
            At once, without asking, while the source wants a pause.
        """
        self._throttle(source)
        pause = (self.blocked.until(source) or 0.0) - time.time()
        if pause > 0:
            self.observe(source, "blocked")
            raise RateLimited(source=NAMES[source], retry_after_s=pause)
        if not self._is_slowed:
            self._spend(source)
        try:
            yield
        except RateLimited as error:
            self.blocked.block(source, time.time() + float(error.params["retry_after_s"]))
            self.observe(source, "limited")
            raise
        except SourceError:
            self.observe(source, "failed")
            raise

    def _spend(self, source: str) -> None:
        """Take one question out of the budgets that all workers share.

        Raises
        ------
        RateLimited
            Without asking, when a budget is used up; rows of albums leave a fifth of it to single tracks.
        """
        spec = SOURCES[source]
        share = BULK_SHARE if _bulk.get() else 1.0
        for window_s, limit in ((DAY_S, spec.per_day), (MINUTE_S, spec.per_minute)):
            if limit is not None and not self.blocked.spend(source, window_s, max(1, int(limit * share))):
                self.observe(source, "spent")
                raise RateLimited(source=spec.title, retry_after_s=window_s - time.time() % window_s)


@contextmanager
def bulk_work() -> Iterator[None]:
    """Surround questions that are some of many: they leave a part of every budget to others."""
    token = _bulk.set(True)
    try:
        yield
    finally:
        _bulk.reset(token)
