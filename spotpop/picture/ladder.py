"""What to expect with each size of audience, as rows on one scale, one's own marked."""

from __future__ import annotations

from typing import Final

from spotpop.picture import scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.font_fallback import Weight
from spotpop.picture.text_layout import TextLine, fit_line, wrap_lines
from spotpop.report import LadderRung, Report
from spotpop.text import Trusted
from spotpop.wording import Words
from spotpop.wording.expectation import ladder_notes_in_short

LEFT, RIGHT = 40, 960
_SCALE_LEFT, _SCALE_RIGHT = 340, 800
_HEADING: Final = 68
_ROW: Final = 32
_NOTE: Final = 32
_TICKS: Final = (0, 20, 30, 50, 100)
"""People plan with passing 20 and 30."""


def height_of(report: Report, words: Words) -> int:
    """Return the pixels that the ladder takes; 0 where there is none."""
    if not report.ladder:
        return 0
    return _HEADING + _ROW * len(report.ladder) + _NOTE * len(_notes(report, words)) + 10


def _notes(report: Report, words: Words) -> list[TextLine]:
    return [
        line for note in ladder_notes_in_short(report, words) for line in wrap_lines(note, 25, "Regular", RIGHT - LEFT)
    ]


def draw_ladder(canvas: Canvas, top: int, report: Report, words: Words) -> None:
    """Draw the rungs; what limits them stands below."""
    canvas.text((LEFT, top + 32), fit_line(words.plain("ladder-heading"), (30, 27), "Bold", RIGHT - LEFT))
    rows = top + _HEADING
    bottom = rows + _ROW * len(report.ladder)
    for points in _TICKS:
        x = _place(points)
        canvas.text((x, rows - 10), str(points), 25, ink="muted", align="middle")
        canvas.box(x - 1, rows, x + 1, bottom, "line")
    for number, rung in enumerate(report.ladder):
        _rung(canvas, rows + _ROW * number, rung, words)
    for number, line in enumerate(_notes(report, words)):
        canvas.text((LEFT, bottom + 30 + _NOTE * number), line, ink="muted")


def _place(points: float) -> float:
    return _SCALE_LEFT + (_SCALE_RIGHT - _SCALE_LEFT) * min(100.0, max(0.0, points)) / 100


def _rung(canvas: Canvas, top: int, rung: LadderRung, words: Words) -> None:
    key, middle = f"rung-{rung.name}", top + _ROW // 2
    name = Trusted(words.plain(key)) if words.has(key) else rung.name
    weight: Weight = "Bold" if rung.chosen else "Regular"
    line = fit_line(name, (27, 25, 23, 21), weight, _SCALE_LEFT - LEFT - 16)
    canvas.text((LEFT, middle + 9), line, ink="text" if rung.chosen else "muted")
    if rung.chosen:
        own = fit_line(words.plain("picture-own"), (25, 23, 21), "Bold", RIGHT - _SCALE_RIGHT - 62)
        canvas.text((RIGHT - 52 - own.width_px, middle + 9), own, ink="accent")
    low, high = _place(rung.interval.low), _place(rung.interval.high)
    thick = 11 if rung.chosen else 7
    canvas.pill(low, middle - thick, max(high, low + 2 * thick), middle + thick, "band" if rung.chosen else "line")
    canvas.dot(_place(rung.score), middle, thick + 3, "background")
    canvas.dot(_place(rung.score), middle, thick, "accent" if rung.chosen else "muted")
    score = scales.whole_points(rung.score)
    canvas.text((RIGHT, middle + 11), score, 31, ink="accent" if rung.chosen else "text", align="right", bold=True)
