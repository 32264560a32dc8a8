"""Who must not be asked for a while: a source's wish for a pause, remembered and kept by everybody."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from spotpop.errors import RateLimited, SourceError

Observe = Callable[[str, str], None]
"""Told (source, outcome): ``found``, ``none``, ``refused``, ``limited``, ``blocked``, ``failed``."""

NAMES: Final = {
    "spotify": "Spotify",
    "embed": "Spotify's embed page",
    "links": "Spotify's short-link service",
    "deezer": "Deezer",
    "itunes": "iTunes",
    "musicbrainz": "MusicBrainz",
    "listenbrainz": "ListenBrainz",
}
"""Sources as people know them."""


class BackoffStore(Protocol):
    """Remembers until when a source wants no questions; shared by all workers when it lives in Redis."""

    def until(self, source: str) -> float | None:
        """Return the Unix time in seconds until which `source` must not be asked, or None."""

    def block(self, source: str, until: float) -> None:
        """Remember that `source` must not be asked before the Unix time `until`."""


class MemoryBackoffStore:
    """Remembers in this process."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def until(self, source: str) -> float | None:
        """Return the Unix time until which `source` must not be asked, or None."""
        return self._until.get(source)

    def block(self, source: str, until: float) -> None:
        """Remember a pause; a longer one that is known already stays."""
        self._until[source] = max(until, self._until.get(source, 0.0))


class SourceGate:
    """Stands before every question to a source: keeps its pauses, paces bulk work, tells the metrics.

    Parameters
    ----------
    blocked : BackoffStore or None
        None remembers in this process.
    observe : callable or None
        Told (source, outcome).
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
        try:
            yield
        except RateLimited as error:
            self.blocked.block(source, time.time() + float(error.params["retry_after_s"]))
            self.observe(source, "limited")
            raise
        except SourceError:
            self.observe(source, "failed")
            raise
