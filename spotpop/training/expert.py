"""One expert of the popularity network: compiled once, taught anew for every table, its weights kept apart.

Judging a recipe takes some thirty networks of one shape. Building and tracing a graph takes longer than teaching a
small table, so one graph serves all of them: what a network has learnt is a list of arrays, put in when it is asked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray

from spotpop.model.graph_inputs import INPUTS, MEDIANS, graph_inputs
from spotpop.training.forest import Forest, grow, moved_towards
from spotpop.training.popularity_net import Encoder, NetConfig, build_network, crps, scales_of

_BATCH: Final = 8192
_WARM_UP: Final = 100
_TELLABLE: Final = [np.array([name in names for name in INPUTS], np.float32) for names in (("followers",), MEDIANS)]

Rows = NDArray[np.float32]


class Expert:
    """What one expert has learnt from one table.

    Attributes
    ----------
    weights : list of ndarray
        Of the graph's variables, in its order.
    forest : Forest or None
        Trees that its members are moved towards.
    """

    def __init__(self, learner: Learner, forest: Forest | None = None) -> None:
        self._learner, self.forest = learner, forest
        self.weights = learner.taken()

    def odds(self, rows: Rows) -> Rows:
        """Return each member's forecast distributions, shape (members, n, bins).

        Parameters
        ----------
        rows : ndarray of shape (n, n_inputs)
            Centred, NaN where unknown.
        """
        self._learner.put(self.weights)
        arrays = graph_inputs(rows)
        values, known = arrays["values"], arrays["known"]
        starts = range(0, max(1, len(rows)), _BATCH)
        parts = [self._learner.ask(values[at : at + _BATCH], known[at : at + _BATCH]) for at in starts]
        odds = np.concatenate(parts, axis=1)
        return moved_towards(self.forest, rows, odds) if self.forest else odds

    def graph(self) -> Any:
        """Return the Keras graph with these weights in it; the next expert that is asked puts its own in."""
        self._learner.put(self.weights)
        return self._learner.network


class Learner:
    """The graph of an expert and its compiled steps.

    Parameters
    ----------
    config : NetConfig
        Of the expert: `NetConfig.blind` or `NetConfig.with_history`.
    name : str
        Before the names of its layers: both experts are shipped in one graph.
    """

    def __init__(self, config: NetConfig, name: str) -> None:
        import tensorflow as tf

        self.config = config
        self.network = network = build_network(config, expert=name)
        coins = keras.random.SeedGenerator(config.seed)
        optimizer = keras.optimizers.AdamW(config.learning_rate, weight_decay=config.weight_decay)
        optimizer.build(network.trainable_variables)
        self._changing = [*network.variables, coins.state, *optimizer.variables]
        self._start = [one.numpy().copy() for one in self._changing]

        @tf.function(autograph=False, reduce_retracing=True)  # type: ignore[untyped-decorator, unused-ignore] # no types
        def step(data: Any, which: Any, rate: Any) -> Any:
            values, said, known, truth, weights = (tf.gather(part, which) for part in data)
            for columns in _TELLABLE:
                coin = keras.random.uniform((tf.shape(values)[0], 1), seed=coins) < config.coarse
                values = tf.where(tf.logical_and(coin, columns > 0), said, values)
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(crps(truth, network([values, known], training=True)) * weights)
            gradients = tape.gradient(loss, network.trainable_variables)
            optimizer.learning_rate.assign(rate)
            optimizer.apply_gradients(zip(gradients, network.trainable_variables, strict=True))
            return loss

        @tf.function(autograph=False, reduce_retracing=True)  # type: ignore[untyped-decorator, unused-ignore] # no types
        def answer(values: Any, known: Any) -> Any:
            return tf.nn.softmax(network([values, known], training=False))

        self._step, self._answer = step, answer

    def teach(self, rows: Rows, stated: Rows, target: Rows, weight: Rows, progress: Any) -> Expert:
        """Start anew and learn: rows as they are measured and, by chance row by row, as a person would state them.

        Parameters
        ----------
        rows, stated : ndarray of shape (n, n_inputs)
            Centred; the second with the audience as a person states it.
        target, weight : ndarray of shape (n,)
        progress : callable
            Called with a sentence after every epoch.
        """
        import tensorflow as tf

        for variable, start in zip(self._changing, self._start, strict=True):
            variable.assign(start)
        encoder = next(layer for layer in self.network.layers if isinstance(layer, Encoder))
        encoder.fit(scales_of(rows, self.config.encoding_bins))
        arrays = graph_inputs(rows)
        parts = (arrays["values"], graph_inputs(stated)["values"], arrays["known"], target[:, None], weight)
        data = [tf.constant(part) for part in parts]
        batch = min(self.config.batch_size, len(target))
        steps = len(target) // batch
        rates = iter(learning_rates(steps * self.config.epochs, self.config.learning_rate))
        rng = np.random.default_rng(self.config.seed)
        for epoch in range(self.config.epochs):
            order = rng.permutation(len(target))[: steps * batch].reshape(steps, batch).astype(np.int32)
            losses = [self._step(data, tf.constant(which), tf.constant(next(rates))) for which in order]
            progress(f"epoch {epoch + 1}/{self.config.epochs}: CRPS {float(np.mean(losses)):.3f}")
        progress("trees")
        return Expert(self, grow(rows, stated, target, weight, self.config))

    def taken(self) -> list[NDArray[Any]]:
        """Return a copy of the graph's variables."""
        return [one.numpy().copy() for one in self.network.variables]

    def put(self, weights: list[NDArray[Any]]) -> None:
        """Put an expert's weights into the graph."""
        for variable, value in zip(self.network.variables, weights, strict=True):
            variable.assign(value)

    def ask(self, values: Rows, known: Rows) -> Rows:
        """Return distributions, shape (members, n, bins), by the weights that are in the graph."""
        import tensorflow as tf

        return np.asarray(self._answer(tf.constant(values), tf.constant(known)), np.float32)


@lru_cache(maxsize=8)
def learner(config: NetConfig, name: str) -> Learner:
    """Return the compiled graph of an expert; experts of one shape share it."""
    return Learner(config, name)


def learning_rates(steps: int, peak: float) -> Rows:
    """Return the rate of each step: it rises to its peak in line, then falls as a cosine.

    Returns
    -------
    ndarray of shape (steps,)
    """
    at = np.arange(steps)
    warm = min(_WARM_UP, steps // 10)
    falling = peak * (1 + np.cos(np.pi * np.minimum(1.0, (at - warm) / max(1, steps)))) / 2
    return np.asarray(np.where(at < warm, peak * at / max(1, warm), falling), np.float32)
