"""MusiCNN (Pons and Serra, 2019) rebuilt in Keras, with its published weights and its mel front-end inside the graph.

The weights come from PyPI's `musicnn` 0.1.0 wheel (ISC licence), whose TensorFlow 1 checkpoint Keras 3 cannot load: the
layers are built anew here and the arrays assigned. Architecture: ``musicnn/models.py`` in that wheel; front-end:
``musicnn/extractor.py``, that is librosa's mel-spectrogram with its defaults, then ``log10(1 + 10000 S)``.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Any

import keras
import librosa
import numpy as np
from keras import layers
from numpy.typing import NDArray

from spotpop.model.patches import HOP_LENGTH, N_FFT, PATCH_FRAMES, PATCH_SAMPLES, SAMPLE_RATE_HZ

N_MELS = 96
EMBEDDING_SIZE = 200
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


def front_end(*, half: bool = False) -> keras.Model:
    """Build the front-end: 16 kHz waveform patches to log-mel patches, by two matrix products.

    The windowed DFT is a convolution over half-overlapping blocks of one hop, because a frame is two hops long; its
    real and imaginary parts are squared and go together through the mel filters, which adds them up to power.

    Returns
    -------
    keras.Model
        (n, 48128) → (n, 187, 96).
    """
    constant = _Builder({}, half=half).constant
    waveform = keras.Input((PATCH_SAMPLES,), name="patches")
    blocks = layers.Reshape((PATCH_SAMPLES // HOP_LENGTH, HOP_LENGTH))(waveform)
    dft = layers.Conv1D(N_FFT + 2, N_FFT // HOP_LENGTH, use_bias=False, name="dft")
    spectrum = dft(blocks)
    power = layers.Multiply()([spectrum, spectrum])
    filters = layers.Dense(N_MELS, use_bias=False, name="mel")
    mel = filters(power)
    log_mel = keras.ops.log(1.0 + mel) * constant(np.array(1 / np.log(10.0)))
    # The factor of the logarithm goes into the filters, lest the converter fold it in and round them once more.
    bank = 10000.0 * librosa.filters.mel(sr=SAMPLE_RATE_HZ, n_fft=N_FFT, n_mels=N_MELS).T
    dft.set_weights([constant(_dft_kernel())])
    filters.set_weights([constant(np.concatenate([bank, bank]))])
    model = keras.Model(waveform, log_mel, name="front_end")
    model.trainable = False
    return model


def _dft_kernel() -> NDArray[np.float32]:
    """Return the windowed DFT, shape (2, 256, 514): Hann window as librosa's, cosines then sines."""
    samples = np.arange(N_FFT)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * samples / N_FFT)
    phase = 2 * np.pi * np.outer(samples, np.arange(N_FFT // 2 + 1)) / N_FFT
    kernel = window[:, None] * np.concatenate([np.cos(phase), np.sin(phase)], axis=1)
    return np.asarray(kernel.reshape(N_FFT // HOP_LENGTH, HOP_LENGTH, N_FFT + 2), np.float32)


def back_end(arrays: Arrays, *, half: bool = False) -> keras.Model:
    """Build the network itself and assign its published weights.

    Returns
    -------
    keras.Model
        Log-mel patches (n, 187, 96) → ``embedding`` (n, 200), the penultimate layer, and ``tags`` (n, 50),
        probabilities.
    """
    build = _Builder(arrays, half=half)
    log_mel = keras.Input((PATCH_FRAMES, N_MELS), name="log_mel")
    normalised = build.batch_norm(layers.Reshape((PATCH_FRAMES, N_MELS, 1))(log_mel))
    padded = layers.ZeroPadding2D(((3, 3), (0, 0)))(normalised)
    shapes = [(7, int(0.4 * N_MELS)), (7, int(0.7 * N_MELS)), (128, 1), (64, 1), (32, 1)]
    maps = [build.shape_filter(padded if width > 1 else normalised, (height, width)) for height, width in shapes]
    front = layers.Concatenate(axis=2)(maps)
    first = build.time_filter(front)
    second = layers.Add()([build.time_filter(first), first])
    third = layers.Add()([build.time_filter(second), second])
    dense = layers.Concatenate(axis=2)([front, first, second, third])
    pooled = layers.Concatenate(axis=2)(
        [
            layers.Reshape((-1, 1))(layers.GlobalMaxPooling1D()(dense)),
            layers.Reshape((-1, 1))(layers.GlobalAveragePooling1D()(dense)),
        ]
    )
    hidden = build.normalised_dense(layers.Flatten()(pooled), "relu")
    tags, embedding = build.normalised_dense(hidden, "sigmoid"), build.last_normalised(hidden)
    model = keras.Model(log_mel, {"embedding": embedding, "tags": tags}, name="musicnn")
    build.check_all_used()
    model.trainable = False
    return model


class _Builder:
    """Makes layers in the order of the original graph, so that TensorFlow 1's automatic names fit.

    Batch normalisation, which here always follows a ReLU, becomes a scale and an offset. Before a maximum over
    frequency it is applied after it: a channel of negative scale needs the minimum, which is the maximum of the negated
    filter.
    That is equal, and spares several passes over the largest tensors.
    """

    def __init__(self, arrays: Arrays, *, half: bool) -> None:
        self._arrays = arrays
        self._half = half
        self._counts: dict[str, int] = {}
        self._used: set[str] = set()

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

    def _scale_and_offset(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        gamma, beta, mean, variance = self._next(
            "batch_normalization", "gamma", "beta", "moving_mean", "moving_variance"
        )
        scale = gamma / np.sqrt(variance + _EPSILON)
        return self.constant(scale), self.constant(beta - mean * scale)

    def batch_norm(self, tensor: Any) -> Any:
        self._last = self._scale_and_offset()
        return self.last_normalised(tensor)

    def normalised_dense(self, tensor: Any, activation: str) -> Any:
        """Add batch normalisation and a dense layer, as one: the converter would fold them, and round once more."""
        scale, offset = self._scale_and_offset()
        self._last = (scale, offset)
        kernel, bias = self._next("dense", "kernel", "bias")
        layer = layers.Dense(kernel.shape[1], activation=activation)
        out = layer(tensor)
        layer.set_weights([self.constant(scale[:, None] * kernel), self.constant(bias + offset @ kernel)])
        return out

    def last_normalised(self, tensor: Any) -> Any:
        """Return `tensor` normalised as the dense layer that was added last normalises its input."""
        scale, offset = self._last
        return tensor * scale + offset

    def shape_filter(self, tensor: Any, kernel_size: tuple[int, int]) -> Any:
        """Add timbral (wide) or temporal (long) filters, then the maximum over frequency."""
        kernel, bias = self._next("conv2d", "kernel", "bias")
        scale, offset = self._scale_and_offset()
        sign = np.where(scale < 0, np.float32(-1), np.float32(1))
        signed = [self.constant(kernel * sign), self.constant(bias * sign)]
        strongest = _wide_maximum(tensor, *signed) if kernel_size[1] > 1 else _long_maximum(tensor, *signed)
        flat = layers.Reshape((PATCH_FRAMES, kernel.shape[-1]))(strongest)
        return keras.ops.relu(flat * sign) * scale + offset

    def time_filter(self, tensor: Any) -> Any:
        """Add filters over seven frames and all channels."""
        kernel, bias = self._next("conv2d", "kernel", "bias")
        scale, offset = self._scale_and_offset()
        padded = layers.ZeroPadding1D(3)(tensor)
        layer = layers.Conv1D(kernel.shape[-1], kernel.shape[0], activation="relu")
        heard = layer(padded)
        # Written in 1 channel over all columns; as columns are channels here, the axis moves.
        layer.set_weights([self.constant(kernel[:, :, 0]), self.constant(bias)])
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
    frames = layers.Reshape(tensor.shape[1:3])(tensor)
    positions = N_MELS - width + 1
    rows = keras.ops.stack([frames[:, :, first : first + width] for first in range(positions)], axis=1)
    layer = layers.Conv2D(filters, (1, height))
    heard = layer(rows)
    layer.set_weights([kernel[None, :, :, 0], bias])
    return layers.MaxPooling2D((positions, 1))(heard)


def _long_maximum(tensor: Any, kernel: NDArray[np.float32], bias: NDArray[np.float32]) -> Any:
    """Filter every frequency alike over time and keep the strongest."""
    layer = layers.Conv2D(kernel.shape[-1], kernel.shape[:2], padding="same")
    heard = layer(tensor)
    layer.set_weights([kernel, bias])
    return layers.MaxPooling2D((1, heard.shape[2]))(heard)


def audio_graph(arrays: Arrays, *, half: bool = True) -> keras.Model:
    """Build the audio graph: waveform patches → embedding and tags, all preprocessing inside.

    Parameters
    ----------
    arrays : dict of str to ndarray
        See `read_checkpoint`.
    half : bool
        Round all constants to what half precision can hold, so that `spotpop.training.export` can store them in half
        the space; they are computed with in single precision.

    Returns
    -------
    keras.Model
        ``patches`` (n, 48128) → ``embedding`` (n, 200), ``tags`` (n, 50).
    """
    patches = keras.Input((PATCH_SAMPLES,), name="patches")
    return keras.Model(patches, back_end(arrays, half=half)(front_end(half=half)(patches)), name="audio")
