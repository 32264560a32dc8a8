"""Where the audio is: nothing to ask with says what was tried."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from spotpop.errors import PreviewNotFound, RateLimited, RecordingUnsure, SourceUnavailable
from spotpop.links.choices import decode_choices
from spotpop.net import HttpClient
from spotpop.settings import Settings, load_settings
from spotpop.sources import Previews, SourceGate
from spotpop.sources.base import Candidate, Judged, StoreTrack, best_of
from spotpop.sources.matching import Entry, Verdict
from spotpop.track import Artist, Track


def plain_settings(**overrides: object) -> Settings:
    return load_settings(**{"spotify_client_id": None, "spotify_client_secret": None, **overrides})


def test_nothing_to_ask_with_says_what_was_tried() -> None:
    settings = plain_settings(preview_sources="deezer, itunes, embed")
    with pytest.raises(PreviewNotFound) as caught:
        Previews(settings, HttpClient(settings)).find(Track(title="Road"))  # no artist, no id: nobody can be asked
    assert caught.value.params == {"title": "Road", "tried": "Deezer, iTunes, Spotify's embed page"}
    assert "Upload" in caught.value.advice


class Store:
    """A source that answers as a test says: by its code, by search, or with an error."""

    def __init__(self, source: str, *, by_isrc: Any = None, search: Any = ()) -> None:
        self.source = source
        self.asked: list[str] = []
        self._search = search
        if by_isrc is not None:
            self.by_isrc = lambda _: self._reported("isrc", by_isrc)

    def search(self, _: Track) -> list[Judged]:
        return self._reported("search", self._search)

    def by_words(self, _: str) -> list[StoreTrack]:
        return []

    def by_id(self, _: str) -> None:
        return None

    def find(self, _: Track) -> None:
        return None

    def _reported(self, how: str, answer: Any) -> list[Judged]:
        self.asked.append(how)
        if isinstance(answer, Exception):
            raise answer
        return list(answer)


class Http:
    """Downloads whose address is not among the broken ones."""

    def __init__(self, *broken: str) -> None:
        self.broken = broken

    @contextmanager
    def question(self, *_: Any) -> Iterator[None]:
        yield

    def get_bytes(self, url: str, **_: Any) -> bytes:
        if url in self.broken:
            raise SourceUnavailable(source="CDN")
        return url.encode()


def found(source: str, name: str, decision: str = "accepted", *differences: str, how: str = "search") -> Judged:
    stored = StoreTrack(
        source=source, id=name, entry=Entry(title=name, artist="Ann", duration_s=200.0), preview_url=f"https://{name}",
        page_url="",
    )  # fmt: skip
    return Judged(stored, Verdict(decision, differences, 0.9), how)


ASKED = Track(title="Road", artists=(Artist(name="Ann"),), duration_s=200.0)
AWAY = SourceUnavailable(source="Deezer")


class Finder:
    """The least that a source can be: it finds, and cannot be searched."""

    source = "itunes"

    def __init__(self, *found: Judged, error: Exception | None = None) -> None:
        self._found, self._error = found, error

    def find(self, _: Track) -> Candidate | None:
        if self._error:
            raise self._error
        return best_of(list(self._found))


def previews(*stores: Store | Finder, http: Http | None = None) -> tuple[Previews, list[tuple[str, str]]]:
    shown: list[tuple[str, str]] = []
    made = Previews(
        plain_settings(preview_sources=()), http or Http(), SourceGate(observe=lambda *one: shown.append(one))
    )
    made._adapters = list(stores)
    return made, shown


@pytest.mark.parametrize("patient", [False, True])
def test_what_is_accepted_beats_what_is_unsure_whatever_the_order(patient: bool) -> None:
    unsure, sure = found("deezer", "a", "unsure", "guest"), found("itunes", "b")
    chain, _ = previews(Store("deezer", search=[unsure]), Store("itunes", search=[sure]))
    assert chain.find(ASKED, patient=patient).audio == (b"https://a" if patient else b"https://b")


def test_among_equals_fewer_differences_then_the_operators_order() -> None:
    one, two = found("deezer", "a", "accepted", "edit"), found("itunes", "b")
    assert previews(Store("deezer", search=[one]), Store("itunes", search=[two]))[0].find(ASKED).audio == b"https://b"
    first, second = found("deezer", "a"), found("itunes", "b")
    chain, _ = previews(Store("itunes", search=[second]), Store("deezer", search=[first]))
    assert chain.find(ASKED).audio == b"https://b"


def test_a_code_beats_a_search_and_spares_it() -> None:
    store = Store("deezer", by_isrc=[found("deezer", "a", how="isrc")], search=[found("deezer", "b")])
    chain, shown = previews(Store("itunes", search=[found("itunes", "c")]), store)
    assert chain.find(ASKED).match.how == "isrc"
    assert store.asked == ["isrc"]
    assert shown == [("deezer", "found")]


def test_what_came_with_the_track_is_heard_first_if_its_source_may_be_asked() -> None:
    known = replace(ASKED, preview_url="https://own?x=1", preview_source="embed")
    store = Store("embed", search=[found("embed", "b")])
    assert previews(store)[0].find(known).match.how == "id"
    assert previews(Store("deezer", search=[found("deezer", "b")]))[0].find(known).audio == b"https://b"
    own_store = replace(known, preview_source="itunes")
    assert previews(Store("deezer"))[0].find(own_store).audio == b"https://own?x=1"


def test_a_download_that_fails_is_followed_by_the_next_and_not_tried_twice() -> None:
    stores = (Store("deezer", search=[found("deezer", "a"), found("deezer", "a"), found("deezer", "b")]),)
    chain, shown = previews(*stores, http=Http("https://a"))
    assert chain.find(ASKED).audio == b"https://b"
    assert shown == [("deezer", "failed"), ("deezer", "found")]


def test_a_source_that_is_away_is_not_asked_again_for_this_track() -> None:
    store = Store("deezer", by_isrc=AWAY, search=[found("deezer", "b")])
    with pytest.raises(SourceUnavailable):
        previews(store)[0].find(ASKED)
    assert store.asked == ["isrc"]
    other = Store("itunes", search=[found("itunes", "c")])
    assert previews(Store("deezer", by_isrc=AWAY), other)[0].find(ASKED).audio == b"https://c"


def test_the_first_failure_is_reported_only_if_nobody_answered() -> None:
    limited = RateLimited(source="iTunes", retry_after_s=5)
    with pytest.raises(RateLimited):
        previews(Store("itunes", search=limited), Store("deezer", search=AWAY))[0].find(ASKED, patient=True)
    with pytest.raises(PreviewNotFound) as caught:
        previews(Store("itunes", search=limited), Store("deezer"))[0].find(ASKED)
    assert caught.value.params["tried"] == "iTunes, Deezer"


def test_what_differs_is_offered_but_not_what_is_another_song() -> None:
    refused = [
        found("deezer", "live", "refused", "live"), found("deezer", "other", "refused", "title"),
        found("deezer", "cover", "refused", "cover"), found("deezer", "remix", "refused", "remix"),
        found("deezer", "edit", "refused", "edit"), found("deezer", "more", "refused", "length"),
    ]  # fmt: skip
    with pytest.raises(RecordingUnsure) as caught:
        previews(Store("deezer", search=refused))[0].find(ASKED)
    assert [one.id for one in decode_choices(str(caught.value.params["choices"]))] == ["live", "remix", "edit"]
    with pytest.raises(PreviewNotFound):
        previews(Store("deezer", search=refused[1:3]))[0].find(ASKED)


def test_a_source_that_can_only_find_is_asked_last() -> None:
    finder = Finder(found("itunes", "a"))
    assert previews(finder)[0].find(ASKED).audio == b"https://a"
    assert previews(finder, Store("deezer", search=[found("deezer", "b")]))[0].find(ASKED).audio == b"https://b"
    with pytest.raises(SourceUnavailable):
        previews(Finder(error=AWAY))[0].find(ASKED)
    with pytest.raises(PreviewNotFound):
        previews(Finder())[0].find(ASKED)
