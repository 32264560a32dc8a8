"""Makes the popularity part of a model folder: cross-fitted calibration, final network, reference, effects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.evaluation.effects import what_ifs, within_artist
from spotpop.model.distribution import conformal_offsets, quantiles
from spotpop.model.inputs import INPUTS, SOUND
from spotpop.training.crossfit import HeldOut, cross_fit
from spotpop.training.export import export_graph, write_manifest
from spotpop.training.fit import REFERENCE_LEVEL, EpochCallback, Network, level_of_rows, train, weights_of
from spotpop.training.popularity_net import BIN_CENTRES, NetConfig, serving_form
from spotpop.training.table import Table

VARIOGRAM_RANGE = 0.21
"""Distance of two readings, in units of their errors, at which a third of those errors is still shared: an exponential
fitted to the errors of all pairs of 195 previews, each read by a model that did not know its artist."""

LEAST_DIFFERENCE = 1.0
"""Differences of scores below this many points are never called reliable."""


def train_popularity(
    table: Table,
    folder: Path,
    *,
    config: NetConfig | None = None,
    reference: str | None = None,
    fitted: tuple[HeldOut, list[Network]] | None = None,
    progress: EpochCallback = lambda _: None,
) -> HeldOut:
    """Train the popularity part from a table and write it into a model folder.

    Writes ``popularity.tflite``, ``popularity.savedmodel``, the manifest's ``popularity`` part, and ``training.json``.

    Parameters
    ----------
    table : Table
        Rows of popularity 0 are left out here.
    reference : str or None
        The reference population in words; by default counted from the table.
    fitted : (HeldOut, list of Network) or None
        What `cross_fit` gave for this table without rows of popularity 0, if that was done already.

    Returns
    -------
    HeldOut
        Forecasts of all rows by networks that had none of their artists.
    """
    config = config or NetConfig()
    table = table.without_zeros()
    networks: list[Network] = []
    held, networks = fitted or (cross_fit(table, config, progress=progress, keep=networks), networks)
    effects = what_ifs(table, held, networks, config.seed)
    slopes = within_artist(table, held, networks)
    final = train(table, config, progress=lambda sentence: progress(f"final network, {sentence}"))
    folder.mkdir(parents=True, exist_ok=True)
    export_graph(serving_form(final.model), folder, "popularity")
    part = manifest_part(table, held, final, effects, slopes, reference)
    (folder / "training.json").write_text(json.dumps(_merge(folder, table, config, effects), indent=1) + "\n")
    write_manifest(folder, "popularity", part)
    return held


def manifest_part(
    table: Table,
    held: HeldOut,
    final: Network,
    effects: list[dict[str, Any]],
    slopes: dict[str, Any],
    reference: str | None,
) -> dict[str, Any]:
    """Return what serving needs beside the graph."""
    nothing = np.full((1, len(INPUTS)), np.nan, np.float32)
    # One population keeps its own level; several are put together at the reference level.
    level = REFERENCE_LEVEL if len(final.levels) > 1 else next(iter(final.levels.values()))
    shift = level - float(quantiles(final.probabilities(nothing), BIN_CENTRES, (0.5,))[0, 0])
    points = table.popularity - level_of_rows(table, final.levels) + level
    grid = np.clip(weighted_quantiles(points, weights_of(table), np.linspace(0, 1, 101)), 0, 100)
    low, high = conformal_offsets(*held.ends, held.truth)
    return {
        "bins": {"first": float(BIN_CENTRES[0]), "last": float(BIN_CENTRES[-1]), "count": len(BIN_CENTRES)},
        "shift": shift,
        "level": level,
        "reference": {
            "name": reference or _reference_name(table),
            "size": len(table),
            "levels": final.levels,
            "quantiles": [round(float(value), 3) for value in grid],
            "descriptors": _descriptor_quantiles(table),
        },
        "conformal": {"coverage": 0.8, "low": low, "high": high},
        "baseline_interval": [round(float(grid[10]), 2), round(float(grid[90]), 2)],
        "what_ifs": [{k: e[k] for k in ("name", "points", "low", "high")} for e in effects if e["shown"]],
        "comparison": {
            **{name: {"slope": each["slope"], "sd": each["sd"]} for name, each in slopes.items()},
            "by_source": {name: each["by_source"] for name, each in slopes.items()},
            "range": VARIOGRAM_RANGE,
            "least_points": LEAST_DIFFERENCE,
        },
    }


def weighted_quantiles(
    values: NDArray[np.floating], weight: NDArray[np.floating], levels: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return quantiles of weighted values."""
    order = np.argsort(values)
    share = np.cumsum(weight[order], dtype=np.float64)
    share = (share - weight[order] / 2) / share[-1]
    return np.asarray(np.interp(levels, share, values[order]), np.float64)


def _reference_name(table: Table) -> str:
    sources = len(np.unique(table.source))
    years = table.snapshot[np.isfinite(table.snapshot)]
    when = f", popularity read {int(years.min())} to {int(years.max())}" if len(years) else ""
    collections = f"{sources} collections, the median of each put at {REFERENCE_LEVEL:.0f}"
    return f"{len(table):,} tracks of {collections if sources > 1 else 'one collection'}{when}"


def _descriptor_quantiles(table: Table) -> dict[str, list[float]]:
    found = {}
    for name in SOUND:
        column = table.rows[:, INPUTS.index(name)]
        column = column[np.isfinite(column)]
        if name not in {"liveness", "mode"} and len(column) > 1:
            found[name] = [round(float(value), 6) for value in np.quantile(column, np.linspace(0, 1, 101))]
    return found


def _merge(folder: Path, table: Table, config: NetConfig, effects: list[dict[str, Any]]) -> dict[str, Any]:
    path = folder / "training.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    names, counts = np.unique(table.source, return_counts=True)
    data["popularity"] = {
        "config": config.to_json(),
        "rows": dict(zip(names.tolist(), counts.tolist(), strict=True)),
        "artists": len(np.unique(table.artist)),
        "what_if_candidates": effects,
    }
    return data
