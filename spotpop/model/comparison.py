"""Which of two versions is expected to do better, what one change is worth, and whether that can be known at all.

Both answers come from one function: what the network says of a difference is a difference between artists' tracks, and
only part of it is left between two tracks of one artist. How much was measured on pairs of tracks of one artist in one
collection (`spotpop.evaluation.effects`), with its deviation from collection to collection.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from spotpop.model.descriptors import SOUND
from spotpop.model.graph_inputs import INPUTS, PLAYERS, Values
from spotpop.model.manifest import Within
from spotpop.report import Difference, Interval, Reason

_Z80 = 1.2815515655446004
"""Standard normal quantile of the ends of an 80 % interval."""


def sound_distance(first: Values, second: Values, spread: Mapping[str, float]) -> float:
    """Return how far apart two readings lie: root mean square over shared descriptors, in units of their errors."""
    steps = []
    for at, name in enumerate(SOUND):
        sigma = spread.get(name, 0.0)
        if sigma > 0 and np.isfinite(first[at]) and np.isfinite(second[at]):
            gap = np.log2(second[at] / first[at]) if name == "tempo" else second[at] - first[at]
            steps.append(float(gap) / sigma)
    return float(np.sqrt(np.mean(np.square(steps)))) if steps else 0.0


def within_artist(
    effects: Mapping[str, float], within: Within, reading_variance: float
) -> tuple[dict[str, float], float, float]:
    """Shrink a difference between artists' tracks to what it is worth between two tracks of one artist.

    What is compared is what can be expected of either with everything that both share held equal: the artist, the song,
    the promotion, the luck of the release. That noise, 18 points of standard deviation for a single track, cancels.
    What remains uncertain, in points:

    - transport: how much of a difference between artists is left within one artist, and how much that share varies from
      one population to the next;
    - reading: errors of the descriptors.

    Parameters
    ----------
    effects : mapping of str to float
        Points of each input that differs, as the network states them.
    reading_variance : float
        Of the network's difference, by the descriptors' errors, in squared points.

    Returns
    -------
    effects : dict of str to float
        What is left of each; they sum to the centre of the interval.
    low, high : float
        80 % interval, -100 to 100.
    """
    left, common, variance = {}, {"sound": 0.0, "context": 0.0}, 0.0
    for name, points in effects.items():
        kind = kind_of(name)
        slope = within.slope_of(name, kind)
        left[name] = slope.slope * points
        if name in within.inputs:
            variance += (slope.sd * points) ** 2
        else:
            common[kind] += points
    variance += (within.sound.sd * common["sound"]) ** 2 + (within.context.sd * common["context"]) ** 2
    variance += within.sound.slope**2 * reading_variance
    centre, half = sum(left.values()), _Z80 * float(np.sqrt(variance))
    return left, float(max(-100.0, centre - half)), float(min(100.0, centre + half))


def compare_effects(
    effects: Mapping[str, float],
    *,
    draws: tuple[NDArray[np.float64], NDArray[np.float64]],
    rows: tuple[Values, Values],
    said: tuple[Values, Values],
    spread: Mapping[str, float],
    within: Within,
    text: Callable[[str, Values], str],
) -> Difference:
    """Say how sure a difference is, and what makes it.

    Parameters
    ----------
    effects : mapping of str to float
        What each input that differs adds: Shapley values of the way from the first track to the second
        (`spotpop.model.shapley.coalitions_between`).
    draws : two ndarrays of shape (n,)
        Scores for the same draws of the reading's error. Two clips share more of it the closer they sound (a variogram
        with an exponential range, measured on held-out readings); a file and itself share all of it.
    rows : two ndarrays of shape (n_inputs,)
        As the graph takes them.
    said : two ndarrays of shape (n_inputs,)
        As they are stated: see `text`.
    spread : mapping of str to float
        Standard deviations of the descriptors' errors.
    text : callable
        Says the value of an input in a row.
    """
    shared = float(np.exp(-sound_distance(*rows, spread) / within.range))
    left, low, high = within_artist(effects, within, _reading_variance(draws, shared))
    total = sum(left.values())
    return Difference(
        difference=total,
        interval=Interval(low=low, high=high),
        reliable=is_reliable(total, low, high, within),
        reasons=tuple(
            Reason(name=name, points=points, kind=kind_of(name), text=_text(name, said, text))
            for name, points in sorted(left.items(), key=lambda item: -abs(item[1]))
        ),
    )


def is_reliable(points: float, low: float, high: float, within: Within) -> bool:
    """Return whether an effect is reliable: large enough, and its interval leaves 0 out."""
    return abs(points) >= within.least_points and (low > 0 or high < 0)


def kind_of(name: str) -> Literal["sound", "context"]:
    """Return whether a reason is one of ``sound`` or of ``context``."""
    return "sound" if name in SOUND else "context"


def _reading_variance(draws: tuple[NDArray[np.float64], NDArray[np.float64]], shared: float) -> float:
    """Variance of the difference by the descriptors' errors: shared draws in part, draws of their own in part."""
    first, second = draws
    return float(shared * (second - first).var() + (1 - shared) * (first.var() + second.var()))


def _text(name: str, rows: tuple[Values, Values], text: Callable[[str, Values], str]) -> str:
    at = INPUTS.index(PLAYERS[name][0])
    said = [text(name, row) if np.isfinite(row[at]) else "unknown" for row in rows]
    return said[0] if said[0] == said[1] else f"{said[0]} → {said[1]}"
