"""Collections that training has never seen: each is left out with all of its artists, and forecast by what is left.

Its level is taken from its own median, as `spotpop calibrate` does; everything else must hold by itself. The intervals
that are shipped are made from these forecasts, collection by collection counted alike: what they promise is the mean
over collections, not over tracks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotpop.evaluation import metrics
from spotpop.evaluation.scenarios import Scenario, belongs, seen
from spotpop.model.distribution import quantiles
from spotpop.model.forecast import LEVELS
from spotpop.model.graph import state_of
from spotpop.model.graph_inputs import Values, moved
from spotpop.model.manifest import Stretch
from spotpop.training.crossfit import FOLDS, HIGH, LOW, MIDDLE, HeldOut
from spotpop.training.fit import REFERENCE_LEVEL, Network, artist_folds, levels_of, train
from spotpop.training.popularity_net import BIN_CENTRES, NetConfig
from spotpop.training.table import Table

SCENARIOS: Final[tuple[Scenario, ...]] = ("no-audience", "followers", "usual", "both", "release-day", "first")
LEAST_COVERAGE: Final = 0.735
MOST_COVERAGE: Final = 0.845
MOST_SERVED: Final = 0.85
"""What an 80 % interval may hold at worst in one collection, and at most on the mean over them, to be called one: ends
are widened together up to the second figure, each by itself up to the third."""

_STATE_OF: Final[Mapping[str, str]] = {
    "no-audience": "none",
    "followers": "followers",
    "usual": "usual",
    "both": "usual",
    "release-day": "earlier",
    "first": "none",
}
"""Whose interval a situation's forecasts are served with."""

_LEAST_ROWS: Final = 60
"""Rows of a collection in one state below which it has no say in that state's interval."""

Array = NDArray[np.float64]
Ask = Callable[[Values], NDArray[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """Forecasts of collections in one situation, by networks that had neither them nor their artists.

    Attributes
    ----------
    truth, median, low, high, plain : ndarray of shape (n,)
        Outcome, quantiles of the forecast at the collection's own level, and the guess without a model, in reference
        points.
    source, artist : ndarray of shape (n,)
    state : ndarray of shape (n,)
        Most informative state of the audience (`spotpop.model.graph.state_of`).
    """

    scenario: Scenario
    truth: Array
    median: Array
    low: Array
    high: Array
    plain: Array
    source: NDArray[np.str_]
    artist: NDArray[np.str_]
    state: NDArray[np.str_]


def leave_collections_out(
    table: Table,
    config: NetConfig,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Unseen]:
    """Train without each collection and its artists, and forecast it in every situation.

    Parameters
    ----------
    table : Table
        Of several collections.
    config : NetConfig
        Smaller than the one shipped will do: the intervals are made anew from these forecasts.
    """
    parts: dict[Scenario, list[Unseen]] = {scenario: [] for scenario in SCENARIOS}
    for name in np.unique(table.source):
        progress(f"without {name}")
        inside = table.source == name
        network = train(table.take(~np.isin(table.artist, table.artist[inside])), config)
        part = table.take(inside)
        for scenario in SCENARIOS:
            which = np.flatnonzero(belongs(part.rows, scenario))
            if len(which) >= _LEAST_ROWS:
                parts[scenario].append(_forecast(part.take(which), network.probabilities, scenario))
    return [_joined(scenario, found) for scenario, found in parts.items() if found]


def _forecast(part: Table, ask: Ask, scenario: Scenario) -> Unseen:
    is_stated = seen(part.rows, scenario)
    level = next(iter(levels_of(part).values()))
    rows = moved(is_stated, REFERENCE_LEVEL - level)
    found = quantiles(ask(rows), BIN_CENTRES, LEVELS)
    truth = part.popularity.astype(np.float64) - level + REFERENCE_LEVEL
    found = found + own_level(truth, found[:, MIDDLE], part.artist)[:, None]
    return Unseen(
        scenario=scenario,
        truth=truth,
        median=found[:, MIDDLE],
        low=found[:, LOW],
        high=found[:, HIGH],
        plain=np.full(len(part), REFERENCE_LEVEL),
        source=part.source,
        artist=part.artist,
        state=np.array([state_of(row)[0].replace("mixture", "none") for row in is_stated]),
    )


def held_out_alike(table: Table, held: HeldOut, networks: Sequence[Network]) -> list[Unseen]:
    """Return a single collection's held-out forecasts in the form of collections left out."""
    found = []
    for scenario in SCENARIOS:
        pieces = []
        for number, network in enumerate(networks):
            where = np.flatnonzero((held.fold == number) & belongs(table.rows, scenario))
            if len(where):
                pieces.append(_forecast(table.take(where), network.probabilities, scenario))
        if pieces and sum(len(piece.truth) for piece in pieces) >= _LEAST_ROWS:
            found.append(_joined(scenario, pieces))
    return found


def own_level(truth: Array, median: Array, artist: NDArray[np.str_], *, folds: int = FOLDS) -> Array:
    """Return by how much forecasts are moved to the collection's own level: by what other artists' rows are missed."""
    fold = artist_folds(artist, folds, seed=1)
    miss = truth - median
    result = np.zeros(len(truth))
    for number in range(folds):
        others = miss[fold != number]
        result[fold == number] = np.median(others) if len(others) else 0.0
    return result


def _joined(scenario: Scenario, parts: Sequence[Unseen]) -> Unseen:
    names = ("truth", "median", "low", "high", "plain", "source", "artist", "state")
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return Unseen(scenario=scenario, **joined)


def stretches(found: Sequence[Unseen], *, coverage: float = 0.8) -> dict[str, Stretch]:
    """Make the intervals of every state of the audience from forecasts of unseen collections.

    Conformal scores relative to the forecast's own distance from its median (Romano, Patterson & Candès 2019), each
    end by itself, weighted so that every collection counts alike (a mean over groups, as in Dunn, Wasserman & Ramdas
    2023, "Distribution-free prediction sets for two-layer hierarchical models").

    A collection in which too few held widens the interval of all, as long as the mean stays near its promise.

    Returns
    -------
    dict of str to Stretch
        ``none``, ``followers``, ``usual`` and ``earlier``, as far as they were forecast; ``none`` always. Single rungs
        are no matter of this: most collections list no artists of the smallest (`spotpop.training.anchor`).
    """
    result: dict[str, Stretch] = {}
    for one in found:
        whole = _STATE_OF[one.scenario]
        # Of a first song less is known than its state says, so it has no say in that state's interval.
        if whole not in result and one.scenario != "first":
            result[whole] = _widened(one, _stretch(one, np.ones(len(one.truth), bool), coverage))
    result.setdefault("none", Stretch(low=1.0, high=1.0))
    return result


def _stretch(one: Unseen, where: NDArray[np.bool_], coverage: float) -> Stretch:
    names, at, counts = np.unique(one.source[where], return_inverse=True, return_counts=True)
    # Few rows of a collection must not weigh like many of another.
    weight = (np.minimum(counts, _LEAST_ROWS * 5) / counts)[at]
    below = (one.median - one.truth)[where] / np.maximum((one.median - one.low)[where], 0.5)
    above = (one.truth - one.median)[where] / np.maximum((one.high - one.median)[where], 0.5)
    tail = (1 - coverage) / 2
    rank = min(1.0, (1 - tail) * (1 + len(names) / max(len(names), weight.sum())))
    return Stretch(
        low=round(max(0.3, _weighted(below, weight, rank)), 4), high=round(max(0.3, _weighted(above, weight, rank)), 4)
    )


def _widened(one: Unseen, stretch: Stretch) -> Stretch:
    """Widen both ends alike until enough holds in the worst collection; where that does too much, each by itself."""
    holds = _Holds(one)
    wider = stretch
    for factor in np.arange(1.0, 1.5, 0.01):
        wider = Stretch(low=round(stretch.low * factor, 4), high=round(stretch.high * factor, 4))
        least, mean = holds.least_and_mean(wider)
        if least >= LEAST_COVERAGE:
            return wider
        if mean >= MOST_COVERAGE:
            break
    return _each_end(holds, stretch) or wider


class _Holds:
    """What intervals hold in each collection, and how wide they are on the mean over collections."""

    def __init__(self, one: Unseen) -> None:
        _, self._of, self._rows = np.unique(one.source, return_inverse=True, return_counts=True)
        self._lower, self._upper = one.median - one.low, one.high - one.median
        self._below, self._above = one.median - one.truth, one.truth - one.median

    def least_and_mean(self, stretch: Stretch) -> tuple[float, float]:
        inside = (self._below <= stretch.low * self._lower) & (self._above <= stretch.high * self._upper)
        each = np.bincount(self._of, inside) / self._rows
        return float(each.min()), float(each.mean())

    def halves(self) -> tuple[float, float]:
        lower, upper = (np.bincount(self._of, half) / self._rows for half in (self._lower, self._upper))
        return float(lower.mean()), float(upper.mean())


def _each_end(holds: _Holds, stretch: Stretch) -> Stretch | None:
    """Return the narrowest interval in which enough holds in the worst collection and not too much on the mean.

    Collections disagree about one end more than about the other: an artist's songs may fall far below the others in
    one and hardly rise above them in any.
    """
    lower, upper = holds.halves()
    best: tuple[float, Stretch] | None = None
    for low in np.arange(1.0, 1.6, 0.02):
        for high in np.arange(1.0, 1.6, 0.02):
            tried = Stretch(low=round(stretch.low * low, 4), high=round(stretch.high * high, 4))
            width = float(tried.low * lower + tried.high * upper)
            if best is None or width < best[0]:
                least, mean = holds.least_and_mean(tried)
                if least >= LEAST_COVERAGE and mean <= MOST_SERVED:
                    best = width, tried
    return best[1] if best else None


def _weighted(values: Array, weight: Array, rank: float) -> float:
    order = np.argsort(values)
    share = np.cumsum(weight[order]) / weight.sum()
    return float(values[order][min(len(values) - 1, int(np.searchsorted(share, rank)))])


def ends_of(one: Unseen, states: Mapping[str, Stretch]) -> tuple[Array, Array]:
    """Return the served ends of each forecast's interval."""
    whole = _STATE_OF[one.scenario]
    used = [states.get(str(state)) or states.get(whole, states["none"]) for state in one.state]
    low = one.median - np.array([each.low for each in used]) * (one.median - one.low)
    high = one.median + np.array([each.high for each in used]) * (one.high - one.median)
    return low, high


def figures_of(found: Sequence[Unseen], states: Mapping[str, Stretch], *, draws: int = 1000) -> dict[str, Any]:
    """Return skill, order and coverage by situation: mean over collections, and each collection by itself.

    Parameters
    ----------
    draws : int
        Of the bootstrap behind the intervals; it is nearly all of the time this takes.
    """
    result: dict[str, Any] = {}
    for one in found:
        low, high = ends_of(one, states)
        by_source: dict[str, Any] = {}
        for name in np.unique(one.source):
            where = one.source == name
            interval = metrics.skill_interval(
                one.truth[where], one.median[where], one.plain[where], one.artist[where], draws=draws
            )
            by_source[str(name)] = {
                "rows": int(where.sum()),
                "skill": metrics.skill(one.truth[where], one.median[where], one.plain[where]),
                "skill_interval": list(interval[2:]),
                "r2": metrics.r_squared(one.truth[where], one.median[where]),
                "spearman": metrics.spearman(one.truth[where], one.median[where]),
                "pairs": metrics.counted_pairs(one.truth[where], one.median[where]),
                "coverage": metrics.coverage(one.truth[where], low[where], high[where]),
                "width": metrics.width(low[where], high[where]),
            }
        names = ("skill", "spearman", "pairs", "coverage", "width")
        mean = {name: float(np.mean([each[name] for each in by_source.values()])) for name in names}
        least = min(float(each["coverage"]) for each in by_source.values())
        result[one.scenario] = {"mean": {**mean, "least_coverage": least}, "by_source": by_source}
    return result
