"""A title is taken apart: words, guests, and which recording it says it is."""

from __future__ import annotations

import pytest

from spotpop.sources.matching import Entry, titles
from spotpop.track import Artist, Track


def track(title: str = "Lantern Road", *artists: str, **more: object) -> Track:
    credited = tuple(Artist(name=name) for name in artists or ("Mira Solberg",))
    return Track(**{"title": title, "artists": credited, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def entry(title: str = "Lantern Road", artist: str = "Mira Solberg", **more: object) -> Entry:
    return Entry(**{"title": title, "artist": artist, "duration_s": 200.0, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "core", "codes", "guests"),
    [
        ("Creep", ("creep",), set(), ()),
        ("Creep - Live, 2009 Remaster", ("creep",), {"live", "remaster"}, ()),
        ("Road (feat. Ann & Bo) [Remix]", ("road",), {"remix"}, ("Ann & Bo",)),
        ("Road ft. Ann (Acoustic)", ("road",), {"acoustic"}, ("Ann",)),
        ("(I Can't) Go", ("i", "cant", "go"), set(), ()),
        ("Road (Prod. by Bo)", ("road",), set(), ()),
        ('Road (From "Frozen")', ("road",), set(), ()),
        ("Road【ライブ】", ("road",), {"live"}, ()),
        ("Road (", ("road",), set(), ()),
    ],
)  # fmt: skip
def test_a_title_is_taken_apart(title: str, core: tuple[str, ...], codes: set[str], guests: tuple[str, ...]) -> None:
    read = titles.parse(title)
    assert (read.core, read.codes - {""}, read.guests) == (core, codes, guests)


def test_with_somebody_names_a_guest_only_if_somebody_is_credited() -> None:
    assert titles.parse("Road (with Bo)", ["Bo"]).guests == ("Bo",)
    assert titles.parse("Road (with Strings)", ["Bo"]).guests == ()


def parsed(title: str, *names: str) -> titles.Title:
    return titles.parse(title, names)


def test_the_year_of_a_remaster_is_no_word_of_the_title_and_any_other_year_is() -> None:
    assert parsed("Road - Remastered - 2011").tail == ()
    assert parsed("Road (2011) [Remaster]").tail == ()
    assert parsed("Road - 2011").tail == ("2011",)
    assert parsed("Road (2011) [Live]").tail == ("2011",)


@pytest.mark.parametrize(
    ("title", "outside", "tails"),
    [
        ("(I Can't Get No) Satisfaction - Mono", "I Can't Get No  Satisfaction", ["Mono"]),
        ("Road (Live) [Mono]", "Road", ["Live", "Mono"]), ("Road (a (b) c)", "Road", ["a (b) c"]),
        ("(Live)", "(Live)", ["Live"]), ("Road -  - Live", "Road", ["Live"]), ("Road (", "Road", []),
        ("A-B", "A-B", []),
        ("Road – Live", "Road", ["Live"]), ("Road ~Live", "Road", ["Live"]),
    ],
)  # fmt: skip
def test_brackets_and_dashes_part_a_title(title: str, outside: str, tails: list[str]) -> None:
    assert titles.split(title) == (outside, tails)


def test_the_artists_name_in_front_is_taken_off_unless_the_title_is_it() -> None:
    assert titles.without_artist("Ann - Road", ["Ann"]) == "Road"
    assert titles.without_artist("Puccini: Tosca", ["Giacomo Puccini"]) == "Tosca"
    assert titles.without_artist("Ann - Live", ["Ann"]) == "Ann - Live"
    assert titles.without_artist("Bo - Road", ["Ann"]) == "Bo - Road"


def test_version_words_without_brackets_are_read_as_a_tail() -> None:
    loose = titles.loosened(parsed("Creep Live"))
    assert (loose.core, loose.codes) == (("creep",), {"live"})
    assert titles.loosened(parsed("Live")).core == ("live",)
    assert titles.loosened(parsed("Creep")).core == ("creep",)


def test_tails_may_come_in_any_order_and_long_titles_too() -> None:
    assert titles.same_title(parsed("Road (blue) [red]"), parsed("Road (red) [blue]"))
    assert titles.same_title(parsed("Volare (nel blu)"), parsed("Nel blu (volare)"))
    assert not titles.same_title(parsed("Blue Road"), parsed("Road Blue"))


def test_two_films_contradict_and_one_nobody() -> None:
    coco, frozen, none = parsed('Road (From "Coco")'), parsed('Road (From "Frozen")'), parsed("Road")
    assert titles.same_origin(coco, none)
    assert titles.same_origin(coco, parsed('Road (From "Coco" Soundtrack)'))
    assert not titles.same_origin(coco, frozen)
    one, two = titles.with_one_origin(coco, parsed("Road (Coco)"))
    assert (one.origin, two.origin, two.tail) == (("from", "coco"), ("coco",), ())
    assert titles.with_one_origin(parsed("Road (Coco)"), coco)[0].origin == ("coco",)
    assert titles.with_one_origin(coco, parsed("Road (Berlin)"))[1].tail == ("berlin",)


def test_what_one_title_has_beyond_the_other() -> None:
    assert titles.leftover(parsed("Road (Berlin)"), parsed("Road")) == ["berlin"]
    assert titles.leftover(parsed("Road"), parsed("Road Berlin")) == ["berlin"]
    assert titles.leftover(parsed("Road (Berlin)"), parsed("Street")) is None
    assert titles.leftover(parsed("Road (a) (b)"), parsed("Road (c)")) is None


def test_a_soundtrack_tells_what_the_words_of_a_tail_are() -> None:
    assert titles.on_album(["coco"], "Coco (Original Motion Picture Soundtrack)")
    assert titles.on_album(["theme", "coco"], "x", "Coco Soundtrack")
    assert not titles.on_album(["coco", "berlin"], "Coco Soundtrack")
    assert not titles.on_album(["coco"], "Coco")


def test_guests_are_cut_off_wherever_they_are_named() -> None:
    assert titles.without_guests("Road feat. Bo") == "Road"
    assert titles.without_guests("Road, ft. Bo") == "Road"
    assert titles.without_guests("Feat") == "Feat"
    assert parsed("Road (with Bo)", "Bo").guests == ("Bo",)
    assert parsed("Road (Prod. by Bo)", "Bo").guests == ()
