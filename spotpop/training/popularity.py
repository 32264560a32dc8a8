"""Makes the popularity part of a model folder: cross-fitted calibration, final network, reference, effects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.evaluation.effects import within_artist_effects
from spotpop.evaluation.scenarios import Scenario, asked_again, belongs, seen
from spotpop.evaluation.unseen import Unseen, figures_of, held_out_alike, leave_collections_out, stretches
from spotpop.model.descriptors import DESCRIPTOR_SPECS, SOUND
from spotpop.model.distribution import quantiles
from spotpop.model.graph import offsets_of
from spotpop.model.graph_inputs import INPUTS, moved
from spotpop.model.manifest import Bins, Conformal, PopularityPart, ReferencePopulation, Slope, Stretch, Within
from spotpop.training.anchor import (
    Anchor,
    anchored,
    knows_audiences,
    reference_quantiles,
    rung_stretches,
    weighted_quantiles,
)
from spotpop.training.crossfit import HIGH, LOW, MIDDLE, HeldOut, cross_fit
from spotpop.training.fit import REFERENCE_LEVEL, EpochCallback, Network, level_of_rows, train, weights_of
from spotpop.training.model_export import write_manifest
from spotpop.training.popularity_net import BIN_CENTRES, NetConfig
from spotpop.training.serving import export_experts
from spotpop.training.table import Table

VARIOGRAM_RANGE = 0.21
"""Distance of two readings, in units of their errors, at which a third of those errors is still shared: an exponential
fitted to the errors of all pairs of 195 previews, each read by a model that did not know its artist."""

LEAST_DIFFERENCE = 1.0
"""Differences of scores below this many points are never called reliable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What one training gives beside the final network.

    Attributes
    ----------
    held : HeldOut
        Forecasts of all rows by networks that had none of their artists.
    networks : list of Network
        Those networks, by fold.
    anchor : Anchor or None
        None where the table knows nothing of audiences.
    unseen : list of Unseen
        Forecasts of collections left out; of a single collection, its held-out forecasts.
    states : dict of str to Stretch
        The intervals made from them.
    """

    held: HeldOut
    networks: list[Network]
    anchor: Anchor | None
    unseen: list[Unseen]
    states: dict[str, Stretch]


def fit_popularity(table: Table, config: NetConfig, *, progress: EpochCallback = lambda _: None) -> Fitted:
    """Cross-fit a table, find its level and make its intervals.

    Parameters
    ----------
    table : Table
        Without rows of popularity 0.
    """
    networks: list[Network] = []
    held = cross_fit(table, config, progress=progress, keep=networks)
    anchor = find_anchor(table, held, networks) if knows_audiences(table) else None
    if len(np.unique(table.source)) > 1:
        unseen = leave_collections_out(table, config.short(), progress=progress)
    else:
        unseen = held_out_alike(table, held, networks)
    states = stretches(unseen)
    if anchor:
        states |= audience_states(table, held, networks, anchor, states)
    return Fitted(held=held, networks=networks, anchor=anchor, unseen=unseen, states=states)


def audience_states(
    table: Table, held: HeldOut, networks: list[Network], anchor: Anchor, states: dict[str, Stretch]
) -> dict[str, Stretch]:
    """Return the intervals of single rungs and of the mixture, from unseen artists at the served level."""
    found = {"mixture": anchor.mixture}
    truth = table.popularity.astype(np.float64)
    asked: tuple[tuple[Scenario, str, str], ...] = (
        ("followers", "followers", ""),
        ("both", "usual", "usual/"),
        ("release-day", "earlier", "earlier/"),
    )
    for scenario, whole, prefix in asked:
        is_stated = belongs(table.rows, scenario) & (anchor.rung >= 0)
        ends = served_quantiles(table, held, networks, anchor, seen(table.rows, scenario), is_stated)
        own = rung_stretches(truth, ends, anchor, prefix=prefix)
        beyond = states.get(whole)
        mean = np.mean([one.low + one.high for one in own.values()]) if own else 0.0
        widen = 1.0 if beyond is None or not mean else float(np.clip((beyond.low + beyond.high) / mean, 1.0, 1.06))
        found |= rung_stretches(truth, ends, anchor, prefix=prefix, widen=widen)
    return found


def served_quantiles(
    table: Table,
    held: HeldOut,
    networks: list[Network],
    anchor: Anchor,
    asked: NDArray[np.float32],
    is_stated: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return 10 %, 50 % and 90 % quantiles of held-out forecasts at the served level, in points of popularity.

    Parameters
    ----------
    asked : ndarray of shape (n, n_inputs)
        Raw rows as they are asked about.
    is_stated : ndarray of shape (n,)
        Rows that are asked about; others are NaN.
    """
    ends = np.full((3, len(table)), np.nan)
    rows = moved(asked, REFERENCE_LEVEL - anchor.level)
    for number, network in enumerate(networks):
        where = np.flatnonzero(is_stated & (held.fold == number))
        if len(where):
            found = quantiles(network.probabilities(rows[where]), BIN_CENTRES, (0.1, 0.5, 0.9))
            ends[:, where] = (
                found + (offsets_of(asked[where], anchor.audience) + anchor.level - REFERENCE_LEVEL)[:, None]
            ).T
    return ends[0], ends[1], ends[2]


def find_anchor(table: Table, held: HeldOut, networks: list[Network]) -> Anchor:
    """Find the level of audiences from held-out forecasts: first of followers alone, then of both, as it is served."""
    medians = asked_again(table, held, networks, "followers").median
    blind = asked_again(table, held, networks, "no-audience").quantiles[:, [LOW, MIDDLE, HIGH]]
    first = anchored(table, medians, None, blind)
    both = np.full(len(table), np.nan)
    is_stated = belongs(table.rows, "both")
    for number, network in enumerate(networks):
        where = is_stated & (held.fold == number)
        if where.any():
            rows = moved(seen(table.rows[where], "both"), REFERENCE_LEVEL - first.level)
            both[where] = quantiles(network.probabilities(rows), BIN_CENTRES, (0.5,))[:, 0]
    return anchored(table, medians, both if is_stated.any() else None, blind)


def train_popularity(
    table: Table,
    folder: Path,
    *,
    config: NetConfig | None = None,
    reference: str | None = None,
    fitted: Fitted | None = None,
    progress: EpochCallback = lambda _: None,
) -> Fitted:
    """Train the popularity part from a table and write it into a model folder.

    Writes ``popularity.tflite``, ``popularity.savedmodel``, the manifest's ``popularity`` part, and ``training.json``.

    Parameters
    ----------
    table : Table
        Rows of popularity 0 are left out here.
    reference : str or None
        The reference population in words; by default counted from the table.
    fitted : Fitted or None
        What `fit_popularity` gave for this table without rows of popularity 0, if that was done already.

    Returns
    -------
    Fitted
    """
    config = config or NetConfig()
    table = table.without_zeros()
    fitted = fitted or fit_popularity(table, config, progress=progress)
    within = within_artist_effects(table, fitted.held, fitted.networks)
    final = train(table, config, progress=lambda sentence: progress(f"final network, {sentence}"))
    folder.mkdir(parents=True, exist_ok=True)
    experts = export_experts(final, folder)
    part = manifest_part(table, fitted, final, within, reference).model_copy(update={"experts": experts})
    (folder / "training.json").write_text(json.dumps(_merge(folder, table, config, within), indent=1) + "\n")
    write_manifest(folder, "popularity", part.model_dump())
    return fitted


def manifest_part(
    table: Table, fitted: Fitted, final: Network, within: dict[str, Any], reference: str | None
) -> PopularityPart:
    """Return what serving needs beside the graph."""
    if fitted.anchor:
        level, audience = fitted.anchor.level, fitted.anchor.audience
        grid = reference_quantiles(table, fitted.anchor)
    else:
        # One population keeps its own level; several are put together at the reference level.
        level = REFERENCE_LEVEL if len(final.levels) > 1 else next(iter(final.levels.values()))
        audience = None
        points = table.popularity - level_of_rows(table, final.levels) + level
        grid = weighted_quantiles(points, weights_of(table), np.linspace(0, 1, 101))
    figures = figures_of(fitted.unseen, fitted.states)
    several = len(final.levels) > 1
    return PopularityPart(
        bins=Bins(first=float(BIN_CENTRES[0]), last=float(BIN_CENTRES[-1]), count=len(BIN_CENTRES)),
        centre=REFERENCE_LEVEL,
        level=round(level, 3),
        inputs=[name for at, name in enumerate(INPUTS) if np.isfinite(table.rows[:, at]).any()],
        columns=list(INPUTS),
        reference=ReferencePopulation(
            name=reference or _reference_name(table, fitted.anchor),
            size=len(table),
            levels=final.levels,
            quantiles=[round(float(value), 3) for value in np.clip(grid, 0, 100)],
            descriptors=_descriptor_quantiles(table),
        ),
        conformal=Conformal(states=fitted.states),
        audience=audience,
        comparison=Within(
            sound=Slope(**{key: within["sound"][key] for key in ("slope", "sd")}),
            context=Slope(**{key: within["context"][key] for key in ("slope", "sd")}),
            inputs={name: Slope(slope=each["slope"], sd=each["sd"]) for name, each in within["inputs"].items()},
            range=VARIOGRAM_RANGE,
            least_points=LEAST_DIFFERENCE,
        ),
        what_ifs={spec.name: spec.step for spec in DESCRIPTOR_SPECS if spec.step},
        unseen_coverage=round(figures["no-audience"]["mean"]["coverage"], 4) if several else None,
    )


def _reference_name(table: Table, anchor: Anchor | None) -> str:
    sources = len(np.unique(table.source))
    years = table.snapshot[np.isfinite(table.snapshot)]
    when = f", popularity read {int(years.min())} to {int(years.max())}" if len(years) else ""
    if anchor:
        level = "the level is that of the newest that know followers, every size of audience counted alike"
    else:
        level = f"the median of each put at {REFERENCE_LEVEL:.0f}"
    collections = f"{sources} collections; {level}" if sources > 1 else "one collection"
    return f"{len(table):,} tracks of {collections}{when}"


def _descriptor_quantiles(table: Table) -> dict[str, list[float]]:
    found = {}
    for name in SOUND:
        column = table.rows[:, INPUTS.index(name)]
        column = column[np.isfinite(column)]
        if name not in {"liveness", "mode"} and len(column) > 1:
            found[name] = [round(float(value), 6) for value in np.quantile(column, np.linspace(0, 1, 101))]
    return found


def _merge(folder: Path, table: Table, config: NetConfig, within: dict[str, Any]) -> dict[str, Any]:
    path = folder / "training.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    names, counts = np.unique(table.source, return_counts=True)
    data["popularity"] = {
        "config": config.to_json(),
        "rows": dict(zip(names.tolist(), counts.tolist(), strict=True)),
        "weights": {str(name): float(table.weight[table.source == name].mean()) for name in names},
        "artists": len(np.unique(table.artist)),
        "within_artist": within,
    }
    return data
