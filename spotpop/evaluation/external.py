"""Judging a finished model, or a network trained on another table: only the level is taken from the table judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from spotpop.evaluation.unseen import own_level
from spotpop.evaluation.yardstick import require_rows
from spotpop.model.distribution import conformal_stretch, quantiles
from spotpop.model.forecast import LEVELS
from spotpop.model.graph import stretch_of
from spotpop.model.graph_inputs import INPUTS, moved
from spotpop.model.manifest import Stretch
from spotpop.model.reading_error import error_draws
from spotpop.training.crossfit import FOLDS, HIGH, LOW, MIDDLE, HeldOut, unconditional
from spotpop.training.fit import (
    REFERENCE_LEVEL,
    EpochCallback,
    Network,
    artist_folds,
    centred,
    level_of_rows,
    levels_of,
    train,
)
from spotpop.training.popularity_net import BIN_CENTRES, NetConfig
from spotpop.training.served_graph import ServedGraph
from spotpop.training.table import Table


def evaluate_model(table: Table, model: ServedGraph, *, folds: int = FOLDS) -> HeldOut:
    """Forecast a table with a model as it is; only the level is taken from the table, from other artists' rows.

    Parameters
    ----------
    table : Table
        Rows whose artists the model has not learnt from.

    Raises
    ------
    TooFewRows
        Below 100 rows.
    """
    require_rows(table)
    # Medians of an artist's songs are stated at the collection's level; the model expects them at its own.
    level = levels_of(table)
    asked = replace(table, rows=moved(table.rows, (model.part.level - level_of_rows(table, level)).astype(np.float32)))
    found = model.quantiles(asked) - model.part.level + REFERENCE_LEVEL
    return _at_own_level(table, found, folds)


def evaluate_network(table: Table, network: Network, states: Mapping[str, Stretch], *, folds: int = FOLDS) -> HeldOut:
    """Forecast a table with a network trained elsewhere, its level from the table, from other artists' rows.

    Raises
    ------
    TooFewRows
        Below 100 rows.
    """
    require_rows(table)
    rows = centred(table, levels_of(table))

    def ask(asked: NDArray[np.float32]) -> NDArray[np.float64]:
        return quantiles(network.probabilities(asked), BIN_CENTRES, LEVELS)

    found = ask(rows)
    if table.errors.any():
        pairs = zip(rows, table.errors, strict=True)
        drawn = np.stack([error_draws(row, dict(zip(INPUTS, sd.tolist(), strict=True))) for row, sd in pairs], axis=1)
        mixed = quantiles(np.mean([network.probabilities(one) for one in drawn], axis=0), BIN_CENTRES, LEVELS)
        found = mixed + (found[:, MIDDLE] - mixed[:, MIDDLE])[:, None]
    used = [stretch_of(row, states, level_known=True) for row in table.rows]
    gap = found - found[:, MIDDLE : MIDDLE + 1]
    found = found[:, MIDDLE : MIDDLE + 1] + gap * np.where(
        gap < 0, np.array([[one.low] for one in used]), np.array([[one.high] for one in used])
    )
    return _at_own_level(table, found, folds)


def _at_own_level(table: Table, found: NDArray[np.float64], folds: int) -> HeldOut:
    fold = artist_folds(table.artist, folds, seed=1)
    truth, plain = np.zeros(len(table)), np.zeros((len(table), len(LEVELS)))
    for number in range(folds):
        out = fold == number
        levels = levels_of(table.take(~out)) if (~out).any() else levels_of(table)
        truth[out] = table.popularity[out] - level_of_rows(table.take(out), levels) + REFERENCE_LEVEL
        plain[out] = unconditional(table, ~out, out)
    for name in np.unique(table.source):
        where = table.source == name
        found[where] += own_level(truth[where], found[where, MIDDLE], table.artist[where], folds=folds)[:, None]
    return HeldOut(truth=truth, quantiles=found, unconditional=plain, fold=fold)


def train_without(
    table: Table, artists: NDArray[np.str_], config: NetConfig, progress: EpochCallback = lambda _: None
) -> tuple[Network, dict[str, Stretch]]:
    """Train on a table without some artists, with intervals from artists kept apart: a fifth of the rest.

    Returns
    -------
    (Network, dict of str to Stretch)
        Trained on the remaining artists; intervals by state of the audience.
    """
    rest = table.take(~np.isin(table.artist, np.unique(artists)))
    apart = artist_folds(rest.artist, FOLDS, config.seed) == 0
    network = train(rest.take(~apart), config, progress=progress)
    calibration = rest.take(apart)
    found = quantiles(network.probabilities(centred(calibration, network.levels)), BIN_CENTRES, LEVELS)
    truth = calibration.popularity - level_of_rows(calibration, network.levels) + REFERENCE_LEVEL
    low, high = conformal_stretch(found[:, LOW], found[:, MIDDLE], found[:, HIGH], truth)
    return network, {"none": Stretch(low=low, high=high)}
