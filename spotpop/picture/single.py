"""The picture of one report: who, how much, how sure, what it looks like as sound, and why."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.picture import corridor, groups, ladder, parts, scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.contents import Spectrogram, Theme
from spotpop.picture.decibels import ceiling_db, dbfs
from spotpop.picture.text_layout import TextLine, fit_line, wrap_lines
from spotpop.report import PreviewMatch, Report
from spotpop.text import Trusted
from spotpop.wording import Words, words_for
from spotpop.wording.values import DOUBTS

WIDTH: Final = 1000
_LEFT, _RIGHT = 40, 960
_PLOT_LEFT, _PLOT_WIDTH = 134, 742
_WAVE, _SPECTRUM, _FULL_BAND, _MOMENTS = 36, 196, 340, 52
_AXIS: Final = 50
_BETWEEN: Final = 14
_MARGIN: Final = 6
_FOOT: Final = 44
_LINE: Final = 38

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
    tall = _FULL_BAND if scales.FrequencyAxis.of(mel.fmax_hz).linear else _SPECTRUM
    sound = _WAVE + 8 + tall + (_MOMENTS + 16 if with_moments else 0) + _AXIS
    grouped = any(reason.group is not None for reason in report.reasons)
    reasons = groups.height_of(report, words) if grouped else parts.reasons_height(report.reasons)
    below = 262 if report.score is not None else 178
    said = _wrapped(_said(report, words))
    notes = [(line, ink) for text, ink in _notes(report, words) for line in _wrapped([text])]
    # What a phone shows beside the message comes first: score, ladder, corridor; the message says all else of it.
    rows = {"ladder": ladder.height_of(report, words), "corridor": corridor.height_of(report), "sound": sound}
    if not report.ladder:
        rows = {"sound": sound, "corridor": rows["corridor"]}
    rows |= {"reasons": reasons, "notes": _LINE * len(notes)}
    tops, y = {}, below - 24 + _LINE * len(said)
    for name, height in rows.items():
        tops[name] = y
        y += height + _BETWEEN if height else 0
    canvas = Canvas(WIDTH, y + _FOOT, theme)
    _head(canvas, report, words)
    for number, line in enumerate(said):
        canvas.text((_LEFT, below + _LINE * number), line)
    if report.ladder:
        ladder.draw_ladder(canvas, tops["ladder"], report, words)
    _sound(canvas, tops["sound"], tall, report, mel, samples, words, with_moments=with_moments)
    if grouped:
        groups.draw_groups(canvas, tops["reasons"], report, words)
    elif reasons:
        lines = parts.reason_lines(report.reasons, report, words)
        parts.reasons_list(canvas, tops["reasons"], _LEFT, _RIGHT, lines, words)
    corridor.draw_corridor(canvas, tops["corridor"], report, words)
    for number, (line, ink) in enumerate(notes):
        canvas.text((_LEFT, tops["notes"] + 26 + _LINE * number), line, ink=ink)
    foot = fit_line(footer(report, words), (24, 22, 20), "Regular", _RIGHT - _LEFT)
    canvas.text((_LEFT, canvas.height - 22), foot, ink="muted")
    # A loud waveform fills its height to the edge: without a margin its crest would show as a line.
    return canvas.png(upper=tops["sound" if report.ladder else "reasons"] - _MARGIN)


def _wrapped(texts: list[str]) -> list[TextLine]:
    return [line for text in texts for line in wrap_lines(text, 28, "Regular", _RIGHT - _LEFT)]


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
    """Return what people plan with, which the message leaves to the picture; or that there is no forecast."""
    if report.score is None:
        return [words.plain("answer-cannot-tell")]
    chances = {f"chance{round(one.popularity)}": words.number(one.probability * 100) for one in report.chances}
    return [words.plain("picture-chances", **chances)] if {"chance20", "chance30"} <= chances.keys() else []


def _notes(report: Report, words: Words) -> list[tuple[str, str]]:
    """Return what the message says of the forecast, too, for who meets the picture without it, and the ink of each."""
    notes = []
    if report.interval is not None:
        low, high = words.number(report.interval.low), words.number(report.interval.high)
        notes.append((words.plain("picture-range-of-ten", low=low, high=high), "muted"))
    return [*notes, *([(doubt, "weigh")] if (doubt := _doubt(report, words)) else [])]


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
        (_RIGHT - wide, 112), scales.whole_points(report.score), 104, ink="accent", align="right", bold=True
    )


def _doubt(report: Report, words: Words) -> str:
    """Return the gravest thing that makes the forecast doubtful; empty when there is none."""
    return next((words.plain(f"warning-{code}") for code in DOUBTS if code in report.warnings), "")


def footer(report: Report, words: Words) -> str:
    """Return where the audio came from and which model listened."""
    model = Trusted(f"{report.model.name} {report.model.version}")
    return words.plain("picture-footer", heard=Trusted(audio_source(report.preview, words)), model=model)


def audio_source(match: PreviewMatch, words: Words) -> str:
    """Return which audio was listened to, in a few words."""
    key = f"source-{match.source}"
    source = Trusted(words.plain(key)) if words.has(key) else match.source
    found = f"picture-heard-{match.how}"
    return words.plain(found, source=source) if words.has(found) else words.plain("picture-heard", source=source)
