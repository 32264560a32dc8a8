"""Which of two versions is expected to do better, and whether that can be told at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.model.forecast import Difference
from spotpop.model.inputs import INPUTS, SOUND, Values
from spotpop.report import Interval, Reason

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


def compare_effects(
    difference: float,
    effects: Mapping[str, float],
    *,
    draws: tuple[NDArray[np.float64], NDArray[np.float64]],
    rows: tuple[Values, Values],
    spread: Mapping[str, float],
    settings: Mapping[str, Any],
    text: Callable[[str, float], str],
) -> Difference:
    """Say how sure a difference is, and what makes it.

    What is compared is what can be expected of either version with everything that both share held equal: the artist,
    the song, the promotion, the luck of the release. That noise, 18 points of standard deviation for a single track,
    cancels. What remains uncertain, in points:

    - transport: how much of a difference between artists is left within one artist, and how much that share varies from
      one population to the next. Measured on pairs of tracks of one artist in one source
      (`spotpop.evaluation.effects.within_artist`),
      for sound and context each: slope and its standard deviation between sources;
    - reading: errors of the descriptors, of which two clips share more the closer they sound (a variogram with an
      exponential range, measured on held-out readings); a file and itself share all of it.

    Parameters
    ----------
    difference : float
        Second score minus first, in points.
    effects : mapping of str to float
        What each input that differs adds to it: Shapley values of the way from the first track to the second
        (`spotpop.model.shapley.coalitions_between`); they sum to `difference`.
    draws : two ndarrays of shape (n,)
        Scores for the same draws of the reading's error.
    rows : two ndarrays of shape (15,)
    spread : mapping of str to float
        Standard deviations of the descriptors' errors.
    settings : mapping
        The manifest's ``comparison``: ``sound`` and ``context`` with ``slope`` and ``sd``, and ``range``.
    text : callable
        Says the value of an input.
    """
    sound = sum(points for name, points in effects.items() if name in SOUND)
    parts = {"sound": sound, "context": difference - sound}
    centre = sum(settings[kind]["slope"] * points for kind, points in parts.items())
    variance = sum((settings[kind]["sd"] * points) ** 2 for kind, points in parts.items())
    variance += _reading_variance(draws, sound_distance(*rows, spread) / settings["range"])
    half = _Z80 * float(np.sqrt(variance))
    interval = Interval(low=float(np.clip(centre - half, -100, 100)), high=float(np.clip(centre + half, -100, 100)))
    return Difference(
        difference=difference,
        interval=interval,
        reliable=abs(difference) >= settings["least_points"] and (interval.low > 0 or interval.high < 0),
        reasons=tuple(
            Reason(name=name, points=points, kind="sound" if name in SOUND else "context", text=_text(name, rows, text))
            for name, points in sorted(effects.items(), key=lambda item: -abs(item[1]))
        ),
    )


def _reading_variance(draws: tuple[NDArray[np.float64], NDArray[np.float64]], distance: float) -> float:
    """Variance of the difference by the descriptors' errors: shared draws in part, draws of their own in part."""
    alike = float(np.exp(-distance))
    first, second = draws
    return float(alike * (second - first).var() + (1 - alike) * (first.var() + second.var()))


def _text(name: str, rows: tuple[Values, Values], text: Callable[[str, float], str]) -> str:
    values = [float(row[INPUTS.index(name)]) for row in rows]
    said = [text(name, value) if np.isfinite(value) else "unknown" for value in values]
    return said[0] if said[0] == said[1] else f"{said[0]} → {said[1]}"
