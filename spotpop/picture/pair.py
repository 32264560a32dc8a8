"""The picture of a comparison: two versions on one scale, what differs, and both spectrograms."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.picture import parts, scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.contents import Spectrogram, Theme
from spotpop.picture.decibels import ceiling_db, dbfs
from spotpop.picture.text_layout import fit_line
from spotpop.report import Comparison, Report
from spotpop.text import Trusted, plain
from spotpop.wording import Words, words_for
from spotpop.wording.expectation import comparison_reasons, name_of
from spotpop.wording.findings import change_lines

Sound = tuple[Spectrogram, NDArray[np.float32]]
"""The mel-spectrogram and the waveform of one section."""

_ENGLISH: Final = words_for(None)

_LEFT, _RIGHT = 40, 960
_PLOT_LEFT, _PLOT_WIDTH = 134, 742
_WAVE, _SPECTRUM = 44, 170
MOST_CHANGES: Final = 4
"""Differences for sure that find room; all stand in the message."""

_LINE: Final = 38
_SIDE: Final = 96 + _WAVE + 16
"""Height of one version: name, score, waveform."""

_SOUND: Final = 56 + _SPECTRUM + 62
"""Height of one version's spectrogram: its letter, the spectrogram, seconds."""


def draw_comparison(
    comparison: Comparison, first: Sound, second: Sound, *, theme: Theme = "dark", words: Words = _ENGLISH
) -> bytes:
    """Draw a comparison.

    Parameters
    ----------
    first, second : tuple of (Spectrogram, ndarray of float32)
        What was listened to of each.
    theme : {"dark", "light"}
    words : Words
        The catalogue in the language of the answer.

    Returns
    -------
    bytes
        A PNG of 1000 pixels' width.
    """
    same = _is_same(comparison)
    changes = [] if same or comparison.changes is None else _changes(comparison, words)
    reasons = [] if same or not comparison.reliable else list(comparison_reasons(comparison))
    scale = 0 if same else 96
    changes_height = _LINE * (len(changes) + 1) + 20 if changes else 0
    reasons_height = parts.reasons_height(reasons)
    # What a phone shows beside the message comes first: the verdict and both versions; the message says what differs.
    top = 138 + scale
    upper = top + 2 * _SIDE + 8
    canvas = Canvas(1000, upper + changes_height + 2 * _SOUND + reasons_height + 60, theme)
    canvas.text((_LEFT, 74), fit_line(verdict(comparison, words), (44, 38, 34), "Bold", _RIGHT - _LEFT))
    if same:
        said = plain(change_lines(comparison.changes, words)[0]) if comparison.changes else ""
        canvas.text((_LEFT, 118), fit_line(said, (28, 26, 24), "Regular", _RIGHT - _LEFT), ink="muted")
    else:
        canvas.text((_LEFT, 118), fit_line(_in_words(comparison, words), (28, 26, 24), "Regular", _RIGHT - _LEFT),
                    ink="muted")  # fmt: skip
        _difference(canvas, 140, comparison, words)
    levels = dbfs(first[0]), dbfs(second[0])
    ceiling = ceiling_db(*levels)
    below = upper + changes_height
    sides = zip("12", (comparison.first, comparison.second), (first, second), levels, strict=True)
    for number, (letter, report, sound, level) in enumerate(sides):
        _side(canvas, top + _SIDE * number, letter, report, sound, words)
        _spectrum(canvas, below + _SOUND * number, letter, report, sound, level, ceiling)
    if changes:
        _list(canvas, upper, plain(words.text("changes-heading")), changes)
    if reasons:
        lines = [(str(name_of(reason.name, words)), reason.points) for reason in reasons]
        y = below + 2 * _SOUND
        parts.reasons_list(canvas, y, _LEFT, _RIGHT, lines, words, ("picture-for-second", "picture-for-first"))
    model = comparison.first.model
    foot = words.plain("picture-model", model=Trusted(f"{model.name} {model.version}"))
    canvas.text((_LEFT, canvas.height - 22), foot, 24, ink="muted")
    return canvas.png(upper=upper)


def _is_same(comparison: Comparison) -> bool:
    return comparison.changes is not None and comparison.changes.sameness == "identical"


def _changes(comparison: Comparison, words: Words) -> list[str]:
    """Return what differs for sure; a band that is cut by the picture's room stands in the message."""
    assert comparison.changes is not None
    return [plain(line) for line in change_lines(comparison.changes, words)[:MOST_CHANGES]]


def _list(canvas: Canvas, top: int, heading: str, lines: list[str]) -> None:
    canvas.text((_LEFT, top + 30), fit_line(heading, (30, 27), "Bold", _RIGHT - _LEFT))
    for number, line in enumerate(lines, 1):
        canvas.text((_LEFT, top + 30 + _LINE * number), fit_line(line, (27, 25, 23), "Regular", _RIGHT - _LEFT))


def verdict(comparison: Comparison, words: Words = _ENGLISH) -> str:
    """Return the outcome in a few words."""
    if _is_same(comparison):
        return words.plain("picture-same-twice")
    if not comparison.reliable:
        return words.plain("picture-no-difference")
    ahead = "second" if comparison.difference > 0 else "first"
    return words.plain(f"picture-ahead-{ahead}", points=words.number(abs(comparison.difference), 1))


def _in_words(comparison: Comparison, words: Words) -> str:
    return words.plain(
        "picture-difference",
        points=words.number(comparison.difference, 1, signed=True),
        of=words.number(comparison.interval.coverage * 10),
        low=words.number(comparison.interval.low, 1, signed=True),
        high=words.number(comparison.interval.high, 1, signed=True),
    )


def _difference(canvas: Canvas, top: int, comparison: Comparison, words: Words) -> None:
    """Draw the difference and its interval on a scale whose middle is 'the same'."""
    reach = max(5.0, 1.2 * max(abs(comparison.interval.low), abs(comparison.interval.high), abs(comparison.difference)))

    def place(points: float) -> float:
        return (_LEFT + _RIGHT) / 2 + (_RIGHT - _LEFT) / 2 * points / reach

    middle = top + 24
    canvas.pill(_LEFT, middle - 6, _RIGHT, middle + 6, "line")
    low, high = place(comparison.interval.low), place(comparison.interval.high)
    canvas.pill(low, middle - 10, max(high, low + 20), middle + 10, "band")
    canvas.box(place(0) - 1.5, middle - 20, place(0) + 1.5, middle + 20, "text")
    canvas.dot(place(comparison.difference), middle, 20, "background")
    canvas.dot(place(comparison.difference), middle, 15, "accent")
    canvas.text((_LEFT, middle + 50), words.plain("picture-first-ahead"), parts.AXIS_PX, ink="muted")
    canvas.text((place(0), middle + 50), words.plain("picture-same"), parts.AXIS_PX, ink="muted", align="middle")
    canvas.text((_RIGHT, middle + 50), words.plain("picture-second-ahead"), parts.AXIS_PX, ink="muted", align="right")


def _side(canvas: Canvas, top: int, letter: str, report: Report, sound: Sound, words: Words) -> None:
    """Draw one version: its letter, name and score, then its waveform."""
    canvas.text((_LEFT, top + 52), letter, 52, ink="accent", bold=True)
    room = _RIGHT - 260 - _LEFT - 56
    canvas.text((_LEFT + 56, top + 38), fit_line(parts.titled(report.track.title, words), (34, 30), "Bold", room))
    if report.track.artists:
        canvas.text((_LEFT + 56, top + 74), fit_line(report.track.artist_line, (26, 24), "Regular", room), ink="muted")
    if report.score is not None and report.interval is not None:
        low, high = scales.whole_points(report.interval.low), scales.whole_points(report.interval.high)
        canvas.text((_RIGHT, top + 46), scales.whole_points(report.score), 52, ink="accent", align="right", bold=True)
        canvas.text(
            (_RIGHT, top + 78),
            words.plain("picture-range", low=Trusted(low), high=Trusted(high)),
            27,
            ink="muted",
            align="right",
        )
    parts.waveform(canvas, top + 96, _PLOT_LEFT, _PLOT_WIDTH, _WAVE, sound[1])


def _spectrum(
    canvas: Canvas, top: int, letter: str, report: Report, sound: Sound, levels: NDArray[np.float32], ceiling: int
) -> None:
    """Draw the spectrogram of one version, and its seconds."""
    mel, samples = sound
    canvas.text((_LEFT, top + 44), letter, 40, ink="accent", bold=True)
    y = top + 56
    parts.spectrogram(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, _SPECTRUM, mel, levels, ceiling)
    duration_s = len(samples) / parts.SAMPLE_RATE_HZ
    parts.time_axis(canvas, y + _SPECTRUM, _PLOT_LEFT, _PLOT_WIDTH, report.section.start_s, duration_s)
