"""Asking stores by name: what a person may mean by "artist - title"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from spotpop.errors import SourceError
from spotpop.links.choices import Choice
from spotpop.links.other_services import split_name
from spotpop.net import HttpClient
from spotpop.source_specs import SOURCES
from spotpop.sources.base import Judged, Searches, StoreTrack, judged
from spotpop.sources.matching import LENGTH_TOLERANCE_S, judge, normalised
from spotpop.sources.matching.names import pieces_of
from spotpop.track import Artist, Track

_DASH: Final = re.compile(r"\s+[-\u2010-\u2015|:]+\s+|\s+by\s+", re.IGNORECASE)
_LONGEST: Final = 200
_Ranked = tuple[tuple[int, int, int], StoreTrack]


class NameSearch:
    """Finds songs by name in all stores at once; safe to share between threads.

    Parameters
    ----------
    adapters : sequence of Searches
        In the operator's order.
    """

    def __init__(self, adapters: Sequence[Searches], http: HttpClient) -> None:
        self._adapters = list(adapters)
        self._http = http
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="names")

    def find(self, name: str, limit: int = 3) -> list[Choice]:
        """Return what is called so, most likely first, each recording once.

        Parameters
        ----------
        name : str
            ``artist - title``, or any words.
        limit : int
            Most choices.

        Raises
        ------
        SourceError
            The first store's, if none answers.
        """
        name = " ".join(name.split())[:_LONGEST]
        if not normalised(name) or not self._adapters:
            return []
        futures = [self._pool.submit(self._ask, adapter, name) for adapter in self._adapters]
        found: list[_Ranked] = []
        failure: SourceError | None = None
        for order, future in enumerate(futures):
            try:
                results = future.result()
            except SourceError as error:
                failure = failure or error
                continue
            found += _ranked(name, results, order)
        if failure and not found:
            raise failure
        return _best(name, found, limit)

    def suggest(self, name: str, limit: int = 8) -> list[Choice]:
        """Return likewise, but ask only one store: that which may be asked most often, else the next.

        Raises
        ------
        SourceError
            The last store's, if none answers.
        """
        name = " ".join(name.split())[:_LONGEST]
        if not normalised(name):
            return []
        failure: SourceError | None = None
        for adapter in sorted(self._adapters, key=lambda one: -SOURCES[one.source].per_minute):
            try:
                return _best(name, _ranked(name, self._ask(adapter, name)), limit)
            except SourceError as error:
                failure = error
        if failure:
            raise failure
        return []

    def _ask(self, adapter: Searches, name: str) -> list[StoreTrack]:
        parts = split_name(name)
        with self._http.question():
            found = adapter.by_words(name if parts is None else f"{parts[0]} {parts[1]}")
        if parts is None:
            return found
        wanted = Track(title=parts[1], artists=(Artist(name=parts[0]),))
        ranked: list[Judged] = judged(wanted, found, how="search")
        return [one.stored for one in ranked]


def _ranked(name: str, results: Sequence[StoreTrack], order: int = 0) -> list[_Ranked]:
    """Put a store's answers in order: how far the name is, then the store's own opinion."""
    return [
        ((_distance(name, one), place, order), one) for place, one in enumerate(results) if one.preview_url and one.id
    ]


def _best(name: str, found: Sequence[_Ranked], limit: int) -> list[Choice]:
    """Return the most likely songs, each once, however many stores have it, with what differs from the name."""
    kept: list[StoreTrack] = []
    for _, one in sorted(found, key=lambda ranked: ranked[0]):
        if not any(_is_same_song(one, other) for other in kept):
            kept.append(one)
    return [one.choice(_differences(name, one)) for one in kept[:limit]]


def _differences(name: str, stored: StoreTrack) -> tuple[str, ...]:
    """Return what distinguishes a song from the name that was asked for; its length says nothing of that."""
    parts = split_name(name)
    if parts is None:
        return ()
    wanted = Track(title=parts[1], artists=(Artist(name=parts[0]),), duration_s=stored.entry.duration_s)
    return judge(wanted, stored.entry).differences


def the_one(name: str, choices: Sequence[Choice]) -> Choice | None:
    """Return the choice that is called exactly as asked for, or None where a person has to choose.

    The most likely one must be it, and no other of its name may be of another length: those are other recordings.
    """
    exact = [choice for choice in choices if _is_called(name, choice.artist, choice.title)]
    if not exact or exact[0] is not choices[0]:
        return None
    lengths = {round((choice.duration_s or 0) / 5) for choice in exact}
    return exact[0] if len(lengths) == 1 else None


def _distance(name: str, stored: StoreTrack) -> int:
    """Return how far a song's name is from the words: 0 for the very name, else words missing and words beyond."""
    if _is_called(name, stored.entry.artist, stored.entry.title):
        return 0
    asked = set(normalised(_DASH.sub(" ", name)).split())
    known_words = set(
        normalised(f"{stored.entry.artist} {' '.join(stored.entry.contributors)} {stored.entry.title}").split()
    )
    return 1 + 3 * len(asked - known_words) + len(known_words - asked)


def _is_called(name: str, artist: str, title: str) -> bool:
    parts = split_name(name)
    if parts is None:
        return False
    return {normalised(parts[0]), normalised(parts[1])} == {normalised(artist), normalised(title)}


def _is_same_song(first: StoreTrack, second: StoreTrack) -> bool:
    """Whether two stores mean the same song: title, main artist, and length as far as both state it."""
    one, two = first.entry, second.entry
    if normalised(one.title) != normalised(two.title) or pieces_of(one.artist)[:1] != pieces_of(two.artist)[:1]:
        return False
    return not one.duration_s or not two.duration_s or abs(one.duration_s - two.duration_s) <= LENGTH_TOLERANCE_S
