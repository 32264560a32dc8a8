"""Why a score is what it is: Shapley values over the inputs, exactly additive, from one forward pass.

Method: permutation sampling of Shapley values (Castro, Gómez & Tejada 2009) with each order also walked backwards
(antithetic, Mitchell et al. 2022). An input is removed by withholding it from the network, which was trained with
random subsets of inputs withheld (Covert, Lundberg & Lee 2021, "Explaining by removing"): no background sample and
no combinations of inputs that music never shows. A walk starts with nothing known, at the baseline, and ends with
everything known, at the score; so every walk, and hence their mean, adds up exactly.

Descriptors read from audio are uncertain. The score is that of the reading itself: on held-out previews it was closer
to the truth than the mean over draws of the reading's error, which are combinations that music seldom shows. The draws
widen the interval (`blurred_rows`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotpop.model.inputs import INPUTS, SOUND, Values

WALKS = 32
DRAWS = 16
SEED = 20
_UNIT = ("danceability", "energy", "valence", "acousticness", "instrumentalness", "speechiness", "liveness")


@dataclass(frozen=True, slots=True)
class Coalitions:
    """The questions that the network is asked about one track, or about the way from one to another.

    Attributes
    ----------
    rows : ndarray of shape (1 + walks * n_known, 15)
        Nothing known (or the first track) first, then each walk's steps, NaN where withheld.
    orders : ndarray of shape (walks, n_known)
        Inputs in the order in which a walk adds them.
    """

    rows: Values
    orders: NDArray[np.intp]


def coalitions_of(row: Values, *, walks: int = WALKS) -> Coalitions:
    """Lay out the walks for one track.

    The orders are the same for every track, so that two versions of a song are asked alike.

    Parameters
    ----------
    row : ndarray of shape (15,)
        Raw inputs, NaN where unknown.
    walks : int
        Even.
    """
    return _walk(np.full_like(row, np.nan), row, np.isfinite(row), walks)


def coalitions_between(first: Values, second: Values, *, walks: int = WALKS) -> Coalitions:
    """Lay out the walks from one track to another: inputs that both share are never moved and can be no reason.

    Parameters
    ----------
    first, second : ndarray of shape (15,)
        Raw inputs, NaN where unknown.
    walks : int
        Even.
    """
    shared = (first == second) | (np.isnan(first) & np.isnan(second))
    return _walk(first, second, ~shared, walks)


def _walk(start: Values, end: Values, moving: NDArray[np.bool_], walks: int) -> Coalitions:
    rng = np.random.default_rng(SEED)
    half = np.stack([rng.permutation(len(INPUTS)) for _ in range(walks // 2)])
    every = np.concatenate([half, half[:, ::-1]])
    steps = int(moving.sum())
    orders = every[moving[every]].reshape(walks, steps)
    rows = np.tile(start, (1 + walks * steps, 1))
    for walk in range(walks):
        for step in range(steps):
            have = orders[walk, : step + 1]
            rows[1 + walk * steps + step, have] = end[have]
    return Coalitions(rows, orders)


def blurred_rows(row: Values, spread: Mapping[str, float], *, draws: int = DRAWS) -> Values:
    """Return the row under draws of its descriptors' errors, the same for every track, opposite in pairs.

    Returns
    -------
    ndarray of shape (draws, 15)
    """
    half = np.random.default_rng(SEED).standard_normal((draws // 2, len(INPUTS)))
    return np.stack([blurred(row, error, spread) for error in np.concatenate([half, -half])])


def blurred(row: Values, error: NDArray[np.floating], spread: Mapping[str, float]) -> Values:
    """Return the row with one draw of the descriptors' errors.

    Parameters
    ----------
    row, error : ndarray of shape (15,)
        Raw inputs; standard normal draws.
    spread : mapping of str to float
        Standard deviations, in Spotify's units, of log2 for tempo.
    """
    result = row.copy()
    for at, name in enumerate(SOUND):
        sigma = spread.get(name, 0.0)
        if name == "mode" or sigma == 0.0:  # mode is a probability: its uncertainty is in the value itself
            continue
        if name == "tempo":
            result[at] = row[at] * 2.0 ** (sigma * error[at])
        elif name in _UNIT:
            result[at] = np.clip(row[at] + sigma * error[at], 0.0, 1.0)
        else:
            result[at] = row[at] + sigma * error[at]
    return result


def shapley(plan_: Coalitions, medians: NDArray[np.float64]) -> tuple[float, dict[str, float]]:
    """Turn the network's answers into effects.

    Parameters
    ----------
    medians : ndarray of shape (1 + walks * n_known,)
        Median forecast of every row.

    Returns
    -------
    score : float
        Forecast with everything that is known.
    effects : dict of str to float
        Points of each known input; ``medians[0]`` plus their sum is `score`.
    """
    walks, steps = plan_.orders.shape
    if not steps:
        return float(medians[0]), {}
    paths = np.concatenate([np.full((walks, 1), medians[0]), medians[1:].reshape(walks, steps)], axis=1)
    gains = np.diff(paths, axis=1)
    effects = {INPUTS[at]: float(gains[plan_.orders == at].mean()) for at in np.unique(plan_.orders)}
    return float(paths[0, -1]), effects
