"""What a musician can do with an answer, as blocks of a message. Pure; the sentences are `spotpop.wording`'s."""

from __future__ import annotations

from collections.abc import Iterable

from bot.messages.documentation_links import linked
from bot.messages.message import Block
from spotpop.report import Comparison, Report
from spotpop.wording import Words
from spotpop.wording.expectation import (
    expectation_lines,
    ladder_lines,
    reason_blocks,
    verdict_lines,
    what_if_lines,
)
from spotpop.wording.findings import change_lines, finding_blocks

CHANGES_SHOWN = 6

MEASURED = frozenset({"loudness", "tempo", "key", "mode"})
"""Descriptors that stand among the measurements already."""


def is_grouped(report: Report) -> bool:
    """Whether the model says of its reasons what can be done about them; older models and answers do not."""
    return any(reason.group is not None for reason in report.reasons)


def expected(report: Report, words: Words) -> Iterable[Block]:
    """Return what the forecast is for and the chances that people plan with."""
    lines = expectation_lines(report, words)
    if lines:
        yield Block(lines=lines)


def grouped_reasons(report: Report, words: Words) -> Iterable[Block]:
    """Return the reasons by what can be done about them."""
    for heading, lines in reason_blocks(report, words):
        yield Block(heading=heading, lines=lines)


def details(report: Report, words: Words) -> Iterable[Block]:
    """Return what stands behind the button “Why?”: the ladder, what a change would be worth, and all findings."""
    yield Block(heading=words.text("ladder-heading"), lines=ladder_lines(report, words) if report.ladder else ())
    yield Block(heading=words.text("whatif-heading"), lines=what_if_lines(report, words))
    if report.findings is not None:
        for heading, lines in finding_blocks(report.findings, words):
            yield Block(heading=heading, lines=lines)


def differences(found: Comparison, words: Words, *, docs_url: str = "") -> Iterable[Block]:
    """Return what differs for sure, and from what size on a verdict would be possible."""
    changes = found.changes
    if changes is not None and changes.sameness != "identical":
        first, *others = change_lines(changes, words)[:CHANGES_SHOWN]
        lines = (linked(first, docs_url, "differs"), *others)
        yield Block(heading=words.text("changes-heading"), lines=lines)
    rest = verdict_lines(found, words)[1:]
    if rest:
        yield Block(lines=rest)
