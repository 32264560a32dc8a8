"""Where a song stands among others: for each number the corridor of the others, and its own place."""

from __future__ import annotations

from typing import Final

from spotpop.findings import WITHOUT_FIGURE, Corridor, Standing
from spotpop.picture.canvas import Canvas
from spotpop.picture.text_layout import fit_line
from spotpop.report import Report
from spotpop.text import plain
from spotpop.wording import Words
from spotpop.wording.findings import corridor_heading, shown_value, standing_said

LEFT, RIGHT = 40, 960
MOST_ROWS: Final = 2
"""The rows that say most; all stand behind the button “Why?”."""

_HEADING: Final = 42
_ROW: Final = 64
_BAND_LEFT, _BAND_RIGHT = 340, 660
"""Between these the corridor lies in every row, so that inside and outside are seen at a glance."""


def height_of(report: Report) -> int:
    """Return the pixels that the corridor takes; 0 where there is none."""
    corridor = corridor_of(report)
    return 0 if corridor is None else _HEADING + _ROW * len(rows_of(corridor))


def corridor_of(report: Report) -> Corridor | None:
    """Return the corridor that is drawn: of the person's own references, else of the genre, else of all."""
    return next(iter(report.findings.corridors), None) if report.findings and report.score is not None else None


def rows_of(corridor: Corridor) -> list[Standing]:
    """Return loudness, then what lies outside, farthest first, then what lies inside, in their own order."""

    def urgency(one: Standing) -> tuple[bool, bool, float]:
        beyond = max(one.low - one.value, one.value - one.high) / max(one.high - one.low, 1e-9)
        return one.name != "loudness", one.place == "inside", -beyond if one.place != "inside" else 0.0

    return sorted(corridor.standings, key=urgency)[:MOST_ROWS]


def draw_corridor(canvas: Canvas, top: int, report: Report, words: Words) -> None:
    """Draw the rows of the report's corridor."""
    corridor = corridor_of(report)
    if corridor is None:
        return
    heading = plain(corridor_heading(corridor, words))
    canvas.text((LEFT, top + 30), fit_line(heading, (30, 27, 25, 23), "Bold", RIGHT - LEFT))
    for number, standing in enumerate(rows_of(corridor)):
        _row(canvas, top + _HEADING + _ROW * number, standing, corridor, words)


def _row(canvas: Canvas, top: int, one: Standing, corridor: Corridor, words: Words) -> None:
    said = standing_said(one, corridor, words)
    canvas.text((LEFT, top + 26), fit_line(said, (27, 25, 23), "Regular", RIGHT - LEFT))
    middle = top + 50
    canvas.pill(LEFT, middle - 5, RIGHT, middle + 5, "line")
    canvas.pill(_BAND_LEFT, middle - 9, _BAND_RIGHT, middle + 9, "band")
    x = x_of(one)
    if one.name not in WITHOUT_FIGURE:
        for side, value in ((-1, one.low), (1, one.high)):
            _label(canvas, side, middle, x, shown_value(one.name, value, words))
    canvas.dot(x, middle, 16, "background")
    canvas.dot(x, middle, 12, "accent")


def _label(canvas: Canvas, side: int, middle: int, dot: float, text: str) -> None:
    """Write an end of the corridor beside it, beyond the dot if that is in the way."""
    line = fit_line(text, (24,), "Regular", 200)
    end = _BAND_LEFT - 12 if side < 0 else _BAND_RIGHT + 12
    for near in (end, dot + side * 26):
        left = near - line.width_px if side < 0 else near
        if not left - 20 < dot < left + line.width_px + 20:
            break
    if left < LEFT or left + line.width_px > RIGHT:
        return  # the dot is at the very edge: how far outside says the line above
    canvas.box(left - 6, middle - 8, left + line.width_px + 6, middle + 8, "background")
    canvas.text((left, middle + 9), line, ink="muted")


def x_of(one: Standing) -> float:
    """Return where a value is drawn: the corridor in the middle, as much again at either side, the rest at the edge."""
    share = (one.value - one.low) / max(one.high - one.low, 1e-9)
    x = _BAND_LEFT + (_BAND_RIGHT - _BAND_LEFT) * share
    return float(min(RIGHT - 12, max(LEFT + 12, x)))
