"""Ten made situations are told as they were approved, in every language (see `tests.golden.answers`)."""

from __future__ import annotations

import difflib
from dataclasses import replace

import pytest
from PIL import Image

from spotpop.wording import LANGUAGES, words_for
from tests.golden.answers import FOLDER, approved, drawn, farthest_apart, situations, small, told

TOLERANCE = 20.0
"""Grey levels of 255: what is kept has 16 of them, and fonts are drawn a little differently by other releases."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_told_as_they_were_approved(language: str) -> None:
    path = FOLDER / f"{language}.txt"
    assert path.exists(), "write it with: python -m tests.golden.answers"
    approved, now = path.read_text(encoding="utf-8").splitlines(), told(words_for(language)).splitlines()

    assert not list(difflib.unified_diff(approved, now, "approved", "now", lineterm=""))


def test_there_are_ten_situations() -> None:
    assert len(situations()) == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_drawn_as_they_were_approved(language: str) -> None:
    words = words_for(language)
    apart = {}
    for name, found in situations().items():
        with Image.open(approved(name, language)) as kept:
            apart[name] = farthest_apart(small(drawn(found, words)), kept.convert("L"))
    assert max(apart.values()) <= TOLERANCE, apart


def test_a_mark_that_moves_or_a_word_that_differs_is_seen() -> None:
    words = words_for("en")
    speech, demo = situations()["speech"], situations()["demo"]
    assert not hasattr(demo, "first")
    assert not hasattr(speech, "first")
    for name, changed in (
        ("demo", replace(demo, score=47.0)),  # type: ignore[call-arg]
        ("demo", replace(demo, ladder=demo.ladder[:-1])),  # type: ignore[union-attr,call-arg]
        ("speech", replace(speech, track=replace(speech.track, title="Basement take 4"))),  # type: ignore[union-attr,call-arg]
    ):
        with Image.open(approved(name, "en")) as kept:
            assert farthest_apart(small(drawn(changed, words)), kept.convert("L")) > TOLERANCE, name
    with Image.open(approved("demo", "de")) as kept:
        assert farthest_apart(small(drawn(demo, words)), kept.convert("L")) > TOLERANCE
