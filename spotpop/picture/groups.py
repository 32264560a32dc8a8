"""Reasons by what can be done about them, in two columns: the message's words and its whole points."""

from __future__ import annotations

from typing import Final

from spotpop.picture.canvas import Canvas
from spotpop.picture.text_layout import TextLine, fit_line, wrap_lines
from spotpop.report import Report
from spotpop.wording import Words
from spotpop.wording.expectation import ReasonGroupWords, reason_groups, worth_in_short, worth_of_levers

LEFT, RIGHT = 40, 960
_GAP: Final = 44
_WIDTH: Final = (RIGHT - LEFT - _GAP) // 2
_HEADING: Final = 42
_ROW: Final = 34
_BETWEEN: Final = 8

_WORTH: Final = 24
"""Size of what a change is worth, in pixels."""

Column = list[tuple[ReasonGroupWords, list[TextLine]]]
"""Groups, each with the lines that say what changing the first of it is worth to this very song."""


def height_of(report: Report, words: Words) -> int:
    """Return the pixels that the reasons take; 0 where there is none."""
    columns = _columns(report, words)
    return max((sum(_height(*one) for one in column) for column in columns), default=0)


def draw_groups(canvas: Canvas, top: int, report: Report, words: Words) -> None:
    """Draw the groups: what could be changed at the left above all else, context at the right below."""
    for left, column in zip((LEFT, LEFT + _WIDTH + _GAP), _columns(report, words), strict=True):
        y = top
        for group, worth in column:
            _group(canvas, y, left, group, worth, words)
            y += _height(group, worth)


def _columns(report: Report, words: Words) -> tuple[Column, Column]:
    groups = [(one, _worth(one, report, words)) for one in reason_groups(report, words)]
    return (
        [one for one in groups if one[0].group in {"change", "unsure"}],
        [one for one in groups if one[0].group in {"song", "context"}],
    )


def _worth(group: ReasonGroupWords, report: Report, words: Words) -> list[TextLine]:
    """Say what a change is worth beside what such tracks do, as the message does: the two are far apart."""
    if group.group != "change" or not group.rows:
        return []
    tried = worth_of_levers(report)
    return wrap_lines(worth_in_short(tried, words), _WORTH, "Regular", _WIDTH) if tried else []


def _sentence(group: ReasonGroupWords) -> list[TextLine]:
    return wrap_lines(group.sentence, 26, "Regular", _WIDTH) if group.sentence else []


def _height(group: ReasonGroupWords, worth: list[TextLine]) -> int:
    lines = len(_heading(group)) - 1 + len(group.rows) + len(_sentence(group))
    return _HEADING + _ROW * (lines + len(worth)) + _BETWEEN


def _heading(group: ReasonGroupWords) -> list[TextLine]:
    return wrap_lines(group.heading, 26, "Bold", _WIDTH)


def _group(canvas: Canvas, top: int, left: int, group: ReasonGroupWords, worth: list[TextLine], words: Words) -> None:
    ink = "muted" if group.group in {"unsure", "context"} else "accent"
    y = top + 28
    for line in _heading(group):
        canvas.text((left, y), line, ink=ink)
        y += _ROW
    y += _HEADING + 26 - 28 - _ROW
    for name, points in group.rows:
        said = words.plain("picture-about", points=words.number(points, signed=True))
        wide = canvas.text(
            (left + _WIDTH, y), said, 27, ink="lift" if points > 0 else "weigh", align="right", bold=True
        )
        canvas.text((left, y), fit_line(name, (27, 25, 23), "Regular", _WIDTH - wide - 14))
        y += _ROW
    for line in _sentence(group):
        canvas.text((left, y), line)
        y += _ROW
    for line in worth:
        canvas.text((left, y), line, ink="muted")
        y += _ROW
