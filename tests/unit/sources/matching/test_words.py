"""Words in their many spellings."""

from __future__ import annotations

import pytest

from spotpop.sources.matching import Entry
from spotpop.sources.matching.words import same_word
from spotpop.track import Artist, Track


def track(title: str = "Lantern Road", *artists: str, **more: object) -> Track:
    credited = tuple(Artist(name=name) for name in artists or ("Mira Solberg",))
    return Track(**{"title": title, "artists": credited, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def entry(title: str = "Lantern Road", artist: str = "Mira Solberg", **more: object) -> Entry:
    return Entry(**{"title": title, "artist": artist, "duration_s": 200.0, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [("f**k", "fuck", True), ("f*ck", "f**k", True), ("f*ck", "d**k", False), ("f**k", "f**k", True),
     ("sh*t", "shut", True), ("lovin", "loving", True),
     ("in", "ing", False), ("road", "roads", False)],
)  # fmt: skip
def test_words_in_other_spellings(one: str, two: str, same: bool) -> None:
    assert same_word(one, two) is same
