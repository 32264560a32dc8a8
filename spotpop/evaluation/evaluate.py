"""Judging a recipe or a model on a table: folds by artist, controls, sources left out, plots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from spotpop.errors import TooFewRows
from spotpop.evaluation import metrics
from spotpop.evaluation.figures import summarise
from spotpop.model.distribution import conformal_offsets, quantiles
from spotpop.model.forecast import LEVELS
from spotpop.model.inputs import CONTEXT, INPUTS, SOUND
from spotpop.model.shapley import blurred_rows
from spotpop.training.crossfit import FOLDS, HIGH, LOW, MIDDLE, HeldOut, cross_fit, unconditional
from spotpop.training.fit import (
    REFERENCE_LEVEL,
    EpochCallback,
    Network,
    artist_folds,
    level_of_rows,
    levels_of,
    train,
    weights_of,
)
from spotpop.training.popularity_net import BIN_CENTRES, NetConfig
from spotpop.training.table import Table

LEAST_ROWS = 100
BLOCKS: dict[str, tuple[str, ...]] = {
    "sound": SOUND, "age": ("age",), "duration": ("duration",), "explicit": ("explicit",),
    "followers": ("followers",), "genre": ("genre",), "context": CONTEXT,
}  # fmt: skip
"""Blocks of inputs that are withheld together to see whether their absence alone moves the forecast."""

Predict = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Rows of raw inputs to probabilities over `BIN_CENTRES`, level 45."""


def evaluate_recipe(
    table: Table,
    config: NetConfig,
    *,
    folds: int = FOLDS,
    controls: bool = True,
    fitted: tuple[HeldOut, list[Network]] | None = None,
    progress: EpochCallback = lambda _: None,
) -> tuple[dict[str, Any], HeldOut]:
    """Judge what training on this table gives: one network per fold of artists.

    Parameters
    ----------
    table : Table
        Without rows of popularity 0.
    controls : bool
        Also train on shuffled labels (two folds), without each source (8 epochs), and a gradient-boosted yardstick.
    fitted : (HeldOut, list of Network) or None
        What `cross_fit` gave for this table, if that was done already.

    Raises
    ------
    TooFewRows
        Below 100 rows.
    """
    _require(table)
    networks: list[Network] = []
    held, networks = fitted or (cross_fit(table, config, folds=folds, progress=progress, keep=networks), networks)
    found = summarise(table, held)
    found["withheld"] = withheld_blocks(table, held, networks)
    keras.backend.clear_session()
    if controls:
        told = _prefixed(progress, "shuffled labels, ")
        shuffled = cross_fit(table, config, folds=2, shuffle=True, progress=told)
        found["shuffled"] = _brief(table, shuffled)
        progress("gradient boosting as a yardstick")
        found["yardstick"] = _brief(table, boosted(table, held.fold))
        if len(np.unique(table.source)) > 1:
            short = replace(config, epochs=min(config.epochs, 8))
            found["unseen_source"] = unseen_sources(table, short, progress=progress)
    return found, held


def evaluate_model(
    table: Table, predict: Predict, offsets: tuple[float, float], shift: float = 0.0, *, folds: int = FOLDS
) -> HeldOut:
    """Forecast a table with a model as it is; only the level is taken from the table, from other artists' rows.

    Parameters
    ----------
    table : Table
        Rows whose artists the model has not learnt from.
    offsets : (float, float)
        The model's conformal offsets, applied to the 10 % and 90 % quantiles.
    shift : float
        Added to all forecasts, points.

    Raises
    ------
    TooFewRows
        Below 100 rows.
    """
    _require(table)
    fold = artist_folds(table.artist, folds, seed=1)
    truth, plain = np.zeros(len(table)), np.zeros((len(table), len(LEVELS)))
    for number in range(folds):
        out = fold == number
        levels = levels_of(table.take(~out))
        truth[out] = table.popularity[out] - level_of_rows(table.take(out), levels) + REFERENCE_LEVEL
        plain[out] = unconditional(table, ~out, out)
    found = blurred_quantiles(predict, table) + shift
    found[:, LOW] -= offsets[0]
    found[:, HIGH] += offsets[1]
    return HeldOut(truth=truth, quantiles=found, unconditional=plain, fold=fold)


def blurred_quantiles(predict: Predict, table: Table) -> NDArray[np.float64]:
    """Return forecast quantiles as they are served: the median of the reading, the spread of its errors' mixture."""
    found = quantiles(predict(table.rows), BIN_CENTRES, LEVELS)
    if not table.errors.any():
        return found
    pairs = zip(table.rows, table.errors, strict=True)
    drawn = np.stack([blurred_rows(row, dict(zip(INPUTS, sd.tolist(), strict=True))) for row, sd in pairs], axis=1)
    mixed = quantiles(np.mean([predict(rows) for rows in drawn], axis=0), BIN_CENTRES, LEVELS)
    shifted: NDArray[np.float64] = mixed + (found[:, MIDDLE] - mixed[:, MIDDLE])[:, None]
    return shifted


def train_without(
    table: Table, artists: NDArray[np.str_], config: NetConfig, progress: EpochCallback = lambda _: None
) -> tuple[Network, tuple[float, float]]:
    """Train on a table without some artists, with offsets from artists kept apart: a fifth of the rest.

    Returns
    -------
    (Network, (float, float))
        Trained on the remaining artists; offsets of the interval's ends.
    """
    rest = table.take(~np.isin(table.artist, np.unique(artists)))
    apart = artist_folds(rest.artist, FOLDS, config.seed) == 0
    network = train(rest.take(~apart), config, progress=progress)
    calibration = rest.take(apart)
    found = quantiles(network.probabilities(calibration.rows), BIN_CENTRES, LEVELS)
    truth = calibration.popularity - level_of_rows(calibration, network.levels) + REFERENCE_LEVEL
    return network, conformal_offsets(found[:, LOW], found[:, HIGH], truth)


def withheld_blocks(table: Table, held: HeldOut, networks: list[Network]) -> dict[str, float]:
    """Return by how much the mean forecast moves when a block of inputs is withheld, over rows that have it."""
    found: dict[str, float] = {}
    for block, names in BLOCKS.items():
        columns = [INPUTS.index(name) for name in names]
        changes = []
        for number, network in enumerate(networks):
            where = (held.fold == number) & np.isfinite(table.rows[:, columns]).any(axis=1)
            if where.any():
                rows = table.rows[where].copy()
                rows[:, columns] = np.nan
                without = quantiles(network.probabilities(rows), BIN_CENTRES, (0.5,))[:, 0]
                changes.append(without - held.median[where])
        if changes:
            found[block] = float(np.concatenate(changes).mean())
    return found


def unseen_sources(table: Table, config: NetConfig, *, progress: EpochCallback = lambda _: None) -> dict[str, Any]:
    """Train without each source and all of its artists; forecast it, its level taken from its own median."""
    found = {}
    for name in np.unique(table.source):
        inside = table.source == name
        progress(f"without {name}")
        network, offsets = train_without(table, table.artist[inside], config)
        part = table.take(inside)
        held = evaluate_model(part, network.probabilities, offsets)
        low, high = held.ends
        found[str(name)] = {**_brief(part, held), "coverage": metrics.coverage(held.truth, low, high)}
        keras.backend.clear_session()
    return found


def boosted(table: Table, fold: NDArray[np.intp]) -> HeldOut:
    """Return forecasts by gradient boosting (absolute loss) with the same folds, inputs, weights and centring."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    truth, median = np.zeros(len(table)), np.zeros(len(table))
    plain = np.zeros((len(table), len(LEVELS)))
    columns = np.isfinite(table.rows).any(axis=0)  # inputs that nobody knows would only stop the trees
    for number in np.unique(fold):
        out = fold == number
        level = level_of_rows(table, levels_of(table.take(~out)))
        target = table.popularity - level + REFERENCE_LEVEL
        trees = HistGradientBoostingRegressor(
            loss="absolute_error", max_iter=300, learning_rate=0.06, min_samples_leaf=40, random_state=int(number)
        )
        trees.fit(table.rows[~out][:, columns], target[~out], sample_weight=weights_of(table.take(~out)))
        truth[out], median[out] = target[out], trees.predict(table.rows[out][:, columns])
        plain[out] = unconditional(table, ~out, out)
    return HeldOut(truth=truth, quantiles=np.repeat(median[:, None], len(LEVELS), 1), unconditional=plain, fold=fold)


def _brief(table: Table, held: HeldOut) -> dict[str, float]:
    plain = held.unconditional[:, MIDDLE]
    return {
        "skill": metrics.skill(held.truth, held.median, plain),
        "r2": metrics.r_squared(held.truth, held.median),
        "r2_within": metrics.r_squared(held.truth, held.median, table.source),
        "spearman": metrics.spearman(held.truth, held.median),
        "spearman_within": metrics.spearman_within(held.truth, held.median, table.source),
    }


def _require(table: Table) -> None:
    if len(table) < LEAST_ROWS:
        raise TooFewRows(found=len(table), needed=LEAST_ROWS, purpose="evaluation")


def _prefixed(progress: EpochCallback, prefix: str) -> EpochCallback:
    return lambda sentence: progress(prefix + sentence)
