"""The record's picture in one language: which shares it shows, and what is said beside each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spotpop.picture.contents import Theme
from spotpop.picture.record import RecordRow, draw_record
from spotpop.record.summary import Figure, Score, Summary
from spotpop.wording import Words

SHOWN: Final = {"spotify.popularity": "coverage", "listenbrainz.listens": "pairs"}
"""The share that is drawn of each measure; the others are for the page and the command line."""


def draw(summary: Summary, words: Words, theme: Theme) -> bytes:
    """Return the picture as PNG.

    Parameters
    ----------
    theme : {"dark", "light"}
    """
    rows = list(_rows(summary, words))
    kept = words.plain("record-kept", forecasts=summary.forecasts, tracks=summary.tracks)
    if not rows:
        elapsed = max((score.elapsed for score in summary.scores if score.slice == "all"), default=0)
        kept = f"{kept} {words.plain('record-open', count=elapsed) if elapsed else words.plain('record-too-young')}"
    return draw_record(words.plain("record-title"), kept, rows, legend=words.plain("record-legend"), theme=theme)


def _rows(summary: Summary, words: Words) -> Iterator[RecordRow]:
    for score in summary.scores:
        wanted = SHOWN.get(score.measure)
        if score.slice != "all" or wanted is None or not score.outcomes:
            continue
        for figure in score.figures:
            if figure.name == wanted:
                yield _row(score, figure, words)


def _row(score: Score, figure: Figure, words: Words) -> RecordRow:
    label = words.plain(f"record-drawn-{figure.name}", days=score.horizon_days)
    missed = ""
    if score.below is not None and score.above is not None:
        missed = words.plain("record-missed", below=score.below, above=score.above)
    counted = words.plain("record-counted", outcomes=score.outcomes, elapsed=score.elapsed)
    if figure.value is None:
        note = words.plain("record-so-far", count=figure.count, needed=figure.needed)
    else:
        note = f"{words.number(figure.value * 100)} %"
    return RecordRow(
        label=label, note=note, value=figure.value, low=figure.low, high=figure.high, mark=figure.unskilled or 0.0,
        detail=f"{counted} {missed}".strip(),
    )  # fmt: skip
