"""Fitting the popularity network: levels of sources, weights, folds by artist, training, predictions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from spotpop.model.distribution import quantiles
from spotpop.model.inputs import INPUTS, MEDIANS, coarse, graph_inputs, moved
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
    """A trained network: one expert for artists of whom nothing is known, one for those whose other songs are.

    A single network for both questions did worse at either: what sound and age say weighs much less beside the
    popularity of the artist's other songs.

    Attributes
    ----------
    blind, history : keras.Model
        Give logits of each member; the latter is None where no row of the table knew other songs.
    levels : dict of str to float
        Median of each source it was trained on.
    """

    blind: Any
    history: Any
    levels: dict[str, float]

    def probabilities(self, rows: Rows) -> NDArray[np.float32]:
        """Return the forecast distributions, shape (n, bins).

        Parameters
        ----------
        rows : ndarray of shape (n, n_inputs)
            Centred (`centred`).
        """
        return np.asarray(self._members(rows).mean(axis=0), np.float32)

    def member_medians(self, rows: Rows) -> NDArray[np.float64]:
        """Return each member's median forecast, shape (members, n), in reference points."""
        return np.stack([quantiles(member, BIN_CENTRES, (0.5,))[:, 0] for member in self._members(rows)])

    def _members(self, rows: Rows) -> NDArray[np.float32]:
        found = np.concatenate([_odds(self.blind, rows[at : at + _BATCH]) for at in _starts(rows)], axis=1)
        told = np.flatnonzero(knows_history(rows))
        if self.history is not None and len(told):
            asked = rows[told]
            found[:, told] = np.concatenate(
                [_odds(self.history, asked[at : at + _BATCH]) for at in _starts(asked)], axis=1
            )
        return found


_BATCH = 8192


def _starts(rows: Rows) -> range:
    return range(0, max(1, len(rows)), _BATCH)


def _odds(model: Any, rows: Rows) -> NDArray[np.float32]:
    arrays = graph_inputs(rows)
    logits = np.asarray(model([arrays["values"], arrays["known"]], training=False))
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True), np.float32)


def knows_history(rows: Rows) -> NDArray[np.bool_]:
    """Return which rows know the popularity of the artist's other songs."""
    return np.asarray(np.isfinite(rows[:, [INPUTS.index(name) for name in MEDIANS]]).any(axis=1), np.bool_)


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
    shift = (REFERENCE_LEVEL - level_of_rows(table, levels)).astype(np.float32)
    data = (moved(table.rows, shift), moved(coarse(table.rows), shift))
    experts: list[Any] = []
    for name, chosen in (("without history", config.blind()), ("with history", config.with_history())):
        if name == "with history" and not knows_history(table.rows).any():
            experts.append(None)
            continue
        network = build_network(scales_of(data[0], config.encoding_bins), chosen, expert=name.replace(" ", "_"))

        def told(sentence: str, name: str = name) -> None:
            progress(f"{name}, {sentence}")

        _run_epochs(network, data, target, weights_of(table), chosen, told)
        experts.append(network)
    return Network(experts[0], experts[1], levels)


def _shuffled(target: Rows, source: NDArray[np.str_], seed: int) -> Rows:
    rng, result = np.random.default_rng(seed), target.copy()
    for name in np.unique(source):
        where = np.flatnonzero(source == name)
        result[where] = target[rng.permutation(where)]
    return result


def _run_epochs(
    network: Any, rows: tuple[Rows, Rows], target: Rows, weight: Rows, config: NetConfig, progress: EpochCallback
) -> None:
    """Fit on rows as they are measured and, by chance row by row, as a person would tell them."""
    import tensorflow as tf

    arrays, told = graph_inputs(rows[0]), graph_inputs(rows[1])
    parts = (arrays["values"], told["values"], arrays["known"], target[:, None], weight)
    data = [tf.constant(part) for part in parts]
    tellable = [np.array([name in names for name in INPUTS], np.float32) for names in (("followers",), MEDIANS)]
    batch = min(config.batch_size, len(target))
    steps = len(target) // batch
    total = steps * config.epochs
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, total, warmup_target=config.learning_rate, warmup_steps=min(100, total // 10)
    )
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=config.weight_decay)
    optimizer.build(network.trainable_variables)

    @tf.function(autograph=False)  # type: ignore[untyped-decorator, unused-ignore] # TensorFlow has no types
    def step(which: Any) -> Any:
        values, said, known, truth, weights = (tf.gather(part, which) for part in data)
        for columns in tellable:
            coin = tf.cast(tf.random.uniform((tf.shape(values)[0], 1)) < config.coarse, tf.float32) * columns
            values = values * (1 - coin) + said * coin
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(crps(truth, network([values, known], training=True)) * weights)
        gradients = tape.gradient(loss, network.trainable_variables)
        optimizer.apply_gradients(zip(gradients, network.trainable_variables, strict=True))
        return loss

    tf.random.set_seed(config.seed)
    rng = np.random.default_rng(config.seed)
    for epoch in range(config.epochs):
        order = rng.permutation(len(target))[: steps * batch].reshape(steps, batch).astype(np.int32)
        losses = [step(tf.constant(which)) for which in order]
        progress(f"epoch {epoch + 1}/{config.epochs}: CRPS {float(np.mean(losses)):.3f}")
