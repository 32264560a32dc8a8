"""The scores as values: figures with their errors, and what a front-end needs of them as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

LEAST: Final = 30
"""Outcomes below which nothing is claimed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure with its error.

    Attributes
    ----------
    name : str
        ``coverage``, ``crps``, ``crps_skill``, ``spearman``, ``pairs``.
    value, low, high : float or None
        With its 95 % interval; None below `LEAST` outcomes.
    count : int
        Outcomes that it rests on.
    needed : int
        From how many on something is claimed.
    unskilled : float or None
        What it would be without any skill (for coverage: what is promised).
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    count: int
    needed: int = LEAST
    unskilled: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One forecast and its outcome, for the lists of misses and hits.

    Attributes
    ----------
    track_id, made : str
        `made` is an ISO date.
    score, low, high : float
        As it was stated.
    off : float
        Points outside the interval; for another measure the distance of the ranks within the week, -1 to 1.
    """

    track_id: str
    made: str
    score: float
    low: float
    high: float
    outcome: float
    off: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """All figures of one measure at one horizon, for one slice of the record.

    Attributes
    ----------
    slice, value : str
        Slices: ``all``, ``month``, ``model``, ``age``, ``audience``, ``cohort``; `value` names which.
    elapsed, outcomes : int
        Forecasts whose time has come, and those of them whose outcome is known; each track counts once.
    below, inside, above : int or None
        Outcomes under, within and over the 80 % interval; None for a measure on another scale.
    misses, hits : tuple of Named
        The worst first, and as many of the best; only for the slice ``all``.
    """

    measure: str
    horizon_days: int
    slice: str
    value: str
    elapsed: int
    outcomes: int
    below: int | None = None
    inside: int | None = None
    above: int | None = None
    figures: tuple[Figure, ...] = ()
    misses: tuple[Named, ...] = ()
    hits: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The record at a glance; plain values, so that its JSON is all that a front-end needs.

    Attributes
    ----------
    at : float
        Unix seconds.
    forecasts : int
        In the record, each track, model, audience and month once.
    next_outcome_at : float or None
        When the next horizon elapses, if nothing has yet.
    head : str
        Hash of the record's last line.
    """

    at: float
    forecasts: int
    tracks: int
    next_outcome_at: float | None
    head: str
    scores: tuple[Score, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)
