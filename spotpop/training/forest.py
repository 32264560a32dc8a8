"""Boosted trees beside the network's members: grown by scikit-learn, answered by the same exported graph.

A network is smooth, trees are not; they err on different tracks, and the middle between both errs less than either.
Trees are cut to one depth, so that a walk down is a handful of look-ups, the same for every tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from spotpop.model.distribution import quantiles
from spotpop.model.graph_inputs import HISTORY, INPUTS, MEDIANS, graph_inputs, sensible
from spotpop.training.popularity_net import BIN_CENTRES, NetConfig, dropped

_FAR: Final = 3e38
_STEEP: Final = 1e30
"""Makes any difference of two inputs more than 1."""
_DENSE_LEVELS: Final = 3
"""Levels below the root that are walked without look-ups: with 3 a row takes 11 µs, with none 14, with all five 13."""
_LEAST_LEAF: Final = 80
_MASKED: Final = 0.25
"""Share of the rows that trees see with inputs withheld at random: reasons ask about such rows."""

WIDTH: Final = float(BIN_CENTRES[1] - BIN_CENTRES[0])
_RISING: Final = ("followers", *MEDIANS)
"""Inputs with which a forecast may not fall: a larger audience is never expected to do worse."""

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of one depth, each a heap: the children of node i are 2i + 1 and 2i + 2.

    Attributes
    ----------
    feature : ndarray of int32, shape (trees, 2**depth - 1)
        Column of a row's inputs; plus their number where an unknown value goes right.
    threshold : ndarray of float32, shape (trees, 2**depth - 1)
        What is above goes right.
    leaf : ndarray of float32, shape (trees, 2**depth)
        Points; the sum over all trees is the forecast.
    share : float
        How far a network's distribution is moved from its own median towards the trees' (see `leaning`).
    """

    feature: NDArray[np.int32]
    threshold: Rows
    leaf: Rows
    share: float

    def medians(self, rows: Rows) -> NDArray[np.float64]:
        """Return the median forecasts, shape (n,), in reference points.

        Parameters
        ----------
        rows : ndarray of shape (n, n_inputs)
            Centred, NaN where unknown.
        """
        trees, nodes = self.feature.shape
        result = np.zeros(len(rows))
        both = np.asarray(two_sided(*graph_inputs(rows).values()))
        at = np.arange(trees) * nodes
        for start in range(0, len(rows), 4096):
            part = both[start : start + 4096]
            node = np.zeros((len(part), trees), np.int64)
            while (node < nodes).all():
                value = np.take_along_axis(part, self.feature.ravel()[at + node], axis=1)
                node = 2 * node + 1 + (value > self.threshold.ravel()[at + node])
            leaves = self.leaf.ravel()[node - nodes + np.arange(trees) * (nodes + 1)]
            result[start : start + 4096] = leaves.sum(axis=1, dtype=np.float64)
        return result


def two_sided(values: Any, known: Any) -> Any:
    """Return each row's inputs twice: with what is unknown far below everything, then far above."""
    return ops.concatenate([values - (1 - known) * _FAR, values + (1 - known) * _FAR], axis=1)


def grow(rows: Rows, stated: Rows, target: Rows, weight: Rows, config: NetConfig) -> Forest | None:
    """Grow trees on what an expert is for, as it is measured and, by chance row by row, as a person would state it.

    Parameters
    ----------
    rows, stated : ndarray of shape (n, n_inputs)
        Centred; the second with the audience as a person states it.
    target, weight : ndarray of shape (n,)

    Returns
    -------
    Forest or None
        None where the configuration has no trees.
    """
    from sklearn.ensemble import HistGradientBoostingRegressor

    if not config.trees:
        return None
    seen = np.concatenate(_views(rows, stated, config))
    columns = np.flatnonzero(np.isfinite(seen).any(axis=0))
    boosting = HistGradientBoostingRegressor(
        loss="absolute_error",
        max_iter=config.trees,
        learning_rate=config.tree_rate,
        max_depth=config.tree_depth,
        max_leaf_nodes=None,
        min_samples_leaf=_LEAST_LEAF,
        max_features=0.5,
        monotonic_cst=[int(INPUTS[at] in _RISING) for at in columns],
        early_stopping=False,
        random_state=config.seed,
    )
    copies = len(seen) // len(target)
    boosting.fit(seen[:, columns], np.tile(target, copies), sample_weight=np.tile(weight, copies))
    return laid_out(boosting, columns, config)


def _views(rows: Rows, stated: Rows, config: NetConfig) -> list[Rows]:
    """Return the table as the expert is asked: with all that it may know, and with what most people leave out."""
    rng = np.random.default_rng(config.seed)
    coins = keras.random.SeedGenerator(config.seed)
    never, left_out = _unknown_to(config)
    views = []
    for gone in (never, (*never, *left_out)):
        view = rows.copy()
        for names in (("followers",), MEDIANS):
            at = [INPUTS.index(name) for name in names]
            view[:, at] = np.where(rng.random((len(rows), 1)) < config.coarse, stated[:, at], rows[:, at])
        view[:, [INPUTS.index(name) for name in gone]] = np.nan
        known = np.asarray(dropped(np.isfinite(view).astype(np.float32), config, coins)) > 0
        view[(rng.random((len(rows), 1)) < _MASKED) & ~known] = np.nan
        views.append(sensible(view))
    return views


def _unknown_to(config: NetConfig) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which inputs an expert never knows, and which people often leave out beside these."""
    if config.drop_history == 1:
        return HISTORY, ("followers",)
    usual, earlier = HISTORY[:2], HISTORY[2:]
    return (usual, ()) if config.drop_usual == 1 else ((), earlier)


def laid_out(boosting: Any, columns: NDArray[np.intp], config: NetConfig) -> Forest:
    """Lay grown trees out as heaps; a leaf that lies higher is repeated below itself.

    Parameters
    ----------
    boosting : sklearn.ensemble.HistGradientBoostingRegressor
        Fitted.
    columns : ndarray of int
        Which inputs it was given.
    """
    grown = [trees[0].nodes for trees in boosting._predictors]  # noqa: SLF001 # found nowhere else
    nodes = 2**config.tree_depth - 1
    feature = np.zeros((len(grown), nodes), np.int32)
    threshold = np.zeros((len(grown), nodes), np.float32)
    leaf = np.zeros((len(grown), nodes + 1), np.float32)
    for tree, found in enumerate(grown):
        where = {0: 0}
        for at in range(2 * nodes + 1):
            node = found[where[at]]
            if at >= nodes:
                leaf[tree, at - nodes] = node["value"]
                continue
            where[2 * at + 1], where[2 * at + 2] = where[at], where[at]
            if not node["is_leaf"]:
                where[2 * at + 1], where[2 * at + 2] = int(node["left"]), int(node["right"])
                feature[tree, at] = columns[node["feature_idx"]]
                feature[tree, at] += 0 if node["missing_go_to_left"] else len(INPUTS)
                threshold[tree, at] = min(float(node["num_threshold"]), _FAR / 10)
    start = float(np.ravel(boosting._baseline_prediction)[0])  # noqa: SLF001
    return Forest(feature, threshold, leaf + np.float32(start / len(grown)), config.tree_share)


def moved_towards(forest: Forest, rows: Rows, odds: Rows) -> Rows:
    """Move distributions, shape (members, n, bins), so that the median of their mean comes nearer to the trees'.

    Parameters
    ----------
    rows : ndarray of shape (n, n_inputs)
        What is asked, centred, NaN where unknown.
    """
    own = quantiles(odds.mean(axis=0), BIN_CENTRES, (0.5,))[:, 0]
    known = graph_inputs(rows)["known"]
    bins = (forest.share * np.asarray(leaning(known)) * (forest.medians(rows) - own) / WIDTH).astype(np.float32)
    return np.stack([np.asarray(slid(one, bins), np.float32) for one in odds])


def leaning(known: Any) -> Any:
    """Return how far each row leans on trees: half as far where no popularity of other songs is known."""
    stated = ops.max(ops.stack([known[:, INPUTS.index(name)] for name in MEDIANS]), axis=0)
    return 0.5 + 0.5 * stated


def slid(odds: Any, bins: Any) -> Any:
    """Move distributions, shape (n, bins), to the right by fractions of bins; what would leave stays in the last."""
    import tensorflow as tf  # its own look-ups: those of Keras first look for negative places

    count = len(BIN_CENTRES)
    whole = tf.floor(bins)
    share = (bins - whole)[:, None]
    empty = tf.zeros_like(odds)
    wide = tf.concat([empty, odds, empty], axis=1)
    places = np.arange(count, 2 * count, dtype=np.int32)[None] - tf.cast(whole, tf.int32)[:, None]
    places = tf.clip_by_value(places, 1, 3 * count - 1)
    near, far = (tf.gather(wide, places - step, batch_dims=1) for step in (0, 1))
    found = near * (1 - share) + far * share
    lost = tf.reduce_sum(odds, axis=1, keepdims=True) - tf.reduce_sum(found, axis=1, keepdims=True)
    ends = np.eye(count, dtype=np.float32)[[0, -1]]
    return found + lost * tf.where(bins[:, None] > 0, ends[1:], ends[:1])


def median_of(odds: Any) -> Any:
    """Return the medians of distributions, shape (n,), inside a graph; see `spotpop.model.distribution.quantiles`."""
    count = len(BIN_CENTRES)
    below = ops.matmul(odds, np.triu(np.ones((count, count), np.float32)))
    share = ops.clip((0.5 - (below - odds)) / ops.maximum(odds, 1e-12), 0.0, 1.0)
    return float(BIN_CENTRES[0]) - WIDTH / 2 + WIDTH * ops.sum(share, axis=1)


@keras.saving.register_keras_serializable("spotpop")
class ForestLayer(keras.layers.Layer):  # type: ignore[misc] # Keras has no types
    """A forest in a graph: every row walks down all trees at once, first by sums, then by a look-up a level."""

    def __init__(self, forest: Forest, **options: Any) -> None:
        super().__init__(**options)
        self._forest = forest

    def call(self, values: Any, known: Any, odds: Any) -> Any:
        """Return distributions, shape (n, bins), moved towards the trees.

        Parameters
        ----------
        odds : tensor of shape (n, bins)
        """
        import tensorflow as tf

        forest, both = self._forest, two_sided(values, known)
        depth = forest.leaf.shape[1].bit_length() - 1
        near_root = min(_DENSE_LEVELS, depth)
        place = tf.cast(tf.transpose(_places_by_sums(forest, tf.transpose(both), near_root)), tf.int32)
        tree = np.arange(len(forest.leaf), dtype=np.int32)[None]
        for level in range(near_root, depth):
            nodes = slice(2**level - 1, 2 ** (level + 1) - 1)
            at = place + tree * 2**level
            value = tf.gather(both, tf.gather(forest.feature[:, nodes].ravel(), at), batch_dims=1)
            place = 2 * place + tf.cast(value > tf.gather(forest.threshold[:, nodes].ravel(), at), tf.int32)
        medians = tf.reduce_sum(tf.gather(forest.leaf.ravel(), place + tree * 2**depth), axis=1)
        return slid(odds, forest.share * leaning(known) * (medians - median_of(odds)) / WIDTH)


def _places_by_sums(forest: Forest, columns: Any, levels: int) -> Any:
    """Walk the first levels of all trees; how far to the right each row comes, shape (trees, n).

    All nodes of these levels are asked, and what lies beside the way is left out by products: whole rows of numbers are
    worked on at once, where a look-up takes them one by one.

    Parameters
    ----------
    columns : tensor of shape (2 * n_inputs, n)
        `two_sided`, turned.
    """
    import tensorflow as tf

    trees, count = len(forest.leaf), 2**levels - 1
    asked = tf.gather(columns, forest.feature[:, :count].T.ravel())
    above = tf.clip_by_value((asked - forest.threshold[:, :count].T.reshape(-1, 1)) * _STEEP, 0.0, 1.0)
    turns: list[Any] = []
    place = tf.zeros_like(above[:trees])
    for level in range(levels):
        nodes = [above[node * trees : (node + 1) * trees] for node in range(2**level - 1, 2 ** (level + 1) - 1)]
        for turn in reversed(turns):  # of two neighbours the one on whose side the last turn went, and so on upwards
            nodes = [left + turn * (right - left) for left, right in zip(nodes[::2], nodes[1::2], strict=True)]
        turns += nodes
        place = 2 * place + nodes[0]
    return place
