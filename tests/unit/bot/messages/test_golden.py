"""Ten made situations are told as they were approved, in every language (see `tests.golden.answers`)."""

from __future__ import annotations

import difflib

import pytest

from spotpop.wording import LANGUAGES, words_for
from tests.golden.answers import FOLDER, situations, told


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_told_as_they_were_approved(language: str) -> None:
    path = FOLDER / f"{language}.txt"
    assert path.exists(), "write it with: python -m tests.golden.answers"
    approved, now = path.read_text(encoding="utf-8").splitlines(), told(words_for(language)).splitlines()

    assert not list(difflib.unified_diff(approved, now, "approved", "now", lineterm=""))


def test_there_are_ten_situations() -> None:
    assert len(situations()) == 10
