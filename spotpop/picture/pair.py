"""The picture of a comparison: two versions on one scale, what differs, and both spectrograms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spotpop.picture import parts, scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.text_layout import fit_line
from spotpop.picture.values import Spectrogram, Theme
from spotpop.report import Comparison, Report

Sound = tuple[Spectrogram, NDArray[np.float32]]
"""The mel-spectrogram and the waveform of one section."""

_LEFT, _RIGHT = 40, 960
_PLOT_LEFT, _PLOT_WIDTH = 124, 748
_WAVE, _SPECTRUM = 44, 150
_SIDE = 116 + _WAVE + 8 + _SPECTRUM + 56
"""Height of one version: name, waveform, spectrogram, seconds."""


def draw_comparison(comparison: Comparison, first: Sound, second: Sound, *, theme: Theme = "dark") -> bytes:
    """Draw a comparison.

    Parameters
    ----------
    first, second : tuple of (Spectrogram, ndarray of float32)
        What was listened to of each.
    theme : {"dark", "light"}

    Returns
    -------
    bytes
        A PNG of 1000 pixels' width.
    """
    rows = parts.reason_rows(comparison.reasons)
    canvas = Canvas(1000, 220 + 2 * _SIDE + 44 + 36 * rows + 64, theme)
    canvas.text((_LEFT, 74), verdict(comparison), 44, bold=True, max_width_px=_RIGHT - _LEFT)
    canvas.text((_LEFT, 118), _in_words(comparison), 26, ink="muted", max_width_px=_RIGHT - _LEFT)
    _difference(canvas, 140, comparison)
    y = 232
    for letter, report, sound in (("A", comparison.first, first), ("B", comparison.second, second)):
        _side(canvas, y, letter, report, sound)
        y += _SIDE
    parts.reasons_list(canvas, y, _LEFT, _RIGHT, comparison.reasons, ("In favour of B", "In favour of A"))
    model = comparison.first.model
    canvas.text((_LEFT, canvas.height - 24), f"model: {model.name} {model.version} · spotpop", 22, ink="muted")
    return canvas.png()


def verdict(comparison: Comparison) -> str:
    """Return the outcome in a few words."""
    if not comparison.reliable:
        return "No reliable difference"
    ahead = "B" if comparison.difference > 0 else "A"
    return f"{ahead} is ahead by {abs(comparison.difference):.1f} points"


def _in_words(comparison: Comparison) -> str:
    low, high = scales.signed(comparison.interval.low), scales.signed(comparison.interval.high)
    share = scales.whole(comparison.interval.coverage * 10)
    return f"B minus A: {scales.signed(comparison.difference)}, in {share} of 10 cases between {low} and {high}"


def _difference(canvas: Canvas, top: int, comparison: Comparison) -> None:
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
    canvas.text((_LEFT, middle + 46), "A ahead", 24, ink="muted")
    canvas.text((place(0), middle + 46), "the same", 24, ink="muted", align="middle")
    canvas.text((_RIGHT, middle + 46), "B ahead", 24, ink="muted", align="right")


def _side(canvas: Canvas, top: int, letter: str, report: Report, sound: Sound) -> None:
    """Draw one version: its letter, name and score, then its sound."""
    mel, samples = sound
    canvas.text((_LEFT, top + 52), letter, 52, ink="accent", bold=True)
    room = _RIGHT - 260 - _LEFT - 56
    canvas.text((_LEFT + 56, top + 38), fit_line(report.track.title or "Untitled", (34, 30), "Bold", room))
    if report.track.artists:
        canvas.text((_LEFT + 56, top + 74), fit_line(report.track.artist_line, (26, 24), "Regular", room), ink="muted")
    if report.score is not None and report.interval is not None:
        low, high = scales.whole(report.interval.low), scales.whole(report.interval.high)
        canvas.text((_RIGHT, top + 46), scales.whole(report.score), 52, ink="accent", align="right", bold=True)
        canvas.text((_RIGHT, top + 78), f"{low} to {high}", 24, ink="muted", align="right")
    y = top + 96
    parts.waveform(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, _WAVE, samples)
    y += _WAVE + 8
    parts.spectrogram(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, _SPECTRUM, mel, coarse=True)
    duration_s = len(samples) / mel.sample_rate_hz
    parts.time_axis(canvas, y + _SPECTRUM, _PLOT_LEFT, _PLOT_WIDTH, report.section.start_s, duration_s)
