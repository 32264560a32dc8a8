"""The pieces that pictures are put together from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spotpop.picture import scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.text_layout import fit_line, set_line, wrap_lines
from spotpop.picture.values import Spectrogram
from spotpop.report import Interval, Moments, Reason, Report
from spotpop.text import sanitise
from spotpop.wording import Words
from spotpop.wording.values import name_of, value_of_reason

MOST_REASONS = 3
"""Reasons of each sign in a picture."""

LEAST_POINTS = 0.05
"""Effects below read as 0.0."""

RANGE_DB = 80
"""What the spectrogram shows below its loudest cell, in dB."""


def header(canvas: Canvas, top: int, left: int, right: int, title: str, artists: str) -> None:
    """Write title and artists; a title that is too long shrinks, then takes two lines, then ends in an ellipsis."""
    room = right - left
    lines = [line for size in (46, 40) if (line := set_line(title, size, "Bold")).width_px <= room]
    if lines:
        canvas.text((left, top + 46), lines[0])
        below = top + 92
    else:
        lines = wrap_lines(title, 34, "Bold", room)
        for number, part in enumerate(lines):
            canvas.text((left, top + 32 + 40 * number), part)
        below = top + 68 + 38 * (len(lines) - 1)
    if artists:
        canvas.text((left, below), fit_line(artists, (30, 26), "Regular", room), ink="muted")


def gauge(
    canvas: Canvas,
    top: int,
    left: int,
    right: int,
    *,
    score: float,
    interval: Interval,
    baseline: float | None = None,
    words: Words,
) -> None:
    """Draw a scale from 0 to 100 with the interval as a band, the score as a dot and the baseline as a tick above."""

    def place(points: float) -> float:
        return left + (right - left) * min(100.0, max(0.0, points)) / 100

    middle = top + 44
    canvas.pill(left, middle - 7, right, middle + 7, "line")
    low, high = place(interval.low), place(interval.high)
    canvas.pill(low, middle - 11, max(high, low + 22), middle + 11, "band")
    if baseline is not None:
        at = place(baseline)
        canvas.box(at - 1.5, middle - 24, at + 1.5, middle + 15, "text")
        _within(canvas, at, top + 12, words.plain("picture-typical", score=words.number(baseline)), left, right)
    canvas.dot(place(score), middle, 22, "background")
    canvas.dot(place(score), middle, 17, "accent")
    _ends(canvas, middle + 48, left, right, (low, scales.whole(interval.low)), (high, scales.whole(interval.high)))


def _within(canvas: Canvas, x: float, y: float, content: str, left: int, right: int) -> None:
    half = len(content) * 6.5
    canvas.text((min(right - half, max(left + half, x)), y), content, 24, ink="muted", align="middle")


def _ends(canvas: Canvas, y: int, left: int, right: int, low: tuple[float, str], high: tuple[float, str]) -> None:
    """Label both ends of the interval, and of the scale where there is room."""
    gap = 44
    for x, content in (low, high) if high[0] - low[0] >= gap else (high,):
        canvas.text((x, y), content, 26, align="middle", bold=True)
    if low[0] - left >= gap:
        canvas.text((left, y), "0", 24, ink="muted")
    if right - high[0] >= gap + 20:
        canvas.text((right, y), "100", 24, ink="muted", align="right")


def waveform(canvas: Canvas, top: int, left: int, width: int, height: int, samples: NDArray[np.float32]) -> None:
    """Draw the peaks of the sound, scaled to its own loudest."""
    edges = np.linspace(0, len(samples), width + 1).astype(int)[:-1]
    highest = np.maximum.reduceat(samples, edges).astype(float)
    lowest = np.minimum.reduceat(samples, edges).astype(float)
    peak = max(1e-6, float(np.abs(samples).max()))
    middle, half = top + height / 2, height / 2
    canvas.columns(left, middle - highest / peak * half - 0.5, middle - lowest / peak * half + 0.5, "muted")


def spectrogram(
    canvas: Canvas, top: int, left: int, width: int, height: int, mel: Spectrogram, *, coarse: bool = False
) -> None:
    """Draw a log-mel-spectrogram with its frequency axis at the left and its dB scale at the right.

    `coarse` leaves every other label out, for small pictures.
    """
    loudest = float(mel.db.max())
    quiet = (mel.db - np.float32(loudest - RANGE_DB)) * np.float32(255 / RANGE_DB)
    canvas.heat(left, top, width, height, np.clip(quiet, 0, 255).astype(np.uint8))
    for share, label in scales.frequency_ticks(mel.fmin_hz, mel.fmax_hz)[:: 2 if coarse else 1]:
        y = top + height * (1 - share)
        canvas.box(left - 8, y - 1, left, y + 1, "muted")
        canvas.text((left - 14, y + 8), label, 22, ink="muted", align="right")
    _colour_bar(canvas, top, left + width + 16, height, 40 if coarse else 20)


def _colour_bar(canvas: Canvas, top: int, left: int, height: int, step_db: int) -> None:
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 2, axis=1)
    canvas.heat(left, top, 14, height, ramp)
    for below in range(0, RANGE_DB + 1, step_db):
        label = f"−{below}" if below else "0 dB"
        y = top + height * below / RANGE_DB
        canvas.text((left + 22, min(top + height, max(top + 18, y + 8))), label, 22, ink="muted")


def time_axis(canvas: Canvas, top: int, left: int, width: int, start_s: float, duration_s: float) -> None:
    """Label the seconds under a plot."""
    for share, label in scales.time_ticks(start_s, duration_s):
        x = left + width * share
        canvas.box(x - 1, top, x + 1, top + 8, "muted")
        canvas.text((x, top + 32), label, 24, ink="muted", align="middle")


def moments_strip(
    canvas: Canvas, top: int, left: int, width: int, height: int, moments: Moments, duration_s: float, words: Words
) -> None:
    """Draw which seconds lift the score (above the line) and which weigh it down (below)."""
    seconds = (np.arange(width) + 0.5) * duration_s / width
    points = np.interp(seconds, moments.times_s, moments.points)
    largest = max(1e-9, float(np.abs(points).max()))
    middle, half = top + height / 2, height / 2 - 2
    up = np.maximum(points, 0) / largest * half
    down = np.maximum(-points, 0) / largest * half
    level = np.full(width, middle)
    canvas.columns(left, middle - up, level, "lift")
    canvas.columns(left, level, middle + down, "weigh")
    canvas.box(left, middle - 1, left + width, middle + 1, "muted")
    canvas.text((left - 14, middle - 6), words.plain("picture-lifts"), 21, ink="lift", align="right")
    canvas.text((left - 14, middle + 24), words.plain("picture-weighs"), 21, ink="weigh", align="right")
    canvas.text((left + width + 16, top + 22), scales.signed(largest), 22, ink="muted")
    canvas.text((left + width + 16, top + height - 2), scales.signed(-largest), 22, ink="muted")


def reason_rows(reasons: Sequence[Reason]) -> int:
    """Return how many lines `reasons_list` takes below its headings."""
    return max(1, *map(len, _strongest(reasons)))


def _strongest(reasons: Sequence[Reason]) -> tuple[list[Reason], list[Reason]]:
    """Return what lifts and what weighs, largest first; effects that would read as 0.0 are left out."""
    ranked = sorted(reasons, key=lambda reason: -abs(reason.points))
    lifting = [reason for reason in ranked if reason.points >= LEAST_POINTS]
    weighing = [reason for reason in ranked if reason.points <= -LEAST_POINTS]
    return lifting[:MOST_REASONS], weighing[:MOST_REASONS]


def titled(title: str, words: Words) -> str:
    """Return a title, or that there is none when nothing of it would be seen."""
    return title if sanitise(title).strip("\u200c\u200d") else words.plain("untitled")


ReasonLine = tuple[str, float]
"""What has an effect, in a few words, and its points."""


def reason_lines(reasons: Sequence[Reason], report: Report, words: Words) -> list[ReasonLine]:
    """Return reasons as they are written: what has the effect and its value, in the language of the answer."""
    lines = []
    for reason in reasons:
        value = value_of_reason(reason, report, words)
        name = name_of(reason.name, words)
        lines.append((str(name) if value is None else f"{name}: {value}", reason.points))
    return lines


def reasons_list(
    canvas: Canvas,
    top: int,
    left: int,
    right: int,
    lines: Sequence[ReasonLine],
    words: Words,
    headings: tuple[str, str] = ("answer-lifts", "answer-weighs"),
) -> None:
    """Write the strongest effects, those that lift at the left and those that weigh at the right.

    Parameters
    ----------
    headings : tuple of str
        Keys of the catalogue.
    """
    middle = (left + right) // 2
    ranked = sorted(lines, key=lambda line: -abs(line[1]))
    lifting = [line for line in ranked if line[1] >= LEAST_POINTS][:MOST_REASONS]
    weighing = [line for line in ranked if line[1] <= -LEAST_POINTS][:MOST_REASONS]
    for x, end, name, ink, column in (
        (left, middle - 24, headings[0], "lift", lifting),
        (middle + 24, right, headings[1], "weigh", weighing),
    ):
        canvas.text((x, top + 26), words.plain(name), 26, ink=ink, bold=True)
        for row, (said, points) in enumerate(column):
            y = top + 64 + 36 * row
            shown = words.number(points, 1, signed=True)
            value = canvas.text((end, y), shown, 26, ink=ink, align="right", bold=True)
            canvas.text((x, y), fit_line(said, (26, 23), "Regular", end - x - value - 16))
        if not column:
            canvas.text((x, top + 64), words.plain("picture-nothing"), 26, ink="muted")
