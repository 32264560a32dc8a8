"""The two-branch network in Keras: MusiCNN's answers through one, audio features through the other, then together.

Frozen MusiCNN → dense 64 (L2, dropout) ‖ features → dense 32; concatenated → dense 32 → 71 bins of popularity, trained
with the continuous ranked probability score. Whole groups of inputs are withheld at random, so that the network can be
asked what it would say without them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from spotpop.audio.features import FEATURE_NAMES
from spotpop.model.two_branch import FEATURE_GROUPS, GROUPS
from spotpop.training.network import TAG_FLOOR, Z_LIMIT
from spotpop.training.popularity_net import BIN_CENTRES

Array = NDArray[np.float32]
Inputs = dict[str, Array]
"""``embedding`` (n, 200) and ``tags`` (n, 50), averaged over patches, and ``features`` (n, n_features)."""

SIZES = {"embedding": 200, "tags": 50, "features": len(FEATURE_NAMES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoBranchConfig:
    """How a two-branch network is built and trained.

    Attributes
    ----------
    members : int
        Networks that are trained from different seeds and averaged.
    dropout, penalty : float
        Of the spectrogram branch: share of units dropped, and L2.
    withhold_group, withhold_all : float
        How often a group of inputs, or everything, is withheld in training.
    batch_size, epochs, patience : int
        Training stops when `patience` epochs brought nothing for the artists kept apart.
    folds : int
        By artist, for judging and calibrating.
    """

    members: int = 3
    dropout: float = 0.3
    penalty: float = 1e-3
    withhold_group: float = 0.1
    withhold_all: float = 0.03
    batch_size: int = 64
    epochs: int = 200
    patience: int = 15
    folds: int = 5
    learning_rate: float = 2e-3
    weight_decay: float = 1e-3
    seed: int = 7

    def to_json(self) -> dict[str, Any]:
        """Return the configuration as it is written down."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Scales:
    """Mean and spread of each input among training clips; tags as logarithms."""

    mean: dict[str, Array]
    spread: dict[str, Array]


def scales_of(inputs: Inputs) -> Scales:
    """Measure the scales of training clips."""
    ready = {**inputs, "tags": np.log(inputs["tags"] + TAG_FLOOR)}
    return Scales(
        mean={name: values.mean(axis=0).astype(np.float32) for name, values in ready.items()},
        spread={name: (values.std(axis=0) + 1e-6).astype(np.float32) for name, values in ready.items()},
    )


class Withhold(layers.Layer):  # type: ignore[misc] # Keras has no types
    """While training, mark groups as unknown at random; otherwise leave the mask as it is."""

    def __init__(self, config: TwoBranchConfig, seed: int) -> None:
        super().__init__()
        self._group, self._all = config.withhold_group, config.withhold_all
        self._random = keras.random.SeedGenerator(seed)

    def call(self, known: Any, training: bool = False) -> Any:
        """Return the mask, shape (n, 5)."""
        if not training:
            return known
        rows = ops.shape(known)[0]
        group = keras.random.uniform((rows, len(GROUPS)), seed=self._random) >= self._group
        whole = keras.random.uniform((rows, 1), seed=self._random) >= self._all
        return known * ops.cast(ops.logical_and(group, whole), "float32")


class Member:
    """One network of the ensemble: layers that its training and its serving graph share."""

    def __init__(self, scales: Scales, config: TwoBranchConfig, seed: int) -> None:
        keras.utils.set_random_seed(seed)
        self._scales = scales
        self._withhold = Withhold(config, seed + 1)
        self._dropout = [layers.Dropout(config.dropout, seed=seed + 2 + place) for place in range(2)]
        self._spectrogram = layers.Dense(64, "relu", kernel_regularizer=keras.regularizers.L2(config.penalty))
        self._features = layers.Dense(32, "relu", kernel_regularizer=keras.regularizers.L2(config.penalty))
        self._together = layers.Dense(32, "relu")
        self._logits = layers.Dense(len(BIN_CENTRES))

    def set_offset(self, log_share: NDArray[np.floating]) -> None:
        """Set the last layer's bias; the layer must have been built."""
        kernel, _ = self._logits.get_weights()
        self._logits.set_weights([kernel, log_share.astype(np.float32)])

    def logits(self, inputs: dict[str, Any], known: Any, *, training: bool) -> Any:
        """Return unnormalised log-probabilities of the bins, shape (n, 71)."""
        if training:
            known = self._withhold(known)
        ready = {**inputs, "tags": ops.log(inputs["tags"] + TAG_FLOOR)}
        scaled = {
            name: ops.clip((tensor - self._scales.mean[name]) / self._scales.spread[name], -Z_LIMIT, Z_LIMIT)
            for name, tensor in ready.items()
        }
        heard = layers.Concatenate()([scaled["embedding"], scaled["tags"]]) * known[:, :1]
        of_group = np.eye(len(GROUPS), dtype=np.float32)[:, list(FEATURE_GROUPS)]
        branches = [self._spectrogram(heard), self._features(scaled["features"] * ops.matmul(known, of_group))]
        if training:
            branches = [drop(branch) for drop, branch in zip(self._dropout, branches, strict=True)]
        return self._logits(self._together(layers.Concatenate()(branches)))


def _keras_inputs() -> tuple[dict[str, Any], Any]:
    inputs = {name: keras.Input((size,), name=name) for name, size in SIZES.items()}
    return inputs, keras.Input((len(GROUPS),), name="known")


def training_graph(member: Member) -> keras.Model:
    """Return the graph that is trained: inputs and ``known`` → logits."""
    inputs, known = _keras_inputs()
    return keras.Model([*inputs.values(), known], member.logits(inputs, known, training=True))


def serving_graph(members: list[Member]) -> keras.Model:
    """Return the graph that is exported.

    Returns
    -------
    keras.Model
        Inputs and ``known`` (n, 5) → ``probabilities`` (n, 71), the members' mean, and ``members`` (n, n_members),
        the popularity that each expects.
    """
    inputs, known = _keras_inputs()
    each = [ops.softmax(member.logits(inputs, known, training=False), axis=-1) for member in members]
    expected = [ops.matmul(probabilities, BIN_CENTRES[:, None]) for probabilities in each]
    joined = layers.Concatenate()(expected) if len(expected) > 1 else expected[0]
    mean = sum(each[1:], each[0]) * (1.0 / len(each))
    return keras.Model([*inputs.values(), known], {"probabilities": mean, "members": joined}, name="pipes")
