"""The popularity graph as it is served: withheld inputs, levels, and a mixture where the audience is not known.

Training and evaluation ask the same function as forecasts do, so that what is measured is what is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audience import RUNGS, rung_of
from spotpop.model.distribution import shifted
from spotpop.model.inputs import AUDIENCE, INPUTS, MEDIANS, Values, column_of, graph_inputs, moved, sensible
from spotpop.model.manifest import AudiencePart, PopularityPart, Stretch
from spotpop.model.runtime import Runtime

GRAPH: Final = "popularity"
_BATCH: Final = 4096
_FOLLOWERS: Final = column_of("followers")
_MIDDLES: Final = np.log10([rung.followers for rung in RUNGS])

Probabilities = NDArray[np.float32]


class PopularityGraph:
    """Answers rows of raw inputs with distributions of popularity.

    Parameters
    ----------
    part : PopularityPart
    runtime : Runtime

    Attributes
    ----------
    centres : ndarray of shape (bins,)
        Popularity of each bin.
    """

    def __init__(self, part: PopularityPart, runtime: Runtime) -> None:
        self.part = part
        self._runtime = runtime
        bins = part.bins
        self.centres = np.linspace(bins.first, bins.last, bins.count) + part.level - part.centre
        self._unknown = np.array([name not in part.inputs for name in INPUTS])

    def __call__(self, rows: Values) -> Probabilities:
        """Return probabilities over `centres`, shape (n, bins).

        Parameters
        ----------
        rows : ndarray of shape (n, n_inputs)
            Raw inputs, NaN where unknown; medians in points of popularity. A row that knows nothing of the audience is
            answered by the mixture over all rungs.
        """
        rows = self.usable(rows)
        return mixture(self.ask, rows, self.part.audience, float(self.centres[1] - self.centres[0]))

    def usable(self, rows: Values) -> Values:
        """Withhold what the graph was never taught."""
        rows = rows.copy()
        rows[:, self._unknown] = np.nan
        return sensible(rows)

    def ask(self, rows: Values) -> Probabilities:
        """Ask the graph itself: no mixture, no offsets."""
        inputs = graph_inputs(moved(rows, self.part.centre - self.part.level))
        parts = [
            self._runtime.run(GRAPH, {name: value[start : start + _BATCH] for name, value in inputs.items()})
            for start in range(0, len(rows), _BATCH)
        ]
        return np.concatenate([part["probabilities"] for part in parts])


Ask = Callable[[Values], Probabilities]


def mixture(ask: Ask, rows: Values, audience: AudiencePart | None, bin_points: float) -> Probabilities:
    """Answer rows at the audience's level; those without any audience by the mixture over all rungs.

    Parameters
    ----------
    ask : callable
        Rows to probabilities.
    rows : ndarray of shape (n, n_inputs)
    audience : AudiencePart or None
        None asks as it is.
    bin_points : float
        Width of a bin, points.
    """
    if audience is None or not len(rows):
        return ask(rows) if len(rows) else np.empty((0, 0), np.float32)
    unknown = ~np.isfinite(rows[:, [column_of(name) for name in AUDIENCE]]).any(axis=1)
    asked = [rows[~unknown]]
    for rung in RUNGS:
        each = rows[unknown].copy()
        each[:, _FOLLOWERS] = rung.followers
        asked.append(each)
    every = np.concatenate(asked)
    answers = shifted(ask(every), offsets_of(every, audience) / bin_points)
    result = np.empty((len(rows), answers.shape[1]), np.float32)
    known = int((~unknown).sum())
    result[~unknown] = answers[:known]
    weights = np.asarray(audience.weights) / np.sum(audience.weights)
    rungs = answers[known:].reshape(len(RUNGS), -1, answers.shape[1])
    result[unknown] = np.einsum("r,rnb->nb", weights, rungs)
    return result


def offsets_of(rows: Values, audience: AudiencePart) -> NDArray[np.float64]:
    """Return by how many points each row's forecast is moved to the level of its audience."""
    followers = np.log10(np.clip(rows[:, _FOLLOWERS], RUNGS[0].followers, None, where=np.isfinite(rows[:, _FOLLOWERS])))
    by_rung = np.interp(np.nan_to_num(followers, nan=_MIDDLES[0]), _MIDDLES, audience.offsets)
    usual = np.isfinite(rows[:, [column_of(name) for name in MEDIANS]]).any(axis=1)
    moved_by = np.where(np.isfinite(rows[:, _FOLLOWERS]), by_rung, 0.0)
    result: NDArray[np.float64] = np.where(usual, audience.usual_offset, moved_by)
    return result


def state_of(row: Values) -> tuple[str, ...]:
    """Return what is known of the audience, the most telling name first: keys of `Conformal.states`.

    ``usual/RUNG``, ``usual``, ``RUNG``, ``followers``, ``none``.
    """
    followers = float(row[_FOLLOWERS])
    rung = rung_of(followers).name if np.isfinite(followers) else None
    if np.isfinite(row[[column_of(name) for name in MEDIANS]]).any():
        return (f"usual/{rung}", "usual", "none") if rung else ("usual", "none")
    return (rung, "followers", "none") if rung else ("none",)


def stretch_of(row: Values, states: Mapping[str, Stretch]) -> Stretch:
    """Return the stretch of the first of a row's states that was measured."""
    return next(states[name] for name in state_of(row) if name in states)
