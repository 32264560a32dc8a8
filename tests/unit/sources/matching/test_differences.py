"""What differs is named, and how much it weighs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spotpop.sources import matching
from spotpop.sources.matching import Entry, judge
from spotpop.track import Artist, Track
from tests.unit.sources.matching.recordings import Pair, pair


def track(title: str = "Lantern Road", *artists: str, **more: object) -> Track:
    credited = tuple(Artist(name=name) for name in artists or ("Mira Solberg",))
    return Track(**{"title": title, "artists": credited, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def entry(title: str = "Lantern Road", artist: str = "Mira Solberg", **more: object) -> Entry:
    return Entry(**{"title": title, "artist": artist, "duration_s": 200.0, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "differences"),
    [
        (pair("Road", "Ann", 200.0, "Road", "Ann", 200.0), ()),
        (pair("Road", "Ann", 200.0, "Road (Live)", "Ann", 200.0), ("live",)),
        (pair("Road", "Ann", 200.0, "Road (Karaoke)", "Ann", 200.0), ("karaoke",)),
        (pair("Road", "Ann", 200.0, "Road (2011 Remaster)", "Ann", 200.3), ("remaster",)),
        (pair("Road - Radio Edit", "Ann", 200.0, "Road", "Ann", 200.3), ("edit",)),
        (pair("Road", "Ann", 200.0, "Road (feat. Bo)", "Ann", 200.3), ("guest",)),
        (pair("Road", "Ann", 200.0, "Road (Berlin)", "Ann", 200.0), ("words",)),
        (pair("Road", "Ann", 200.0, "Street", "Bo", 210.0), ("artist", "length", "title")),
        (pair("Кино", "Ann", 200.0, "Kino", "Ann", 200.0), ("script",)),
        (pair("Road", "Ann", 200.0, "Road", "Ann", 205.0, isrc="USS1Z1234567"), ("length",)),
    ],
)  # fmt: skip
def test_what_differs_is_named(one: Pair, differences: tuple[str, ...]) -> None:
    assert judge(one.track, one.entry).differences == differences


@pytest.mark.parametrize("length_s", [None, 0.0])
def test_an_unknown_length_is_doubtful(length_s: float | None) -> None:
    assert not judge(track(duration_s=length_s), entry()).usable
    assert not judge(track(), entry(duration_s=length_s)).usable


@pytest.mark.parametrize(
    ("ours", "theirs", "exact", "apart"),
    [(200.0, 200.4, True, 0.4), (200.9, 200, False, 0.0), (200.0, 200.0, False, 0.0), (199.4, 200, False, 0.1),
     (203.0, 200, False, 2.0)],
)  # fmt: skip
def test_whole_seconds_may_stand_for_a_fraction(ours: float, theirs: float, exact: bool, apart: float) -> None:
    measured = matching.length_apart_s(track(duration_s=ours), entry(duration_s=theirs, exact=exact))
    assert measured == pytest.approx(apart)


def test_a_track_without_artists_matches_nothing() -> None:
    assert not judge(Track(title="Lantern Road", duration_s=200), entry()).usable


def test_names_of_signs_alone_are_compared_by_their_signs() -> None:
    assert judge(track("???", "!!!"), entry("???", "!!!")).usable
    assert not judge(track("Road", "!!!"), entry("Road", "???")).usable
    assert not judge(track("!?"), entry("??")).usable
    assert not judge(track(""), entry("")).usable


def test_an_album_tells_what_a_title_does_not() -> None:
    assert judge(track(album="Karaoke Hits"), entry(album="Karaoke Hits")).usable
    assert not judge(track(), entry(album="Karaoke Hits")).usable
    assert not judge(track(), entry(album="Live at Home")).usable
    assert judge(track("Lantern Road (Live)"), entry("Lantern Road (Live)", album="Live at Home")).usable
    assert not judge(track(album="Lantern Road"), entry(album="Live at Home")).usable
    assert judge(track("Karaoke"), entry("Karaoke", album="Karaoke - Single")).usable


COMPOSED = ("Symphony No. 5 in C Minor, Op. 67: I. Allegro con brio", "Ludwig van Beethoven")


@pytest.mark.parametrize(
    ("ours", "theirs", "differs"),
    [
        (("Berliner Philharmoniker",), "Ludwig van Beethoven, Berlin Philharmonic", False),
        (("Berliner Philharmoniker",), "Ludwig van Beethoven, Wiener Philharmoniker", True),
        ((), "Ludwig van Beethoven, Berlin Philharmonic", True),
        (("Berliner Philharmoniker",), "Ludwig van Beethoven", True),
        ((), "Ludwig van Beethoven", False),
    ],
)
def test_of_a_composed_work_the_players_must_agree(ours, theirs, differs) -> None:
    title, composer = COMPOSED
    track = Track(title=title, artists=tuple(Artist(name=name) for name in (composer, *ours)), duration_s=400.0)
    found = judge(track, Entry(title=title, artist=theirs, duration_s=400.0))
    assert ("artist" in found.differences) is differs


@pytest.mark.parametrize(
    ("artists", "credit", "contributors", "remark"),
    [
        (("Ann",), "Ann", (), False),
        (("Ann", "Bo"), "Ann", (), True),
        (("Ann",), "Ann & Bo", (), True),
        (("Ann", "Bo"), "Ann", ("Ann",), False),
        (("Ann",), "Ann & Bo", ("Ann", "Bo"), False),
    ],
)
def test_under_one_code_another_credit_is_a_remark_where_a_store_tells_one_name(
    artists, credit, contributors, remark
) -> None:
    track = Track(title="Road", artists=tuple(Artist(name=name) for name in artists), duration_s=200.0)
    entry = Entry(title="Road", artist=credit, contributors=contributors, duration_s=200.0)
    found = judge(track, entry, by_isrc=True)
    assert found.decision == "accepted"
    assert (found.differences == ("guest",)) is remark


@pytest.mark.parametrize(
    ("ours", "theirs", "apart_s", "decision"),
    [
        ("告白氣球", "Gao Bai Qi Qiu", 0.0, "accepted"),
        ("告白氣球", "Gao Bai Qi Qiu", 2.0, "refused"),
        ("告白氣球", "Love Confession", 0.0, "unsure"),
        ("告白氣球", "Love Confession", 0.2, "refused"),
        ("Sunny Day 晴天", "Sunny Day", 0.0, "accepted"),
        ("Sunny Day 晴天", "Rainy Day", 0.0, "refused"),
        ("Sunny Day 版", "Sunny Day", 0.0, "refused"),
        ("Группа крови", "Gruppa krovi", 0.0, "accepted"),
        ("Группа крови", "Zvezda", 0.0, "refused"),
    ],
)
def test_a_title_in_another_script_is_heard_as_far_as_it_can_be_read(ours, theirs, apart_s, decision) -> None:
    track = Track(title=ours, artists=(Artist(name="Ann"),), duration_s=200.0)
    for one, other in ((ours, theirs), (theirs, ours)):
        found = judge(replace(track, title=one), Entry(title=other, artist="Ann", duration_s=200.0 + apart_s))
        assert found.decision == decision, (one, other, found)
