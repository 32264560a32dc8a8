"""What a reader can check for sense: what each input is worth, and what a change of one thing does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spotpop.evaluation import metrics
from spotpop.model.distribution import quantiles
from spotpop.model.graph_inputs import ALBUM, CONTEXT, HISTORY, INPUTS, SOUND, sensible
from spotpop.training.crossfit import MIDDLE, HeldOut
from spotpop.training.fit import (
    Network,
    centred,
)
from spotpop.training.popularity_net import BIN_CENTRES
from spotpop.training.table import Table

BLOCKS: dict[str, tuple[str, ...]] = {
    "sound": SOUND, "age": ("age",), "duration": ("duration",), "explicit": ("explicit",), "genre": ("genre",),
    "album": ALBUM, "followers": ("followers",), "history": HISTORY, "context": CONTEXT,
}  # fmt: skip
"""Blocks of inputs that are withheld together to see what they are worth and whether absence alone moves anything."""

STEPS: dict[str, tuple[str, float, bool]] = {
    "a year older": ("age", 1.0, False),
    "ten years older": ("age", 10.0, False),
    "3 dB louder": ("loudness", 3.0, False),
    "one rung more followers": ("followers", 10.0, True),
    "usual popularity 15 points higher": ("usual", 15.0, False),
    "a minute longer": ("duration", 60.0, False),
    "explicit instead of not": ("explicit", 1.0, False),
    "0.1 more energy": ("energy", 0.1, False),
    "0.1 more danceability": ("danceability", 0.1, False),
}
"""What a reader can check for sense: an input, by how much it changes, whether it is multiplied."""


def sensitivity(table: Table, held: HeldOut, networks: Sequence[Network]) -> dict[str, dict[str, float]]:
    """Return by how much held-out forecasts move when one thing is changed: mean, and the middle 80 % of tracks."""
    found: dict[str, dict[str, float]] = {}
    for name, (column, step, times) in STEPS.items():
        at, changes = INPUTS.index(column), []
        for number, network in enumerate(networks):
            part = table.take(held.fold == number)
            part = part.take(np.isfinite(part.rows[:, at]))
            if column == "explicit":
                part = part.take(part.rows[:, at] < 0.5)
            if not len(part):
                continue
            rows = centred(part, network.levels)[:4000]
            other = rows.copy()
            other[:, at] = other[:, at] * step if times else other[:, at] + step
            medians = [quantiles(network.probabilities(each), BIN_CENTRES, (0.5,))[:, 0] for each in (rows, other)]
            changes.append(medians[1] - medians[0])
        if changes:
            every = np.concatenate(changes)
            low, high = np.quantile(every, (0.1, 0.9))
            found[name] = {"mean": float(every.mean()), "low": float(low), "high": float(high)}
    return found


def withheld_blocks(table: Table, held: HeldOut, networks: Sequence[Network]) -> dict[str, dict[str, float]]:
    """Return what each block of inputs is worth, over rows that have it.

    Returns
    -------
    dict
        By block: ``moved`` (change of the mean forecast when it is withheld, points: absence alone should say nothing)
        and ``skill`` (what the skill on these rows loses).
    """
    found: dict[str, dict[str, float]] = {}
    for block, names in BLOCKS.items():
        columns = [INPUTS.index(name) for name in names]
        stated, without = [], []
        for number, network in enumerate(networks):
            where = np.flatnonzero((held.fold == number) & np.isfinite(table.rows[:, columns]).any(axis=1))
            if len(where):
                rows = centred(table.take(where), network.levels)
                rows[:, columns] = np.nan
                without.append(quantiles(network.probabilities(sensible(rows)), BIN_CENTRES, (0.5,))[:, 0])
                stated.append(where)
        if stated:
            at, other = np.concatenate(stated), np.concatenate(without)
            plain = held.unconditional[at, MIDDLE]
            lost = metrics.skill(held.truth[at], held.median[at], plain) - metrics.skill(held.truth[at], other, plain)
            found[block] = {"rows": len(at), "moved": float((other - held.median[at]).mean()), "skill": lost}
    return found
