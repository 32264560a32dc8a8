"""The popularity graph as it is served: withheld inputs, and the level of the audience.

Training and evaluation ask the same class as forecasts do, so that what is measured is what is answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audience import RUNGS, rung_of
from spotpop.model.distribution import shifted
from spotpop.model.graph_inputs import (
    INPUTS,
    MEDIANS,
    SONGS_OF,
    Values,
    column_of,
    graph_inputs,
    knows_earlier_only,
    knows_history,
    moved,
    sensible,
)
from spotpop.model.manifest import AudiencePart, PopularityPart, Stretch
from spotpop.model.runtime import Runtime

GRAPH: Final = "popularity"
"""The graph that answers who knows nothing of the artist's other songs. Each further expert of a model
(`PopularityPart.experts`) has one of its own, ``popularity-NAME``, which is loaded when it is first needed."""

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
        self._columns = [INPUTS.index(name) if name in INPUTS else len(INPUTS) for name in part.columns]
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
        if not self.part.experts:  # one graph for all never learnt that there are no other songs
            for songs in SONGS_OF:
                rows[rows[:, column_of(songs)] == 0, column_of(songs)] = np.nan
        return sensible(rows)

    def ask(self, rows: Values) -> Probabilities:
        """Return what the network itself says: the level is that of a collection whose median is `part.level`."""
        usable = self.usable(rows)
        known = moved(usable, self.part.centre - self.part.level)
        # As the graph was trained: what came later is left out, what is gone is unknown.
        inputs = graph_inputs(np.column_stack([known, np.full(len(known), np.nan)])[:, self._columns])
        answers = np.empty((len(rows), self.part.bins.count), np.float32)
        graphs = graphs_of(usable, self.part.experts)
        for graph in np.unique(graphs):
            where = np.flatnonzero(graphs == graph)
            for start in range(0, len(where), _BATCH):
                at = where[start : start + _BATCH]
                asked = {name: value[at] for name, value in inputs.items()}
                answers[at] = self._runtime.run(str(graph), asked)["probabilities"]
        return answers


def graphs_of(rows: Values, experts: Sequence[str]) -> NDArray[np.str_]:
    """Return which graph answers each row: a missing expert's rows go to the one before it.

    Parameters
    ----------
    experts : sequence of str
        As in `PopularityPart.experts`.
    """
    result = np.full(len(rows), GRAPH, "U32")
    for name, its in (("history", knows_history), ("earlier", knows_earlier_only)):
        if name in experts:
            result[its(rows)] = f"{GRAPH}-{name}"
    return result


def offsets_of(rows: Values, audience: AudiencePart) -> NDArray[np.float64]:
    """Return by how many points each row's forecast is moved to the level of its audience."""
    followers = rows[:, _FOLLOWERS]
    has_followers = np.isfinite(followers)
    # Where nothing is known, any number will do for the interpolation: it is not used.
    by_rung = np.interp(np.log10(np.where(has_followers, np.maximum(followers, 1.0), 1.0)), _MIDDLES, audience.offsets)
    usual = np.isfinite(rows[:, [column_of(name) for name in MEDIANS]]).any(axis=1)
    return np.where(usual, audience.usual_offset, np.where(has_followers, by_rung, audience.mixture_offset))


def state_of(row: Values) -> tuple[str, ...]:
    """Return what is known of the audience, the most informative name first: keys of `Conformal.states`.

    ``usual/RUNG``, ``usual``; ``earlier/RUNG``, ``earlier``, where only songs that were out before are known (of a
    model that was not taught the difference, as ``usual``); ``RUNG``, ``followers``, ``mixture``, ``none``.
    """
    followers = float(row[_FOLLOWERS])
    rung = rung_of(followers).name if np.isfinite(followers) else None
    usual, earlier = (bool(np.isfinite(row[column_of(name)])) for name in MEDIANS)
    if usual or earlier:
        kinds = ("usual",) if usual else ("earlier", "usual")
        return (*(name for kind in kinds for name in ((f"{kind}/{rung}", kind) if rung else (kind,))), "none")
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
