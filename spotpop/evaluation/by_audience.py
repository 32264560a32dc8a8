"""How forecasts do by size of audience, at the level at which they are served."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audience import RUNGS
from spotpop.evaluation import metrics
from spotpop.evaluation.scenarios import Scenario, belongs, seen
from spotpop.model.graph import stretch_of
from spotpop.training.popularity import Fitted, served_quantiles
from spotpop.training.table import Table

AT_RUNGS: Final[tuple[Scenario, ...]] = ("followers", "both", "release-day", "first")


def audience_figures(table: Table, fitted: Fitted) -> dict[str, Any]:
    """Return how forecasts of unseen artists do on each rung, by collection: at the level at which they are served.

    Returns
    -------
    dict
        By situation, collection and rung: ``rows``, ``coverage``, ``width``, ``miss`` (median of truth minus forecast).
    """
    assert fitted.anchor is not None
    anchor = fitted.anchor
    found: dict[str, Any] = {}
    for scenario in AT_RUNGS:
        is_stated = belongs(table.rows, scenario) & (anchor.rung >= 0)
        asked = seen(table.rows, scenario)
        low, middle, high = served_ends(table, fitted, asked, is_stated)
        truth = table.popularity.astype(np.float64)
        by_source: dict[str, Any] = {}
        for source in np.unique(table.source[is_stated]):
            by_rung: dict[str, Any] = {}
            for step, rung in enumerate(RUNGS):
                where = is_stated & (table.source == source) & (anchor.rung == step)
                if where.sum() >= 30:
                    by_rung[rung.name] = {
                        "rows": int(where.sum()),
                        "coverage": metrics.coverage(truth[where], low[where], high[where]),
                        "width": metrics.width(low[where], high[where]),
                        "miss": float(np.median(truth[where] - middle[where])),
                    }
            by_source[str(source)] = by_rung
        found[scenario] = by_source
    return found


def served_ends(
    table: Table, fitted: Fitted, asked: NDArray[np.float32], is_stated: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return low, middle and high of held-out forecasts as they would be served, in points of popularity.

    Parameters
    ----------
    asked : ndarray of shape (n, n_inputs)
        Raw rows as they are asked about.
    is_stated : ndarray of shape (n,)
        Rows that are asked about; others are NaN.
    """
    assert fitted.anchor is not None
    low, middle, high = served_quantiles(table, fitted.held, fitted.networks, fitted.anchor, asked, is_stated)
    used = [stretch_of(row, fitted.states) for row in asked]
    low = middle - np.array([one.low for one in used]) * (middle - low)
    high = middle + np.array([one.high for one in used]) * (high - middle)
    return low, middle, high
