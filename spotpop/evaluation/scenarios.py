"""What may be known when somebody asks: the situations in which a model is judged.

People state their audience by decade and their usual popularity to within 15 points, so that is how it is judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from spotpop.model.distribution import quantiles
from spotpop.model.forecast import LEVELS
from spotpop.model.graph_inputs import AUDIENCE, HISTORY, INPUTS, Values, coarse, moved, sensible
from spotpop.training.crossfit import HeldOut
from spotpop.training.fit import REFERENCE_LEVEL, Network, level_of_rows
from spotpop.training.popularity_net import BIN_CENTRES
from spotpop.training.table import Table

Scenario = Literal["no-audience", "followers", "usual", "both", "release-day", "first", "known"]

HIDDEN: Final[dict[Scenario, tuple[str, ...]]] = {
    "no-audience": AUDIENCE,
    "followers": HISTORY,
    "usual": ("followers", "earlier", "earlier_songs"),
    "both": ("earlier", "earlier_songs"),
    "release-day": ("usual", "usual_songs"),
    "first": ("usual", "usual_songs"),
    "known": (),
}
"""Inputs that are withheld in each situation: nothing is known; followers by decade; the usual popularity of the
artist's other songs; both; followers and the songs released earlier; followers, and that none was; all that the table
knows."""

NEEDED: Final[dict[Scenario, tuple[str, ...]]] = {
    "no-audience": (),
    "followers": ("followers",),
    "usual": ("usual",),
    "both": ("followers", "usual"),
    "release-day": ("earlier",),
    "first": ("earlier_songs",),
    "known": (),
}
"""Inputs without which a row does not belong to a situation."""


def seen(rows: Values, scenario: Scenario) -> Values:
    """Return raw rows as they are asked about in a situation: coarse, and without what is hidden."""
    stated = coarse(rows)
    stated[:, [INPUTS.index(name) for name in HIDDEN[scenario]]] = np.nan
    return sensible(stated)


def belongs(rows: Values, scenario: Scenario) -> NDArray[np.bool_]:
    """Return which rows know what the situation is about."""
    needed = [INPUTS.index(name) for name in NEEDED[scenario]]
    found = np.isfinite(rows[:, needed]).all(axis=1)
    if scenario == "first":
        found &= rows[:, INPUTS.index("earlier_songs")] == 0
    return np.asarray(found, np.bool_)


def asked_again(table: Table, held: HeldOut, networks: Sequence[Network], scenario: Scenario) -> HeldOut:
    """Return held-out forecasts of all rows in a situation, each by the network that had none of its artists."""
    found = np.zeros_like(held.quantiles)
    for number, network in enumerate(networks):
        out = held.fold == number
        part = table.take(out)
        shift = (REFERENCE_LEVEL - level_of_rows(part, network.levels)).astype(np.float32)
        rows = moved(seen(part.rows, scenario), shift)
        found[out] = quantiles(network.probabilities(rows), BIN_CENTRES, LEVELS)
    return HeldOut(truth=held.truth, quantiles=found, unconditional=held.unconditional, fold=held.fold)
