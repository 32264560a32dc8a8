"""How much of what a forecast says of two artists' tracks is left between two tracks of one artist.

Comparisons and what-ifs are about one artist's tracks; the network learnt from many artists'. The share that is left is
measured on labels: forecasts of unseen artists, centred on the artist's mean within the collection, against popularity
centred alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotpop.evaluation.scenarios import seen
from spotpop.model.distribution import quantiles
from spotpop.model.graph_inputs import CONTEXT, INPUTS, SOUND, Values, moved
from spotpop.training.crossfit import HeldOut
from spotpop.training.fit import REFERENCE_LEVEL, Network, level_of_rows
from spotpop.training.popularity_net import BIN_CENTRES
from spotpop.training.table import Table

BY_THEMSELVES: Final = ("loudness", "explicit")
"""Inputs whose share is measured by itself: what mixers ask about, and a mark that says more of artists than songs."""

LOUDNESS_STEP_DB: Final = 4.6
"""From the 25th to the 75th percentile of loudness in the reference: the step in which its effect is reported."""


def within_artist_effects(table: Table, held: HeldOut, networks: Sequence[Network]) -> dict[str, Any]:
    """Return how much of a forecast difference is left between two tracks of one artist in one collection.

    Forecasts of unseen artists, nothing known of the audience, are parted into sound and context (Shapley values of the
    two blocks); labels, sound and context are centred on the artist's mean within the collection, and labels are
    regressed on both, collection by collection. Slopes of the collections are put together by a random-effects mean
    (DerSimonian & Laird 1986), whose predictive deviation says how much the slope varies between populations.

    Returns
    -------
    dict
        ``sound`` and ``context``, each with ``slope``, ``sd`` and ``by_source``; ``inputs``: the same for single
        inputs, each beside the rest of the forecast; ``direct``: points of popularity within one artist for 4.6 dB and
        for the explicit mark, labels alone beside the other inputs, no network.
    """
    parts = {name: np.zeros(len(table)) for name in ("full", "sound", "context", *BY_THEMSELVES)}
    for number, network in enumerate(networks):
        where = np.flatnonzero(held.fold == number)
        part = table.take(where)
        shift = (REFERENCE_LEVEL - level_of_rows(part, network.levels)).astype(np.float32)
        for name, values in _attributed(network, moved(seen(part.rows, "no-audience"), shift)).items():
            parts[name][where] = values
    found: dict[str, Any] = {}
    slopes: dict[str, dict[str, tuple[float, float]]] = {name: {} for name in ("sound", "context", *BY_THEMSELVES)}
    for source in np.unique(table.source):
        where = np.flatnonzero(table.source == source)
        truth, artist = held.truth[where], table.artist[where]
        blocks = {name: parts[name][where] for name in ("sound", "context")}
        for name, pair in _regress(truth, blocks, artist).items():
            slopes[name][str(source)] = pair
        for name in BY_THEMSELVES:
            pairs = {name: parts[name][where], "rest": (parts["full"] - parts[name])[where]}
            if name in (answer := _regress(truth, pairs, artist, least_spread=0.1)):
                slopes[name][str(source)] = answer[name]
    for name in ("sound", "context"):
        found[name] = _random_effects(slopes[name])
    found["inputs"] = {name: _random_effects(slopes[name]) for name in BY_THEMSELVES if len(slopes[name]) >= 3}
    found["direct"] = _direct(table, held)
    return found


def _attributed(network: Network, rows: Values) -> dict[str, NDArray[np.float64]]:
    def median(names: Sequence[str]) -> NDArray[np.float64]:
        shown = np.where([name in names for name in INPUTS], rows, np.nan).astype(np.float32)
        return quantiles(network.probabilities(shown), BIN_CENTRES, (0.5,))[:, 0]

    full, only_sound, only_context = median(INPUTS), median(SOUND), median(CONTEXT)
    nothing = median(())
    sound = (full - only_context + only_sound - nothing) / 2
    found = {"full": full - nothing, "sound": sound, "context": full - nothing - sound}
    for name in BY_THEMSELVES:
        found[name] = full - median([one for one in INPUTS if one != name])
    return found


def _direct(table: Table, held: HeldOut) -> dict[str, Any]:
    """Points of popularity within one artist for one step of an input: labels alone, least squares beside others."""
    steps = {"loudness": LOUDNESS_STEP_DB, "explicit": 1.0}
    beside = {"loudness": ("energy", "acousticness"), "explicit": ()}
    found: dict[str, Any] = {}
    for name, step in steps.items():
        each: dict[str, tuple[float, float]] = {}
        for source in np.unique(table.source):
            columns = [INPUTS.index(one) for one in (name, *beside[name])]
            where = np.flatnonzero((table.source == source) & np.isfinite(table.rows[:, columns]).all(axis=1))
            values = {INPUTS[at]: table.rows[where, at].astype(np.float64) for at in columns}
            values[name] = values[name] / step
            answer = _regress(held.truth[where], values, table.artist[where], least_spread=1e-3) if len(where) else {}
            if name in answer:
                each[str(source)] = answer[name]
        if each:
            mean = _random_effects(each)
            found[name] = {"points": mean["slope"], "sd": mean["sd"], "step": step, "by_source": mean["by_source"]}
    return found


def _regress(
    truth: NDArray[np.float64],
    columns: Mapping[str, NDArray[np.float64]],
    artist: NDArray[np.str_],
    *,
    least_spread: float = 0.3,
) -> dict[str, tuple[float, float]]:
    """Slopes and their standard errors within artists; a column without variation has none."""
    _, where, count = np.unique(artist, return_inverse=True, return_counts=True)

    def centred(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return values - (np.bincount(where, values) / count)[where]

    usable = {name: centred(values) for name, values in columns.items() if centred(values).std() > least_spread}
    free = int((count[where] > 1).sum()) - int((count > 1).sum()) - len(usable)
    if not usable or free < 100:
        return {}
    design, labels = np.stack(list(usable.values()), axis=1), centred(truth)
    inverse = np.linalg.inv(design.T @ design)
    slopes = inverse @ design.T @ labels
    noise = float(np.square(labels - design @ slopes).sum()) / free
    errors = np.sqrt(noise * np.diag(inverse))
    return {name: (float(s), float(e)) for name, s, e in zip(usable, slopes, errors, strict=True)}


def _random_effects(slopes: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    """Put slopes together; with nothing to go by, a slope of 1 that may as well be 0 or 2."""
    if not slopes:
        return {"slope": 1.0, "sd": 1.0, "by_source": {}}
    value, error = (np.array(part) for part in zip(*slopes.values(), strict=True))
    weight = 1 / error**2
    fixed = float(weight @ value / weight.sum())
    excess = float(weight @ (value - fixed) ** 2) - (len(value) - 1)
    between = max(0.0, excess / float(weight.sum() - (weight**2).sum() / weight.sum())) if len(value) > 1 else 1.0
    weight = 1 / (error**2 + between)
    mean = float(weight @ value / weight.sum())
    return {
        "slope": mean,
        "sd": float(np.sqrt(between + 1 / weight.sum())),
        "by_source": {name: {"slope": s, "error": e} for name, (s, e) in slopes.items()},
    }
