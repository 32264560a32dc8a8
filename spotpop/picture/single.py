"""The picture of one report: who, how much, how sure, what it looks like as sound, and why."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.picture import parts, scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.values import Spectrogram, Theme
from spotpop.report import Interval, PreviewMatch, Report
from spotpop.text import Trusted
from spotpop.wording import Words, words_for

WIDTH: Final = 1000
_LEFT, _RIGHT = 40, 960
_PLOT_LEFT, _PLOT_WIDTH = 124, 748
_WAVE, _SPECTRUM, _MOMENTS = 64, 300, 72

DOUBTS: Final = ("speech", "noise", "tone", "silence", "match-unsure", "classical", "short", "quiet")
"""What makes a forecast doubtful, gravest first, by the report's codes."""

_ENGLISH: Final = words_for(None)


def draw(
    report: Report,
    mel: Spectrogram,
    samples: NDArray[np.float32],
    *,
    theme: Theme = "dark",
    words: Words = _ENGLISH,
) -> bytes:
    """Draw a report.

    Parameters
    ----------
    mel : Spectrogram
        Of the section that was listened to.
    samples : ndarray of float32, shape (n,)
        The section's waveform.
    theme : {"dark", "light"}
    words : Words
        The catalogue in the language of the answer.

    Returns
    -------
    bytes
        A PNG of 1000 pixels' width, readable at phone size.
    """
    with_moments = report.moments is not None and any(
        abs(points) >= parts.LEAST_POINTS for points in report.moments.points
    )
    rows = parts.reason_rows(report.reasons)
    doubt = _doubt(report, words)
    top = 342 if doubt else 308
    height = top + _WAVE + 10 + _SPECTRUM + (_MOMENTS + 22 if with_moments else 0) + 56 + 44 + 36 * rows + 70
    canvas = Canvas(WIDTH, height, theme)
    wide = _number(canvas, report)
    parts.header(
        canvas, 28, _LEFT, round(_RIGHT - wide - 36), parts.titled(report.track.title, words), report.track.artist_line
    )
    if report.score is not None and report.interval is not None:
        parts.gauge(
            canvas,
            148,
            _LEFT,
            _RIGHT,
            score=report.score,
            interval=report.interval,
            baseline=report.baseline,
            words=words,
        )
        said = _in_words(report.interval, report.percentile, words)
    else:
        said = words.plain("answer-cannot-tell")
    canvas.text((_LEFT, 280), said, 26, max_width_px=_RIGHT - _LEFT)
    canvas.text((_LEFT, 316), doubt, 24, ink="weigh", max_width_px=_RIGHT - _LEFT)
    y = top
    parts.waveform(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, _WAVE, samples)
    y += _WAVE + 10
    parts.spectrogram(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, _SPECTRUM, mel)
    y += _SPECTRUM
    duration_s = len(samples) / mel.sample_rate_hz
    if with_moments:
        assert report.moments is not None
        parts.moments_strip(canvas, y + 12, _PLOT_LEFT, _PLOT_WIDTH, _MOMENTS, report.moments, duration_s, words)
        y += _MOMENTS + 22
    parts.time_axis(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, report.section.start_s, duration_s)
    y += 56
    lines = parts.reason_lines(report.reasons, report, words)
    parts.reasons_list(canvas, y, _LEFT, _RIGHT, lines, words)
    canvas.text((_LEFT, height - 24), footer(report, words), 22, ink="muted", max_width_px=_RIGHT - _LEFT)
    return canvas.png()


def _number(canvas: Canvas, report: Report) -> float:
    """Write the score, or a dash where there is none; return the width it takes."""
    if report.score is None:
        return canvas.text((_RIGHT, 112), "–", 104, ink="muted", align="right", bold=True)
    wide = canvas.text((_RIGHT, 112), "/100", 34, ink="muted", align="right") + 8
    return wide + canvas.text(
        (_RIGHT - wide, 112), scales.whole(report.score), 104, ink="accent", align="right", bold=True
    )


def _in_words(interval: Interval, percentile: float | None, words: Words) -> str:
    return words.plain(
        "picture-in-words",
        of=words.number(interval.coverage * 10),
        low=words.number(interval.low),
        high=words.number(interval.high),
        ahead=words.number(percentile or 0.0),
    )


def _doubt(report: Report, words: Words) -> str:
    """Return the gravest thing that makes the forecast doubtful; empty when there is none."""
    return next((words.plain(f"warning-{code}") for code in DOUBTS if code in report.warnings), "")


def footer(report: Report, words: Words) -> str:
    """Return where the audio came from and which model listened."""
    model = Trusted(f"{report.model.name} {report.model.version}")
    return words.plain("picture-footer", heard=Trusted(heard(report.preview, words)), model=model)


def heard(match: PreviewMatch, words: Words) -> str:
    """Return which audio was listened to, in a few words."""
    key = f"source-{match.source}"
    source = Trusted(words.plain(key)) if words.has(key) else match.source
    found = f"picture-heard-{match.how}"
    return words.plain(found, source=source) if words.has(found) else words.plain("picture-heard", source=source)
