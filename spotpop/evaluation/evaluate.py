"""Judging a recipe on a table: folds by artist, every situation, collections left out, controls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.evaluation import metrics
from spotpop.evaluation.by_audience import audience_figures
from spotpop.evaluation.effects import within_artist_effects
from spotpop.evaluation.figures import summarise
from spotpop.evaluation.predictions import save_predictions
from spotpop.evaluation.scenarios import HIDDEN, Scenario, asked_again, belongs, seen
from spotpop.evaluation.sensitivity import sensitivity, withheld_blocks
from spotpop.evaluation.unseen import figures_of
from spotpop.evaluation.yardstick import LEAST_ROWS, TREES, YARDSTICK, boosted, require_rows, skill_figures
from spotpop.model.graph_inputs import INPUTS
from spotpop.training.crossfit import FOLDS, MIDDLE, HeldOut, cross_fit
from spotpop.training.fit import (
    EpochCallback,
    Network,
)
from spotpop.training.popularity import Fitted, fit_popularity
from spotpop.training.popularity_net import NetConfig
from spotpop.training.table import Table

SCENARIO_NAMES: tuple[Scenario, ...] = tuple(HIDDEN)


def evaluate_recipe(
    table: Table,
    config: NetConfig,
    *,
    folds: int = FOLDS,
    controls: bool = True,
    fitted: Fitted | None = None,
    keep: Path | None = None,
    trees: int = TREES,
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
    trees : int
        Of the yardstick, in each fold.

    Raises
    ------
    TooFewRows
        Below 100 rows.
    """
    require_rows(table)
    if fitted is None and folds == FOLDS:
        fitted = fit_popularity(table, config, progress=progress)
    networks: list[Network] = fitted.networks if fitted else []
    held = fitted.held if fitted else cross_fit(table, config, folds=folds, progress=progress, keep=networks)
    found = summarise(table, held)
    medians = situation_medians(table, held, networks)
    found["scenarios"] = scenario_figures(table, held, medians)
    found["withheld"] = withheld_blocks(table, held, networks)
    found["sensitivity"] = sensitivity(table, held, networks)
    if fitted:
        found["unseen_collections"] = figures_of(fitted.unseen, fitted.states)
        found["within_artist"] = within_artist_effects(table, held, networks)
        if keep is not None:
            save_predictions(keep, table, held, medians, fitted.unseen)
        if fitted.anchor:
            found["audience"] = audience_figures(table, fitted)
    if controls:
        shuffled = cross_fit(
            table, config.short(), folds=2, shuffle=True, progress=_prefixed(progress, "shuffled labels, ")
        )
        found["shuffled"] = _brief(table, shuffled)
        found["yardstick"] = yardstick(table, held, trees=trees, progress=progress)
    found["headline"] = headline_of(found)
    return found, held


def situation_medians(table: Table, held: HeldOut, networks: Sequence[Network]) -> dict[Scenario, NDArray[np.float64]]:
    """Return held-out median forecasts of all rows in every situation that enough rows know."""
    asked = [scenario for scenario in SCENARIO_NAMES if belongs(table.rows, scenario).sum() >= LEAST_ROWS]
    return {scenario: asked_again(table, held, networks, scenario).median.copy() for scenario in asked}


def scenario_figures(table: Table, held: HeldOut, medians: Mapping[Scenario, NDArray[np.float64]]) -> dict[str, Any]:
    """Return the figures in every situation: on all rows, and on those that know what it is about."""
    found: dict[str, Any] = {}
    for scenario, median in medians.items():
        knowing = belongs(table.rows, scenario)
        every = np.ones(len(table), bool)
        followers = np.isfinite(table.rows[:, INPUTS.index("followers")])
        groups = {"all": every, "knowing": knowing, "with_followers": followers & knowing}
        found[scenario] = {
            name: skill_figures(table, held, median, where)
            for name, where in groups.items()
            if where.sum() >= LEAST_ROWS
        }
    return found


def yardstick(
    table: Table, held: HeldOut, *, trees: int = TREES, progress: EpochCallback = lambda _: None
) -> dict[str, Any]:
    """Return what gradient boosting makes of the same folds and the same inputs, situation by situation."""
    found: dict[str, Any] = {}
    for scenario in YARDSTICK:
        if belongs(table.rows, scenario).sum() >= LEAST_ROWS:
            progress(f"gradient boosting as a yardstick, {scenario}")
            theirs = boosted(replace(table, rows=seen(table.rows, scenario)), held.fold, trees=trees)
            knowing = belongs(table.rows, scenario)
            followers = np.isfinite(table.rows[:, INPUTS.index("followers")])
            groups = {"all": np.ones(len(table), bool), "knowing": knowing, "with_followers": followers & knowing}
            found[scenario] = {
                name: skill_figures(table, theirs, theirs.median, where)
                for name, where in groups.items()
                if where.sum() >= LEAST_ROWS
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
    alone = found.get("scenarios", {}).get("no-audience", {}).get("all")
    if alone:
        headline["sound_skill"] = alone["skill"]
    unseen = found.get("unseen_collections", {}).get("no-audience", {}).get("mean")
    if unseen and len(found["unseen_collections"]["no-audience"]["by_source"]) > 1:
        headline |= {
            "population": "unseen",
            "unseen_skill": unseen["skill"],
            "unseen_spearman": unseen["spearman"],
            "unseen_pairs": unseen["pairs"],
            "unseen_coverage": unseen["coverage"],
        }
        elsewhere = found["unseen_collections"].get("both", {}).get("mean")
        if elsewhere:
            headline |= {"audience_skill": elsewhere["skill"], "audience_coverage": elsewhere["coverage"]}
    return headline


def _brief(table: Table, held: HeldOut) -> dict[str, float]:
    plain = held.unconditional[:, MIDDLE]
    return {
        "skill": metrics.skill(held.truth, held.median, plain),
        "r2": metrics.r_squared(held.truth, held.median),
        "r2_within": metrics.r_squared(held.truth, held.median, table.source),
        "spearman": metrics.spearman(held.truth, held.median),
        "spearman_within": metrics.spearman_within(held.truth, held.median, table.source),
    }


def _prefixed(progress: EpochCallback, prefix: str) -> EpochCallback:
    return lambda sentence: progress(prefix + sentence)
