"""Which of several songs is the one that was asked for by name."""

from __future__ import annotations

import pytest

from spotpop.links.choices import Choice
from spotpop.sources.short_links import searchable
from spotpop.sources.stores import the_one


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
