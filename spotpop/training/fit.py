"""Fitting the popularity network: levels of sources, weights, folds by artist, training, predictions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotpop.model.graph_inputs import coarse, column_of, knows_earlier_only, knows_history, moved
from spotpop.training.expert import Expert, learner
from spotpop.training.popularity_net import NetConfig
from spotpop.training.table import Table

REFERENCE_LEVEL = 45.0
"""Where every source's median is put: the level in which scores are expressed."""

EpochCallback = Callable[[str], None]
Rows = NDArray[np.float32]


def levels_of(table: Table) -> dict[str, float]:
    """Return each source's median popularity."""
    return {str(s): float(np.median(table.popularity[table.source == s])) for s in np.unique(table.source)}


def level_of_rows(table: Table, levels: Mapping[str, float]) -> NDArray[np.float64]:
    """Return for each row the level of its source."""
    return np.array([levels[str(source)] for source in table.source])


def weights_of(table: Table) -> NDArray[np.float32]:
    """Return row weights 1/√n of a row's source times the table's own weights, mean 1: no single source decides."""
    _, where, counts = np.unique(table.source, return_inverse=True, return_counts=True)
    weight = (1 / np.sqrt(counts)).astype(np.float32)[where] * table.weight
    return np.asarray(weight / weight.mean(), np.float32)


def centred(table: Table, levels: Mapping[str, float]) -> Rows:
    """Return a table's inputs with every source's median put at the reference level, as the target is."""
    return np.asarray(moved(table.rows, REFERENCE_LEVEL - level_of_rows(table, levels)), np.float32)


def artist_folds(artists: NDArray[np.str_], folds: int, seed: int) -> NDArray[np.intp]:
    """Deal artists into folds; all rows of an artist share one.

    Returns
    -------
    ndarray of shape (n,)
        0 to ``folds - 1``.
    """
    names, where = np.unique(artists, return_inverse=True)
    dealt: NDArray[np.intp] = np.random.default_rng(seed).permutation(len(names)) % folds
    return dealt[where]


@dataclass(frozen=True, slots=True)
class Network:
    """A trained network: an expert for artists of whom nothing is known, for those whose other songs are, for releases.

    A single network for all questions did worse at each: what sound and age say weighs much less beside the popularity
    of the artist's other songs, and songs that were out before say less than all others do.

    Attributes
    ----------
    blind, history, earlier : Expert
        Those that know other songs are None where no row of the table did, or none that were out before.
    levels : dict of str to float
        Median of each source it was trained on.
    """

    blind: Expert
    history: Expert | None
    earlier: Expert | None
    levels: dict[str, float]

    def probabilities(self, rows: Rows) -> NDArray[np.float32]:
        """Return the forecast distributions, shape (n, bins).

        Parameters
        ----------
        rows : ndarray of shape (n, n_inputs)
            Centred (`centred`).
        """
        return np.asarray(self._members(rows).mean(axis=0), np.float32)

    def _members(self, rows: Rows) -> NDArray[np.float32]:
        found = self.blind.odds(rows)
        stated = np.flatnonzero(knows_history(rows))
        if self.history is not None and len(stated):
            found[:, stated] = self.history.odds(rows[stated])
        stated = np.flatnonzero(knows_earlier_only(rows))
        if self.earlier is not None and len(stated):
            found[:, stated] = self.earlier.odds(rows[stated])
        return found


def train(
    table: Table, config: NetConfig, *, progress: EpochCallback = lambda _: None, shuffle: bool = False
) -> Network:
    """Train the network on a table, every source centred on its own median.

    Parameters
    ----------
    table : Table
        Without rows of popularity 0.
    progress : callable
        Called with a sentence after every epoch.
    shuffle : bool
        Control: deal the labels anew within each source, so that nothing can be learnt.
    """
    levels = levels_of(table)
    target = (table.popularity - level_of_rows(table, levels) + REFERENCE_LEVEL).astype(np.float32)
    if shuffle:
        target = _shuffled(target, table.source, config.seed)
    shift = (REFERENCE_LEVEL - level_of_rows(table, levels)).astype(np.float32)
    data = (moved(table.rows, shift), moved(coarse(table.rows), shift))

    def taught(name: str, chosen: NetConfig) -> Expert:
        def stated(sentence: str) -> None:
            progress(f"{name}, {sentence}")

        return learner(chosen, name.replace(" ", "_")).teach(*data, target, weights_of(table), stated)

    blind = taught("without history", config.blind())
    knows = knows_history(table.rows).any()
    history = taught("with history", config.with_history()) if knows else None
    before = np.isfinite(table.rows[:, column_of("earlier")]).any()
    earlier = taught("release day", config.release_day()) if before else None
    return Network(blind, history, earlier, levels)


def _shuffled(target: Rows, source: NDArray[np.str_], seed: int) -> Rows:
    rng, result = np.random.default_rng(seed), target.copy()
    for name in np.unique(source):
        where = np.flatnonzero(source == name)
        result[where] = target[rng.permutation(where)]
    return result
