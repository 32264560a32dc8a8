"""Where is its audio? The chain of preview sources, in the operator's order; the first sure match is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from spotpop.errors import PreviewNotFound, SourceError, SourcesOff
from spotpop.net import HttpClient
from spotpop.report import PreviewMatch
from spotpop.settings import Settings
from spotpop.sources.backoff import NAMES, BackoffStore, Observe, SourceGate
from spotpop.sources.base import Candidate, PreviewAdapter
from spotpop.sources.deezer import Deezer
from spotpop.sources.embed import EmbedPages
from spotpop.sources.itunes import ITunes
from spotpop.sources.spotify import WebApiPreview
from spotpop.track import Track

MAX_PREVIEW_BYTES: Final = 8 * 2**20
"""Thirty seconds take about half a megabyte; nothing of this size is a preview."""


@dataclass(frozen=True, slots=True)
class FoundPreview:
    """A preview's audio and how it was matched.

    Attributes
    ----------
    audio : bytes
        As it came: mp3 or m4a.
    """

    match: PreviewMatch
    audio: bytes = field(repr=False)


class Previews:
    """Finds previews; safe to share between threads.

    Parameters
    ----------
    blocked : BackoffStore or None
        Who remembers which source wants a pause; None remembers in this process.
    observe : callable or None
        Told (source, outcome) of every look-up, for metrics.
    throttle : callable or None
        Called with the source before every question; bulk work sleeps in it.
    """

    def __init__(
        self,
        settings: Settings,
        http: HttpClient,
        blocked: BackoffStore | None = None,
        observe: Observe | None = None,
        *,
        throttle: Callable[[str], None] | None = None,
    ) -> None:
        self._http = http
        self._gate = SourceGate(blocked, observe, throttle)
        makers: dict[str, Callable[[], PreviewAdapter]] = {
            "spotify": WebApiPreview,
            "deezer": lambda: Deezer(settings, http, self._gate),
            "itunes": lambda: ITunes(settings, http, self._gate),
            "embed": lambda: EmbedPages(settings, http, self._gate),
        }
        self._adapters = [makers[name]() for name in dict.fromkeys(settings.preview_sources)]

    def find(self, track: Track) -> FoundPreview:
        """Find and download the 30 s preview of a track.

        Raises
        ------
        PreviewNotFound
            If at least one source answered and none has this very recording; says what was tried.
        SourcesOff
        RateLimited, SourceUnavailable
            If no source answered at all: the first one's.
        """
        if not self._adapters:
            raise SourcesOff
        failure: SourceError | None = None
        answered = False
        for adapter in self._adapters:
            try:
                candidate = adapter.find(track)
                if candidate is not None:
                    return self._download(adapter.source, candidate)
            except SourceError as error:
                failure = failure or error
            else:
                # A track that came without the Web API's preview is no answer: nobody was asked.
                answered = answered or not isinstance(adapter, WebApiPreview)
                self._gate.observe(adapter.source, "none")
        if failure and not answered:
            raise failure
        tried = ", ".join(NAMES[adapter.source] for adapter in self._adapters)
        raise PreviewNotFound(title=track.title, tried=tried)

    def _download(self, source: str, candidate: Candidate) -> FoundPreview:
        try:
            audio = self._http.get_bytes(candidate.url, source=NAMES[source], max_bytes=MAX_PREVIEW_BYTES)
        except SourceError:
            self._gate.observe(source, "failed")
            raise
        self._gate.observe(source, "found")
        return FoundPreview(candidate.match, audio)
