"""The figures by which forecasts are judged, with their uncertainty."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Array = NDArray[np.float64]
Names = NDArray[np.str_]


def mae(truth: Array, forecast: Array) -> float:
    """Mean absolute error, points."""
    return float(np.abs(truth - forecast).mean())


def skill(truth: Array, forecast: Array, baseline: Array) -> float:
    """Share of the baseline's mean absolute error that the forecast takes away; 0 is no better than guessing."""
    return 1 - mae(truth, forecast) / mae(truth, baseline)


def skill_interval(
    truth: Array, forecast: Array, baseline: Array, artist: Names, *, draws: int = 1000, seed: int = 3
) -> tuple[float, float, float, float]:
    """Return 95 % intervals of the gain in points and of the skill: paired bootstrap over artists.

    Returns
    -------
    (gain_low, gain_high, skill_low, skill_high)
        Gain is the baseline's error minus the forecast's, points.
    """
    _, where = np.unique(artist, return_inverse=True)
    count = np.bincount(where).astype(float)
    ours = np.bincount(where, np.abs(truth - forecast))
    plain = np.bincount(where, np.abs(truth - baseline))
    rng = np.random.default_rng(seed)
    gains, skills = np.empty(draws), np.empty(draws)
    for draw in range(draws):
        weight = np.bincount(rng.integers(0, len(count), len(count)), minlength=len(count))
        n, a, b = weight @ count, weight @ ours, weight @ plain
        gains[draw], skills[draw] = (b - a) / n, 1 - a / b
    gain_low, gain_high = np.percentile(gains, [2.5, 97.5])
    skill_low, skill_high = np.percentile(skills, [2.5, 97.5])
    return float(gain_low), float(gain_high), float(skill_low), float(skill_high)


def r_squared(truth: Array, forecast: Array, group: Names | None = None) -> float:
    """Share of variance explained; within groups if given, that is against every group's own mean."""
    spread = truth - truth.mean()
    if group is not None:
        _, where, count = np.unique(group, return_inverse=True, return_counts=True)
        spread = truth - (np.bincount(where, truth) / count)[where]
    return float(1 - np.square(truth - forecast).sum() / np.square(spread).sum())


def spearman(truth: Array, forecast: Array) -> float:
    """Rank correlation."""
    if len(truth) < 3 or np.ptp(forecast) == 0 or np.ptp(truth) == 0:
        return 0.0
    return float(np.corrcoef(rankdata(truth), rankdata(forecast))[0, 1])


def spearman_within(truth: Array, forecast: Array, group: Names) -> float:
    """Rank correlation within groups, mean weighted by the groups' sizes."""
    names, counts = np.unique(group, return_counts=True)
    each = [spearman(truth[group == name], forecast[group == name]) for name in names]
    return float(np.average(each, weights=counts))


def pair_accuracy(truth: Array, forecast: Array, group: Names, *, pairs: int = 400_000, seed: int = 5) -> float:
    """How often the more popular of two tracks of one group is found; ties in truth are left out."""
    rng = np.random.default_rng(seed)
    right = total = 0.0
    for name in np.unique(group):
        where = np.flatnonzero(group == name)
        n = max(1, int(pairs * len(where) / len(group)))
        a, b = rng.choice(where, n), rng.choice(where, n)
        sign = np.sign(truth[a] - truth[b])
        sign_forecast = np.sign(forecast[a] - forecast[b])
        right += float((sign_forecast == sign)[sign != 0].sum() + 0.5 * (sign_forecast == 0)[sign != 0].sum())
        total += float((sign != 0).sum())
    return right / total if total else 0.5


def counted_pairs(truth: Array, forecast: Array) -> float:
    """Return in how many of all pairs the more popular one is found, every pair counted.

    Pairs of equals in truth are left out; of those that the forecast has for equal half count as right, as by a coin.

    Examples
    --------
    >>> counted_pairs(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0]))
    0.6666666666666666
    """
    right, total = 0.0, 0
    below = np.empty(0)
    for value in np.unique(truth):
        tied = forecast[truth == value]
        right += float(np.searchsorted(below, tied, "left").sum() + np.searchsorted(below, tied, "right").sum()) / 2
        total += len(below) * len(tied)
        below = np.sort(np.concatenate([below, tied]))
    return right / total if total else 0.5


def pinball(truth: Array, quantiles: Array, levels: tuple[float, ...]) -> float:
    """Mean pinball loss over all levels, points."""
    error = truth[:, None] - quantiles
    level = np.array(levels)
    return float(np.maximum(level * error, (level - 1) * error).mean())


def coverage(truth: Array, low: Array, high: Array) -> float:
    """Share of truths inside their interval."""
    return float(((truth >= low) & (truth <= high)).mean())


def width(low: Array, high: Array) -> float:
    """Mean width, points."""
    return float((high - low).mean())
