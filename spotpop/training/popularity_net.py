"""The popularity network: descriptors and context, each of which may be missing, to a distribution over 71 bins.

Preprocessing is part of the graph: transforms, z-scores and a piecewise-linear encoding over quantile bins (Gorishniy
et al. 2022, "On Embeddings for Numerical Features in Tabular Deep Learning"). Three members with seeds of their own
run side by side in one graph and their probabilities are averaged. Trained with the continuous ranked probability
score (Gneiting & Raftery 2007), which is proper: nothing but the true distribution minimises it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from spotpop.audience import LEAST_FOLLOWERS
from spotpop.model.descriptors import SOUND, SPEC_OF
from spotpop.model.genres import GENRES
from spotpop.model.graph_inputs import ALBUM, ALBUM_TYPES, HISTORY, INPUTS, SONGS_OF

BIN_CENTRES: NDArray[np.float32] = np.linspace(-28, 112, 71, dtype=np.float32)
"""Two-point bins in points of the reference population; wider than 0 to 100 because sources are centred."""

_BINARY = ("mode", "explicit")
CATEGORIES: dict[str, int] = {"genre": len(GENRES) + 1, "album_type": len(ALBUM_TYPES) + 1}
"""Inputs that are numbers of a kind, and how many kinds there are with 0 for unknown."""

NUMERIC: tuple[str, ...] = tuple(name for name in INPUTS if name not in CATEGORIES)
ENCODED: tuple[str, ...] = tuple(name for name in NUMERIC if name not in _BINARY)
_COUNTS = (*SONGS_OF, "album_tracks", "track_number")
_NUMERIC_AT = np.array([INPUTS.index(name) for name in NUMERIC], np.int32)
_ENCODED_AT = np.array([NUMERIC.index(name) for name in ENCODED], np.int32)


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
    drop_sound, drop_single, drop_context, drop_album, drop_followers, drop_history, drop_usual, drop_earlier,
    drop_songs, drop_random, drop_all : float
        Input dropout per row: the whole sound block; any one input; age, duration, explicit and genre each; the album;
        followers; all that is known of the artist's other songs; each of the two medians; each number of songs; a
        random subset of all inputs (so that any coalition of inputs is a question the network has seen, which the
        reasons need); everything.
    trees, tree_depth, tree_rate, tree_share : int, int, float, float
        Boosted trees beside the members of each expert (0 for none), their depth, how much each adds, and how far the
        members' forecast is moved towards theirs.
    coarse : float
        Share of rows whose audience is learnt as a person would state it: followers by decade, medians to 15 points.
    """

    widths: tuple[int, ...] = (128, 64)
    members: int = 4
    encoding_bins: int = 12
    dropout: float = 0.2
    epochs: int = 20
    batch_size: int = 1024
    learning_rate: float = 3e-3
    weight_decay: float = 1e-4
    drop_sound: float = 0.15
    drop_single: float = 0.02
    drop_context: float = 0.04
    drop_album: float = 0.3
    drop_followers: float = 0.3
    drop_history: float = 1.0
    drop_usual: float = 0.12
    drop_earlier: float = 0.4
    drop_songs: float = 0.02
    drop_random: float = 0.08
    drop_all: float = 0.02
    trees: int = 160
    tree_depth: int = 5
    tree_rate: float = 0.1
    tree_share: float = 0.5
    coarse: float = 0.75
    seed: int = 17

    def blind(self) -> NetConfig:
        """Return the configuration of the expert that never knows the artist's other songs."""
        # Most of its rows know neither album nor followers as it is.
        return replace(self, drop_sound=0.05, drop_album=0.1, drop_followers=0.15, drop_history=1.0)

    def with_history(self) -> NetConfig:
        """Return the configuration of the expert that nearly always knows them."""
        # It has the most to learn, and what it learns longer it keeps better.
        longer = replace(self, epochs=round(1.3 * self.epochs), dropout=1.25 * self.dropout)
        return replace(longer, drop_history=0.02, seed=self.seed + 100)

    def release_day(self) -> NetConfig:
        """Return the configuration of the expert that knows nothing of them but what was out before."""
        return replace(self, drop_history=0.02, drop_usual=1.0, drop_earlier=0.02, seed=self.seed + 200)

    def short(self) -> NetConfig:
        """Return a quicker configuration for the many trainings whose networks are not shipped."""
        widths = tuple(max(8, width // 2) for width in self.widths)
        return replace(self, widths=widths, members=1, epochs=min(self.epochs, 6), trees=min(self.trees, 60))

    def to_json(self) -> dict[str, Any]:
        """Return plain values for ``training.json``."""
        return asdict(self)


def _shape_of(name: str) -> tuple[float, float, float, float]:
    """Return how an input is scaled: lowest, highest, what is added before the logarithm, its base (0 takes none)."""
    scale = SPEC_OF[name].scale if name in SPEC_OF else "plain"
    if scale == "log10":
        return 1e-5, np.inf, 0.0, 10.0
    if scale == "log2" or name == "duration":
        return 1.0, np.inf, 0.0, 2.0
    if scale == "loudness":
        return -30.0, 0.0, 0.0, 0.0
    if name in {"followers", "deezer_fans", "deezer_rank"}:
        return LEAST_FOLLOWERS, np.inf, 0.0, 10.0
    if name == "age":
        # Below half a year popularity still rises or falls by the week: one class of its own.
        return 0.5, np.inf, 1.0, np.e
    if name in _COUNTS:
        # No songs at all is a class of its own, as far from one as one from two.
        return (0.5 if name in SONGS_OF else 1.0), 64.0, 0.0, 2.0
    return -np.inf, np.inf, 0.0, 0.0


_LOWEST, _HIGHEST, _ADDED, _BASE = np.array([_shape_of(name) for name in NUMERIC], np.float32).T
_LOGARITHM = _BASE > 0
_PER_LOG = np.where(_LOGARITHM, 1 / np.log(np.where(_LOGARITHM, _BASE, np.e)), 1.0).astype(np.float32)


def transform(values: Any) -> Any:
    """Bring raw values, columns in the order of `NUMERIC`, to the scales on which they are encoded."""
    clipped = ops.clip(values, _LOWEST, _HIGHEST)
    # The logarithm of every column is taken at once; where none is wanted it must not be NaN.
    logarithm = ops.log(ops.where(_LOGARITHM, clipped + _ADDED, 1.0)) * _PER_LOG
    return ops.where(_LOGARITHM, logarithm, clipped)


def scales_of(rows: NDArray[np.float32], bins: int) -> dict[str, NDArray[np.float32]]:
    """Fit means, deviations and quantile edges on training rows (raw, NaN where unknown).

    Returns
    -------
    dict
        ``mean`` and ``sd`` by column of `NUMERIC`, ``edges`` of shape (len(ENCODED), bins + 1).
    """
    encoded = np.asarray(transform(rows[:, _NUMERIC_AT]))
    columns = [column[np.isfinite(column)] for column in encoded.T]
    scaled = [column if len(column) else np.zeros(1, np.float32) for column in columns]
    edges = []
    for name, column in zip(NUMERIC, scaled, strict=True):
        if name in ENCODED:
            quantiles = np.quantile(column, np.linspace(0.002, 0.998, bins + 1)).astype(np.float32)
            # Ties (instrumentalness is 0 for half of all music) would give bins of no width.
            # So would a column of one value, where a step is too small for single precision to hold beside it.
            least = 1e-3 * max(float(quantiles[-1] - quantiles[0]), 1e-3, 1e-3 * float(np.abs(quantiles).max()))
            edges.append(np.maximum.accumulate(quantiles + least * np.arange(bins + 1, dtype=np.float32)))
    return {
        "mean": np.array([column.mean() for column in scaled], np.float32),
        "sd": np.array([max(float(column.std()), 1e-3) for column in scaled], np.float32),
        "edges": np.stack(edges).astype(np.float32),
    }


@keras.saving.register_keras_serializable("spotpop")
class Encoder(keras.layers.Layer):  # type: ignore[misc] # Keras has no types
    """Raw values and their mask to what the members read.

    Parameters
    ----------
    bins : int
        Of the piecewise-linear encoding.
    """

    def __init__(self, bins: int, **options: Any) -> None:
        super().__init__(**options)
        self.bins = bins

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the layer."""
        return {**super().get_config(), "bins": self.bins}

    def build(self, values_shape: Any, known_shape: Any) -> None:  # noqa: ARG002 # Keras passes them by name
        """Make room for the scales, which `fit` puts in."""

        def room(name: str, *shape: int) -> Any:
            return self.add_weight(shape=shape, initializer="ones", name=name, trainable=False)

        self.mean, self.sd = room("mean", len(NUMERIC)), room("sd", len(NUMERIC))
        self.left, self.width = (room(name, len(ENCODED), self.bins) for name in ("left", "width"))

    def fit(self, scales: dict[str, NDArray[np.float32]]) -> None:
        """Take the scales of a table (`scales_of`)."""
        self.mean.assign(scales["mean"])
        self.sd.assign(scales["sd"])
        self.left.assign(scales["edges"][:, :-1])
        self.width.assign(np.diff(scales["edges"], axis=1))

    def call(self, values: Any, known: Any) -> Any:
        """Encode; a masked input contributes nothing but its mask."""
        x = transform(ops.take(values, _NUMERIC_AT, axis=1))
        mask = ops.take(known, _NUMERIC_AT, axis=1)
        z = ops.clip((x - self.mean) / self.sd, -4.0, 4.0) * mask
        picked = ops.take(x, _ENCODED_AT, axis=1)[:, :, None]
        picked_mask = ops.take(mask, _ENCODED_AT, axis=1)[:, :, None]
        steps = ops.clip((picked - self.left) / self.width, 0.0, 1.0) * picked_mask
        n_steps = len(ENCODED) * self.bins
        kinds = []
        for name, count in CATEGORIES.items():
            number = values[:, INPUTS.index(name)] * known[:, INPUTS.index(name)]
            kinds.append(ops.maximum(1.0 - ops.abs(number[:, None] - np.arange(count, dtype=np.float32)), 0.0))
        return ops.concatenate([z, mask, ops.reshape(steps, (-1, n_steps)), *kinds], axis=1)


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

    def block(names: tuple[str, ...]) -> Any:
        return np.array([name in names for name in INPUTS], np.float32)

    single = dict.fromkeys(("age", "duration", "explicit", "genre"), config.drop_context)
    single |= {"followers": config.drop_followers, "usual": config.drop_usual, "earlier": config.drop_earlier}
    single |= dict.fromkeys(SONGS_OF, config.drop_songs)
    rate = np.array([single.get(name, config.drop_single) for name in INPUTS], np.float32)
    lost = ops.maximum(coin(width, rate), coin(1, config.drop_sound) * block(SOUND))
    lost = ops.maximum(lost, coin(1, config.drop_album) * block(ALBUM))
    lost = ops.maximum(lost, coin(1, config.drop_history) * block(HISTORY))
    subset = coin(1, config.drop_random) * coin(width, keras.random.uniform((n, 1), seed=seed))
    kept = 1 - ops.maximum(ops.maximum(lost, subset), coin(1, config.drop_all))
    # A number of songs goes with the median that rests on them, or would.
    basis = [INPUTS.index(SONGS_OF.get(name, name)) for name in INPUTS]
    kept = ops.stack([kept[:, at] * kept[:, of] if at != of else kept[:, at] for at, of in enumerate(basis)], axis=1)
    return known * kept


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


def build_network(config: NetConfig, *, expert: str = "expert") -> keras.Model:
    """Build the network for training: logits of shape (members, n, bins), for `crps`."""
    values, known = (keras.Input((len(INPUTS),), name=name) for name in ("values", "known"))
    encoder = Encoder(config.encoding_bins, name=f"{expert}_encoder")
    layers = [
        MemberDense(units, config.members, config.seed + depth, name=f"{expert}_dense_{depth}")
        for depth, units in enumerate((*config.widths, len(BIN_CENTRES)))
    ]
    thinned = InputDropout(config.to_json(), name=f"{expert}_input_dropout")(known)
    return keras.Model([values, known], logits_of(layers, encoder(values, thinned), config))


def logits_of(layers: list[Any], encoded: Any, config: NetConfig | None) -> Any:
    """Return the members' logits, shape (members, n, bins); with a configuration, by its dropout."""
    x = ops.expand_dims(encoded, 0)
    for depth, layer in enumerate(layers[:-1]):
        x = ops.relu(layer(x))
        if config is not None and config.dropout:
            x = keras.layers.Dropout(config.dropout, seed=config.seed + depth)(x)
    return layers[-1](x)


def crps(target: Any, logits: Any) -> Any:
    """Continuous ranked probability score of each row, the mean over members, in points.

    Parameters
    ----------
    target : tensor of shape (n, 1)
        Popularity in points of the reference population.
    logits : tensor of shape (members, n, bins)
    """
    width = float(BIN_CENTRES[1] - BIN_CENTRES[0])
    # A product with a triangle: several times faster than a cumulative sum on CPU, forwards and backwards.
    below = ops.matmul(ops.softmax(logits, axis=-1), np.triu(np.ones((len(BIN_CENTRES),) * 2, np.float32)))
    # Two-point target: the truth between two centres is shared between them, so that no precision is lost.
    truth = ops.clip((BIN_CENTRES + width - target) / width, 0.0, 1.0)
    return ops.sum(ops.mean(ops.square(below - truth), axis=0), axis=-1) * width
