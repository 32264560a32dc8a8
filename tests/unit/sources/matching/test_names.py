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
