"""Fitting level and interval of a finished model to a local population: 100 labels or more, no training."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.errors import TooFewRows
from spotpop.evaluation.rival import compare_errors
from spotpop.model.distribution import conformal_stretch
from spotpop.model.manifest import Conformal, PopularityPart, Stretch
from spotpop.model.model import Model
from spotpop.training.crossfit import FOLDS, HIGH, LOW, MIDDLE
from spotpop.training.fit import artist_folds
from spotpop.training.model_export import refresh_digests
from spotpop.training.served_graph import ServedGraph
from spotpop.training.table import Table

LEAST_LABELS = 100
"""Below this, the 90 % quantile of the errors rests on fewer than ten tracks and the level is off by 2 points."""

LEAST_ARTISTS = 20

_ROUNDS = 20
_NEAR_POINTS = 0.01


def calibrate_model(model: Model, table: Table, target: Path, *, population: str) -> dict[str, Any]:
    """Write a copy of a model whose level, interval and reference population are those of a table.

    The level moves by the median of what the model misses; the interval's ends move so that each tail holds its tenth
    (conformal scores of the local labels); percentile and baseline refer to the local labels.

    Parameters
    ----------
    table : Table
        Local labels; rows of popularity 0 are left out here.
    target : Path
        Folder of the new model; must not exist.
    population : str
        The local population in words.

    Returns
    -------
    dict
        ``labels``, ``artists``, ``shift`` (points), ``interval`` (stretches), ``coverage_before``, ``coverage_after``,
        ``verdict``. The last two are counted on labels of artists that were left out of the calibration, a fifth at a
        time; the verdict (`spotpop.evaluation.rival.RivalVerdict`) is about the model as it was.

    Raises
    ------
    TooFewRows
        Below 100 labels, or below 20 artists.
    FileExistsError
        If `target` exists.
    """
    table = table.without_zeros()
    artists = len(np.unique(table.artist))
    if len(table) < LEAST_LABELS:
        raise TooFewRows(found=len(table), needed=LEAST_LABELS, purpose="calibration")
    if artists < LEAST_ARTISTS:
        raise TooFewRows(found=artists, needed=LEAST_ARTISTS, purpose="calibration (counted in artists)")
    graph = ServedGraph(model)
    truth = table.popularity.astype(np.float64)
    before, reported = graph.reported_quantiles(table)[:, MIDDLE], graph.reported_ends(table)
    level = _local_level(graph, table)
    ends = graph.at_level(level).reported_quantiles(table)[:, [LOW, MIDDLE, HIGH]]
    _, low, high = _level_and_stretch(ends, truth)
    part = _local_part(graph.part, level - graph.part.level, Stretch(low=low, high=high), truth, population)
    shutil.copytree(model.folder.path, target)
    _write(target, part)
    inside, middle = _left_out(ends, truth, artist_folds(table.artist, FOLDS, seed=0))
    return {
        "labels": len(table),
        "artists": artists,
        "shift": level - graph.part.level,
        "interval": [low, high],
        "coverage_before": float(((truth >= reported[0]) & (truth <= reported[1])).mean()),
        "coverage_after": float(inside.mean()),
        "verdict": compare_errors(np.abs(truth - middle), np.abs(truth - before), table.artist),
    }


def _local_level(graph: ServedGraph, table: Table) -> float:
    """Return the level at which the forecasts of a table, as a person reads them, miss by nothing in the median.

    The artist's usual popularity is taken in relative to the level, so a forecast moves by less than the level does.
    """
    level, truth = graph.part.level, table.popularity.astype(np.float64)
    for _ in range(_ROUNDS):
        move = float(np.median(truth - graph.at_level(level).reported_quantiles(table)[:, MIDDLE]))
        level += move
        if abs(move) < _NEAR_POINTS:
            break
    return level


def calibrate_on_record(
    model: Model, forecasts: NDArray[np.float64], truth: NDArray[np.float64], target: Path, *, population: str
) -> dict[str, Any]:
    """Write a copy of a model whose level and interval are those that its own kept forecasts would have needed.

    No sound is needed for that: the level moves by the median of what was missed, and every state's interval is
    stretched by one factor an end, so that each tail of the outcomes holds its tenth.

    Parameters
    ----------
    forecasts : ndarray of shape (n, 3)
        Lower end, median and upper end, as this model stated them.
    truth : ndarray of shape (n,)
        What became of each track, on Spotify's scale; a track of popularity 0 is left out.
    target : Path
        Folder of the new model; must not exist.
    population : str
        The record in words.

    Returns
    -------
    dict
        As `calibrate_model`, without ``artists``, whom the record does not know.

    Raises
    ------
    TooFewRows
        Below 100 outcomes.
    FileExistsError
        If `target` exists.
    ModelUnfit
        If the model has no popularity part.
    """
    kept = truth > 0
    reported, truth = forecasts[kept], truth[kept]
    if len(truth) < LEAST_LABELS:
        raise TooFewRows(found=len(truth), needed=LEAST_LABELS, purpose="calibration on the record")
    part = ServedGraph(model).part
    move, low, high = _level_and_stretch(reported, truth)
    states = {
        name: Stretch(low=state.low * low, high=state.high * high) for name, state in part.conformal.states.items()
    }
    local = _local_part(part, move, Stretch(low=low, high=high), truth, population)
    shutil.copytree(model.folder.path, target)
    _write(target, local.model_copy(update={"conformal": Conformal(states=states)}))
    fold = np.random.default_rng(0).permutation(len(truth)) % FOLDS
    inside, middle = _left_out(reported, truth, fold)
    each = np.arange(len(truth)).astype(str)
    return {
        "labels": len(truth),
        "shift": move,
        "interval": [low, high],
        "coverage_before": float(((truth >= reported[:, 0]) & (truth <= reported[:, 2])).mean()),
        "coverage_after": float(inside.mean()),
        "verdict": compare_errors(np.abs(truth - middle), np.abs(truth - reported[:, 1]), each),
    }


def _level_and_stretch(ends: NDArray[np.float64], truth: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return by how much forecasts of shape (n, 3) must move, and by what their lower and upper halves be stretched."""
    move = float(np.median(truth - ends[:, 1]))
    return move, *conformal_stretch(ends[:, 0] + move, ends[:, 1] + move, ends[:, 2] + move, truth)


def _left_out(
    ends: NDArray[np.float64], truth: NDArray[np.float64], fold: NDArray[np.intp]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return which labels lie in the ranges that other folds calibrated, and the middles of these ranges.

    Ranges calibrated on a label itself would always hold four fifths.
    """
    inside, middle = np.zeros(len(truth), bool), np.zeros(len(truth))
    for number in np.unique(fold):
        out = fold == number
        move, low, high = _level_and_stretch(ends[~out], truth[~out])
        middle[out] = ends[out, 1] + move
        inside[out] = (truth[out] >= middle[out] - low * (ends[out, 1] - ends[out, 0])) & (
            truth[out] <= middle[out] + high * (ends[out, 2] - ends[out, 1])
        )
    return inside, middle


def _local_part(
    part: PopularityPart, move: float, stretch: Stretch, truth: NDArray[np.float64], population: str
) -> PopularityPart:
    """Return the part at the local level: every state of the audience gets the interval of the local labels."""
    grid = np.quantile(truth, np.linspace(0, 1, 101))
    reference = part.reference.model_copy(
        update={"name": population, "size": len(truth), "quantiles": [round(float(value), 3) for value in grid]}
    )
    return part.model_copy(
        update={
            "level": part.level + move,
            "conformal": Conformal(states={"none": stretch}),
            "reference": reference,
            "unseen_coverage": None,
        }
    )


def _write(target: Path, part: PopularityPart) -> None:
    manifest = json.loads((target / "model.json").read_text(encoding="utf-8"))
    manifest["name"] = target.name
    manifest["version"] = f"{manifest['version']}+calibrated"
    manifest["parts"]["popularity"] = part.model_dump()
    card = target / "card.md"
    note = f"# {target.name}\n\nCalibrated: level and interval are those of {part.reference.name} "
    note += f"({part.reference.size} labels). Everything else as below; its figures were not measured anew.\n\n"
    card.write_text(note + (card.read_text(encoding="utf-8") if card.is_file() else ""), encoding="utf-8")
    # Figures of the population that the model came from would be shown as if they were this one's.
    for name in ("metrics.json", "predictions.npz"):
        (target / name).unlink(missing_ok=True)
    refresh_digests(target, manifest)
