"""Words in their many spellings."""

from __future__ import annotations

import pytest

from spotpop.sources.matching import Entry
from spotpop.sources.matching.words import near_word, near_words, same_word, same_words, split_words
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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Parts I-III", ["part", "1", "part", "3"]), ("Pts. 2 to 4", ["part", "2", "part", "4"]),
        ("Another Brick, Pt. II", ["another", "brick", "part", "2"]), ("T.N.T.", ["tnt"]),
        ("A$AP Ke$ha", ["asap", "kesha"]),
        ("P!nk", ["pink"]), ("No. 5", ["no", "5"]), ("#1", ["no", "1"]), ("10,000 Hours", ["10000", "hours"]),
        ("Tú y Yo", ["tu", "&", "yo"]), ("7th", ["7th"]), ("Vol. 2", ["volume", "2"]), ("I", ["i"]),
        ("Part I", ["part", "1"]),
        ("One", ["1"]), ("Gymnopédie", ["gymnopedie"]), ("don't", ["dont"]), ("C# Minor", ["c", "sharp", "minor"]),
    ],
)  # fmt: skip
def test_words_have_one_spelling(text: str, words: list[str]) -> None:
    assert split_words(text) == words


@pytest.mark.parametrize(
    ("one", "two", "near"),
    [("lantern", "lantren", True), ("lantern", "lanterns", False), ("road", "raod", False), ("abcde1", "abcde2", False),
     ("lantern", "lantirn", True), ("lantern", "lentirn", False)],
)  # fmt: skip
def test_one_slip_of_the_pen(one: str, two: str, near: bool) -> None:
    assert near_word(one, two) is near_word(two, one) is near


def test_titles_of_the_same_words_however_they_are_written_together() -> None:
    assert same_words(["sun", "flower"], ["sunflower"])
    assert not same_words(["part", "1", "2"], ["part", "12"])
    assert same_words(["sueden"], ["suden"])
    assert not same_words([], ["a"])
    assert near_words(["blue", "lantern"], ["blue", "lantren"])
    assert not near_words(["blue", "lantern"], ["bleu", "lantren"])
    assert not near_words(["lantern"], ["lantern"])
