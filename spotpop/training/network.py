"""The head of the two branches: MusiCNN's answers beside audio features, to descriptors in Spotify's units.

A ridge on standardised, clipped inputs: with a few hundred labelled clips nothing with more freedom did better. It is
fitted in its dual form (as many unknowns as clips, not inputs) and exported as a Keras graph with all scaling inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.features import FEATURE_NAMES
from spotpop.model.descriptors import LEARNT
from spotpop.training.clips import AnalysedClips

Matrix = NDArray[np.float64]

LOUDNESS_RANGE = (-40.0, 0.0)

ROOTS = {"instrumentalness": 4, "speechiness": 3, "acousticness": 2}
"""Learnt as this root: most of their values crowd near zero, and the forecast takes in their logarithm. Measured on the
logarithm as well as on the value itself, a root does well by both; either alone does badly by the other."""

BLOCK_WEIGHTS = {"embedding": 1.0, "tags": 0.5, "features": 1.3}
RIDGE = 500.0
Z_LIMIT = 4.0
TAG_FLOOR = 1e-3


_DECISIONS = [
    index
    for index, name in enumerate(FEATURE_NAMES)
    if name in ("tempo_bpm", "tempo_log2", "key", "key_cos", "key_sin", "mode", "beat_strength")
    or name.endswith(("_beats", "_pulse"))
]
"""Features that follow from a choice among rivals, such as a tempo or its double. They leap when the music hardly
moves, and a descriptor must not leap with them: they get no weight. The others reach the same mean R²."""


def input_blocks(heard: AnalysedClips, patches: tuple[int, ...] | None = None) -> dict[str, Matrix]:
    """Return the head's inputs by block, averaged over patches.

    Parameters
    ----------
    patches : tuple of int, optional
        Which of the patches to average; all when not given.
    """
    chosen = list(patches) if patches is not None else slice(None)
    features = heard.features.astype(np.float64)
    features[:, _DECISIONS] = 0.0
    return {
        "embedding": heard.embedding[:, chosen].mean(axis=1, dtype=np.float64),
        "tags": np.log(heard.tags[:, chosen].mean(axis=1, dtype=np.float64) + TAG_FLOOR),
        "features": features,
    }


@dataclass(frozen=True, slots=True)
class Head:
    """A fitted head: standardisation by block, weights, offset."""

    mean: dict[str, Matrix]
    scale: dict[str, Matrix]
    weights: dict[str, Matrix]
    offset: Matrix

    def predict(self, blocks: dict[str, Matrix]) -> Matrix:
        """Return descriptors, shape (n, 7), in Spotify's units."""
        total = self.offset + sum(
            np.clip((blocks[name] - self.mean[name]) / self.scale[name], -Z_LIMIT, Z_LIMIT) @ self.weights[name]
            for name in blocks
        )
        return from_fit_scale(np.asarray(total))


def to_fit_scale(values: Matrix) -> Matrix:
    """Return descriptors (n, 7) on the scale on which they are learnt."""
    out = values.copy()
    for name, root in ROOTS.items():
        column = LEARNT.index(name)
        out[:, column] = np.maximum(out[:, column], 0.0) ** (1 / root)
    return out


def from_fit_scale(values: Matrix) -> Matrix:
    """Undo `to_fit_scale`, and keep every descriptor in its range."""
    out = values.copy()
    for column, name in enumerate(LEARNT):
        low, high = LOUDNESS_RANGE if name == "loudness" else (0.0, 1.0)
        out[:, column] = np.clip(out[:, column], low, high) ** ROOTS.get(name, 1)
    return out


def fit_head(blocks: dict[str, Matrix], labels: Matrix, *, ridge: float = RIDGE) -> Head:
    """Fit on training clips alone: standardisation, weights and offset.

    Parameters
    ----------
    blocks : dict of str to ndarray, shape (n, block size)
    labels : ndarray, shape (n, 7)
        In Spotify's units, columns as in `LEARNT`.
    ridge : float
        Penalty, for blocks that are scaled to the size of 200 inputs each.
    """
    target = to_fit_scale(labels)
    mean = {name: block.mean(axis=0) for name, block in blocks.items()}
    scale = {name: block.std(axis=0) + 1e-6 for name, block in blocks.items()}
    gain = {name: BLOCK_WEIGHTS[name] * np.sqrt(200 / block.shape[1]) for name, block in blocks.items()}
    scaled = {
        name: gain[name] * np.clip((block - mean[name]) / scale[name], -Z_LIMIT, Z_LIMIT)
        for name, block in blocks.items()
    }
    inputs = np.concatenate(list(scaled.values()), axis=1)
    offset = target.mean(axis=0)
    dual = np.linalg.solve(inputs @ inputs.T + ridge * np.eye(len(inputs)), target - offset)
    weights = {name: gain[name] * (block.T @ dual) for name, block in scaled.items()}
    return Head(mean, scale, weights, offset)


def descriptors_graph(head: Head, mode_weights: tuple[float, float]) -> Any:
    """Build the graph from both branches to descriptors.

    Parameters
    ----------
    mode_weights : tuple of float
        Slope and offset of the logistic from the feature ``mode_margin`` to the probability of major.

    Returns
    -------
    keras.Model
        ``embedding`` (n, 200), ``tags`` (n, 50), both averaged over patches, and ``features`` (n, n_features) →
        ``descriptors`` (n, 10), columns as in `DESCRIPTORS`.
    """
    import keras

    sizes = {"embedding": 200, "tags": 50, "features": len(FEATURE_NAMES)}
    inputs = {name: keras.Input((size,), name=name) for name, size in sizes.items()}
    ready = {**inputs, "tags": keras.ops.log(inputs["tags"] + TAG_FLOOR)}
    branches = []
    for name, tensor in ready.items():
        scaled = (tensor - _constant(head.mean[name])) * _constant(1 / head.scale[name])
        branches.append(keras.ops.clip(scaled, -Z_LIMIT, Z_LIMIT))
    joined = keras.layers.Concatenate()(branches)
    dense = keras.layers.Dense(len(LEARNT), name="head")
    fitted = dense(joined)
    dense.set_weights([np.concatenate([head.weights[name] for name in ready]).astype(np.float32), _row(head.offset)])
    columns = [_to_units(keras, fitted[:, index : index + 1], name) for index, name in enumerate(LEARNT)]
    measured = {name: _column(inputs["features"], name) for name in ("tempo_bpm", "key", "mode_margin")}
    slope, offset = mode_weights
    major = keras.ops.sigmoid(measured["mode_margin"] * slope + offset)
    descriptors = keras.layers.Concatenate()([*columns, measured["tempo_bpm"], measured["key"], major])
    return keras.Model(list(inputs.values()), {"descriptors": descriptors}, name="descriptors")


def _to_units(keras: Any, tensor: Any, name: str) -> Any:
    low, high = LOUDNESS_RANGE if name == "loudness" else (0.0, 1.0)
    clipped = value = keras.ops.clip(tensor, low, high)
    for _ in range(ROOTS.get(name, 1) - 1):
        value = value * clipped
    return value


def _column(features: Any, name: str) -> Any:
    index = FEATURE_NAMES.index(name)
    return features[:, index : index + 1]


def _constant(values: Matrix) -> NDArray[np.float32]:
    return values.astype(np.float32)[None]


def _row(values: Matrix) -> NDArray[np.float32]:
    return values.astype(np.float32)
