"""Where is its audio? What is known by id beats ISRC, which beats a search, whatever the order of sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Final

from spotpop.errors import PreviewNotFound, RecordingUnsure, SourceError, SourcesOff
from spotpop.links.choices import Choice, encode_choices
from spotpop.net import HttpClient
from spotpop.report import PreviewMatch
from spotpop.settings import Settings
from spotpop.sources.backoff import NAMES, SourceGate, bulk_work
from spotpop.sources.base import Candidate, FindsByIsrc, Judged, PreviewAdapter, Searches, best_of
from spotpop.sources.embed import EmbedPages
from spotpop.sources.registry import preview_adapters
from spotpop.sources.spotify import WebApiPreview
from spotpop.track import Track

MAX_PREVIEW_BYTES: Final = 8 * 2**20
"""Thirty seconds take about half a megabyte; nothing of this size is a preview."""
_CHOICES: Final = 3
_NO_CHOICE: Final = frozenset({"title", "artist", "karaoke", "cover"})
"""What differs so much that it is not even offered."""


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


@dataclass(slots=True)
class _Attempt:
    """What came of the sources that were asked for one track."""

    failure: SourceError | None = None
    answered: bool = False
    down: set[str] = field(default_factory=set)
    tried: set[str] = field(default_factory=set)
    refused: list[Judged] = field(default_factory=list)

    def failed(self, error: SourceError, source: str | None = None) -> None:
        """Remember the first failure, and that a source need not be asked again for this track."""
        self.failure = self.failure or error
        if source:
            self.down.add(source)


class Previews:
    """Finds previews; safe to share between threads.

    Parameters
    ----------
    gate : SourceGate, optional
        Stands before every question; by default one that remembers pauses in this object.
    """

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate | None = None) -> None:
        self._http = http
        self._gate = gate or SourceGate()
        self._adapters = preview_adapters(settings, http, self._gate)
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="sources")

    def find(self, track: Track, *, patient: bool = False) -> FoundPreview:
        """Find and download the 30 s preview of a track.

        Parameters
        ----------
        patient : bool
            One of many, as a row of an album is: stores are searched one after the other, which spares their budgets,
            rather than at once.

        Raises
        ------
        RecordingUnsure
            If there is only what differs; it holds up to three to choose from.
        PreviewNotFound
            If at least one source answered and none has this very recording; says what was tried.
        SourcesOff
        RateLimited, SourceUnavailable
            If no source answered at all: the first one's.
        """
        if not self._adapters:
            raise SourcesOff
        with bulk_work() if patient else nullcontext():
            return self._find(track, patient=patient)

    def _find(self, track: Track, *, patient: bool) -> FoundPreview:
        attempt = _Attempt()
        for candidate in self._candidates(track, attempt, patient=patient):
            address = candidate.url.partition("?")[0]
            if address in attempt.tried:
                continue
            attempt.tried.add(address)
            try:
                return self._download(candidate)
            except SourceError as error:
                attempt.failed(error)
        if attempt.failure and not attempt.answered:
            raise attempt.failure
        if choices := _choices(attempt.refused):
            raise RecordingUnsure(title=track.title, choices=encode_choices(choices))
        tried = ", ".join(NAMES[adapter.source] for adapter in self._adapters)
        raise PreviewNotFound(title=track.title, tried=tried)

    def _candidates(self, track: Track, attempt: _Attempt, *, patient: bool) -> Iterator[Candidate]:
        """Yield what may be analysed, the surest first; asks no source before it must."""
        if known := _known(track, [adapter.source for adapter in self._adapters]):
            yield known
        for adapter in self._adapters:
            if isinstance(adapter, EmbedPages) and track.preview_source != adapter.source:
                yield from self._found_by(adapter, track, attempt)
        for adapter in self._adapters:
            if isinstance(adapter, FindsByIsrc):
                yield from _heard(self._asked(adapter.source, adapter.by_isrc, track, attempt))
        yield from self._searched(track, attempt, patient=patient)
        for adapter in self._adapters:
            if not isinstance(adapter, FindsByIsrc | Searches | EmbedPages | WebApiPreview):
                yield from self._found_by(adapter, track, attempt)

    def _found_by(self, adapter: PreviewAdapter, track: Track, attempt: _Attempt) -> Iterator[Candidate]:
        try:
            with self._http.question():
                found = adapter.find(track)
        except SourceError as error:
            attempt.failed(error, adapter.source)
            return
        if found is None:
            attempt.answered = True
            self._gate.observe(adapter.source, "none")
        else:
            yield found

    def _searched(self, track: Track, attempt: _Attempt, *, patient: bool) -> Iterator[Candidate]:
        adapters = [one for one in self._adapters if isinstance(one, Searches) and one.source not in attempt.down]
        if patient:
            for adapter in adapters:
                yield from _heard(self._asked(adapter.source, adapter.search, track, attempt))
            return
        asked: list[tuple[str, Future[list[Judged]]]] = [
            (adapter.source, self._pool.submit(self._in_time, adapter.search, track)) for adapter in adapters
        ]
        results: list[tuple[int, int, int, Judged]] = []
        for order, (source, future) in enumerate(asked):

            def answer(_: Track, future: Future[list[Judged]] = future) -> list[Judged]:
                return future.result()

            found = self._asked(source, answer, track, attempt)
            results += [(len(one.verdict.differences), order, place, one) for place, one in enumerate(found)]
        yield from _heard([one for *_, one in sorted(results, key=_by_doubt)])

    def _asked(
        self, source: str, ask: Callable[[Track], list[Judged]], track: Track, attempt: _Attempt
    ) -> list[Judged]:
        try:
            results = self._in_time(ask, track)
        except SourceError as error:
            attempt.failed(error, source)
            return []
        attempt.refused += [one for one in results if not one.usable]
        if best_of(results) is None:
            attempt.answered = True  # else it knows the recording, whatever becomes of the download
            self._gate.observe(source, "none")
        return results

    def _in_time(self, ask: Callable[[Track], list[Judged]], track: Track) -> list[Judged]:
        with self._http.question():
            return ask(track)

    def _download(self, candidate: Candidate) -> FoundPreview:
        source = candidate.match.source
        try:
            audio = self._http.get_bytes(candidate.url, source=NAMES[source], max_bytes=MAX_PREVIEW_BYTES)
        except SourceError:
            self._gate.observe(source, "failed")
            raise
        self._gate.observe(source, "found")
        return FoundPreview(candidate.match, audio)


def _known(track: Track, sources: list[str]) -> Candidate | None:
    """Return the preview that came with the track, if the operator lets its source be used."""
    stores = track.preview_source not in {"spotify", "embed"}  # it was asked for by that store's own id
    if track.preview_url is None or (track.preview_source not in sources and not stores):
        return None
    match = PreviewMatch(
        source=track.preview_source, how="id", confidence=1.0, title=track.title, artist=track.artist_line
    )
    return Candidate(track.preview_url, match)


def _heard(results: Iterable[Judged]) -> Iterator[Candidate]:
    for one in results:
        if candidate := one.candidate():
            yield candidate


def _by_doubt(result: tuple[int, int, int, Judged]) -> tuple[int, int, int, int]:
    differences, order, place, one = result
    return ({"accepted": 0, "unsure": 1, "refused": 2}[one.verdict.decision], differences, order, place)


def _choices(refused: list[Judged]) -> list[Choice]:
    """Return up to three that a person may mean: same artist, same song, but another version, guest or length."""
    choices: dict[str, Choice] = {}
    for one in refused:
        if one.stored.preview_url is None or not one.stored.id or set(one.verdict.differences) & _NO_CHOICE:
            continue
        choice = one.stored.choice(one.verdict.differences)
        choices.setdefault(choice.label, choice)
    return list(choices.values())[:_CHOICES]
