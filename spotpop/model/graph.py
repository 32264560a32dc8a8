"""The popularity graph as it is served: withheld inputs, and the level of the audience.

Training and evaluation ask the same class as forecasts do, so that what is measured is what is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audience import RUNGS, rung_of
from spotpop.model.distribution import shifted
from spotpop.model.inputs import INPUTS, MEDIANS, Values, column_of, graph_inputs, moved, sensible
from spotpop.model.manifest import AudiencePart, PopularityPart, Stretch
from spotpop.model.runtime import Runtime

GRAPH: Final = "popularity"
_BATCH: Final = 4096
_FOLLOWERS: Final = column_of("followers")
_MIDDLES: Final = np.log10([rung.followers for rung in RUNGS])

Probabilities = NDArray[np.float32]


class PopularityGraph:
    """Answers rows of raw inputs with distributions of popularity.

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
        """Return probabilities over `centres`, shape (n, bins), at the level of each row's audience.

        Parameters
        ----------
        rows : ndarray of shape (n, n_inputs)
            Raw inputs, NaN where unknown; medians in points of popularity. A row that knows nothing of the audience is
            answered at the level of a mixture over all rungs.
        """
        answers = self.ask(rows)
        if self.part.audience is None:
            return answers
        return shifted(answers, offsets_of(rows, self.part.audience) / (self.centres[1] - self.centres[0]))

    def usable(self, rows: Values) -> Values:
        """Withhold what the graph was never taught."""
        rows = rows.copy()
        rows[:, self._unknown] = np.nan
        return sensible(rows)

    def ask(self, rows: Values) -> Probabilities:
        """Return what the network itself says: the level is that of a collection whose median is `part.level`."""
        inputs = graph_inputs(moved(self.usable(rows), self.part.centre - self.part.level))
        parts = [
            self._runtime.run(GRAPH, {name: value[start : start + _BATCH] for name, value in inputs.items()})
            for start in range(0, len(rows), _BATCH)
        ]
        return np.concatenate([part["probabilities"] for part in parts])


def offsets_of(rows: Values, audience: AudiencePart) -> NDArray[np.float64]:
    """Return by how many points each row's forecast is moved to the level of its audience."""
    followers = rows[:, _FOLLOWERS]
    has_followers = np.isfinite(followers)
    # Where nothing is told, any number will do for the interpolation: it is not used.
    by_rung = np.interp(np.log10(np.where(has_followers, np.maximum(followers, 1.0), 1.0)), _MIDDLES, audience.offsets)
    usual = np.isfinite(rows[:, [column_of(name) for name in MEDIANS]]).any(axis=1)
    return np.where(usual, audience.usual_offset, np.where(has_followers, by_rung, audience.mixture_offset))


def state_of(row: Values) -> tuple[str, ...]:
    """Return what is known of the audience, the most telling name first: keys of `Conformal.states`.

    ``usual/RUNG``, ``usual``, ``RUNG``, ``followers``, ``mixture``, ``none``.
    """
    followers = float(row[_FOLLOWERS])
    rung = rung_of(followers).name if np.isfinite(followers) else None
    if np.isfinite(row[[column_of(name) for name in MEDIANS]]).any():
        return (f"usual/{rung}", "usual", "none") if rung else ("usual", "none")
    return (rung, "followers", "none") if rung else ("mixture", "none")


def stretch_of(row: Values, states: Mapping[str, Stretch], *, level_known: bool = False) -> Stretch:
    """Return the stretch of the first of a row's states that was measured.

    Parameters
    ----------
    row : ndarray of shape (n_inputs,)
    level_known : bool
        Whether the level of the collection is known, so that no mixture over audiences is needed: in evaluation.
    """
    names = [name for name in state_of(row) if name != "mixture" or not level_known]
    return next(states[name] for name in names if name in states)
