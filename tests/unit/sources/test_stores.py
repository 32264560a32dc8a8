"""Which of several songs is the one that was asked for by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from spotpop.errors import SourceUnavailable
from spotpop.links.choices import Choice
from spotpop.sources.base import Judged, StoreTrack
from spotpop.sources.matching import Entry
from spotpop.sources.short_links import searchable
from spotpop.sources.stores import NameSearch, the_one
from spotpop.track import Track


def choice(title: str, artist: str = "Ann", duration_s: float = 200.0) -> Choice:
    return Choice(
        service="deezer", id=str(abs(hash((title, duration_s)))), title=title, artist=artist, duration_s=duration_s
    )


def test_the_only_one_of_that_name_needs_no_choice() -> None:
    assert the_one("ann - ROAD", [choice("Road"), choice("Road (Live)")]) == choice("Road")
    assert the_one("Road - Ann", [choice("Road")]) == choice("Road")  # the other way round, as some write it


def test_a_person_chooses_between_versions_and_likenesses() -> None:
    assert the_one("Ann - Road", [choice("Road"), choice("Road", duration_s=260.0)]) is None
    assert the_one("Ann - Road", [choice("Road (Live)"), choice("Road")]) is None
    assert the_one("Ann - Road", [choice("Road", "Annie")]) is None
    assert the_one("Road", [choice("Road")]) is None
    assert the_one("Ann - Road", []) is None


@pytest.mark.parametrize(
    ("title", "author", "name"),
    [
        ("Ann - Road (Official Video)", "AnnVEVO", "Ann - Road"), ("Road", "Ann - Topic", "Ann - Road"),
        ("Road [Lyrics] (HD)", "Ann", "Ann - Road"), ("Ann: Road", "Ann", "Ann: Road"),
        ("Road (Live)", "", "Road (Live)"),
    ],
)  # fmt: skip
def test_a_pages_title_becomes_a_name(title: str, author: str, name: str) -> None:
    assert searchable(title, author) == name


class Store:
    """A store that finds what a test says, and keeps what it was asked for."""

    def __init__(self, source: str, *found: StoreTrack, error: Exception | None = None) -> None:
        self.source, self._found, self._error = source, found, error
        self.asked: list[str] = []

    def search(self, _: Track) -> list[Judged]:
        return []

    def by_id(self, _: str) -> None:
        return None

    def by_words(self, text: str) -> list[StoreTrack]:
        self.asked.append(text)
        if self._error:
            raise self._error
        return list(self._found)


class Http:
    @contextmanager
    def question(self, *_: object) -> Iterator[None]:
        yield


def stored(
    title: str, artist: str = "Ann", seconds: float | None = 200.0, *, source: str = "deezer", name: str = ""
) -> StoreTrack:
    return StoreTrack(
        source=source, id=name or title, entry=Entry(title=title, artist=artist, duration_s=seconds),
        preview_url="https://x", page_url="",
    )  # fmt: skip


def names(*stores: Store) -> NameSearch:
    return NameSearch(list(stores), Http())  # type: ignore[arg-type] # what a search needs of it


def test_the_very_name_comes_first_then_what_is_near() -> None:
    store = Store("deezer", stored("Road Movie"), stored("Road"), stored("Street"))
    assert [one.id for one in names(store).find("Ann - Road")] == ["Road", "Road Movie", "Street"]
    assert store.asked == ["Ann Road"]
    assert [one.id for one in names(Store("deezer", stored("a b c"), stored("a b"))).find("a b ann")] == [
        "a b",
        "a b c",
    ]


def test_each_song_is_reported_once_however_many_stores_have_it() -> None:
    one, two = Store("deezer", stored("Road", name="d")), Store("itunes", stored("Road", seconds=203.0, name="i"))
    assert [found.id for found in names(one, two).find("Ann - Road")] == ["d"]
    longer = Store("itunes", stored("Road", seconds=203.1, name="i"))
    assert [found.id for found in names(one, longer).find("Ann - Road")] == ["d", "i"]
    unknown = Store("itunes", stored("Road", seconds=None, name="i"), stored("Road", "Bo", name="b"))
    assert [found.id for found in names(one, unknown).find("Ann - Road")] == ["d", "b"]


def test_what_differs_from_the_name_is_reported() -> None:
    [found] = names(Store("deezer", stored("Road (Live)"))).find("Ann - Road")
    assert found.differences == ("live",)
    [found] = names(Store("deezer", stored("Road (Live)"))).find("road")
    assert found.differences == ()


def test_no_more_are_reported_than_asked_for_and_none_without_a_preview() -> None:
    many = [stored(f"Road {number}") for number in range(9)]
    silent = replace(stored("Road"), preview_url=None)
    assert len(names(Store("deezer", silent, *many)).find("Ann - Road")) == 3
    assert len(names(Store("deezer", *many)).suggest("Ann - Road")) == 8
    assert names(Store("deezer", stored("Road"))).find("   ") == []
    assert names().find("Road") == []


def test_a_store_that_is_away_is_reported_only_if_nobody_answers() -> None:
    away = SourceUnavailable(source="Deezer")
    assert names(Store("deezer", error=away), Store("itunes", stored("Road"))).find("Road")
    with pytest.raises(SourceUnavailable):
        names(Store("deezer", error=away)).find("Road")


def test_who_types_asks_the_store_that_may_be_asked_most_often() -> None:
    itunes, deezer = Store("itunes", stored("Road")), Store("deezer", stored("Road"))
    assert names(itunes, deezer).suggest("Road")
    assert (len(deezer.asked), len(itunes.asked)) == (1, 0)
    away = Store("deezer", error=SourceUnavailable(source="Deezer"))
    assert names(itunes, away).suggest("Road")
    with pytest.raises(SourceUnavailable):
        names(away).suggest("Road")
    assert names().suggest("Road") == []


def test_among_equally_near_names_the_likelier_recording_comes_first() -> None:
    clean = stored("Road", name="clean")
    store = Store("deezer", replace(clean, entry=replace(clean.entry, cleaned=True)), stored("Road", name="plain"))
    assert [one.id for one in names(store).find("Ann - Road")] == ["plain"]
    assert [one.id for one in names(store).find("Road")] == ["clean"], "its own order"


def test_a_word_that_is_missing_is_worse_than_two_that_are_beyond() -> None:
    store = Store("deezer", stored("Lantern"), stored("Lantern Road in Three More Words"))
    assert next(one.id for one in names(store).find("lantern road")) == "Lantern"
    store = Store("deezer", stored("Lantern"), stored("Lantern Road Twice"))
    assert next(one.id for one in names(store).find("lantern road ann")) == "Lantern Road Twice"


def test_stores_stand_in_the_operators_order_among_equals() -> None:
    first, second = Store("itunes", stored("Road", name="i")), Store("deezer", stored("Road", "Bo", name="d"))
    assert [one.id for one in names(first, second).find("road")] == ["i", "d"]
    assert [one.id for one in names(second, first).find("road")] == ["d", "i"]


@pytest.mark.parametrize(("seconds", "one"), [(202.4, True), (202.6, False), (197.6, True), (197.4, False)])
def test_lengths_within_some_seconds_are_one(seconds: float, one: bool) -> None:
    found = the_one("Ann - Road", [choice("Road"), choice("Road", duration_s=seconds)])
    assert (found is not None) is one


def test_a_long_name_is_cut_and_one_of_signs_is_asked_for() -> None:
    store = Store("deezer", stored("Road"))
    names(store).find("x" * 300)
    names(store).suggest("y  " * 300)
    assert [len(one) for one in store.asked] == [200, 200]
    assert names(store).suggest("  ") == []
    assert len(store.asked) == 2


def test_one_song_has_one_artist_and_a_length_as_far_as_it_is_reported() -> None:
    pairs = [("Ann", "Ann & Bo", 1), ("Ann", "Bo", 2), ("Ann & Bo", "Ann", 1)]
    for one, other, count in pairs:
        store = Store("deezer", stored("Road", one, name="a"), stored("Road", other, name="b"))
        assert len(names(store).find("road")) == count
    nameless = Store("deezer", stored("Road", name=""), replace(stored("Road"), id=""))
    assert len(names(nameless).find("road")) == 1
