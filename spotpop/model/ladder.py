"""The ladder: what to expect with each size of audience, everything else as it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spotpop.audience import RUNGS, rung_of
from spotpop.model.distribution import chance_above
from spotpop.model.forecast import LEVELS
from spotpop.model.graph_inputs import HISTORY, INPUTS, MEDIANS, SONGS_OF, Values, column_of
from spotpop.model.manifest import AudiencePart
from spotpop.report import Chance, Interval, LadderRung

CHANCES = (20.0, 30.0)
"""Popularities whose chances are given: what people plan with."""

_FOLLOWERS = column_of("followers")


def audience_name(row: Values) -> str:
    """Return what a forecast knows of the audience: ``both``, ``usual``, ``followers``, or ``mixture`` for nothing."""
    usual = bool(np.isfinite(row[[column_of(name) for name in MEDIANS]]).any())
    followers = bool(np.isfinite(row[_FOLLOWERS]))
    return "both" if usual and followers else "usual" if usual else "followers" if followers else "mixture"


def ladder_rows(row: Values, audience: AudiencePart | None) -> Values:
    """Return one row per rung: the track, as it would be asked about with that many followers and nothing else stated.

    What the artist's other songs reach is left out: it belongs to the artist's own audience, not to another one.

    Returns
    -------
    ndarray of shape (6, n_inputs)
        Empty where the model knows nothing of audiences.
    """
    if audience is None:
        return np.empty((0, len(INPUTS)), np.float32)
    rows = np.repeat(row[None], len(RUNGS), axis=0)
    rows[:, [column_of(name) for name in HISTORY]] = np.nan
    for name in SONGS_OF:
        if row[column_of(name)] == 0:  # that there are no other songs is true of any audience
            rows[:, column_of(name)] = 0
    followers = float(row[_FOLLOWERS])
    own = rung_of(followers) if np.isfinite(followers) else None
    rows[:, _FOLLOWERS] = [followers if rung is own else rung.followers for rung in RUNGS]
    return rows


def rungs_from(at_levels: Sequence[NDArray[np.float64]], row: Values) -> tuple[LadderRung, ...]:
    """Turn each rung's quantiles into what is said of it.

    Parameters
    ----------
    at_levels : sequence of ndarray of shape (99,)
        Smallest audience first; empty for no ladder.
    row : ndarray of shape (n_inputs,)
        The track as it was asked about: says which rung is the artist's own.
    """
    followers = float(row[_FOLLOWERS])
    own = rung_of(followers).name if np.isfinite(followers) else None
    return tuple(
        LadderRung(
            name=rung.name,
            score=float(found[LEVELS.index(0.5)]),
            interval=Interval(low=float(found[LEVELS.index(0.1)]), high=float(found[LEVELS.index(0.9)])),
            chances=chances(found),
            chosen=rung.name == own,
            listed_only=rung is RUNGS[0],
        )
        for rung, found in zip(RUNGS if len(at_levels) else (), at_levels, strict=True)
    )


def chances(at_levels: NDArray[np.float64]) -> tuple[Chance, ...]:
    """Return the chances to reach 20 and 30."""
    return tuple(
        Chance(popularity=popularity, probability=round(chance_above(at_levels, LEVELS, popularity), 4))
        for popularity in CHANCES
    )
