"""Sentences of the catalogue as Rich text: blanks between spans stay, and nothing steers the terminal."""

import pytest

from spotpop.cli.findings import clean_keeping_blanks, rich_text
from spotpop.text import Span


@pytest.mark.parametrize(
    ("text", "kept"),
    [(" a ", " a "), ("  ", "  "), ("", ""), (" \x1b[2J ", " [2J "), ("a\nb ", "a b "), ("\u202e", "")],
)
def test_blanks_at_the_ends_stay(text, kept):
    assert clean_keeping_blanks(text) == kept


def test_styles_are_those_of_the_spans_and_markup_is_text():
    text = rich_text((Span("[red]x[/red] "), Span("bold", strong=True), Span(" code", code=True)), "dim")
    assert text.plain == "[red]x[/red] bold code"
    assert [str(span.style) for span in text.spans] == ["bold", "cyan"]
    assert text.style == "dim"
