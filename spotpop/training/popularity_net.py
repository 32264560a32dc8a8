"""The popularity network: descriptors and context, each of which may be missing, to a distribution over 51 bins.

Preprocessing is part of the graph: transforms, z-scores and a piecewise-linear encoding over quantile bins (Gorishniy
et al. 2022, "On Embeddings for Numerical Features in Tabular Deep Learning"). Three members with seeds of their own
run side by side in one graph and their probabilities are averaged. Trained with the continuous ranked probability
score (Gneiting & Raftery 2007), which is proper: nothing but the true distribution minimises it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from spotpop.model.genres import GENRES
from spotpop.model.inputs import INPUTS, SOUND

BIN_CENTRES: NDArray[np.float32] = np.linspace(-8, 112, 51, dtype=np.float32)
"""Two-point bins in points of the reference population; wider than 0 to 100 because sources are centred."""

_LOG10 = ("acousticness", "speechiness", "liveness", "instrumentalness")
_LOG2 = ("tempo", "duration")
_BINARY = ("mode", "explicit")
NUMERIC: tuple[str, ...] = tuple(name for name in INPUTS if name != "genre")
ENCODED: tuple[str, ...] = tuple(name for name in NUMERIC if name not in _BINARY)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetConfig:
    """Shape and training of the network.

    Attributes
    ----------
    widths : tuple of int
        Units of the hidden layers of each member.
    members : int
        Networks in the ensemble.
    encoding_bins : int
        Quantile bins of the piecewise-linear encoding.
    dropout : float
        On hidden units.
    epochs, batch_size, learning_rate, weight_decay : int, int, float, float
        AdamW with a cosine schedule.
    drop_sound, drop_single, drop_followers, drop_context, drop_random, drop_all : float
        Input dropout per row: the whole sound block; any one input; followers; age, duration, explicit and genre each;
        a random subset of all inputs (so that any coalition of inputs is a question the network has seen, which the
        reasons need); everything.
    """

    widths: tuple[int, ...] = (192, 96)
    members: int = 3
    encoding_bins: int = 16
    dropout: float = 0.2
    epochs: int = 18
    batch_size: int = 512
    learning_rate: float = 2e-3
    weight_decay: float = 1e-4
    drop_sound: float = 0.15
    drop_single: float = 0.05
    drop_followers: float = 0.5
    drop_context: float = 0.25
    drop_random: float = 0.1
    drop_all: float = 0.03
    seed: int = 17

    def to_json(self) -> dict[str, Any]:
        """Return plain values for ``training.json``."""
        return asdict(self)


def transform(columns: list[Any]) -> list[Any]:
    """Bring raw columns (order `NUMERIC`) to the scales on which they are encoded; works on NumPy and on tensors."""
    result = []
    for name, raw in zip(NUMERIC, columns, strict=True):
        if name in _LOG10:
            result.append(ops.log(ops.maximum(raw, 1e-5)) / np.log(10).astype(np.float32))
        elif name in _LOG2:
            result.append(ops.log(ops.maximum(raw, 1.0)) / np.log(2).astype(np.float32))
        elif name == "followers":
            result.append(ops.log(ops.maximum(raw, 0.0) + 1) / np.log(10).astype(np.float32))
        elif name == "age":
            # Below half a year popularity still rises or falls by the week: one class of its own.
            result.append(ops.log(ops.maximum(raw, 0.5) + 1))
        elif name == "loudness":
            result.append(ops.clip(raw, -30.0, 0.0))
        else:
            result.append(raw)
    return result


def scales_of(rows: NDArray[np.float32], bins: int) -> dict[str, NDArray[np.float32]]:
    """Fit means, deviations and quantile edges on training rows (raw, NaN where unknown).

    Returns
    -------
    dict
        ``mean`` and ``sd`` of shape (14,), ``edges`` of shape (12, bins + 1).
    """
    columns = [rows[:, INPUTS.index(name)] for name in NUMERIC]
    known = [column[np.isfinite(column)] for column in columns]
    scaled = [np.asarray(column) for column in transform([c if len(c) else np.zeros(1, np.float32) for c in known])]
    edges = []
    for name, column in zip(NUMERIC, scaled, strict=True):
        if name in ENCODED:
            quantiles = np.quantile(column, np.linspace(0.002, 0.998, bins + 1)).astype(np.float32)
            # Ties (instrumentalness is 0 for half of all music) would give bins of no width.
            least = 1e-3 * max(float(quantiles[-1] - quantiles[0]), 1e-3)
            edges.append(np.maximum.accumulate(quantiles + least * np.arange(bins + 1, dtype=np.float32)))
    return {
        "mean": np.array([column.mean() for column in scaled], np.float32),
        "sd": np.array([max(float(column.std()), 1e-3) for column in scaled], np.float32),
        "edges": np.stack(edges).astype(np.float32),
    }


@keras.saving.register_keras_serializable("spotpop")
class Encoder(keras.layers.Layer):  # type: ignore[misc] # Keras has no types
    """Raw values and their mask to what the members read."""

    def __init__(self, scales: dict[str, Any], **options: Any) -> None:
        super().__init__(**options)
        self.scales = {key: np.asarray(value, np.float32) for key, value in scales.items()}

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the layer."""
        return {**super().get_config(), "scales": {key: value.tolist() for key, value in self.scales.items()}}

    def call(self, values: Any, known: Any) -> Any:
        """Encode; a masked input contributes nothing but its mask."""
        columns = transform([values[:, INPUTS.index(name)] for name in NUMERIC])
        x = ops.stack(columns, axis=1)
        mask = ops.stack([known[:, INPUTS.index(name)] for name in NUMERIC], axis=1)
        z = ops.clip((x - self.scales["mean"]) / self.scales["sd"], -4.0, 4.0) * mask
        which = [NUMERIC.index(name) for name in ENCODED]
        left, width = self.scales["edges"][:, :-1], np.diff(self.scales["edges"], axis=1)
        picked = ops.stack([x[:, i] for i in which], axis=1)[:, :, None]
        picked_mask = ops.stack([mask[:, i] for i in which], axis=1)[:, :, None]
        steps = ops.clip((picked - left) / width, 0.0, 1.0) * picked_mask
        n_steps = len(ENCODED) * (self.scales["edges"].shape[1] - 1)
        genre_at = INPUTS.index("genre")
        genre = values[:, genre_at] * known[:, genre_at]
        one_hot = ops.maximum(1.0 - ops.abs(genre[:, None] - np.arange(len(GENRES) + 1, dtype=np.float32)), 0.0)
        return ops.concatenate([z, mask, ops.reshape(steps, (-1, n_steps)), one_hot], axis=1)


@keras.saving.register_keras_serializable("spotpop")
class MemberDense(keras.layers.Layer):  # type: ignore[misc] # Keras has no types
    """One dense layer for each member, all in one product: shape (n, members, units)."""

    def __init__(self, units: int, members: int, seed: int, **options: Any) -> None:
        super().__init__(**options)
        self.units, self.members, self.seed = units, members, seed

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the layer."""
        return {**super().get_config(), "units": self.units, "members": self.members, "seed": self.seed}

    def build(self, shape: tuple[int | None, ...]) -> None:
        """Create each member's weights from a seed of its own."""
        n_in = int(shape[-1] or 0)
        seeds = [keras.initializers.GlorotUniform(seed=self.seed + 1000 * i) for i in range(self.members)]
        start = np.stack([np.asarray(seed((n_in, self.units))) for seed in seeds])
        self.kernel = self.add_weight(
            shape=start.shape, initializer=lambda *_, **__: ops.convert_to_tensor(start), name="kernel"
        )
        self.bias = self.add_weight(shape=(self.members, 1, self.units), initializer="zeros", name="bias")

    def call(self, x: Any) -> Any:
        """Map shape (members, n, inputs) to (members, n, units)."""
        return ops.matmul(x, self.kernel) + self.bias


def dropped(known: Any, config: NetConfig, seed: keras.random.SeedGenerator) -> Any:
    """Withhold inputs at random, row by row."""
    n, width = ops.shape(known)[0], len(INPUTS)

    def coin(columns: int, probability: Any) -> Any:
        return ops.cast(keras.random.uniform((n, columns), seed=seed) < probability, "float32")

    single = {"followers": config.drop_followers, **dict.fromkeys(("age", "duration", "explicit", "genre"), 0.0)}
    for name in ("age", "duration", "explicit", "genre"):
        single[name] = config.drop_context
    rate = np.array([single.get(name, config.drop_single) for name in INPUTS], np.float32)
    sound = np.array([name in SOUND for name in INPUTS], np.float32)
    lost = ops.maximum(coin(width, rate), coin(1, config.drop_sound) * sound)
    subset = coin(1, config.drop_random) * coin(width, keras.random.uniform((n, 1), seed=seed))
    return known * (1 - ops.maximum(ops.maximum(lost, subset), coin(1, config.drop_all)))


@keras.saving.register_keras_serializable("spotpop")
class InputDropout(keras.layers.Layer):  # type: ignore[misc] # Keras has no types
    """Withholds inputs during training, so that the network answers with whatever is known."""

    def __init__(self, config: dict[str, Any], **options: Any) -> None:
        super().__init__(**options)
        self.settings = NetConfig(**{**config, "widths": tuple(config["widths"])})
        self.generator = keras.random.SeedGenerator(self.settings.seed)

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the layer."""
        return {**super().get_config(), "config": self.settings.to_json()}

    def call(self, known: Any, training: bool = False) -> Any:
        """Return the mask, thinned out while training."""
        return dropped(known, self.settings, self.generator) if training else known


def build_network(scales: dict[str, NDArray[np.float32]], config: NetConfig) -> keras.Model:
    """Build the network for training: logits of shape (members, n, 51), for `crps`."""
    values, known = (keras.Input((len(INPUTS),), name=name) for name in ("values", "known"))
    encoder = Encoder(scales, name="encoder")
    layers = [
        MemberDense(units, config.members, config.seed + depth, name=f"dense_{depth}")
        for depth, units in enumerate((*config.widths, len(BIN_CENTRES)))
    ]
    thinned = InputDropout(config.to_json(), name="input_dropout")(known)
    return keras.Model([values, known], _logits(layers, encoder(values, thinned), config))


def serving_form(network: keras.Model) -> keras.Model:
    """Return the trained network as it is shipped: ``{"probabilities": (n, 51)}``, the members' mean.

    A path of its own without the states of random generators, which an exported graph could not initialise.
    """
    values, known = (keras.Input((len(INPUTS),), name=name) for name in ("values", "known"))
    layers = sorted((layer for layer in network.layers if isinstance(layer, MemberDense)), key=lambda layer: layer.name)
    logits = _logits(layers, network.get_layer("encoder")(values, known), None)
    return keras.Model([values, known], {"probabilities": ops.mean(ops.softmax(logits, axis=-1), axis=0)})


def _logits(layers: list[Any], encoded: Any, config: NetConfig | None) -> Any:
    x = ops.expand_dims(encoded, 0)
    for depth, layer in enumerate(layers[:-1]):
        x = ops.relu(layer(x))
        if config is not None and config.dropout:
            x = keras.layers.Dropout(config.dropout, seed=config.seed + depth)(x)
    return layers[-1](x)


def crps(target: Any, logits: Any) -> Any:
    """Continuous ranked probability score of each row, summed over members, in points.

    Parameters
    ----------
    target : tensor of shape (n, 1)
        Popularity in points of the reference population.
    logits : tensor of shape (members, n, 51)
    """
    width = float(BIN_CENTRES[1] - BIN_CENTRES[0])
    # A product with a triangle: several times faster than a cumulative sum on CPU, forwards and backwards.
    below = ops.matmul(ops.softmax(logits, axis=-1), np.triu(np.ones((len(BIN_CENTRES),) * 2, np.float32)))
    # Two-point target: the truth between two centres is shared between them, so that no precision is lost.
    truth = ops.clip((BIN_CENTRES + width - target) / width, 0.0, 1.0)
    return ops.sum(ops.mean(ops.square(below - truth), axis=0), axis=-1) * width
