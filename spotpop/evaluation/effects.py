"""What may be told to a musician: effects that hold in every source, and how much of them is left within one artist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.model.distribution import quantiles
from spotpop.model.inputs import CONTEXT, INPUTS, SOUND
from spotpop.training.crossfit import HeldOut
from spotpop.training.fit import Network
from spotpop.training.popularity_net import BIN_CENTRES
from spotpop.training.table import Table

ACTIONABLE = tuple(name for name in SOUND if name not in {"liveness", "mode"})
"""What a musician can change in the sound; liveness cannot be heard, and mode is only guessed."""

LEAST_POINTS = 2.0
_ROWS_PER_SOURCE = 600
_ROWS_FOR_LABELS = 6000


def what_ifs(table: Table, held: HeldOut, networks: Sequence[Network], seed: int) -> list[dict[str, Any]]:
    """Return every candidate effect and whether it may be shown.

    The effect of the step from the 25th to the 75th percentile of an input, everything else as it is, mean over rows of
    every source, by every member of every fold's network on artists that it has not seen. Shown only if it is larger
    than 2 points, larger than 2 standard deviations between members, and of the same sign in every source: both in the
    networks' answers and in that source's own labels, which must rise with what the networks attribute to the input.

    Returns
    -------
    list of dict
        ``name``, ``points``, ``low``, ``high`` (95 %), ``by_source`` (points), ``labels`` (slope of the source's labels
        on the attributed points), ``shown``.
    """
    rng = np.random.default_rng(seed)
    found = []
    for name in ACTIONABLE:
        column = INPUTS.index(name)
        known = np.isfinite(table.rows[:, column])
        if known.sum() < _ROWS_PER_SOURCE:
            continue
        steps = np.quantile(table.rows[known, column], (0.25, 0.5, 0.75)).astype(np.float32)
        per_source: dict[str, list[NDArray[np.float64]]] = {}
        labels: dict[str, float] = {}
        for source in np.unique(table.source[known]):
            chosen = _sample(rng, np.flatnonzero(known & (table.source == source)), _ROWS_PER_SOURCE)
            per_source[str(source)] = [
                _step(network, table.rows[chosen[held.fold[chosen] == number]], column, steps)
                for number, network in enumerate(networks)
            ]
            asked = _sample(rng, np.flatnonzero(known & (table.source == source)), _ROWS_FOR_LABELS)
            labels[str(source)] = _label_slope(table, held, networks, asked, column, float(steps[1]))
        by_source = {source: float(np.mean(np.concatenate(parts))) for source, parts in per_source.items()}
        members = np.mean([np.concatenate(parts) for parts in per_source.values()], axis=0)
        points, deviation = float(members.mean()), float(members.std(ddof=1))
        same_sign = len({np.sign(effect) for effect in by_source.values()}) == 1 and min(labels.values()) > 0
        found.append(
            {
                "name": name,
                "points": points,
                "low": points - 1.96 * deviation,
                "high": points + 1.96 * deviation,
                "by_source": by_source,
                "labels": labels,
                "shown": bool(abs(points) > max(LEAST_POINTS, 2 * deviation) and same_sign),
            }
        )
    return found


def _sample(rng: np.random.Generator, where: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    return where if len(where) <= most else rng.choice(where, most, replace=False)


def _step(network: Network, rows: NDArray[np.float32], column: int, steps: NDArray[np.float32]) -> NDArray[np.float64]:
    """Mean change of each member's median forecast, shape (members,)."""
    low, high = rows.copy(), rows.copy()
    low[:, column], high[:, column] = steps[0], steps[2]
    change: NDArray[np.float64] = network.member_medians(high) - network.member_medians(low)
    return np.asarray(change.mean(axis=1), np.float64)


def _label_slope(
    table: Table,
    held: HeldOut,
    networks: Sequence[Network],
    chosen: NDArray[np.intp],
    column: int,
    middle: float,
) -> float:
    """Least-squares slope of labels on what the networks attribute to an input, beside the rest of their forecast."""
    rest = np.empty(len(chosen))
    for number, network in enumerate(networks):
        where = held.fold[chosen] == number
        if where.any():
            rows = table.rows[chosen[where]].copy()
            rows[:, column] = middle
            rest[where] = quantiles(network.probabilities(rows), BIN_CENTRES, (0.5,))[:, 0]
    attributed = held.median[chosen] - rest
    design = np.stack([np.ones(len(chosen)), attributed, rest], axis=1)
    return float(np.linalg.lstsq(design, held.truth[chosen], rcond=None)[0][1])


def within_artist(table: Table, held: HeldOut, networks: Sequence[Network]) -> dict[str, Any]:
    """Return how much of a forecast difference is left between two tracks of one artist in one source.

    Forecasts of unseen artists are parted into sound and context (Shapley values of the two blocks); labels, sound and
    context are centred on the artist's mean within the source, and labels are regressed on both, source by source.
    Slopes of the sources are put together by a random-effects mean (DerSimonian & Laird 1986), whose predictive
    deviation says how much the slope varies from one population to the next.

    Returns
    -------
    dict
        ``sound`` and ``context``, each with ``slope``, ``sd`` and ``by_source``.
    """
    sound, context = np.zeros(len(table)), np.zeros(len(table))
    for number, network in enumerate(networks):
        where = held.fold == number
        sound[where], context[where] = _blocks(network, table.rows[where])
    slopes: dict[str, dict[str, tuple[float, float]]] = {"sound": {}, "context": {}}
    for source in np.unique(table.source):
        where = table.source == source
        columns = {"sound": sound[where], "context": context[where]}
        for name, pair in _regress(held.truth[where], columns, table.artist[where]).items():
            slopes[name][str(source)] = pair
    return {name: _random_effects(each) for name, each in slopes.items()}


def _blocks(network: Network, rows: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    def median(blocks: tuple[str, ...]) -> NDArray[np.float64]:
        seen = np.where([name in blocks for name in INPUTS], rows, np.nan).astype(np.float32)
        return quantiles(network.probabilities(seen), BIN_CENTRES, (0.5,))[:, 0]

    full, only_sound, only_context = median(INPUTS), median(SOUND), median(CONTEXT)
    nothing = median(())
    sound = (full - only_context + only_sound - nothing) / 2
    return sound, full - nothing - sound


def _regress(
    truth: NDArray[np.float64], columns: Mapping[str, NDArray[np.float64]], artist: NDArray[np.str_]
) -> dict[str, tuple[float, float]]:
    """Slopes and their standard errors within artists; a column without variation has none."""
    _, where, count = np.unique(artist, return_inverse=True, return_counts=True)

    def centred(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return values - (np.bincount(where, values) / count)[where]

    usable = {name: centred(values) for name, values in columns.items() if centred(values).std() > 0.3}
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
