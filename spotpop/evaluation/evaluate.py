"""Judging a recipe or a model on a table: folds by artist, controls, sources left out, plots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from spotpop.audience import RUNGS
from spotpop.errors import TooFewRows
from spotpop.evaluation import metrics
from spotpop.evaluation.effects import within_artist_effects
from spotpop.evaluation.figures import summarise
from spotpop.evaluation.predictions import save_predictions
from spotpop.evaluation.scenarios import HIDDEN, Scenario, asked_again, belongs, seen
from spotpop.evaluation.unseen import figures_of, own_level
from spotpop.model.distribution import conformal_stretch, quantiles
from spotpop.model.forecast import LEVELS
from spotpop.model.graph import offsets_of, stretch_of
from spotpop.model.inputs import ALBUM, CONTEXT, HISTORY, INPUTS, SOUND, moved, sensible
from spotpop.model.manifest import Stretch
from spotpop.model.reading_error import error_draws
from spotpop.training.crossfit import FOLDS, HIGH, LOW, MIDDLE, HeldOut, cross_fit, unconditional
from spotpop.training.fit import (
    REFERENCE_LEVEL,
    EpochCallback,
    Network,
    artist_folds,
    centred,
    level_of_rows,
    levels_of,
    train,
    weights_of,
)
from spotpop.training.popularity import Fitted, fit_popularity
from spotpop.training.popularity_net import BIN_CENTRES, NetConfig
from spotpop.training.served_graph import ServedGraph
from spotpop.training.table import Table

LEAST_ROWS = 100
BLOCKS: dict[str, tuple[str, ...]] = {
    "sound": SOUND, "age": ("age",), "duration": ("duration",), "explicit": ("explicit",), "genre": ("genre",),
    "album": ALBUM, "followers": ("followers",), "history": HISTORY, "context": CONTEXT,
}  # fmt: skip
"""Blocks of inputs that are withheld together to see what they are worth and whether absence alone moves anything."""

SCENARIO_NAMES: tuple[Scenario, ...] = tuple(HIDDEN)


def evaluate_recipe(
    table: Table,
    config: NetConfig,
    *,
    folds: int = FOLDS,
    controls: bool = True,
    fitted: Fitted | None = None,
    keep: Path | None = None,
    progress: EpochCallback = lambda _: None,
) -> tuple[dict[str, Any], HeldOut]:
    """Judge what training on this table gives: one network per fold of artists, and one without each collection.

    Parameters
    ----------
    table : Table
        Without rows of popularity 0.
    controls : bool
        Also train on shuffled labels (two folds) and a gradient-boosted yardstick in every situation (slow).
    fitted : Fitted or None
        What `fit_popularity` gave for this table, if that was done already.
    keep : Path or None
        An ``.npz`` file for the forecasts that the figures are counted on.

    Raises
    ------
    TooFewRows
        Below 100 rows.
    """
    _require(table)
    if fitted is None and folds == FOLDS:
        fitted = fit_popularity(table, config, progress=progress)
    networks: list[Network] = fitted.networks if fitted else []
    held = fitted.held if fitted else cross_fit(table, config, folds=folds, progress=progress, keep=networks)
    found = summarise(table, held)
    found["scenarios"] = scenario_figures(table, held, networks)
    found["withheld"] = withheld_blocks(table, held, networks)
    found["sensitivity"] = sensitivity(table, held, networks)
    if fitted:
        found["unseen_collections"] = figures_of(fitted.unseen, fitted.states)
        found["within_artist"] = within_artist_effects(table, held, networks)
        if keep is not None:
            save_predictions(keep, table, held, networks, fitted.unseen)
        if fitted.anchor:
            found["audience"] = audience_figures(table, fitted)
    keras.backend.clear_session()
    if controls:
        shuffled = cross_fit(
            table, config.short(), folds=2, shuffle=True, progress=_prefixed(progress, "shuffled labels, ")
        )
        found["shuffled"] = _brief(table, shuffled)
        found["yardstick"] = yardstick(table, held, progress=progress)
    found["headline"] = headline_of(found)
    return found, held


def scenario_figures(table: Table, held: HeldOut, networks: Sequence[Network]) -> dict[str, Any]:
    """Return the figures in every situation: on all rows, and on those that know what it is about."""
    found: dict[str, Any] = {}
    for scenario in SCENARIO_NAMES:
        again = asked_again(table, held, networks, scenario)
        knowing = belongs(table.rows, scenario)
        if knowing.sum() < LEAST_ROWS:
            continue
        every = np.ones(len(table), bool)
        followers = np.isfinite(table.rows[:, INPUTS.index("followers")])
        groups = {"all": every, "knowing": knowing, "with_followers": followers & knowing}
        found[scenario] = {
            name: _with_interval(table, again, where) for name, where in groups.items() if where.sum() >= LEAST_ROWS
        }
    return found


def _with_interval(table: Table, held: HeldOut, where: NDArray[np.bool_]) -> dict[str, Any]:
    truth, median, plain = held.truth[where], held.median[where], held.unconditional[where, MIDDLE]
    interval = metrics.skill_interval(truth, median, plain, table.artist[where])
    return {
        "rows": int(where.sum()),
        "mae": metrics.mae(truth, median),
        "skill": metrics.skill(truth, median, plain),
        "skill_interval": list(interval[2:]),
        "r2_within": metrics.r_squared(truth, median, table.source[where]),
        "spearman_within": metrics.spearman_within(truth, median, table.source[where]),
    }


def audience_figures(table: Table, fitted: Fitted) -> dict[str, Any]:
    """Return how forecasts of unseen artists do on each rung, by collection: at the level at which they are served.

    Returns
    -------
    dict
        By situation, collection and rung: ``rows``, ``coverage``, ``width``, ``miss`` (median of truth minus forecast).
    """
    assert fitted.anchor is not None
    anchor, found = fitted.anchor, {}
    for scenario in ("followers", "both"):
        told = belongs(table.rows, scenario) & (anchor.rung >= 0)
        asked = seen(table.rows, scenario)
        low, middle, high = served_ends(table, fitted, asked, told)
        truth = table.popularity.astype(np.float64)
        by_source: dict[str, Any] = {}
        for source in np.unique(table.source[told]):
            by_rung: dict[str, Any] = {}
            for step, rung in enumerate(RUNGS):
                where = told & (table.source == source) & (anchor.rung == step)
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
    table: Table, fitted: Fitted, asked: NDArray[np.float32], told: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return low, middle and high of held-out forecasts as they would be served, in points of popularity.

    Parameters
    ----------
    asked : ndarray of shape (n, n_inputs)
        Raw rows as they are asked about.
    told : ndarray of shape (n,)
        Rows that are asked about; others are NaN.
    """
    assert fitted.anchor is not None
    anchor = fitted.anchor
    ends = np.full((3, len(table)), np.nan)
    rows = moved(asked, REFERENCE_LEVEL - anchor.level)
    for number, network in enumerate(fitted.networks):
        where = np.flatnonzero(told & (fitted.held.fold == number))
        if len(where):
            found = quantiles(network.probabilities(rows[where]), BIN_CENTRES, (0.1, 0.5, 0.9))
            found += (offsets_of(asked[where], anchor.audience) + anchor.level - REFERENCE_LEVEL)[:, None]
            used = [stretch_of(row, fitted.states) for row in asked[where]]
            middle = found[:, 1]
            ends[0, where] = middle - np.array([one.low for one in used]) * (middle - found[:, 0])
            ends[1, where] = middle
            ends[2, where] = middle + np.array([one.high for one in used]) * (found[:, 2] - middle)
    return ends[0], ends[1], ends[2]


STEPS: dict[str, tuple[str, float, bool]] = {
    "a year older": ("age", 1.0, False),
    "ten years older": ("age", 10.0, False),
    "3 dB louder": ("loudness", 3.0, False),
    "one rung more followers": ("followers", 10.0, True),
    "usual popularity 15 points higher": ("usual", 15.0, False),
    "a minute longer": ("duration", 60.0, False),
    "explicit instead of not": ("explicit", 1.0, False),
    "0.1 more energy": ("energy", 0.1, False),
    "0.1 more danceability": ("danceability", 0.1, False),
}
"""What a reader can check for sense: an input, by how much it changes, whether it is multiplied."""


def sensitivity(table: Table, held: HeldOut, networks: Sequence[Network]) -> dict[str, dict[str, float]]:
    """Return by how much held-out forecasts move when one thing is changed: mean, and the middle 80 % of tracks."""
    found: dict[str, dict[str, float]] = {}
    for name, (column, step, times) in STEPS.items():
        at, changes = INPUTS.index(column), []
        for number, network in enumerate(networks):
            part = table.take(held.fold == number)
            part = part.take(np.isfinite(part.rows[:, at]))
            if column == "explicit":
                part = part.take(part.rows[:, at] < 0.5)
            if not len(part):
                continue
            rows = centred(part, network.levels)[:4000]
            other = rows.copy()
            other[:, at] = other[:, at] * step if times else other[:, at] + step
            medians = [quantiles(network.probabilities(each), BIN_CENTRES, (0.5,))[:, 0] for each in (rows, other)]
            changes.append(medians[1] - medians[0])
        if changes:
            every = np.concatenate(changes)
            low, high = np.quantile(every, (0.1, 0.9))
            found[name] = {"mean": float(every.mean()), "low": float(low), "high": float(high)}
    return found


def evaluate_model(table: Table, model: ServedGraph, *, folds: int = FOLDS) -> HeldOut:
    """Forecast a table with a model as it is; only the level is taken from the table, from other artists' rows.

    Parameters
    ----------
    table : Table
        Rows whose artists the model has not learnt from.
    model : ServedGraph
    folds : int

    Raises
    ------
    TooFewRows
        Below 100 rows.
    """
    _require(table)
    # Medians of an artist's songs are told at the collection's level; the model expects them at its own.
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
    _require(table)
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


def withheld_blocks(table: Table, held: HeldOut, networks: Sequence[Network]) -> dict[str, dict[str, float]]:
    """Return what each block of inputs is worth, over rows that have it.

    Returns
    -------
    dict
        By block: ``moved`` (change of the mean forecast when it is withheld, points: absence alone should say nothing)
        and ``skill`` (what the skill on these rows loses).
    """
    found: dict[str, dict[str, float]] = {}
    for block, names in BLOCKS.items():
        columns = [INPUTS.index(name) for name in names]
        told, without = [], []
        for number, network in enumerate(networks):
            where = np.flatnonzero((held.fold == number) & np.isfinite(table.rows[:, columns]).any(axis=1))
            if len(where):
                rows = centred(table.take(where), network.levels)
                rows[:, columns] = np.nan
                without.append(quantiles(network.probabilities(sensible(rows)), BIN_CENTRES, (0.5,))[:, 0])
                told.append(where)
        if told:
            at, other = np.concatenate(told), np.concatenate(without)
            plain = held.unconditional[at, MIDDLE]
            lost = metrics.skill(held.truth[at], held.median[at], plain) - metrics.skill(held.truth[at], other, plain)
            found[block] = {"rows": len(at), "moved": float((other - held.median[at]).mean()), "skill": lost}
    return found


YARDSTICK: tuple[Scenario, ...] = ("no-audience", "followers", "both", "release-day")


def yardstick(table: Table, held: HeldOut, *, progress: EpochCallback = lambda _: None) -> dict[str, Any]:
    """Return what gradient boosting makes of the same folds and the same inputs, situation by situation."""
    found: dict[str, Any] = {}
    for scenario in YARDSTICK:
        if belongs(table.rows, scenario).sum() >= LEAST_ROWS:
            progress(f"gradient boosting as a yardstick, {scenario}")
            trees = boosted(replace(table, rows=seen(table.rows, scenario)), held.fold)
            knowing = belongs(table.rows, scenario)
            followers = np.isfinite(table.rows[:, INPUTS.index("followers")])
            groups = {"all": np.ones(len(table), bool), "knowing": knowing, "with_followers": followers & knowing}
            found[scenario] = {
                name: _with_interval(table, trees, where) for name, where in groups.items() if where.sum() >= LEAST_ROWS
            }
    return found


def headline_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures that chats, README and cards quote; see `spotpop.model.headline.Headline`."""
    overall = found["overall"]
    headline = {
        "population": "own",
        "rows": found["rows"],
        "skill": overall["skill"],
        "spearman": overall["spearman_within"],
        "pairs": overall["pair_accuracy"],
        "coverage": overall["coverage"],
    }
    unseen = found.get("unseen_collections", {}).get("no-audience", {}).get("mean")
    if unseen and len(found["unseen_collections"]["no-audience"]["by_source"]) > 1:
        headline |= {
            "population": "unseen",
            "unseen_skill": unseen["skill"],
            "unseen_spearman": unseen["spearman"],
            "unseen_coverage": unseen["coverage"],
        }
        told = found["unseen_collections"].get("both", {}).get("mean")
        if told:
            headline |= {"audience_skill": told["skill"], "audience_coverage": told["coverage"]}
    return headline


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
        rows = moved(table.rows, (REFERENCE_LEVEL - level).astype(np.float32))[:, columns]
        trees.fit(rows[~out], target[~out], sample_weight=weights_of(table.take(~out)))
        truth[out], median[out] = target[out], trees.predict(rows[out])
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
