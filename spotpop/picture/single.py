"""The picture of one report: who, how much, how sure, what it looks like as sound, and why."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.picture import corridor, groups, ladder, parts, scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.decibels import ceiling_db, dbfs
from spotpop.picture.text_layout import fit_line, wrap_lines
from spotpop.picture.values import Spectrogram, Theme
from spotpop.report import PreviewMatch, Report
from spotpop.text import Trusted
from spotpop.wording import Words, words_for

WIDTH: Final = 1000
_LEFT, _RIGHT = 40, 960
_PLOT_LEFT, _PLOT_WIDTH = 134, 742
_WAVE, _SPECTRUM, _FULL_BAND, _MOMENTS = 36, 196, 340, 52
_AXIS: Final = 50
_BETWEEN: Final = 14
_FOOT: Final = 44

DOUBTS: Final = ("speech", "noise", "tone", "silence", "match-unsure", "classical", "short", "quiet")
"""What makes a forecast doubtful, gravest first, by the report's codes."""

LEAST_MOMENT: Final = 0.5
"""Points; what lifts or weighs less than this in every second is not worth a strip."""

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
    with_moments = report.moments is not None and any(abs(one) >= LEAST_MOMENT for one in report.moments.points)
    doubt = _doubt(report, words)
    said = _said(report, words)
    grouped = any(reason.group is not None for reason in report.reasons)
    tall = _FULL_BAND if scales.FrequencyAxis.of(mel.fmax_hz).linear else _SPECTRUM
    sound_height = _WAVE + 8 + tall + (_MOMENTS + 16 if with_moments else 0) + _AXIS
    reasons_height = groups.height_of(report, words) if grouped else parts.reasons_height(report.reasons)
    heights = [ladder.height_of(report, words), sound_height, reasons_height, corridor.height_of(report)]
    below = 262 if report.score is not None else 178
    lines = [(line, ink) for text, ink in [*((one, "text") for one in said), (doubt, "weigh")] if text
             for line in wrap_lines(text, 28, "Regular", _RIGHT - _LEFT)]  # fmt: skip
    top = below - 24 + 38 * len(lines)
    canvas = Canvas(WIDTH, top + sum(height + _BETWEEN for height in heights if height) + _FOOT, theme)
    _head(canvas, report, words)
    for number, (line, ink) in enumerate(lines):
        canvas.text((_LEFT, below + 38 * number), line, ink=ink)
    tops = [top + sum(height + _BETWEEN for height in heights[:at] if height) for at in range(len(heights))]
    if report.ladder:
        ladder.draw_ladder(canvas, tops[0], report, words)
    _sound(canvas, tops[1], tall, report, mel, samples, words, with_moments=with_moments)
    if grouped:
        groups.draw_groups(canvas, tops[2], report, words)
    elif reasons_height:
        parts.reasons_list(canvas, tops[2], _LEFT, _RIGHT, parts.reason_lines(report.reasons, report, words), words)
    corridor.draw_corridor(canvas, tops[3], report, words)
    foot = fit_line(footer(report, words), (24, 22, 20), "Regular", _RIGHT - _LEFT)
    canvas.text((_LEFT, canvas.height - 22), foot, ink="muted")
    return canvas.png()


def _head(canvas: Canvas, report: Report, words: Words) -> None:
    """Draw title, score and the scale from 0 to 100."""
    wide = _number(canvas, report)
    title = parts.titled(report.track.title, words)
    parts.header(canvas, 28, _LEFT, round(_RIGHT - wide - 36), title, report.track.artist_line)
    if report.score is not None and report.interval is not None:
        parts.gauge(
            canvas,
            128,
            _LEFT,
            _RIGHT,
            score=report.score,
            interval=report.interval,
            baseline=None if report.ladder else report.baseline,
            words=words,
        )


def _said(report: Report, words: Words) -> list[str]:
    """Return the forecast in words, as the message has them."""
    if report.score is None or report.interval is None:
        return [words.plain("answer-cannot-tell")]
    low, high = words.number(report.interval.low), words.number(report.interval.high)
    lines = [words.plain("picture-range-of-ten", low=low, high=high)]
    chances = {f"chance{round(one.popularity)}": words.number(one.probability * 100) for one in report.chances}
    if {"chance20", "chance30"} <= chances.keys():
        lines.append(words.plain("picture-chances", **chances))
    return lines


def _sound(
    canvas: Canvas,
    top: int,
    tall: int,
    report: Report,
    mel: Spectrogram,
    samples: NDArray[np.float32],
    words: Words,
    *,
    with_moments: bool,
) -> None:
    """Draw waveform, spectrogram, which moments matter, and the seconds."""
    parts.waveform(canvas, top, _PLOT_LEFT, _PLOT_WIDTH, _WAVE, samples)
    y = top + _WAVE + 8
    levels = dbfs(mel)
    parts.spectrogram(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, tall, mel, levels, ceiling_db(levels))
    y += tall
    duration_s = len(samples) / parts.SAMPLE_RATE_HZ
    if with_moments:
        assert report.moments is not None
        parts.moments_strip(canvas, y + 8, _PLOT_LEFT, _PLOT_WIDTH, _MOMENTS, report.moments, duration_s, words)
        y += _MOMENTS + 16
    parts.time_axis(canvas, y, _PLOT_LEFT, _PLOT_WIDTH, report.section.start_s, duration_s)


def _number(canvas: Canvas, report: Report) -> float:
    """Write the score, or a dash where there is none; return the width it takes."""
    if report.score is None:
        return canvas.text((_RIGHT, 112), "–", 104, ink="muted", align="right", bold=True)
    wide = canvas.text((_RIGHT, 112), "/100", 34, ink="muted", align="right") + 8
    return wide + canvas.text(
        (_RIGHT - wide, 112), scales.whole(report.score), 104, ink="accent", align="right", bold=True
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
