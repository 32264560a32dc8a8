"""What the descriptors' own errors do to a forecast: draws of the error, and how far reasons hold under them.

Descriptors read from audio are uncertain. The score is that of the reading itself: on held-out previews it was closer
to the truth than the mean over draws of the reading's error, which are combinations that music seldom shows. The draws
widen the interval, and a reason whose sign does not hold in most of them is not stated as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.model.descriptors import SOUND, SPEC_OF
from spotpop.model.graph_inputs import INPUTS, PLAYERS, Values
from spotpop.model.shapley import SEED

DRAWS: Final = 16
SIGN_HOLDS: Final = 0.8
"""Share of the draws in which a reason must keep its sign to be stated."""

_EXACT_TEMPO: Final = 0.02
_OCTAVE: Final = 2
_BROAD: Final = 4
"""Of 16 draws of the tempo 2 are an octave off, 4 are off by the reading's whole spread, 10 are right: measured on 195
previews, 70 % lie within 4 % and 80 % within 4 % of the tempo or an octave of it."""


def error_draws(rows: Values, spread: Mapping[str, float], *, draws: int = DRAWS) -> Values:
    """Return rows under draws of their descriptors' errors, the same for every track, opposite in pairs.

    Parameters
    ----------
    rows : ndarray of shape (..., n_inputs)
    spread : mapping of str to float
        Standard deviations, in Spotify's units, of log2 for tempo.
    draws : int
        Even.

    Returns
    -------
    ndarray of shape (..., draws, n_inputs)
    """
    errors = _errors(draws)
    result = np.repeat(rows[..., None, :], draws, axis=-2)
    # mode is a probability: its uncertainty is in the value itself
    moved = [at for at, name in enumerate(SOUND) if name not in ("mode", "tempo") and spread.get(name, 0.0)]
    sigma = np.array([spread[SOUND[at]] for at in moved])
    low, high = np.array([SPEC_OF[SOUND[at]].limits for at in moved], np.float64).reshape(-1, 2).T
    result[..., moved] = np.clip(result[..., moved] + sigma * errors[:, moved], low, high)
    if spread.get("tempo", 0.0):
        at = SOUND.index("tempo")
        result[..., at] *= (2.0 ** _tempo_errors(errors[:, at], spread["tempo"])).astype(result.dtype)
    return result


@lru_cache(maxsize=4)
def _errors(draws: int) -> NDArray[np.float64]:
    half = np.random.default_rng(SEED).standard_normal((draws // 2, len(INPUTS)))
    errors = np.concatenate([half, -half])
    errors.setflags(write=False)
    return errors


def _tempo_errors(normal: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Turn standard normal draws into errors of log2 of the tempo: exact, an octave off, or anywhere."""
    half = len(normal) // 2
    scale = np.full(half, min(_EXACT_TEMPO, sigma))
    scale[: round(half * _BROAD / DRAWS)] = sigma
    errors = scale * normal[:half]
    octaves = round(half * _OCTAVE / DRAWS)
    if octaves and sigma > _EXACT_TEMPO:
        errors[-octaves:] = 1.0
    return np.concatenate([errors, -errors])


@dataclass(frozen=True, slots=True)
class ReasonDraws:
    """Questions that show how each reason behaves under draws of the reading's error.

    Attributes
    ----------
    rows : ndarray of shape ((1 + draws) * 2 * n_players, n_inputs)
        For the reading itself and each draw: every input alone, then everything but that input.
    names : tuple of str
        Inputs with an error of their own.
    """

    rows: Values
    names: tuple[str, ...]


def reason_draws(row: Values, draws: Values) -> ReasonDraws:
    """Lay out the questions: for each uncertain input its first and its last place among the others.

    The mean of both is what a Shapley value is made of at its two ends; all walks for all draws would cost a hundred
    times as much and are not needed to see a sign.

    Parameters
    ----------
    row : ndarray of shape (n_inputs,)
    draws : ndarray of shape (n_draws, n_inputs)
    """
    moving = (draws != row).any(axis=0) & np.isfinite(row)
    names = tuple(name for name in PLAYERS if any(moving[INPUTS.index(one)] for one in PLAYERS[name]))
    every = np.concatenate([row[None], draws])
    rows = np.empty((len(every), len(names), 2, len(INPUTS)), np.float32)
    for place, name in enumerate(names):
        at = [INPUTS.index(member) for member in PLAYERS[name]]
        rows[:, place, 0] = np.nan
        rows[:, place, 0, at] = every[:, at]
        rows[:, place, 1] = every
        rows[:, place, 1, at] = np.nan
    return ReasonDraws(rows.reshape(-1, len(INPUTS)), names)


def spread_of_reasons(
    asked: ReasonDraws, medians: NDArray[np.float64], baseline: float, scores: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Return by how many points each reason differs from its own value in every draw.

    Parameters
    ----------
    medians : ndarray
        Median forecasts of its rows.
    baseline : float
        Median forecast with nothing known.
    scores : ndarray of shape (1 + n_draws,)
        Of the reading itself and of each draw, with everything known.

    Returns
    -------
    dict of str to ndarray of shape (n_draws,)
    """
    if not asked.names:
        return {}
    pairs = medians.reshape(len(scores), len(asked.names), 2)
    estimates = ((pairs[:, :, 0] - baseline) + (scores[:, None] - pairs[:, :, 1])) / 2
    return {name: estimates[1:, at] - estimates[0, at] for at, name in enumerate(asked.names)}
