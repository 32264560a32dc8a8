"""Tables of the command line say what chats say, in every language."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from spotpop.cli.tables import show_comparison, show_report
from spotpop.report import Comparison
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from spotpop.wording.expectation import verdict_lines
from tests.golden.answers import situations

ENGLISH = (
    "Around",
    "Ahead of",
    "Score",
    "Interval",
    "Reaches",
    "Heard",
    "compared with",
    "Note",
    "forecast",
    "no music",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(situations()))
def test_a_table_speaks_one_language(name: str, language: str) -> None:
    found, words, out = situations()[name], words_for(language), io.StringIO()
    console = Console(file=out, width=400)
    if isinstance(found, Comparison):
        show_comparison(console, found, Path("there.png"), words)
        said = out.getvalue()
        assert plain(verdict_lines(found, words)[0]) in said
    else:
        show_report(console, found, Path("there.png"), words)
        said = out.getvalue()
        for rung in found.ladder:
            assert words.plain(f"rung-{rung.name}") in said
        for warning in found.warnings:
            assert words.plain(f"warning-{warning}") in said
    assert "there.png" in said
    if language == "de":
        assert [text for text in ENGLISH if text in said] == []
