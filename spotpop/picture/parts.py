"""The pieces that pictures are put together from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spotpop.picture import scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.contents import Spectrogram
from spotpop.picture.decibels import RANGE_DB, on_axis
from spotpop.picture.text_layout import fit_line, set_line, wrap_lines
from spotpop.report import Interval, Moments, Reason, Report
from spotpop.text import sanitise
from spotpop.wording import Words
from spotpop.wording.values import name_of, value_of_reason

MOST_REASONS = 3
"""Reasons of each sign in a picture."""

LEAST_POINTS = 0.5
"""Effects below read as 0."""

SAMPLE_RATE_HZ = 22_050
"""Of all samples that are drawn, whatever the rate of the spectrogram beside them."""

AXIS_PX = 27
"""Size of the labels of axes: 10 px where a phone shows the picture 360 px wide."""


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
    _ends(
        canvas,
        middle + 48,
        left,
        right,
        (low, scales.whole_points(interval.low)),
        (high, scales.whole_points(interval.high)),
    )


def _within(canvas: Canvas, x: float, y: float, content: str, left: int, right: int) -> None:
    half = len(content) * 6.5
    canvas.text((min(right - half, max(left + half, x)), y), content, 24, ink="muted", align="middle")


def _ends(canvas: Canvas, y: int, left: int, right: int, low: tuple[float, str], high: tuple[float, str]) -> None:
    """Label both ends of the interval, and of the scale where there is room."""
    gap = 44
    for x, content in (low, high) if high[0] - low[0] >= gap else (high,):
        canvas.text((x, y), content, 30, align="middle", bold=True)
    if low[0] - left >= gap:
        canvas.text((left, y), "0", AXIS_PX, ink="muted")
    if right - high[0] >= gap + 20:
        canvas.text((right, y), "100", AXIS_PX, ink="muted", align="right")


def waveform(canvas: Canvas, top: int, left: int, width: int, height: int, samples: NDArray[np.float32]) -> None:
    """Draw the peaks of the sound between two lines at full scale: what is soft looks soft."""
    edges = np.linspace(0, len(samples), width + 1).astype(int)[:-1]
    highest = np.clip(np.maximum.reduceat(samples, edges), -1, 1).astype(float)
    lowest = np.clip(np.minimum.reduceat(samples, edges), -1, 1).astype(float)
    middle, half = top + height / 2, height / 2
    for y in (top, top + height):
        canvas.box(left, y - 1, left + width, y + 1, "line")
    canvas.columns(left, middle - highest * half - 0.5, middle - lowest * half + 0.5, "muted")


def spectrogram(
    canvas: Canvas,
    top: int,
    left: int,
    width: int,
    height: int,
    mel: Spectrogram,
    levels: NDArray[np.float32],
    ceiling_db: int,
) -> None:
    """Draw a spectrogram with its frequency axis at the left and its scale in dBFS at the right.

    Parameters
    ----------
    levels : ndarray of float32, shape (n_mels, n_frames)
        In dBFS (`spotpop.picture.decibels.dbfs`).
    ceiling_db : int
        Top of the scale: the same for all pictures that are to be compared.
    """
    shown = on_axis(mel, levels, height)
    bright = (shown - np.float32(ceiling_db - RANGE_DB)) * np.float32(255 / RANGE_DB)
    canvas.heat(left, top, width, height, np.clip(bright, 0, 255).astype(np.uint8))
    for share, label in scales.FrequencyAxis.of(mel.fmax_hz).ticks(room=height // 32):
        y = top + height * (1 - share)
        canvas.box(left - 8, y - 1, left, y + 1, "muted")
        baseline = min(top + height + 4, max(top + 20, y + 9))
        canvas.text((left - 14, baseline), label, AXIS_PX, ink="muted", align="right")
    _colour_bar(canvas, top, left + width + 14, height, ceiling_db, 20 if height >= 200 else 40)


def _colour_bar(canvas: Canvas, top: int, left: int, height: int, ceiling_db: int, step_db: int) -> None:
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 2, axis=1)
    canvas.heat(left, top, 14, height, ramp)
    canvas.text((left, top - 14), "dBFS", AXIS_PX - 2, ink="muted")
    for below in range(0, RANGE_DB + 1, step_db):
        level = ceiling_db - below
        label = f"−{-level}" if level else "0"
        y = top + height * below / RANGE_DB
        canvas.text((left + 22, min(top + height, max(top + 20, y + 9))), label, AXIS_PX, ink="muted")


def time_axis(canvas: Canvas, top: int, left: int, width: int, start_s: float, duration_s: float) -> None:
    """Label the seconds under a plot."""
    for share, label in scales.time_ticks(start_s, duration_s):
        x = left + width * share
        canvas.box(x - 1, top, x + 1, top + 8, "muted")
        canvas.text((x, top + 36), label, AXIS_PX, ink="muted", align="middle")


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
    room = left - 14 - 8
    for key, y, ink in (("picture-lifts", middle - 6, "lift"), ("picture-weighs", middle + 24, "weigh")):
        canvas.text((left - 14, y), fit_line(words.plain(key), (AXIS_PX, 24), "Regular", room), ink=ink, align="right")


def reason_rows(reasons: Sequence[Reason]) -> int:
    """Return how many lines `reasons_list` takes below its headings."""
    return max(1, *map(len, _strongest(reasons)))


def reasons_height(reasons: Sequence[Reason]) -> int:
    """Return the pixels that `reasons_list` takes; 0 where there is nothing to list."""
    return 44 + 36 * reason_rows(reasons) if reasons else 0


def _strongest(reasons: Sequence[Reason]) -> tuple[list[Reason], list[Reason]]:
    """Return what lifts and what weighs, largest first; effects that would read as 0 are left out."""
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
            shown = words.number(points, signed=True)
            value = canvas.text((end, y), shown, 26, ink=ink, align="right", bold=True)
            canvas.text((x, y), fit_line(said, (26, 23), "Regular", end - x - value - 16))
        if not column:
            canvas.text((x, top + 64), words.plain("picture-nothing"), 26, ink="muted")
