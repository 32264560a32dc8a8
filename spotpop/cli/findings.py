"""Findings and comparisons' facts for people at a terminal: the catalogue's sentences as Rich text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from spotpop.cli.console import clean
from spotpop.findings import Changes, Findings
from spotpop.report import Report
from spotpop.text import Text as Spans
from spotpop.wording import Words
from spotpop.wording.expectation import Block, expectation_lines, reason_blocks, what_if_lines
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


def show_advice(console: Console, report: Report, words: Words) -> None:
    """Print what the forecast is for, the reasons in their groups, and what a change would be worth."""
    expected = expectation_lines(report, words)
    if expected:
        console.print(Padding(Group(*(rich_text(line) for line in expected)), (0, 0, 1, 2)))
    blocks = [*reason_blocks(report, words), (words.text("whatif-heading"), what_if_lines(report, words))]
    _show_blocks(console, [block for block in blocks if block[1]])


def show_findings(console: Console, findings: Findings, words: Words) -> None:
    """Print what is measured, where it stands, what services do to it, and what sounds alike."""
    _show_blocks(console, finding_blocks(findings, words, every=True))


def _show_blocks(console: Console, blocks: Sequence[Block]) -> None:
    for heading, lines in blocks:
        block = Group(rich_text(heading, "dim"), *(Padding(rich_text(line), (0, 0, 0, 2)) for line in lines))
        console.print(Padding(block, (0, 0, 1, 2)))


def show_changes(console: Console, changes: Changes, words: Words) -> None:
    """Print what differs for sure between two sounds."""
    lines = change_lines(changes, words)
    block = Group(
        rich_text(words.text("changes-heading"), "dim"), *(Padding(rich_text(line), (0, 0, 0, 2)) for line in lines)
    )
    console.print(Padding(block, (1, 0, 0, 2)))
