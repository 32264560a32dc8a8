"""From probabilities over bins to quantiles, and the offsets that make quantiles keep their promise."""

from __future__ import annotations

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
    result = np.empty((len(below), len(levels)))
    rows = np.arange(len(below))
    for at, level in enumerate(levels):
        bin_at = np.argmax(below >= level - 1e-12, axis=1)
        before = np.where(bin_at > 0, below[rows, bin_at - 1], 0.0)
        share = (level - before) / np.maximum(below[rows, bin_at] - before, 1e-12)
        result[:, at] = centres[bin_at] + width * (np.clip(share, 0, 1) - 0.5)
    return result


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
