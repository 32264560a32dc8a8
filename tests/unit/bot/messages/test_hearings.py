"""What is said of sounds that are really heard is as it was approved in every language: `tests.golden.hearings`."""

from __future__ import annotations

import pytest
from PIL import Image

from spotpop.report import Comparison
from spotpop.wording import LANGUAGES, words_for
from tests.golden.answers import FOLDER, approved, farthest_apart, heard, small
from tests.golden.hearings import PICTURED, hearings, rounding_apart
from tests.unit.bot.messages.test_golden import TOLERANCE


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_heard_is_reported_as_it_was_approved(language: str) -> None:
    kept = (FOLDER / f"heard.{language}.txt").read_text(encoding="utf-8").splitlines()
    assert not rounding_apart(kept, heard(words_for(language)).splitlines()), "python -m tests.golden.answers"


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_pictures_are_drawn_as_they_were_approved(language: str) -> None:
    for name in PICTURED:
        with Image.open(approved(name, language)) as kept:
            picture = small(hearings()[name].drawn(words_for(language)))
            assert farthest_apart(picture, kept.convert("L")) <= TOLERANCE, name


def test_what_is_heard_is_what_it_is() -> None:
    found = {name: one.found for name, one in hearings().items()}
    for name in ("recorded speech", "hiss"):
        assert not isinstance(found[name], Comparison)
        assert found[name].score is None  # type: ignore[union-attr]
    for name, sameness in (
        ("the song and itself", "identical"),
        ("the song and the same 1 dB softer", "level"),
        ("the song and a louder one", "different"),
    ):
        one = found[name]
        assert isinstance(one, Comparison)
        assert one.changes is not None
        assert one.changes.sameness == sameness
        assert one.interval.low <= one.difference <= one.interval.high
        assert not one.reliable
    made = found["a made song"]
    assert not isinstance(made, Comparison)
    assert {"loudness", "brightness", "intro", "length"} <= {one.name for one in made.what_ifs}


def test_another_word_or_another_figure_is_seen() -> None:
    kept = ["Around 43 of 100.", "Loudness −10.5 LUFS"]
    assert not rounding_apart(kept, ["Around 44 of 100.", "Loudness −10.6 LUFS"])
    for score, loudness in (
        ("Around 45 of 100.", kept[1]),
        ("About 43 of 100.", kept[1]),
        (kept[0], "Loudness −10.7 LUFS"),
    ):
        assert rounding_apart(kept, [score, loudness])
    assert rounding_apart(kept, kept[:1])
