"""The few statistics that the scores rest on, with their errors. NumPy only."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.report import QUANTILE_LEVELS

Array = NDArray[np.float64]

DRAWS: Final = 1000
"""Bootstrap samples: enough for the ends of a 95 % interval to be steady in the digit that is shown."""
_Z95: Final = 1.959963984540054
_SEED: Final = 16
"""Fixed, so that one record gives the same figures whoever computes them."""


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share.

    Notes
    -----
    Score interval of E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
    (1927): the shares that a two-sided test at 5 % would not reject. Holds at the ends, where others have width 0.

    Raises
    ------
    ValueError
        If `count` is not positive.
    """
    if count <= 0:
        raise ValueError("a share of nothing")
    share, z2 = hits / count, _Z95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = _Z95 / (1 + z2 / count) * math.sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(count: int, value_of: Callable[[NDArray[np.int64]], float], draws: int = DRAWS) -> tuple[float, float]:
    """Return the 95 % percentile interval of a figure, by drawing rows with replacement.

    Parameters
    ----------
    count : int
        Rows.
    value_of : callable
        Takes row numbers of shape (count,), returns the figure; NaN where a draw gives none.
    """
    rng = np.random.default_rng(_SEED)
    return interval_of(np.array([value_of(rng.integers(0, count, count)) for _ in range(draws)]))


def interval_of(values: Array) -> tuple[float, float]:
    """Return the 95 % percentile interval of bootstrap values; NaN where there are none."""
    known = values[~np.isnan(values)]
    if not known.size:
        return math.nan, math.nan
    low, high = np.percentile(known, (2.5, 97.5))
    return float(low), float(high)


def pinball(truth: Array, quantiles: Array, levels: Sequence[float]) -> Array:
    """Return the mean pinball loss of each row: what is lost on the mean when each quantile is taken for the truth.

    Parameters
    ----------
    truth : ndarray of shape (n,)
    quantiles : ndarray of shape (n, k)
    """
    error = truth[:, None] - quantiles
    at = np.asarray(levels)[None, :]
    return np.asarray(np.maximum(at * error, (at - 1) * error).mean(axis=1), dtype=np.float64)


def crps(truth: Array, quantiles: Array) -> Array:
    """Return each row's continuous ranked probability score, in points, from evenly spaced quantiles.

    Notes
    -----
    Twice the mean pinball loss over the levels (F. Laio and S. Tamea, Hydrol. Earth Syst. Sci. 11, 2007); for a
    forecast that is a single number it is the absolute error.
    """
    return 2 * pinball(truth, quantiles, QUANTILE_LEVELS)


def ranks(values: Array) -> Array:
    """Return ranks from 1; equal values share the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse], dtype=np.float64)


def spearman(first: Array, second: Array) -> float:
    """Return the rank correlation, -1 to 1; NaN if one of them does not vary."""
    a, b = ranks(first), ranks(second)
    a, b = a - a.mean(), b - b.mean()
    scale = math.sqrt(float(a @ a) * float(b @ b))
    return float(a @ b) / scale if scale else math.nan


def drawn_weights(count: int, draws: int, rng: np.random.Generator) -> Array:
    """Return how often each of `count` rows is in each of `draws` bootstrap samples, of shape (draws, count)."""
    return np.asarray(rng.multinomial(count, np.full(count, 1 / count), size=draws), dtype=np.float64)


def weighted_spearman(first: Array, second: Array, weights: Array) -> Array:
    """Return the rank correlation in each bootstrap sample; NaN where one of both does not vary.

    Parameters
    ----------
    first, second : ndarray of shape (n,)
    weights : ndarray of shape (draws, n)
        As `drawn_weights` makes them.

    Returns
    -------
    ndarray of shape (draws,)
    """
    total = weights.sum(axis=1, keepdims=True)

    def centred(values: Array) -> Array:
        # How many of the sample lie below each row, its equals counted half: the rank, less a half.
        below = (values[None, :] < values[:, None]) + 0.5 * (values[None, :] == values[:, None])
        found = weights @ below.T
        return np.asarray(found - (weights * found).sum(axis=1, keepdims=True) / total)

    a, b = centred(first), centred(second)
    scale = np.sqrt((weights * a * a).sum(axis=1) * (weights * b * b).sum(axis=1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(scale > 0, (weights * a * b).sum(axis=1) / scale, np.nan), dtype=np.float64)


def concordance(forecast: Array, outcome: Array) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return for each pair of rows whether its order was right (1, else 0) and whether it counts.

    A pair counts where the outcomes differ; equal forecasts decide nothing and count as half, which is kept exact by
    counting twice: 2 for right, 1 for undecided.

    Returns
    -------
    right, counted : ndarray of int8 of shape (n, n)
        `right` holds 0, 1 or 2; `counted` 0 or 2. Both are symmetric.
    """
    outcomes = np.sign(outcome[:, None] - outcome[None, :]).astype(np.int8)
    forecasts = np.sign(forecast[:, None] - forecast[None, :]).astype(np.int8)
    counted = (outcomes != 0).astype(np.int8) * 2
    right = np.where(outcomes == 0, 0, 1 + outcomes * forecasts).astype(np.int8)
    return right, counted
