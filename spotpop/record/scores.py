"""How the forecasts turned out: proper scores with their errors, and nothing claimed from fewer than `LEAST` outcomes.

Where the outcome is on the forecast's own scale (Spotify's popularity), intervals are checked. Any other count is
compared by order alone, and only among tracks released in the same week: those had the same time to be listened to.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotpop.record.entries import DAY_S, HORIZONS_DAYS, ForecastEntry
from spotpop.record.measures import MEASURES, SPOTIFY_POPULARITY, Measure
from spotpop.record.statistics import (
    bootstrap,
    concordance,
    crps,
    drawn_weights,
    interval_of,
    pinball,
    ranks,
    spearman,
    weighted_spearman,
    wilson,
)
from spotpop.record.store import GRACE_DAYS, Case
from spotpop.record.summary import LEAST, Figure, Named, Score, Summary

SHOWN: Final = 10
"""Most misses, and most hits, that are named."""
SCORED_LEVELS: Final = (0.1, 0.5, 0.9)
"""Levels at which a forecast is held against what is guessed without one."""
_LEAST_COHORT: Final = 3
_DRAWS: Final = 400
_LARGEST_COHORT: Final = 2000
"""Pairs grow with the square: a larger cohort is cut off at its first forecasts."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Row:
    forecast: ForecastEntry
    outcome: float


def summarise(cases: Sequence[Case], *, now: float, head: str, slices: bool = True) -> Summary:
    """Score everything whose time has come.

    Parameters
    ----------
    cases : sequence of Case
        In the order in which the forecasts were made.
    now : float
        Unix seconds.
    head : str
        Hash of the record's last line.
    slices : bool
        False leaves out everything but the slice ``all``.
    """
    scores: list[Score] = []
    for measure in MEASURES:
        for days in HORIZONS_DAYS[1:]:
            elapsed = [case for case in cases if case.forecast.made_at + days * DAY_S <= now]
            for name, value, part in _slices(elapsed, by_all=slices):
                score = _score(measure, days, name, value, part, now)
                if name == "all" or score.outcomes:
                    scores.append(score)
    waiting = [case.forecast.made_at + HORIZONS_DAYS[1] * DAY_S for case in cases]
    pending = [at for at in waiting if at > now]
    return Summary(
        at=now,
        forecasts=len(cases),
        tracks=len({case.forecast.track_id for case in cases}),
        next_outcome_at=min(pending) if pending else None,
        head=head,
        scores=tuple(scores),
    )


def calibration_pairs(
    cases: Sequence[Case], *, model: str, version: str, horizon_days: int = 30
) -> tuple[Array, Array]:
    """Return what one model forecast for each track, and what became of it, for `spotpop calibrate`.

    Returns
    -------
    forecasts : ndarray of shape (n, 3)
        Lower end, median and upper end.
    outcomes : ndarray of shape (n,)
        Spotify's popularity; each track once, by its first forecast.
    """
    own = [case for case in cases if (case.forecast.model, case.forecast.version) == (model, version)]
    wanted = (SPOTIFY_POPULARITY.name, horizon_days)
    known = [case for case in _first_of_each(own) if wanted in case.outcomes]
    intervals = [(case.forecast.low, case.forecast.score, case.forecast.high) for case in known]
    outcomes = [case.outcomes[wanted] for case in known]
    return np.array(intervals, dtype=np.float64).reshape(-1, 3), np.array(outcomes, dtype=np.float64)


def release_cohort(forecast: ForecastEntry) -> str | None:
    """Return the week (or month, or year) of the release as precisely as it is known, e.g. ``2026-W31``."""
    text = forecast.release_date
    if text is None or len(text) < 10:
        return text
    year, week, _ = date.fromisoformat(text).isocalendar()
    return f"{year}-W{week:02d}"


def age_band(forecast: ForecastEntry) -> str:
    """Return how old the track was at its forecast: ``new`` (up to 30 days), ``year``, ``older`` or ``unknown``."""
    if forecast.release_date is None:
        return "unknown"
    parts = [int(part) for part in forecast.release_date.split("-")]
    released = date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    days = (datetime.fromtimestamp(forecast.made_at, UTC).date() - released).days
    if days <= 30 and len(parts) == 3:
        return "new"
    return "year" if days <= 365 else "older"


_SLICES: Final[dict[str, Callable[[ForecastEntry], str]]] = {
    "month": lambda forecast: datetime.fromtimestamp(forecast.made_at, UTC).strftime("%Y-%m"),
    "model": lambda forecast: f"{forecast.model} {forecast.version}",
    "age": age_band,
    "audience": lambda forecast: "known" if forecast.audience else "unknown",
    "cohort": lambda forecast: forecast.cohort,
}


def _slices(cases: Sequence[Case], *, by_all: bool) -> list[tuple[str, str, list[Case]]]:
    """Return every slice with one forecast a track, its first: several of one track are not several proofs."""
    found = [("all", "", _first_of_each(cases))]
    for name, value_of in _SLICES.items() if by_all else ():
        parts: dict[str, list[Case]] = defaultdict(list)
        for case in cases:
            parts[value_of(case.forecast)].append(case)
        found += [(name, value, _first_of_each(parts[value])) for value in sorted(parts)]
    return found


def _first_of_each(cases: Sequence[Case]) -> list[Case]:
    first: dict[str, Case] = {}
    for case in cases:
        first.setdefault(case.forecast.track_id, case)
    return list(first.values())


def _score(measure: Measure, days: int, name: str, value: str, cases: Sequence[Case], now: float) -> Score:
    wanted = (measure.name, days)
    rows = [_Row(case.forecast, case.outcomes[wanted]) for case in cases if wanted in case.outcomes]
    # An outcome that may still be read is neither known nor lost.
    due = sum(wanted in case.outcomes or case.forecast.made_at + (days + GRACE_DAYS[days]) * DAY_S <= now
              for case in cases)  # fmt: skip
    common: dict[str, Any] = {
        "measure": measure.name, "horizon_days": days, "slice": name, "value": value,
        "elapsed": due, "outcomes": len(rows),
    }  # fmt: skip
    with_names = name == "all"
    return _on_scale(rows, common, with_names) if measure.forecast_scale else _by_order(rows, common, with_names)


def _on_scale(rows: Sequence[_Row], common: dict[str, Any], with_names: bool) -> Score:
    truth = _column(rows, lambda row: row.outcome)
    low, high = _column(rows, lambda row: row.forecast.low), _column(rows, lambda row: row.forecast.high)
    below, above = int((truth < low).sum()), int((truth > high).sum())
    inside = len(rows) - below - above
    figures = [_figure("coverage", len(rows), 0.8, lambda: (inside / len(rows), *wilson(inside, len(rows))))]
    whole = [row for row in rows if row.forecast.quantiles]
    figures += [
        _figure("crps", len(whole), None, lambda: _crps(whole)),
        _figure("crps_skill", len(rows), 0.0, lambda: _skill(rows)),
        _figure("spearman", len(rows), 0.0, lambda: _spearman([rows])),
    ]
    off = np.where(truth < low, truth - low, np.where(truth > high, truth - high, 0.0))
    named = [_named(row, float(points)) for row, points in zip(rows, off, strict=True)] if with_names else []
    misses = sorted((one for one in named if one.off), key=lambda one: -abs(one.off))[:SHOWN]
    hits = sorted((one for one in named if not one.off), key=lambda one: abs(one.outcome - one.score))[:SHOWN]
    return Score(
        **common, below=below, inside=inside, above=above,
        figures=tuple(figures), misses=tuple(misses), hits=tuple(hits),
    )  # fmt: skip


def _by_order(rows: Sequence[_Row], common: dict[str, Any], with_names: bool) -> Score:
    cohorts = _cohorts(rows)
    count = sum(len(cohort) for cohort in cohorts)
    figures = (
        _figure("spearman", count, 0.0, lambda: _spearman(cohorts)),
        _figure("pairs", count, 0.5, lambda: _pairs(cohorts)),
    )
    named: list[Named] = []
    if with_names and count >= LEAST:
        for cohort in cohorts:
            outcome = ranks(_column(cohort, lambda row: row.outcome))
            forecast = ranks(_column(cohort, lambda row: row.forecast.score))
            off = (outcome - forecast) / (len(cohort) - 1)
            named += [_named(row, round(float(one), 3)) for row, one in zip(cohort, off, strict=True)]
    ordered = sorted(named, key=lambda one: -abs(one.off))
    shown = min(SHOWN, len(ordered) // 2)
    return Score(
        **common, figures=figures, misses=tuple(ordered[:shown]), hits=tuple(reversed(ordered[len(ordered) - shown :]))
    )


def _cohorts(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Return the tracks of each release week, without weeks of too few to be put in an order."""
    weeks: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        week = release_cohort(row.forecast)
        if week is not None:
            weeks[week].append(row)
    return [weeks[week][:_LARGEST_COHORT] for week in sorted(weeks) if len(weeks[week]) >= _LEAST_COHORT]


def _figure(
    name: str, count: int, unskilled: float | None, compute: Callable[[], tuple[float, float, float]]
) -> Figure:
    value: float | None = None
    low: float | None = None
    high: float | None = None
    if count >= LEAST:
        found = compute()
        if not any(math.isnan(one) for one in found):
            value, low, high = (round(one, 4) for one in found)
    return Figure(name=name, value=value, low=low, high=high, count=count, unskilled=unskilled)


def _crps(rows: Sequence[_Row]) -> tuple[float, float, float]:
    truth = _column(rows, lambda row: row.outcome)
    losses = crps(truth, np.array([row.forecast.quantiles for row in rows], dtype=np.float64))
    return (float(losses.mean()), *bootstrap(len(rows), lambda drawn: float(losses[drawn].mean())))


def _skill(rows: Sequence[_Row]) -> tuple[float, float, float]:
    """Return 1 minus the loss of the forecast over the loss of guessing the reference population, at three levels."""
    truth = _column(rows, lambda row: row.outcome)
    intervals = np.array([(row.forecast.low, row.forecast.score, row.forecast.high) for row in rows], dtype=np.float64)
    guessed = np.array([row.forecast.baseline for row in rows], dtype=np.float64)
    ours, theirs = pinball(truth, intervals, SCORED_LEVELS), pinball(truth, guessed, SCORED_LEVELS)

    def skill(drawn: NDArray[np.int64] | slice) -> float:
        loss = float(theirs[drawn].sum())
        return 1 - float(ours[drawn].sum()) / loss if loss else math.nan

    return (skill(slice(None)), *bootstrap(len(rows), skill))


def _spearman(cohorts: Sequence[Sequence[_Row]]) -> tuple[float, float, float]:
    """Return the mean rank correlation within cohorts, weighted by their tracks."""
    parts = [
        (_column(cohort, lambda row: row.forecast.score), _column(cohort, lambda row: row.outcome))
        for cohort in cohorts
    ]
    found = np.array([spearman(first, second) for first, second in parts])
    sizes = np.array([float(len(first)) for first, _ in parts])
    rng = np.random.default_rng(1)
    drawn = np.array(
        [
            # The error of a large cohort is estimated from its first tracks: a little too wide, never too narrow.
            weighted_spearman(first[:_LARGEST_COHORT], second[:_LARGEST_COHORT],
                              drawn_weights(min(len(first), _LARGEST_COHORT), _DRAWS, rng))
            for first, second in parts
        ]
    )  # fmt: skip
    return (float(_mean(found[:, None], sizes)[0]), *interval_of(_mean(drawn, sizes)))


def _mean(values: Array, sizes: Array) -> Array:
    """Return the mean over the first axis, weighted by `sizes`, without what is NaN; NaN where nothing is left."""
    weights = np.where(np.isnan(values), 0.0, sizes[:, None])
    total = weights.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((np.nan_to_num(values) * weights).sum(axis=0) / total, dtype=np.float64)


def _pairs(cohorts: Sequence[Sequence[_Row]]) -> tuple[float, float, float]:
    """Return the share of pairs within cohorts that were forecast in the right order."""
    rights, counts = np.zeros(_DRAWS), np.zeros(_DRAWS)
    right_in_all = counted_in_all = 0
    rng = np.random.default_rng(2)
    for cohort in cohorts:
        right, counted = concordance(
            _column(cohort, lambda row: row.forecast.score), _column(cohort, lambda row: row.outcome)
        )
        right_in_all += int(right.sum(dtype=np.int64))
        counted_in_all += int(counted.sum(dtype=np.int64))
        weights = drawn_weights(len(cohort), _DRAWS, rng)
        rights += ((weights @ right.astype(np.float64)) * weights).sum(axis=1)
        counts += ((weights @ counted.astype(np.float64)) * weights).sum(axis=1)
    if not counted_in_all:
        return math.nan, math.nan, math.nan
    return (right_in_all / counted_in_all, *interval_of(rights[counts > 0] / counts[counts > 0]))


def _named(row: _Row, off: float) -> Named:
    forecast = row.forecast
    return Named(
        track_id=forecast.track_id,
        made=datetime.fromtimestamp(forecast.made_at, UTC).date().isoformat(),
        score=forecast.score,
        low=forecast.low,
        high=forecast.high,
        outcome=row.outcome,
        off=round(off, 3),
    )


def _column(rows: Sequence[_Row], value_of: Callable[[_Row], float]) -> Array:
    return np.array([value_of(row) for row in rows], dtype=np.float64)
