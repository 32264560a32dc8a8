"""Credits are compared name by name."""

from __future__ import annotations

import pytest

from spotpop.sources.matching import Entry, names
from spotpop.track import Artist, Track


def track(title: str = "Lantern Road", *artists: str, **more: object) -> Track:
    credited = tuple(Artist(name=name) for name in artists or ("Mira Solberg",))
    return Track(**{"title": title, "artists": credited, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def entry(title: str = "Lantern Road", artist: str = "Mira Solberg", **more: object) -> Entry:
    return Entry(**{"title": title, "artist": artist, "duration_s": 200.0, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (["Daryl Hall & John Oates"], ["Hall & Oates"], True), (["Prince"], ["Prince Royce"], False),
        (["Earth, Wind & Fire"], ["Earth Wind and Fire"], True), (["Tyler, The Creator"], ["Tyler the Creator"], True),
        (["The Beatles"], ["Beatles"], True), (["JAY-Z"], ["JAŸ-Z"], True), (["Die Ärzte"], ["Die Aerzte"], True),
        (["Utada Hikaru"], ["Hikaru Utada"], True), (["The Weeknd"], ["The Weekend"], False),
        (["Michael Jackson"], ["Micheal Jackson"], True), (["Dave Brubeck"], ["The Dave Brubeck Quartet"], True),
        (["Ann"], ["Various Artists", "Ann"], True), (["Кино"], ["Kino"], True),
    ],
)  # fmt: skip
def test_names_are_compared_one_by_one(one: list[str], two: list[str], same: bool) -> None:
    assert names.compare(one, two).shared is same
    assert names.compare(two, one).shared is same


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("The Beatles", ["beatles"]),
        ("The", ["the"]),
        ("!!!", ["!!!"]),
        ("Los Lobos", ["lobos"]),
        ("", []),
        ("A & B", ["a", "b"]),
    ],
)
def test_an_article_in_front_does_not_count_unless_it_is_all(name: str, words: list[str]) -> None:
    assert names.name_words(name) == words


def test_a_credit_is_parted_into_its_names() -> None:
    assert names.pieces_of("Ann & Bo, Cy feat. Dee") == (("ann",), ("bo",), ("cy",), ("dee",))
    assert names.pieces_of("Ann x Bo") == (("ann",), ("bo",))
    assert names.pieces_of("Max") == (("max",),)


def test_who_is_missing_and_who_is_added_is_reported() -> None:
    found = names.compare(["Ann", "Bo"], ["Ann", "Cy"])
    assert (found.shared, found.only_first, found.only_second) == (True, (("bo",),), (("cy",),))
    assert not names.compare(["Ann"], ["Bo"]).shared
    assert names.compare(["Ann", "Bo"], ["Bo & Ann"]).only_second == ()


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Die Ärzte", "Aerzte", True), ("Hikaru Utada", "Utada Hikaru", True), ("Daft Punk", "DaftPunk", True),
        ("Vienna Philharmonic", "Wiener Philharmoniker", True), ("Michael Jackson", "Micheal Jackson", True),
        ("Weeknd", "Weekend", False), ("Ann", "Anne", False), ("Dave Brubeck", "Dave Brubeck Quartet", True),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings(one: str, two: str, same: bool) -> None:
    first, second = (tuple(names.name_words(name)) for name in (one, two))
    assert names.same_name(first, second) is same
    assert names.same_name(second, first) is same


def test_composers_play_on_no_recording() -> None:
    assert names.performers(["Samuel Barber", "New York Philharmonic & Leonard Bernstein"]) == ["New York Philharmonic"]
    assert names.has_composer(["Johann Sebastian Bach"])
    assert not names.has_composer(["Ann"])


def test_a_backing_band_is_only_the_band_behind_a_name() -> None:
    assert names.is_backing_band(("wailers",), ["Bob Marley & The Wailers"])
    assert names.is_backing_band(("e", "street", "band"), ["Bruce Springsteen"])
    assert not names.is_backing_band(("bo",), ["Ann & Bo"])
    assert names.is_everybody("Various Artists")
    assert names.is_everybody(" VARIOUS  artists ")
    assert not names.is_everybody("Ann")


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (("michael", "jackson"), ("micheal", "jackson"), True),
        (("mariah", "stone"), ("maraih", "stone"), False),
        (("michael",), ("micheal",), False),
        (("michael", "jackson"), ("micheal", "jackson", "five"), False),
        (("michael", "jackson"), ("micheal", "jakcson"), False),
        (("vienna", "road"), ("vienna", "the", "road"), False),
    ],
)
def test_one_slip_in_a_long_word_of_a_name_is_one(one, two, same) -> None:
    assert names.same_name(one, two) is same
    assert names.same_name(two, one) is same


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Ann Lee & Bo Ray", "Lee & Ray", True),
        ("Ann Lee & Bo Ray", "Lee & Fox", False),
        ("Ann Lee", "Lee", False),
        ("Ann Lee & Bo Ray", "Cy Lee & Dee Ray", False),
        ("Ann Lee & Bo Ray & Cy Fox", "Lee & Ray", False),
    ],
)
def test_a_pair_may_be_called_by_its_last_names(one, two, same) -> None:
    assert (names.compare([one], [two]).only_first == ()) is same
    assert names.compare([two], [one]).shared is names.compare([one], [two]).shared


@pytest.mark.parametrize("name", ["Johann Strauss Sohn", "J. S. Bach", "Bach jr.", "Ralph Vaughan Williams"])
def test_composers_are_known_by_their_last_name(name) -> None:
    assert names.has_composer([name])
    assert names.performers([f"{name}, Ann"]) == ["Ann"]


def test_words_between_count_only_where_the_name_is_translated() -> None:
    assert names.same_name(("wiener", "philharmoniker"), ("vienna", "philharmonic"))
    assert names.same_name(("orchester", "der", "wiener", "staatsoper"), ("orchester", "der", "wiener", "staatsoper"))
    assert not names.same_name(("vienna", "opera"), ("vienna", "the", "opera"))
