"""From probabilities over bins to quantiles, and the offsets that make quantiles keep their promise."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def quantiles(probabilities: NDArray[np.floating], centres: NDArray[np.floating], levels: Sequence[float]) -> Array:
    """Invert the distribution function; a bin's mass is spread evenly over its width, half to each side of its centre.

    Parameters
    ----------
    probabilities : ndarray of shape (n, bins)
        Rows that sum to 1.
    centres : ndarray of shape (bins,)
        Equally spaced, in points.
    levels : sequence of float
        Between 0 and 1.

    Returns
    -------
    ndarray of shape (n, len(levels))
    """
    centres = np.asarray(centres, np.float64)
    width = centres[1] - centres[0]
    below = np.cumsum(np.asarray(probabilities, np.float64), axis=1)
    below /= below[:, -1:]
    wanted = np.asarray(levels, np.float64)
    under = below[:, None, :] < wanted[:, None] - 1e-12
    bin_at = np.minimum(under.sum(axis=2), below.shape[1] - 1)  # below rises: those that lie under it come first
    upto = np.take_along_axis(below, bin_at, axis=1)
    before = np.where(bin_at > 0, np.take_along_axis(below, np.maximum(bin_at - 1, 0), axis=1), 0.0)
    share = (wanted - before) / np.maximum(upto - before, 1e-12)
    result: Array = centres[bin_at] + width * (np.clip(share, 0, 1) - 0.5)
    return result


def shifted(probabilities: NDArray[np.floating], bins: NDArray[np.floating]) -> NDArray[np.float32]:
    """Move distributions to the right; what would leave the ends stays in the last bin.

    Parameters
    ----------
    probabilities : ndarray of shape (n, bins)
    bins : ndarray of shape (n,)
        By how many bins, fractions too: a fraction is shared between two neighbours.
    """
    if not np.any(bins):
        return np.asarray(probabilities, np.float32)
    result = np.empty(probabilities.shape, np.float32)
    for step in np.unique(bins):  # few: rows of equal audiences are moved alike
        at = np.flatnonzero(bins == step)
        rows, whole = probabilities[at], math.floor(step)
        near, far = _moved(rows, whole), _moved(rows, whole + 1)
        result[at] = near + (step - whole) * (far - near)
    return result


def _moved(probabilities: NDArray[np.floating], bins: int) -> NDArray[np.floating]:
    """Move distributions by whole bins."""
    count = probabilities.shape[1]
    bins = max(1 - count, min(bins, count - 1))
    result = np.zeros_like(probabilities)
    if bins >= 0:
        result[:, bins:] = probabilities[:, : count - bins]
        result[:, -1] += probabilities[:, count - bins :].sum(axis=1)
    else:
        result[:, :bins] = probabilities[:, -bins:]
        result[:, 0] += probabilities[:, :-bins].sum(axis=1)
    return result


def stretched(at_levels: Array, low: float | Array, high: float | Array, middle: int) -> Array:
    """Multiply the distances of quantiles from their median: by `low` below it, by `high` above it.

    Parameters
    ----------
    at_levels : ndarray of shape (..., levels)
    low, high : float or ndarray of shape (..., 1)
    middle : int
        Where the median stands.
    """
    centre = at_levels[..., middle : middle + 1]
    gap = at_levels - centre
    result: Array = centre + np.where(gap < 0, low, high) * gap
    return result


def chance_above(at_levels: Array, levels: Sequence[float], popularity: float) -> float:
    """Return the probability of at least this popularity, from one row of quantiles; the tails end at 0 and 100."""
    points = np.concatenate([[min(0.0, at_levels[0])], at_levels, [max(100.0, at_levels[-1])]])
    share = np.concatenate([[0.0], levels, [1.0]])
    return float(1 - np.interp(popularity, points, share))


def conformal_stretch(
    low: Array, middle: Array, high: Array, truth: Array, coverage: float = 0.8
) -> tuple[float, float]:
    """Return by what both ends' distances from the median must be multiplied so that each tail holds its share.

    Conformalised quantile regression (Romano, Patterson & Candès 2019) with scores relative to the distance, each end
    by itself: wide forecasts give more than narrow ones.

    Parameters
    ----------
    low, middle, high, truth : ndarray of shape (n,)
        Predicted quantiles and outcomes of calibration rows.
    """
    tail = (1 - coverage) / 2
    rank = min(1.0, (1 - tail) * (1 + 1 / len(truth)))
    below = (middle - truth) / np.maximum(middle - low, 0.5)
    above = (truth - middle) / np.maximum(high - middle, 0.5)
    return (
        max(0.2, float(np.quantile(below, rank, method="higher"))),
        max(0.2, float(np.quantile(above, rank, method="higher"))),
    )


def conformal_offsets(low: Array, high: Array, truth: Array, coverage: float = 0.8) -> tuple[float, float]:
    """Return how far both ends of the intervals must move outwards so that each tail holds its share.

    Conformalised quantile regression (Romano, Patterson & Candès 2019), each end by itself.

    Parameters
    ----------
    low, high, truth : ndarray of shape (n,)
        Predicted quantiles and outcomes of calibration rows.

    Returns
    -------
    (float, float)
        Points to subtract from `low` and to add to `high`; negative where the quantiles were too wide.
    """
    tail = (1 - coverage) / 2
    rank = min(1.0, (1 - tail) * (1 + 1 / len(truth)))
    return (
        float(np.quantile(low - truth, rank, method="higher")),
        float(np.quantile(truth - high, rank, method="higher")),
    )
