"""MusiCNN (Pons and Serra, 2019) rebuilt in Keras with its published weights, and without the filters that never move.

The weights come from PyPI's `musicnn` 0.1.0 wheel (ISC licence), whose TensorFlow 1 checkpoint Keras 3 cannot load: the
layers are built anew here and the arrays assigned. Architecture: ``musicnn/models.py`` in that wheel; its
front-end (``musicnn/extractor.py``) is `spotpop.model.patches`.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from spotpop.model.patches import N_MELS, PATCH_FRAMES

TAGS = (
    "guitar", "classical", "slow", "techno", "strings", "drums", "electronic", "rock", "fast", "piano", "ambient",
    "beat", "violin", "vocal", "synth", "female", "indian", "opera", "male", "singing", "vocals", "no vocals",
    "harpsichord", "loud", "quiet", "flute", "woman", "male vocal", "no vocal", "pop", "soft", "sitar", "solo", "man",
    "classic", "choir", "voice", "new age", "dance", "male voice", "female vocal", "beats", "harp", "cello",
    "no voice", "weird", "country", "metal", "female voice", "choral",
)  # fmt: skip
"""MagnaTagATune's 50 tags in the order of the network's output."""

_CHECKPOINT = "musicnn/MTT_musicnn/"
_EPSILON = 1e-3
_SHAPES = ((7, int(0.4 * N_MELS)), (7, int(0.7 * N_MELS)), (128, 1), (64, 1), (32, 1))
"""Frames and bands of the five kinds of filters in front."""
_MOVES = 0.2
"""A filter whose answers differ by less than this is taken for constant; the strongest move by 1 to 30."""
_AT_ONCE = 8
_BLOCK = 11
"""Frames that are answered at once by filters over time; divides 187."""

Arrays = dict[str, NDArray[np.float32]]


def read_checkpoint(wheel: Path, checkpoint: str = _CHECKPOINT) -> Arrays:
    """Read the weights of MTT_musicnn out of the wheel, without installing it.

    Returns
    -------
    dict of str to ndarray
        By the checkpoint's variable names, ``conv2d/kernel`` and so on; the optimiser's slots are left out.

    Raises
    ------
    ValueError
        If the wheel holds no such checkpoint.
    """
    import tensorflow as tf

    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith(checkpoint + ".")]
        if not names:
            raise ValueError(f"{wheel.name} holds no {checkpoint}: PyPI's musicnn 0.1.0 is needed")
        archive.extractall(place, names)
        reader = tf.compat.v1.train.NewCheckpointReader(f"{place}/{checkpoint}")
        wanted = [name for name in reader.get_variable_to_shape_map() if "/" in name and "Adam" not in name]
        return {name: reader.get_tensor(name) for name in wanted}


def read_licence(wheel: Path) -> str:
    """Return the licence text that the wheel carries."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("LICENSE.md"))
        return archive.read(name).decode("utf-8")


@dataclass(frozen=True, slots=True)
class FilterRange:
    """What the filters of one shape give before normalisation, at least and at most, over many sounds.

    Attributes
    ----------
    low, high : ndarray of float32, shape (n_filters,)
    """

    low: NDArray[np.float32]
    high: NDArray[np.float32]

    @property
    def live(self) -> NDArray[np.intp]:
        """Indices of the filters that move."""
        return np.flatnonzero(self.high - self.low > _MOVES)

    @property
    def middle(self) -> NDArray[np.float32]:
        """The constant that stands for each of the others."""
        return np.asarray((self.high + self.low) / 2, np.float32)


def filter_ranges(arrays: Arrays, log_mel: NDArray[np.float32]) -> tuple[FilterRange, ...]:
    """Find out which filters of the front-end ever move.

    Two thirds of MusiCNN's give the same constant whatever is played, most of them zero: their bias holds them down.
    What is constant folds into the biases behind it, so leaving them out changes no answer and saves two thirds of the
    work.

    Parameters
    ----------
    arrays : dict of str to ndarray
        See `read_checkpoint`.
    log_mel : ndarray of float32, shape (n, 187, 96)
        Patches of all that may ever be played: music of many kinds, speech, noise, tones.

    Returns
    -------
    tuple of FilterRange
        Of the five shapes.
    """
    build = _Builder(arrays, half=False)
    patches = keras.Input((PATCH_FRAMES, N_MELS))
    normalised = build.batch_norm(patches)
    front = keras.Model(patches, [build.opened(normalised, None)[0] for _ in _SHAPES])
    low = [np.full(tensor.shape[-1], np.inf, np.float32) for tensor in front.outputs]
    high = [-one for one in low]
    for first in range(0, len(log_mel), _AT_ONCE):
        for index, heard in enumerate(front.predict_on_batch(log_mel[first : first + _AT_ONCE])):
            low[index] = np.minimum(low[index], heard.min(axis=(0, 1)))
            high[index] = np.maximum(high[index], heard.max(axis=(0, 1)))
    return tuple(FilterRange(least, most) for least, most in zip(low, high, strict=True))


def back_end(arrays: Arrays, ranges: Sequence[FilterRange] = (), *, half: bool = False) -> keras.Model:
    """Build the network and assign its published weights.

    Parameters
    ----------
    arrays : dict of str to ndarray
        See `read_checkpoint`.
    ranges : sequence of FilterRange, optional
        See `filter_ranges`: filters that do not move are left out. All are kept when not given.
    half : bool
        Round all constants to what half precision can hold, so that `spotpop.training.model_export` can store them
        in half the space; they are computed with in single precision.

    Returns
    -------
    keras.Model
        Log-mel ``patches`` (n, 187, 96) → ``embedding`` (n, 200), the penultimate layer, and ``tags`` (n, 50),
        probabilities.
    """
    build = _Builder(arrays, half=half)
    log_mel = keras.Input((PATCH_FRAMES, N_MELS), name="patches")
    normalised = build.batch_norm(log_mel)
    maps = [build.shape_filter(normalised, ranges[index] if ranges else None) for index in range(len(_SHAPES))]
    front = layers.Concatenate(axis=2)(maps)
    first = build.time_filter(front, front=True)
    second = layers.Add()([build.time_filter(first), first])
    third = layers.Add()([build.time_filter(second), second])
    dense = layers.Concatenate(axis=2)([front, first, second, third])
    pooled = layers.Concatenate(axis=1)([layers.GlobalMaxPooling1D()(dense), layers.GlobalAveragePooling1D()(dense)])
    hidden = build.normalised_dense(pooled, "relu", pooled=True)
    tags, embedding = build.normalised_dense(hidden, "sigmoid"), build.last_normalised(hidden)
    model = keras.Model(log_mel, {"embedding": embedding, "tags": tags}, name="audio")
    build.check_all_used()
    model.trainable = False
    return model


class _Builder:
    """Makes layers in the order of the original graph, so that TensorFlow 1's automatic names fit.

    Batch normalisation, which here always follows a ReLU, becomes a scale and an offset. Before a maximum over
    frequency it is applied after it: a channel of negative scale needs the minimum, which is the maximum of the negated
    filter. That is equal, and spares several passes over the largest tensors.

    Filters that are left out are remembered as the constants that they would give; see `constants`.
    """

    def __init__(self, arrays: Arrays, *, half: bool) -> None:
        self._arrays = arrays
        self._half = half
        self._counts: dict[str, int] = {}
        self._used: set[str] = set()
        self._kept: list[NDArray[np.intp]] = []
        self._dead: list[tuple[NDArray[np.intp], NDArray[np.float32]]] = []
        self._n_front = 0

    def _next(self, kind: str, *weights: str) -> list[NDArray[np.float32]]:
        count = self._counts.get(kind, 0)
        self._counts[kind] = count + 1
        scope = kind if count == 0 else f"{kind}_{count}"
        names = [f"{scope}/{weight}" for weight in weights]
        self._used.update(names)
        return [self._arrays[name] for name in names]

    def constant(self, values: NDArray[np.floating]) -> NDArray[np.float32]:
        """Return float32 values that half precision can hold, if it is asked for."""
        return values.astype(np.float16 if self._half else np.float32).astype(np.float32)

    def scale_and_offset(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the next batch normalisation as a scale and an offset."""
        gamma, beta, mean, variance = self._next(
            "batch_normalization", "gamma", "beta", "moving_mean", "moving_variance"
        )
        scale = gamma / np.sqrt(variance + _EPSILON)
        return self.constant(scale), self.constant(beta - mean * scale)

    def batch_norm(self, tensor: Any) -> Any:
        """Normalise `tensor`."""
        self._last = self.scale_and_offset()
        return self.last_normalised(tensor)

    @property
    def kept(self) -> NDArray[np.intp]:
        """Channels of the front-end that are there, numbered as in the original."""
        return np.concatenate(self._kept)

    @property
    def constants(self) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Channels of the front-end that are left out, and the constants that they would give."""
        return np.concatenate([index for index, _ in self._dead]), np.concatenate([value for _, value in self._dead])

    def normalised_dense(self, tensor: Any, activation: str, *, pooled: bool = False) -> Any:
        """Add batch normalisation and a dense layer, as one: the converter would fold them, and round once more.

        Parameters
        ----------
        pooled : bool
            Whether `tensor` holds maxima and then means of all channels; the original mixes them, channel by channel.
        """
        scale, offset = self.scale_and_offset()
        self._last = (scale, offset)
        kernel, bias = self._next("dense", "kernel", "bias")
        rows = np.arange(len(kernel))
        bias = bias + np.asarray(offset @ kernel, np.float32)
        if pooled:
            n_behind = len(kernel) // 2 - self._n_front
            channels = np.concatenate([self.kept, self._n_front + np.arange(n_behind)])
            rows = np.concatenate([2 * channels, 2 * channels + 1])
            dead, values = self.constants
            for row in (2 * dead, 2 * dead + 1):
                bias = bias + np.asarray((values * scale[row]) @ kernel[row], np.float32)
        layer = layers.Dense(kernel.shape[1], activation=activation)
        out = layer(tensor)
        layer.set_weights([self.constant(scale[rows, None] * kernel[rows]), self.constant(bias)])
        return out

    def last_normalised(self, tensor: Any) -> Any:
        """Return `tensor` normalised as the dense layer that was added last normalises its input."""
        scale, offset = self._last
        return tensor * scale + offset

    def shape_filter(self, tensor: Any, span: FilterRange | None) -> Any:
        """Add timbral (wide) or temporal (long) filters, the maximum over frequency, and normalisation."""
        heard, scale, offset = self.opened(tensor, span)
        return heard * scale + offset

    def opened(self, tensor: Any, span: FilterRange | None) -> tuple[Any, NDArray[np.float32], NDArray[np.float32]]:
        """Add the same without normalisation, whose scale and offset are returned beside it."""
        kernel, bias = self._next("conv2d", "kernel", "bias")
        scale, offset = self.scale_and_offset()
        kept = np.arange(kernel.shape[-1]) if span is None else span.live
        dead = np.setdiff1d(np.arange(kernel.shape[-1]), kept)
        constant = np.zeros_like(offset) if span is None else span.middle
        self._kept.append(self._n_front + kept)
        self._dead.append((self._n_front + dead, constant[dead] * scale[dead] + offset[dead]))
        self._n_front += kernel.shape[-1]
        kernel, bias, scale, offset = kernel[..., kept], bias[kept], scale[kept], offset[kept]
        sign = np.where(scale < 0, np.float32(-1), np.float32(1))
        signed = [self.constant(kernel * sign), self.constant(bias * sign)]
        strongest = _wide_maximum(tensor, *signed) if kernel.shape[1] > 1 else _long_maximum(tensor, *signed)
        flat = layers.Reshape((PATCH_FRAMES, len(kept)))(strongest)
        return keras.ops.relu(flat * sign), scale, offset

    def time_filter(self, tensor: Any, *, front: bool = False) -> Any:
        """Add filters over seven frames and all channels; `front` says that `tensor` is the front-end's."""
        kernel, bias = self._next("conv2d", "kernel", "bias")
        scale, offset = self.scale_and_offset()
        kernel = kernel[:, :, 0]  # written in 1 channel over all columns; as columns are channels here, the axis moves
        if front:
            # What is left out is constant inside the patch and zero in the padding: one channel of ones stands for it.
            dead, values = self.constants
            stand_in = np.einsum("d,tdf->tf", values, kernel[:, dead])[:, None]
            kernel = np.concatenate([kernel[:, self.kept], stand_in], axis=1)
            tensor = layers.Concatenate(axis=2)([tensor, keras.ops.ones_like(tensor[:, :, :1])])
        padded = layers.ZeroPadding1D(3)(tensor)
        layer = layers.Conv1D(kernel.shape[-1], kernel.shape[0], activation="relu")
        heard = layer(padded)
        layer.set_weights([self.constant(kernel), self.constant(bias)])
        return heard * scale + offset

    def check_all_used(self) -> None:
        """Fail if the checkpoint holds weights that found no place."""
        left = sorted(set(self._arrays) - self._used)
        if left:
            raise ValueError(f"weights without a layer: {', '.join(left)}")


def _wide_maximum(tensor: Any, kernel: NDArray[np.float32], bias: NDArray[np.float32]) -> Any:
    """Filter frames by frequencies and keep the strongest position in frequency.

    Each position becomes a row of its own, whose frequencies are channels: equal to sliding the filter over one image,
    and quicker, because the innermost product then has dozens of terms instead of one.
    """
    height, width, _, filters = kernel.shape
    padded = layers.ZeroPadding1D((height - 1) // 2)(tensor)
    positions = N_MELS - width + 1
    rows = keras.ops.stack([padded[:, :, first : first + width] for first in range(positions)], axis=1)
    layer = layers.Conv2D(filters, (1, height))
    heard = layer(rows)
    layer.set_weights([kernel[None, :, :, 0], bias])
    return layers.MaxPooling2D((positions, 1))(heard)


def _long_maximum(tensor: Any, kernel: NDArray[np.float32], bias: NDArray[np.float32]) -> Any:
    """Filter every frequency alike over time and keep the strongest.

    Written as a dense product of blocks of 11 frames (a patch has 17 of them): sliding a filter of one channel makes
    products of one term.
    """
    height, _, _, filters = kernel.shape
    before = (height - 1) // 2
    front = -(-before // _BLOCK)  # blocks of padding
    span = -(-(height + _BLOCK - 1 + front * _BLOCK - before) // _BLOCK)  # blocks that one block's answers look at
    dense = np.zeros((span * _BLOCK, _BLOCK, filters), np.float32)
    for frame in range(_BLOCK):
        first = frame + front * _BLOCK - before
        dense[first : first + height, frame] = kernel[:, 0, 0]
    blocks = PATCH_FRAMES // _BLOCK
    padding = (front * _BLOCK, (span - 1 - front) * _BLOCK)
    rows = layers.Permute((2, 1))(layers.ZeroPadding1D(padding)(tensor))
    rows = layers.Reshape((N_MELS, blocks + span - 1, _BLOCK))(rows)
    layer = layers.Conv2D(_BLOCK * filters, (1, span))
    heard = layer(rows)
    layer.set_weights([dense.reshape(1, span, _BLOCK, _BLOCK * filters), np.tile(bias, _BLOCK)])
    return layers.MaxPooling2D((N_MELS, 1))(heard)
