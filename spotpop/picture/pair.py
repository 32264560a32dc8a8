"""The picture of a comparison: two versions on one scale, what differs, and both spectrograms."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.picture import parts, scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.text_layout import fit_line
from spotpop.picture.values import Spectrogram, Theme
from spotpop.report import Comparison, Report
from spotpop.text import Trusted
from spotpop.wording import Words, words_for
from spotpop.wording.values import name_of

Sound = tuple[Spectrogram, NDArray[np.float32]]
"""The mel-spectrogram and the waveform of one section."""

_ENGLISH: Final = words_for(None)

_LEFT, _RIGHT = 40, 960
_PLOT_LEFT, _PLOT_WIDTH = 124, 748
_WAVE, _SPECTRUM = 44, 150
_SIDE = 116 + _WAVE + 8 + _SPECTRUM + 56
"""Height of one version: name, waveform, spectrogram, seconds."""


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
    rows = parts.reason_rows(comparison.reasons)
    canvas = Canvas(1000, 220 + 2 * _SIDE + 44 + 36 * rows + 64, theme)
    canvas.text((_LEFT, 74), verdict(comparison, words), 44, bold=True, max_width_px=_RIGHT - _LEFT)
    canvas.text((_LEFT, 118), _in_words(comparison, words), 26, ink="muted", max_width_px=_RIGHT - _LEFT)
    _difference(canvas, 140, comparison, words)
    y = 232
    for letter, report, sound in (("A", comparison.first, first), ("B", comparison.second, second)):
        _side(canvas, y, letter, report, sound, words)
        y += _SIDE
    lines = [(str(name_of(reason.name, words)), reason.points) for reason in comparison.reasons]
    parts.reasons_list(canvas, y, _LEFT, _RIGHT, lines, words, ("picture-for-b", "picture-for-a"))
    model = comparison.first.model
    canvas.text(
        (_LEFT, canvas.height - 24),
        words.plain("picture-model", model=Trusted(f"{model.name} {model.version}")),
        22,
        ink="muted",
    )
    return canvas.png()


def verdict(comparison: Comparison, words: Words = _ENGLISH) -> str:
    """Return the outcome in a few words."""
    if not comparison.reliable:
        return words.plain("picture-no-difference")
    ahead = Trusted("B" if comparison.difference > 0 else "A")
    return words.plain("picture-ahead", side=ahead, points=words.number(abs(comparison.difference), 1))


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
    canvas.text((_LEFT, middle + 46), words.plain("picture-a-ahead"), 24, ink="muted")
    canvas.text((place(0), middle + 46), words.plain("picture-same"), 24, ink="muted", align="middle")
    canvas.text((_RIGHT, middle + 46), words.plain("picture-b-ahead"), 24, ink="muted", align="right")


def _side(canvas: Canvas, top: int, letter: str, report: Report, sound: Sound, words: Words) -> None:
    """Draw one version: its letter, name and score, then its sound."""
    mel, samples = sound
    canvas.text((_LEFT, top + 52), letter, 52, ink="accent", bold=True)
    room = _RIGHT - 260 - _LEFT - 56
    canvas.text((_LEFT + 56, top + 38), fit_line(parts.titled(report.track.title, words), (34, 30), "Bold", room))
    if report.track.artists:
        canvas.text((_LEFT + 56, top + 74), fit_line(report.track.artist_line, (26, 24), "Regular", room), ink="muted")
    if report.score is not None and report.interval is not None:
        low, high = scales.whole(report.interval.low), scales.whole(report.interval.high)
        canvas.text((_RIGHT, top + 46), scales.whole(report.score), 52, ink="accent", align="right", bold=True)
        canvas.text(
            (_RIGHT, top + 78),
            words.plain("picture-range", low=Trusted(low), high=Trusted(high)),
            24,
            ink="muted",
            align="right",
        )
    y = top + 96
    parts.waveform(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, _WAVE, samples)
    y += _WAVE + 8
    parts.spectrogram(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, _SPECTRUM, mel, coarse=True)
    duration_s = len(samples) / mel.sample_rate_hz
    parts.time_axis(canvas, y + _SPECTRUM, _PLOT_LEFT, _PLOT_WIDTH, report.section.start_s, duration_s)
