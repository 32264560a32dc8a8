"""Fitting the popularity network: levels of sources, weights, folds by artist, training, predictions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from spotpop.model.distribution import quantiles
from spotpop.model.inputs import graph_inputs
from spotpop.training.popularity_net import BIN_CENTRES, NetConfig, build_network, crps, scales_of
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
    """Return row weights 1/√n of a row's source, mean 1: no single source decides."""
    _, where, counts = np.unique(table.source, return_inverse=True, return_counts=True)
    weight = (1 / np.sqrt(counts)).astype(np.float32)[where]
    return np.asarray(weight / weight.mean(), np.float32)


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
    """A trained network.

    Attributes
    ----------
    model : keras.Model
        Gives logits of each member.
    levels : dict of str to float
        Median of each source it was trained on.
    """

    model: Any
    levels: dict[str, float]

    def probabilities(self, rows: Rows) -> NDArray[np.float32]:
        """Return the forecast distributions, shape (n, 51)."""
        return np.concatenate([part.mean(axis=0) for part in self._members(rows)])

    def member_medians(self, rows: Rows) -> NDArray[np.float64]:
        """Return each member's median forecast, shape (members, n), in reference points."""
        parts = [
            np.stack([quantiles(member, BIN_CENTRES, (0.5,))[:, 0] for member in part]) for part in self._members(rows)
        ]
        return np.concatenate(parts, axis=1)

    def _members(self, rows: Rows) -> Iterator[NDArray[np.float32]]:
        for start in range(0, len(rows), 8192):
            arrays = graph_inputs(rows[start : start + 8192])
            logits = np.asarray(self.model([arrays["values"], arrays["known"]], training=False))
            odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
            yield odds / odds.sum(axis=-1, keepdims=True)


def train(
    table: Table, config: NetConfig, *, progress: EpochCallback = lambda _: None, shuffle: bool = False
) -> Network:
    """Train the network on a table, every source centred on its own median.

    Parameters
    ----------
    table : Table
        Without rows of popularity 0.
    progress : callable
        Told a sentence after every epoch.
    shuffle : bool
        Control: deal the labels anew within each source, so that nothing can be learnt.
    """
    levels = levels_of(table)
    target = (table.popularity - level_of_rows(table, levels) + REFERENCE_LEVEL).astype(np.float32)
    if shuffle:
        target = _shuffled(target, table.source, config.seed)
    network = build_network(scales_of(table.rows, config.encoding_bins), config)
    _run_epochs(network, table.rows, target, weights_of(table), config, progress)
    return Network(network, levels)


def _shuffled(target: Rows, source: NDArray[np.str_], seed: int) -> Rows:
    rng, result = np.random.default_rng(seed), target.copy()
    for name in np.unique(source):
        where = np.flatnonzero(source == name)
        result[where] = target[rng.permutation(where)]
    return result


def _run_epochs(
    network: Any, rows: Rows, target: Rows, weight: Rows, config: NetConfig, progress: EpochCallback
) -> None:
    import tensorflow as tf

    arrays = graph_inputs(rows)
    data = [tf.constant(part) for part in (arrays["values"], arrays["known"], target[:, None], weight)]
    batch = min(config.batch_size, len(target))
    steps = len(target) // batch
    schedule = keras.optimizers.schedules.CosineDecay(config.learning_rate, steps * config.epochs)
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=config.weight_decay)
    optimizer.build(network.trainable_variables)

    @tf.function(autograph=False)  # type: ignore[untyped-decorator, unused-ignore] # TensorFlow has no types
    def step(which: Any) -> Any:
        values, known, truth, weights = (tf.gather(part, which) for part in data)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(crps(truth, network([values, known], training=True)) * weights)
        gradients = tape.gradient(loss, network.trainable_variables)
        optimizer.apply_gradients(zip(gradients, network.trainable_variables, strict=True))
        return loss

    rng = np.random.default_rng(config.seed)
    for epoch in range(config.epochs):
        order = rng.permutation(len(target))[: steps * batch].reshape(steps, batch).astype(np.int32)
        losses = [step(tf.constant(which)) for which in order]
        progress(f"epoch {epoch + 1}/{config.epochs}: CRPS {float(np.mean(losses)):.3f}")
