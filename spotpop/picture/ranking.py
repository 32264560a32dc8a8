"""The picture of an album or a playlist: its tracks on one scale, best first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spotpop.picture import scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.contents import ListingRow, Theme
from spotpop.picture.parts import titled
from spotpop.picture.text_layout import fit_line
from spotpop.wording import Words, words_for

MOST_ROWS: Final = 10
"""Rows that a picture holds: more could not be read on a phone."""

_ENGLISH: Final = words_for(None)

_LEFT, _RIGHT = 40, 960
_SCALE_LEFT, _SCALE_RIGHT = 560, 870
_ROW = 60


def draw_listing(title: str, rows: Sequence[ListingRow], *, theme: Theme = "dark", words: Words = _ENGLISH) -> bytes:
    """Draw a ranked list, highest score first; tracks without a forecast stand at the end and say why.

    Parameters
    ----------
    title : str
        Name of the album or playlist; untrusted text.
    rows : sequence of ListingRow
        In any order; at most `MOST_ROWS` are drawn, and what is left out is counted.
    theme : {"dark", "light"}
    words : Words
        The catalogue in the language of the answer.

    Returns
    -------
    bytes
        A PNG of 1000 pixels' width.
    """
    ranked = sorted(rows, key=lambda row: (row.score is None, -(row.score or 0.0)))
    shown = ranked[:MOST_ROWS]
    left_out = len(ranked) - len(shown)
    canvas = Canvas(1000, 176 + _ROW * len(shown) + (48 if left_out else 0) + 60, theme)
    canvas.text((_LEFT, 76), fit_line(titled(title, words), (46, 40, 34), "Bold", _RIGHT - _LEFT))
    scored = sum(row.score is not None for row in ranked)
    subtitle = words.plain("picture-forecast-count", count=scored, total=len(ranked))
    canvas.text((_LEFT, 118), fit_line(subtitle, (26, 24), "Regular", _SCALE_LEFT - _LEFT - 24), ink="muted")
    top = 156
    for points in (0, 50, 100):
        x = _place(points)
        canvas.text((x, top - 12), str(points), 25, ink="muted", align="middle")
        canvas.box(x - 1, top, x + 1, top + _ROW * sum(row.score is not None for row in shown), "line")
    for number, row in enumerate(shown, 1):
        _row(canvas, top + _ROW * (number - 1), number, row, words)
    if left_out:
        canvas.text((_LEFT, canvas.height - 72), words.plain("picture-more", count=left_out), 26, ink="muted")
    canvas.text((_LEFT, canvas.height - 24), words.plain("picture-ranking-legend"), 25, ink="muted")
    return canvas.png()


def _place(points: float) -> float:
    return _SCALE_LEFT + (_SCALE_RIGHT - _SCALE_LEFT) * min(100.0, max(0.0, points)) / 100


def _row(canvas: Canvas, top: int, number: int, row: ListingRow, words: Words) -> None:
    """Draw one track: rank, title and artists, then its interval and score or why there is none."""
    canvas.text((_LEFT + 40, top + 42), str(number), 26, ink="muted", align="right")
    room = _SCALE_LEFT - 32 - (_LEFT + 60)
    baseline = top + (32 if row.artists else 42)
    canvas.text((_LEFT + 60, baseline), fit_line(titled(row.title, words), (28, 26), "Bold", room))
    if row.artists:
        canvas.text((_LEFT + 60, top + 58), fit_line(row.artists, (25, 23), "Regular", room), ink="muted")
    if row.score is None:
        key = f"problem-{row.problem}"
        problem = words.plain(key if words.has(key) else "problem-other")
        canvas.text((_SCALE_LEFT, top + 42), problem, 26, ink="muted", max_width_px=_RIGHT - _SCALE_LEFT)
        return
    middle = top + _ROW // 2
    if row.low is not None and row.high is not None:
        low, high = _place(row.low), _place(row.high)
        canvas.pill(low, middle - 8, max(high, low + 16), middle + 8, "band")
    canvas.dot(_place(row.score), middle, 15, "background")
    canvas.dot(_place(row.score), middle, 11, "accent")
    canvas.text((_RIGHT, middle + 14), scales.whole_points(row.score), 40, ink="accent", align="right", bold=True)
