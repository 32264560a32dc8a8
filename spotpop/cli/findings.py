"""Findings and comparisons' facts for people at a terminal: the catalogue's sentences as Rich text."""

from __future__ import annotations

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from spotpop.cli.console import clean
from spotpop.findings import Changes, Findings
from spotpop.text import Text as Spans
from spotpop.wording import Words
from spotpop.wording.findings import change_lines, finding_blocks


def rich_text(spans: Spans, style: str = "") -> Text:
    """Return styled spans as Rich text; nothing in them is markup."""
    text = Text(style=style)
    for span in spans:
        text.append(clean_keeping_blanks(span.text), "bold" if span.strong else "cyan" if span.code else None)
    return text


def clean_keeping_blanks(text: str) -> str:
    """Make a span harmless without eating the blanks at its ends, which part it from its neighbours."""
    head, tail = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{head}{clean(text)}{tail}" if text.strip(" ") else text


def show_findings(console: Console, findings: Findings, words: Words) -> None:
    """Print what is measured, where it stands, what services do to it, and what sounds alike."""
    for heading, lines in finding_blocks(findings, words, every=True):
        block = Group(rich_text(heading, "dim"), *(Padding(rich_text(line), (0, 0, 0, 2)) for line in lines))
        console.print(Padding(block, (0, 0, 1, 2)))


def show_changes(console: Console, changes: Changes, words: Words) -> None:
    """Print what differs for sure between two sounds."""
    lines = change_lines(changes, words)
    block = Group(
        rich_text(words.text("changes-heading"), "dim"), *(Padding(rich_text(line), (0, 0, 0, 2)) for line in lines)
    )
    console.print(Padding(block, (1, 0, 0, 2)))
