"""A finished model seen from training and evaluation: its graph as it is served."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spotpop.errors import ModelUnfit
from spotpop.model.distribution import quantiles
from spotpop.model.forecast import LEVELS
from spotpop.model.graph import PopularityGraph, offsets_of, stretch_of
from spotpop.model.graph_inputs import INPUTS
from spotpop.model.manifest import PopularityPart
from spotpop.model.model import Model
from spotpop.model.reading_error import error_draws
from spotpop.model.runtime import Runtime
from spotpop.training.crossfit import HIGH, LOW, MIDDLE
from spotpop.training.table import Table


class ServedGraph:
    """The popularity part of a model as it answers people, for whole tables.

    Raises
    ------
    ModelUnfit
        If the model has no popularity part: one trained on audio end to end takes in no table of descriptors.
    """

    def __init__(self, model: Model) -> None:
        parts = model.folder.parts
        if "popularity" not in parts:
            raise ModelUnfit(name=str(getattr(model.folder, "name", "this model")))
        self._use(PopularityPart.model_validate(parts["popularity"]), model.runtime)

    def _use(self, part: PopularityPart, runtime: Runtime) -> None:
        self.part, self._runtime = part, runtime
        self.graph = PopularityGraph(part, runtime)

    def at_level(self, level: float) -> ServedGraph:
        """Return the same graph at another level, in points of popularity."""
        other = object.__new__(ServedGraph)
        other._use(self.part.model_copy(update={"level": level}), self._runtime)
        return other

    def plain_quantiles(self, table: Table) -> NDArray[np.float64]:
        """Return forecast quantiles before intervals are made of them, shape (n, 99), in points of popularity.

        As they are served: the median of the reading, the spread of its errors' mixture.
        """
        found = quantiles(self.graph.ask(table.rows), self.graph.centres, LEVELS)
        if not table.errors.any():
            return found
        pairs = zip(table.rows, table.errors, strict=True)
        drawn = np.stack([error_draws(row, dict(zip(INPUTS, sd.tolist(), strict=True))) for row, sd in pairs], axis=1)
        mixed = quantiles(np.mean([self.graph.ask(rows) for rows in drawn], axis=0), self.graph.centres, LEVELS)
        shifted: NDArray[np.float64] = mixed + (found[:, MIDDLE] - mixed[:, MIDDLE])[:, None]
        return shifted

    def reported_quantiles(self, table: Table) -> NDArray[np.float64]:
        """Return forecast quantiles at the level of each row's audience, as a person reads them, shape (n, 99).

        Before intervals are made of them.
        """
        found = self.plain_quantiles(table)
        if self.part.audience is None:
            return found
        at_level: NDArray[np.float64] = found + offsets_of(self.graph.usable(table.rows), self.part.audience)[:, None]
        return at_level

    def reported_ends(self, table: Table) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return both ends of the interval that a person reads, shape (n,) each."""
        found = self.reported_quantiles(table)
        used = [stretch_of(row, self.part.conformal.states) for row in self.graph.usable(table.rows)]
        middle = found[:, MIDDLE]
        low = middle - np.array([one.low for one in used]) * (middle - found[:, LOW])
        high = middle + np.array([one.high for one in used]) * (found[:, HIGH] - middle)
        return low, high

    def quantiles(self, table: Table) -> NDArray[np.float64]:
        """Return quantiles with the intervals that are promised of a collection whose level is known, shape (n, 99)."""
        found = self.plain_quantiles(table)
        rows = self.graph.usable(table.rows)
        used = [stretch_of(row, self.part.conformal.states, level_known=True) for row in rows]
        gap = found - found[:, MIDDLE : MIDDLE + 1]
        factor = np.where(gap < 0, np.array([[one.low] for one in used]), np.array([[one.high] for one in used]))
        result: NDArray[np.float64] = found[:, MIDDLE : MIDDLE + 1] + factor * gap
        return result


def served(model: Model) -> ServedGraph:
    """Return a model's popularity part as it is served; see `ServedGraph`."""
    return ServedGraph(model)
