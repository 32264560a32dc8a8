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
