"""The level at which forecasts are served: that of the newest collections that know how many people follow an artist.

Collections are centred in training, because their levels differ by 20 points and most say nothing of audiences. A
person who asks wants a level all the same. Where followers are known it can be stated: by rung, from collections that
list artists of every size, the newer the more. Without them the answer is a mixture over all rungs, each counted alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audience import RUNGS, rung_of
from spotpop.model.graph_inputs import INPUTS
from spotpop.model.manifest import AudiencePart, Stretch
from spotpop.training.fit import REFERENCE_LEVEL
from spotpop.training.table import Table

LEAST_ROWS: Final = 500
"""Rows with followers below which a table says nothing of audiences."""

LEAST_RUNGS: Final = 3
_LEAST_ON_RUNG: Final = 30
_FULL_RUNG: Final = 100
_HALF_LIFE_YEARS: Final = 2.0
"""A collection that is this much older counts half: the same followers meant more popularity five years ago."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where and how audiences are anchored.

    Attributes
    ----------
    level : float
        Popularity at which the median of a centred collection is served.
    mixture : Stretch
        Interval of the mixture over all rungs.
    rung : ndarray of shape (n,)
        Rung of each row, -1 where followers are not known.
    weight : ndarray of shape (n,)
        What each row counts: on every rung collections by newness and breadth; 0 where followers are not known.
    """

    level: float
    audience: AudiencePart
    mixture: Stretch
    rung: NDArray[np.intp]
    weight: Array


def rungs_of(table: Table) -> NDArray[np.intp]:
    """Return each row's rung, -1 where followers are not known."""
    followers = table.rows[:, INPUTS.index("followers")]
    names = [rung.name for rung in RUNGS]
    return np.array([names.index(rung_of(float(one)).name) if np.isfinite(one) else -1 for one in followers], np.intp)


def knows_audiences(table: Table) -> bool:
    """Return whether a table knows enough followers, of artists of enough sizes, to say something of audiences."""
    rung = rungs_of(table)
    counts = np.bincount(rung[rung >= 0], minlength=len(RUNGS))
    return bool(counts.sum() >= LEAST_ROWS and (counts >= _LEAST_ON_RUNG).sum() >= LEAST_RUNGS)


def anchor_weights(table: Table, rung: NDArray[np.intp]) -> Array:
    """Return what each row counts for the level: newer collections, and those that list artists of every size, more.

    Parameters
    ----------
    rung : ndarray of shape (n,)
    """
    known = np.unique(table.source[rung >= 0])
    read = {name: float(np.nanmean(table.snapshot[table.source == name])) for name in known}
    newest = np.nanmax(list(read.values())) if np.isfinite(list(read.values())).any() else 0.0
    weight = np.zeros(len(table))
    for name in known:
        counts = np.bincount(rung[(table.source == name) & (rung >= 0)], minlength=len(RUNGS))
        breadth = float((counts >= _FULL_RUNG).mean()) or 1 / len(RUNGS)
        age = newest - read[name] if np.isfinite(read[name]) else 10.0
        for step, count in enumerate(counts):
            where = (table.source == name) & (rung == step)
            weight[where] = breadth**2 * 0.5 ** (age / _HALF_LIFE_YEARS) / max(count, 1)
    return weight


def anchored(table: Table, medians: Array, usual_medians: Array | None, blind: Array) -> Anchor:
    """Find level, offsets and the mixture from held-out forecasts.

    Parameters
    ----------
    medians : ndarray of shape (n,)
        Held-out median forecasts where followers are known and nothing else is of the audience, in reference points.
    usual_medians : ndarray of shape (n,) or None
        The same where the usual popularity is known, too, as it would be served at `anchored`'s level.
    blind : ndarray of shape (n, 3)
        10 %, 50 % and 90 % quantiles of held-out forecasts that know nothing of the audience, in reference points.
    """
    rung = rungs_of(table)
    weight = anchor_weights(table, rung)
    miss = table.popularity.astype(np.float64) - medians
    counts = np.bincount(rung[rung >= 0], minlength=len(RUNGS))
    measured = np.flatnonzero(counts >= _LEAST_ON_RUNG)
    found = [weighted_median(miss[rung == step], weight[rung == step]) for step in measured]
    offsets = np.interp(np.arange(len(RUNGS)), measured, found)
    level = REFERENCE_LEVEL + float(offsets.mean())
    usual = 0.0
    if usual_medians is not None:
        has_rung = (rung >= 0) & np.isfinite(usual_medians)
        missed = table.popularity[has_rung] - usual_medians[has_rung] - (level - REFERENCE_LEVEL)
        usual = weighted_median(missed, weight[has_rung])
    every = rung >= 0
    equal = equal_rungs(rung, weight)[every]
    truth, blind = table.popularity[every].astype(np.float64), blind[every]
    mixed = weighted_median(truth - blind[:, 1], equal)
    middle = blind[:, 1] + mixed
    below = (middle - truth) / np.maximum(blind[:, 1] - blind[:, 0], 0.5)
    above = (truth - middle) / np.maximum(blind[:, 2] - blind[:, 1], 0.5)
    ends = [float(weighted_quantiles(side, equal, np.array([0.9]))[0]) for side in (below, above)]
    return Anchor(
        level=level,
        mixture=Stretch(low=round(max(0.3, ends[0]), 4), high=round(max(0.3, ends[1]), 4)),
        audience=AudiencePart(
            weights=[1 / len(RUNGS)] * len(RUNGS),
            offsets=[round(float(one), 3) for one in offsets - offsets.mean()],
            mixture_offset=round(mixed - (level - REFERENCE_LEVEL), 3),
            usual_offset=round(float(usual), 3),
        ),
        rung=rung,
        weight=weight,
    )


def rung_stretches(
    truth: Array, ends: tuple[Array, Array, Array], anchor: Anchor, *, prefix: str, widen: float = 1.0
) -> dict[str, Stretch]:
    """Return the intervals of single rungs, from forecasts of unseen artists at the level at which they are served.

    Few collections list artists of every size, so a rung's interval cannot be made from collections left out alone: it
    is made from unseen artists, and widened by what collections left out need more.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        Popularity.
    ends : three ndarrays of shape (n,)
        10 %, 50 % and 90 % quantiles, NaN where a row is not asked about.
    prefix : str
        Before each rung's name, such as ``usual/``.
    widen : float
        At least 1.
    """
    low, middle, high = ends
    result: dict[str, Stretch] = {}
    for step, rung in enumerate(RUNGS):
        where = (anchor.rung == step) & np.isfinite(middle)
        if where.sum() < _LEAST_ON_RUNG:
            continue
        below = (middle - truth)[where] / np.maximum((middle - low)[where], 0.5)
        above = (truth - middle)[where] / np.maximum((high - middle)[where], 0.5)
        sides = [float(weighted_quantiles(side, anchor.weight[where], np.array([0.9]))[0]) for side in (below, above)]
        result[prefix + rung.name] = Stretch(
            low=round(max(0.3, sides[0] * widen), 4), high=round(max(0.3, sides[1] * widen), 4)
        )
    return result


def reference_quantiles(table: Table, anchor: Anchor) -> Array:
    """Return evenly spaced quantiles of the popularity that scores are compared with: every rung counted alike."""
    has_rung = anchor.rung >= 0
    weight = equal_rungs(anchor.rung, anchor.weight)[has_rung]
    return weighted_quantiles(table.popularity[has_rung], weight, np.linspace(0, 1, 101))


def equal_rungs(rung: NDArray[np.intp], weight: Array) -> Array:
    """Return weights that count every rung alike; 0 where followers are not known."""
    has_rung = rung >= 0
    total = np.bincount(rung[has_rung], weight[has_rung], minlength=len(RUNGS))
    result = np.zeros(len(rung))
    result[has_rung] = weight[has_rung] / np.maximum(total, 1e-12)[rung[has_rung]]
    return result


def weighted_quantiles(
    values: NDArray[np.floating], weight: NDArray[np.floating], levels: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return quantiles of weighted values."""
    order = np.argsort(values)
    share = np.cumsum(weight[order], dtype=np.float64)
    share = (share - weight[order] / 2) / share[-1]
    return np.asarray(np.interp(levels, share, values[order]), np.float64)


def weighted_median(values: NDArray[np.floating], weight: NDArray[np.floating]) -> float:
    """Return the median of weighted values."""
    return float(weighted_quantiles(values, weight, np.array([0.5]))[0])
