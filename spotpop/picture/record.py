"""The picture of the track record: each share with its error on one scale, and what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spotpop.picture.canvas import Canvas
from spotpop.picture.contents import Theme
from spotpop.picture.text_layout import fit_line, wrap_lines

_LEFT, _RIGHT = 40, 960
_ROW: Final = 132


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One share of the record.

    Attributes
    ----------
    label : str
        What is counted, and after how many days.
    note : str
        What stands at the right: the value, or how many outcomes there are so far.
    value, low, high : float or None
        0 to 1, with the 95 % interval; None where nothing is claimed yet.
    mark : float
        What was promised, or what guessing reaches, 0 to 1.
    detail : str
        A line below, such as how many missed on which side.
    """

    label: str
    note: str
    mark: float
    value: float | None = None
    low: float | None = None
    high: float | None = None
    detail: str = ""


def draw_record(title: str, subtitle: str, rows: Sequence[RecordRow], *, legend: str, theme: Theme = "dark") -> bytes:
    """Draw the record.

    Parameters
    ----------
    legend : str
        What dot, band and mark mean.
    theme : {"dark", "light"}

    Returns
    -------
    bytes
        A PNG of 1000 pixels' width.
    """
    heading = wrap_lines(title, 40, "Bold", _RIGHT - _LEFT)[:2]
    top = 40 + 52 * len(heading) + 60
    canvas = Canvas(1000, top + _ROW * max(1, len(rows)) + 64, theme)
    for number, line in enumerate(heading):
        canvas.text((_LEFT, 72 + 52 * number), line)
    canvas.text((_LEFT, top - 28), fit_line(subtitle, (26, 24, 22), "Regular", _RIGHT - _LEFT), ink="muted")
    for number, row in enumerate(rows):
        _row(canvas, top + _ROW * number, row)
    canvas.text((_LEFT, canvas.height - 28), fit_line(legend, (22, 20, 18), "Regular", _RIGHT - _LEFT), ink="muted")
    return canvas.png()


def _row(canvas: Canvas, top: int, row: RecordRow) -> None:
    width = canvas.text((_RIGHT, top + 34), row.note, 30, align="right", bold=row.value is not None)
    canvas.text((_LEFT, top + 34), fit_line(row.label, (28, 24, 22), "Regular", _RIGHT - _LEFT - width - 24))
    middle = top + 66
    canvas.pill(_LEFT, middle - 6, _RIGHT, middle + 6, "line")
    if row.low is not None and row.high is not None:
        canvas.pill(_place(row.low), middle - 10, max(_place(row.high), _place(row.low) + 20), middle + 10, "band")
    mark = _place(row.mark)
    canvas.box(mark - 2, middle - 22, mark + 2, middle + 22, "text")
    if row.value is not None:
        canvas.dot(_place(row.value), middle, 16, "background")
        canvas.dot(_place(row.value), middle, 12, "accent")
    if row.detail:
        canvas.text((_LEFT, top + 108), fit_line(row.detail, (22, 20), "Regular", _RIGHT - _LEFT), ink="muted")


def _place(share: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * min(1.0, max(0.0, share))
