"""Ten made situations are described as they were approved, in every language (see `tests.golden.answers`)."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace

import pytest
from PIL import Image

from spotpop.report import WhatIf
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from spotpop.wording.expectation import what_if_said, worth_in_short
from tests.golden.answers import FOLDER, approved, drawn, farthest_apart, shown, situations, small

TOLERANCE = 20.0
"""Grey levels of 255: what is kept has 16 of them, and fonts are drawn a little differently by other releases."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_reported_as_they_were_approved(language: str) -> None:
    path = FOLDER / f"{language}.txt"
    assert path.exists(), "write it with: python -m tests.golden.answers"
    approved, now = path.read_text(encoding="utf-8").splitlines(), shown(words_for(language)).splitlines()

    assert not list(difflib.unified_diff(approved, now, "approved", "now", lineterm=""))


_UNITS = re.compile(r"[0-9]+(?:[.,][0-9]+)?\s?(?:LUFS|LU|dBTP|dB|BPM|Hz|kHz|%)(?!\w)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_has_the_same_unit_in_the_picture_as_in_words(language: str) -> None:
    parts = shown(words_for(language)).split("=" * 20)
    for part in filter(None, parts):
        written, _, in_picture = part.partition(f"{'-' * 20} picture")
        assert set(_UNITS.findall(in_picture)) <= set(_UNITS.findall(written)), part.splitlines()[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["loudness", "tempo"])
def test_what_is_measured_is_called_as_it_is_compared(name: str, language: str) -> None:
    words = words_for(language)
    values = {"lufs": 1, "range": 1, "peak": 1, "bpm": 1}
    assert words.plain(f"measured-{name}", **values).lower().startswith(words.plain(f"name-{name}").lower())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_without_a_verdict_is_called_the_same(language: str) -> None:
    words = words_for(language)
    assert words.plain("compare-none", points=1, low=0, high=2).startswith(words.plain("picture-no-difference"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_is_called_in_short_as_it_is_at_length(language: str) -> None:
    words = words_for(language)
    names = {"loudness": (3.0,), "brightness": (3.0,), "dynamics": (-2.1,), "intro": (-15.0,), "length": (30.0, -30.0),
             "energy": (0.1,), "tempo": (6.0,), "acousticness": (0.1,)}  # fmt: skip
    for name, steps in names.items():
        for step in steps:
            heard = name in {"loudness", "brightness", "dynamics", "intro"}
            one = WhatIf(name=name, points=2.0, low=1.0, high=3.0, step=step, reliable=True, heard=heard)
            short = worth_in_short(one, words)
            change = re.split(r"\s?:", short)[0]
            assert plain(what_if_said(one, words)).startswith(change)
            assert any(char.isdigit() for char in change)


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
