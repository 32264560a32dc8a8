"""All figures about forecasts of artists that were not learnt from: overall, by source, age, genre and audience."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.audience import RUNGS
from spotpop.evaluation import metrics
from spotpop.model.forecast import LEVELS
from spotpop.model.genres import GENRES
from spotpop.model.graph_inputs import INPUTS
from spotpop.training.crossfit import HeldOut, conformalised
from spotpop.training.table import Table

AGES: tuple[tuple[str, float, float], ...] = (
    ("under 1 year", 0, 1),
    ("1 to 5 years", 1, 5),
    ("5 to 20 years", 5, 20),
    ("over 20 years", 20, np.inf),
)
_LEAST_ROWS = 50


def summarise(table: Table, held: HeldOut, *, as_it_is: bool = False) -> dict[str, Any]:
    """Return the figures overall, by source and by age.

    Intervals are calibrated on other folds: with one offset for all rows (as a model serves a track whose population is
    not known), and with one for each source (as `spotpop calibrate` makes them). With `as_it_is` the former are the
    forecasts' own ends: those of a finished model, not calibrated on this table.
    """
    everywhere = held.ends if as_it_is else conformalised(held, np.full(len(table), "all"))
    own = conformalised(held, table.source)
    age = table.rows[:, INPUTS.index("age")]
    groups = {str(name): table.source == name for name in np.unique(table.source)}
    ages = {name: (age >= low) & (age < high) for name, low, high in AGES} | {"unknown": ~np.isfinite(age)}
    genre = table.rows[:, INPUTS.index("genre")]
    genres = {name: genre == number for number, name in enumerate(GENRES, 1)} | {"unknown": ~np.isfinite(genre)}
    followers = table.rows[:, INPUTS.index("followers")]
    rungs = {rung.name: (followers >= rung.low) & (followers < rung.high) for rung in RUNGS}

    def figures(where: NDArray[np.bool_]) -> dict[str, Any]:
        return _figures(table.take(where), _part(held, where), _cut(everywhere, where), _cut(own, where))

    every = np.ones(len(table), bool)
    return {
        "rows": len(table),
        "artists": len(np.unique(table.artist)),
        "folds": len(np.unique(held.fold)),
        "overall": figures(every),
        "by_source": {name: figures(where) for name, where in groups.items() if where.sum() >= _LEAST_ROWS},
        "by_age": {name: figures(where) for name, where in ages.items() if where.sum() >= _LEAST_ROWS},
        "by_genre": {name: figures(where) for name, where in genres.items() if where.sum() >= _LEAST_ROWS},
        "by_rung": {name: figures(where) for name, where in rungs.items() if where.sum() >= _LEAST_ROWS},
    }


def _part(held: HeldOut, where: NDArray[np.bool_]) -> HeldOut:
    return HeldOut(
        truth=held.truth[where],
        quantiles=held.quantiles[where],
        unconditional=held.unconditional[where],
        fold=held.fold[where],
    )


Ends = tuple[NDArray[np.float64], NDArray[np.float64]]


def _cut(ends: Ends, where: NDArray[np.bool_]) -> Ends:
    return ends[0][where], ends[1][where]


def _figures(table: Table, held: HeldOut, everywhere: Ends, own: Ends) -> dict[str, Any]:
    truth, forecast, plain = held.truth, held.median, held.unconditional[:, LEVELS.index(0.5)]
    gain_low, gain_high, skill_low, skill_high = metrics.skill_interval(truth, forecast, plain, table.artist)
    pinball, pinball_plain = (metrics.pinball(truth, q, LEVELS) for q in (held.quantiles, held.unconditional))
    return {
        "rows": len(table),
        "mae": metrics.mae(truth, forecast),
        "mae_median": metrics.mae(truth, plain),
        "gain": metrics.mae(truth, plain) - metrics.mae(truth, forecast),
        "gain_interval": [gain_low, gain_high],
        "skill": metrics.skill(truth, forecast, plain),
        "skill_interval": [skill_low, skill_high],
        "r2": metrics.r_squared(truth, forecast),
        "r2_within": metrics.r_squared(truth, forecast, table.source),
        "spearman": metrics.spearman(truth, forecast),
        "spearman_within": metrics.spearman_within(truth, forecast, table.source),
        "pair_accuracy": metrics.pair_accuracy(truth, forecast, table.source),
        "pinball": pinball,
        "pinball_median": pinball_plain,
        "pinball_gain": 1 - pinball / pinball_plain,
        "coverage": metrics.coverage(truth, *everywhere),
        "width": metrics.width(*everywhere),
        "coverage_own": metrics.coverage(truth, *own),
        "width_own": metrics.width(*own),
    }
