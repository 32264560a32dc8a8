"""Why a score is what it is: Shapley values over the inputs, exactly additive, from one forward pass.

Method: permutation sampling of Shapley values (Castro, Gómez & Tejada 2009) with each order also walked backwards
(antithetic, Mitchell et al. 2022). An input is removed by withholding it from the network, which was trained with
random subsets of inputs withheld (Covert, Lundberg & Lee 2021, "Explaining by removing"): no background sample and
no combinations of inputs that music never shows. A walk starts with nothing known, at the baseline, and ends with
everything known, at the score; so every walk, and hence their mean, adds up exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.model.graph_inputs import INPUTS, PLAYERS, Values

WALKS = 24
SEED = 20


@dataclass(frozen=True, slots=True)
class Coalitions:
    """The questions that the network is asked about one track, or about the way from one to another.

    Attributes
    ----------
    rows : ndarray of shape (1 + walks * n_known, n_inputs)
        Nothing known (or the first track) first, then each walk's steps, NaN where withheld.
    names : tuple of str
        What is added: keys of `spotpop.model.graph_inputs.PLAYERS`, inputs that belong together by one name.
    orders : ndarray of shape (walks, n_known)
        Positions in `names`, in the order in which a walk adds them.
    """

    rows: Values
    names: tuple[str, ...]
    orders: NDArray[np.intp]


def coalitions_of(row: Values, *, walks: int = WALKS) -> Coalitions:
    """Lay out the walks for one track.

    The orders are the same for every track, so that two versions of a song are asked alike.

    Parameters
    ----------
    row : ndarray of shape (n_inputs,)
        Raw inputs, NaN where unknown.
    walks : int
        Even.
    """
    return _walk(np.full_like(row, np.nan), row, np.isfinite(row), walks)


def coalitions_between(first: Values, second: Values, *, walks: int = WALKS) -> Coalitions:
    """Lay out the walks from one track to another: inputs that both share are never moved and can be no reason.

    Parameters
    ----------
    first, second : ndarray of shape (n_inputs,)
        Raw inputs, NaN where unknown.
    walks : int
        Even.
    """
    shared = (first == second) | (np.isnan(first) & np.isnan(second))
    return _walk(first, second, ~shared, walks)


_COLUMNS: Final = {name: [INPUTS.index(one) for one in members] for name, members in PLAYERS.items()}


def _walk(start: Values, end: Values, moving: NDArray[np.bool_], walks: int) -> Coalitions:
    names = tuple(name for name in PLAYERS if moving[_COLUMNS[name]].any())
    orders, come = _layout(names, walks)
    return Coalitions(np.where(come, end, start), names, orders)


@lru_cache(maxsize=64)
def _layout(names: tuple[str, ...], walks: int) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the orders in which these come, and which inputs have come in each row; the same for every track."""
    every = tuple(PLAYERS)
    rng = np.random.default_rng(SEED)
    half = np.stack([rng.permutation(len(every)) for _ in range(walks // 2)])
    deals = np.concatenate([half, half[:, ::-1]])
    orders = np.array([[names.index(every[at]) for at in deal if every[at] in names] for deal in deals], np.intp)
    orders = orders.reshape(walks, len(names))
    # who has come by which step of which walk: a player's place in the order is not behind the step
    places = np.argsort(orders, axis=1)
    arrived = places[:, None, :] <= np.arange(len(names))[None, :, None]
    come = np.zeros((1 + walks * len(names), len(INPUTS)), np.bool_)
    walked = come[1:].reshape(walks, len(names), len(INPUTS))
    for player, name in enumerate(names):
        walked[:, :, _COLUMNS[name]] = arrived[:, :, player, None]
    for shared in (orders, come):
        shared.setflags(write=False)
    return orders, come


def shapley(coalitions: Coalitions, medians: NDArray[np.float64]) -> tuple[float, dict[str, float]]:
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
    walks, steps = coalitions.orders.shape
    if not steps:
        return float(medians[0]), {}
    paths = np.concatenate([np.full((walks, 1), medians[0]), medians[1:].reshape(walks, steps)], axis=1)
    gains = np.diff(paths, axis=1)
    effects = {name: float(gains[coalitions.orders == at].mean()) for at, name in enumerate(coalitions.names)}
    return float(paths[0, -1]), effects
