"""The picture of one report: who, how much, how sure, what it looks like as sound, and why."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.picture import parts, scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.values import Spectrogram, Theme
from spotpop.report import Interval, PreviewMatch, Report

WIDTH: Final = 1000
_LEFT, _RIGHT = 40, 960
_PLOT_LEFT, _PLOT_WIDTH = 124, 748
_WAVE, _SPECTRUM, _MOMENTS = 64, 300, 72

SOURCES: Final = {
    "spotify": "Spotify's preview",
    "embed": "Spotify's preview",
    "deezer": "Deezer's preview",
    "itunes": "the iTunes preview",
    "upload": "the uploaded file",
}


DOUBTS: Final = {
    "speech": "Sounds like speech, and the model knows music only",
    "noise": "Sounds like noise, and the model knows music only",
    "tone": "Sounds like a bare tone, and the model knows music only",
    "silence": "Much of this is silence",
    "match-unsure": "Perhaps not this very recording",
    "classical": "Sounds like classical music, which the model knows little of",
    "short": "Less to hear than the model is used to",
    "quiet": "Much quieter than released music usually is",
}
"""What makes a forecast doubtful, gravest first, by the report's codes."""


def draw(report: Report, mel: Spectrogram, samples: NDArray[np.float32], *, theme: Theme = "dark") -> bytes:
    """Draw a report.

    Parameters
    ----------
    mel : Spectrogram
        Of the section that was listened to.
    samples : ndarray of float32, shape (n,)
        The section's waveform.
    theme : {"dark", "light"}

    Returns
    -------
    bytes
        A PNG of 1000 pixels' width, readable at phone size.
    """
    with_moments = report.moments is not None and any(
        abs(points) >= parts.LEAST_POINTS for points in report.moments.points
    )
    rows = parts.reason_rows(report.reasons)
    doubt = _doubt(report)
    top = 342 if doubt else 308
    height = top + _WAVE + 10 + _SPECTRUM + (_MOMENTS + 22 if with_moments else 0) + 56 + 44 + 36 * rows + 70
    canvas = Canvas(WIDTH, height, theme)
    wide = _number(canvas, report)
    parts.header(canvas, 28, _LEFT, round(_RIGHT - wide - 36), report.track.title, report.track.artist_line)
    if report.score is not None and report.interval is not None:
        parts.gauge(
            canvas, 148, _LEFT, _RIGHT, score=report.score, interval=report.interval, baseline=report.baseline
        )  # fmt: skip
        words = _in_words(report.interval, report.percentile)
    else:
        words = "This does not sound like music, and music is all I know: no forecast."
    canvas.text((_LEFT, 280), words, 26, max_width_px=_RIGHT - _LEFT)
    canvas.text((_LEFT, 316), doubt, 24, ink="weigh", max_width_px=_RIGHT - _LEFT)
    y = top
    parts.waveform(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, _WAVE, samples)
    y += _WAVE + 10
    parts.spectrogram(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, _SPECTRUM, mel)
    y += _SPECTRUM
    duration_s = len(samples) / mel.sample_rate_hz
    if with_moments:
        assert report.moments is not None
        parts.moments_strip(canvas, y + 12, _PLOT_LEFT, _PLOT_WIDTH, _MOMENTS, report.moments, duration_s)
        y += _MOMENTS + 22
    parts.time_axis(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, report.section.start_s, duration_s)
    y += 56
    parts.reasons_list(canvas, y, _LEFT, _RIGHT, report.reasons)
    canvas.text((_LEFT, height - 24), footer(report), 22, ink="muted", max_width_px=_RIGHT - _LEFT)
    return canvas.png()


def _number(canvas: Canvas, report: Report) -> float:
    """Write the score, or a dash where there is none; return the width it takes."""
    if report.score is None:
        return canvas.text((_RIGHT, 112), "–", 104, ink="muted", align="right", bold=True)
    wide = canvas.text((_RIGHT, 112), "/100", 34, ink="muted", align="right") + 8
    return wide + canvas.text(
        (_RIGHT - wide, 112), scales.whole(report.score), 104, ink="accent", align="right", bold=True
    )


def _in_words(interval: Interval, percentile: float | None) -> str:
    low, high = scales.whole(interval.low), scales.whole(interval.high)
    of_ten, ahead = scales.whole(interval.coverage * 10), scales.whole(percentile or 0.0)
    return f"{of_ten} in 10 such tracks land between {low} and {high} · ahead of {ahead} % of tracks"


def _doubt(report: Report) -> str:
    """Return the gravest thing that makes the forecast doubtful; empty when there is none."""
    return next((words for code, words in DOUBTS.items() if code in report.warnings), "")


def footer(report: Report) -> str:
    """Return where the audio came from and which model listened."""
    return f"heard: {heard(report.preview)} · model: {report.model.name} {report.model.version} · spotpop"


def heard(match: PreviewMatch) -> str:
    """Return which audio was listened to, in words."""
    how = {"isrc": ", found by its ISRC", "search": ", found by search"}.get(match.how, "")
    return SOURCES.get(match.source, match.source) + how
