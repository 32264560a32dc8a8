"""A shipped model seen from training: its graph as a function, its calibration as numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spotpop.model.inputs import graph_inputs
from spotpop.model.model import Model
from spotpop.training.fit import REFERENCE_LEVEL

_BATCH = 4096


class ServedGraph:
    """The popularity graph of a model, level put at 45."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.part = model.folder.parts["popularity"]
        self.shift = self.part["shift"] - self.part["level"] + REFERENCE_LEVEL

    def __call__(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return probabilities over the bins, shape (n, 51)."""
        parts = [
            self._model.runtime.run("popularity", graph_inputs(rows[start : start + _BATCH]))["probabilities"]
            for start in range(0, len(rows), _BATCH)
        ]
        return np.concatenate(parts)


def served(model: Model) -> tuple[ServedGraph, tuple[float, float], float]:
    """Return a model's graph, its conformal offsets, and what is added to its bins when it serves (level 45)."""
    graph = ServedGraph(model)
    conformal = graph.part["conformal"]
    return graph, (float(conformal["low"]), float(conformal["high"])), graph.shift
