"""How often a source may be asked in bulk, and how long a pause that it asks for is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from spotpop.source_specs import SOURCES
from spotpop.sources import MemoryBackoffStore
from spotpop.sources.backoff import NAMES

INTERVAL_S: Final = {key: spec.bulk_interval_s for key, spec in SOURCES.items()}
"""Seconds between two questions: Deezer allows 50 in 5 s, iTunes about 20 a minute, MusicBrainz one a second,
Spotify does not say."""
LONGEST_WAIT_S: Final = 120.0
"""A longer pause ends the run; the same command goes on later."""


class Throttle:
    """Keeps the distance between questions, and waits through short pauses.

    Parameters
    ----------
    blocked : MemoryBackoffStore
        Who remembers the pauses.
    patient : callable
        Called with (source, seconds) before a pause is waited for.
    """

    def __init__(
        self, blocked: MemoryBackoffStore, patient: Callable[[str, float], None], sleep: Callable[[float], None]
    ) -> None:
        self._blocked = blocked
        self._patient = patient
        self._sleep = sleep
        self._next: dict[str, float] = {}

    def __call__(self, source: str) -> None:
        """Wait until `source` may be asked; a long pause is left to the asker."""
        pause = (self._blocked.until(source) or 0.0) - time.time()
        if 0 < pause <= LONGEST_WAIT_S:
            self._patient(NAMES[source], pause)
            self._sleep(pause + 0.05)
        wait = self._next.get(source, 0.0) - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        self._next[source] = time.monotonic() + INTERVAL_S[source]
