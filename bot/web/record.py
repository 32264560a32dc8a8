"""The track record as the page shows it: the scores that the workers publish, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from spotpop.wording import Words

_SHARES: Final = frozenset({"coverage", "crps_skill", "pairs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure of a table: all text."""

    figure: str
    value: str
    interval: str
    unskilled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One outcome at one horizon."""

    heading: str
    counted: str
    missed: str
    lines: tuple[Line, ...]
    misses: tuple[dict[str, Any], ...]
    hits: tuple[dict[str, Any], ...]
    on_scale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that the page says about the record."""

    forecasts: int
    tracks: int
    at: float
    next_outcome_at: float | None
    head: str
    parts: tuple[Part, ...]


def read(note: Any, words: Words) -> Shown | None:
    """Return what is shown of a published summary; None without one, or where another version wrote it."""
    try:
        parts = tuple(
            _part(score, words) for score in note["scores"]
            if score["slice"] == "all" and (score["elapsed"] or score["outcomes"])
        )  # fmt: skip
        return Shown(
            forecasts=int(note["forecasts"]), tracks=int(note["tracks"]), at=float(note["at"]),
            next_outcome_at=note["next_outcome_at"], head=str(note["head"]), parts=parts,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        return None


def _part(score: dict[str, Any], words: Words) -> Part:
    measure = words.plain(f"record-measure-{str(score['measure']).replace('.', '-')}")
    on_scale = score["below"] is not None
    return Part(
        heading=words.plain("record-after", days=int(score["horizon_days"]), measure=measure),
        counted=words.plain("record-counted", outcomes=int(score["outcomes"]), elapsed=int(score["elapsed"])),
        missed=words.plain("record-missed", below=int(score["below"]), above=int(score["above"])) if on_scale else "",
        lines=tuple(_line(figure, words) for figure in score["figures"]),
        misses=tuple(score["misses"]),
        hits=tuple(score["hits"]),
        on_scale=on_scale,
    )


def _line(figure: dict[str, Any], words: Words) -> Line:
    name = str(figure["name"])
    label = words.plain(f"record-figure-{name.replace('_', '-')}")
    if figure["value"] is None:
        so_far = words.plain("record-so-far", count=int(figure["count"]), needed=int(figure["needed"]))
        return Line(figure=label, value=so_far, interval="", unskilled="")
    low, high = _number(name, figure["low"], words), _number(name, figure["high"], words)
    return Line(
        figure=label,
        value=_number(name, figure["value"], words),
        interval=words.plain("record-interval", low=low, high=high),
        unskilled="" if figure["unskilled"] is None else _number(name, figure["unskilled"], words),
    )


def _number(name: str, value: float, words: Words) -> str:
    if name in _SHARES:
        return f"{words.number(value * 100)}\N{NO-BREAK SPACE}%"
    return str(words.number(value, 2))
