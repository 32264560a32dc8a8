"""The track record as the page shows it: the scores that the workers publish, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spotpop.text import plain
from spotpop.wording import Words
from spotpop.wording.outcomes import counts_of, figure_of, heading_of, known_scores, nothing_known, so_far


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One figure of a table: all text."""

    figure: str
    value: str
    interval: str
    unskilled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One outcome at one horizon."""

    heading: str
    counted: str
    missed: str
    so_far: str
    lines: tuple[ScoreLine, ...]
    misses: tuple[dict[str, Any], ...]
    hits: tuple[dict[str, Any], ...]
    on_scale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownScores:
    """All that the page says about the record."""

    forecasts: int
    tracks: int
    at: float
    next_outcome_at: float | None
    head: str
    nothing: str
    parts: tuple[ScorePart, ...]


def read_scores(note: Any, words: Words) -> ShownScores | None:
    """Return what is shown of a published summary; None without one, or where another version wrote it."""
    try:
        parts = tuple(_part(score, words) for score in known_scores(note))
        return ShownScores(
            forecasts=int(note["forecasts"]), tracks=int(note["tracks"]), at=float(note["at"]),
            next_outcome_at=note["next_outcome_at"], head=str(note["head"]), parts=parts,
            nothing="" if parts else plain(nothing_known(note, words)),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        return None


def _part(score: dict[str, Any], words: Words) -> ScorePart:
    counted, missed = counts_of(score, words)
    return ScorePart(
        heading=heading_of(score, words),
        counted=counted,
        missed=missed,
        so_far=plain(young := so_far(score, words)),
        lines=() if young else tuple(ScoreLine(*figure_of(figure, words)) for figure in score["figures"]),
        misses=tuple(score["misses"]),
        hits=tuple(score["hits"]),
        on_scale=score["below"] is not None,
    )
