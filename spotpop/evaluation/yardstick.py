"""What a forecast is held against: gradient boosting on the same folds and inputs, and figures that both are given."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.errors import TooFewRows
from spotpop.evaluation import metrics
from spotpop.evaluation.scenarios import Scenario
from spotpop.model.forecast import LEVELS
from spotpop.model.graph_inputs import moved
from spotpop.training.crossfit import MIDDLE, HeldOut, unconditional
from spotpop.training.fit import (
    REFERENCE_LEVEL,
    level_of_rows,
    levels_of,
    weights_of,
)
from spotpop.training.table import Table

LEAST_ROWS = 100

TREES = 300

YARDSTICK: tuple[Scenario, ...] = ("no-audience", "followers", "both", "release-day", "first", "known")


def boosted(table: Table, fold: NDArray[np.intp], *, trees: int = TREES) -> HeldOut:
    """Return forecasts by gradient boosting (absolute loss) with the same folds, inputs, weights and centring."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    truth, median = np.zeros(len(table)), np.zeros(len(table))
    plain = np.zeros((len(table), len(LEVELS)))
    columns = np.isfinite(table.rows).any(axis=0)  # inputs that nobody knows would only stop the trees
    for number in np.unique(fold):
        out = fold == number
        level = level_of_rows(table, levels_of(table.take(~out)))
        target = table.popularity - level + REFERENCE_LEVEL
        boosting = HistGradientBoostingRegressor(
            loss="absolute_error", max_iter=trees, learning_rate=0.06, min_samples_leaf=40, random_state=int(number)
        )
        rows = moved(table.rows, (REFERENCE_LEVEL - level).astype(np.float32))[:, columns]
        boosting.fit(rows[~out], target[~out], sample_weight=weights_of(table.take(~out)))
        truth[out], median[out] = target[out], boosting.predict(rows[out])
        plain[out] = unconditional(table, ~out, out)
    return HeldOut(truth=truth, quantiles=np.repeat(median[:, None], len(LEVELS), 1), unconditional=plain, fold=fold)


def skill_figures(table: Table, held: HeldOut, median: NDArray[np.float64], where: NDArray[np.bool_]) -> dict[str, Any]:
    """Return error, skill with its interval, R² and rank correlation of the chosen rows."""
    truth, median, plain = held.truth[where], median[where], held.unconditional[where, MIDDLE]
    interval = metrics.skill_interval(truth, median, plain, table.artist[where])
    return {
        "rows": int(where.sum()),
        "mae": metrics.mae(truth, median),
        "skill": metrics.skill(truth, median, plain),
        "skill_interval": list(interval[2:]),
        "r2_within": metrics.r_squared(truth, median, table.source[where]),
        "spearman_within": metrics.spearman_within(truth, median, table.source[where]),
    }


def require_rows(table: Table) -> None:
    """Refuse a table that is too small to judge anything.

    Raises
    ------
    TooFewRows
    """
    if len(table) < LEAST_ROWS:
        raise TooFewRows(found=len(table), needed=LEAST_ROWS, purpose="evaluation")
