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
_BATCH_NORM = {"epsilon": 1e-3, "trainable": False}

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


def front_end() -> keras.Model:
    """Build the front-end: 16 kHz waveform patches to log-mel patches, by two matrix products.

    The windowed DFT is a convolution over half-overlapping blocks of one hop, because a frame is two hops long; its
    real and imaginary parts are squared and go together through the mel filters, which adds them up to power.

    Returns
    -------
    keras.Model
        (n, 48128) → (n, 187, 96).
    """
    waveform = keras.Input((PATCH_SAMPLES,), name="patches")
    blocks = layers.Reshape((PATCH_SAMPLES // HOP_LENGTH, HOP_LENGTH))(waveform)
    dft = layers.Conv1D(N_FFT + 2, N_FFT // HOP_LENGTH, use_bias=False, name="dft")
    spectrum = dft(blocks)
    power = layers.Multiply()([spectrum, spectrum])
    filters = layers.Dense(N_MELS, use_bias=False, name="mel")
    mel = filters(power)
    log_mel = keras.ops.log(1.0 + 10000.0 * mel) * float(1 / np.log(10.0))
    bank = librosa.filters.mel(sr=SAMPLE_RATE_HZ, n_fft=N_FFT, n_mels=N_MELS).T
    dft.set_weights([_dft_kernel()])
    filters.set_weights([np.concatenate([bank, bank]).astype(np.float32)])
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


def back_end(arrays: Arrays) -> keras.Model:
    """Build the network itself and assign its published weights.

    Returns
    -------
    keras.Model
        Log-mel patches (n, 187, 96) → ``embedding`` (n, 200), the penultimate layer, and ``tags`` (n, 50),
        probabilities.
    """
    build = _Builder(arrays)
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
    flat = build.batch_norm(layers.Flatten()(pooled))
    embedding = build.batch_norm(build.dense(flat, EMBEDDING_SIZE, "relu"))
    tags = build.dense(embedding, len(TAGS), "sigmoid")
    model = keras.Model(log_mel, {"embedding": embedding, "tags": tags}, name="musicnn")
    build.check_all_used()
    model.trainable = False
    return model


class _Builder:
    """Makes layers in the order of the original graph, so that TensorFlow 1's automatic names fit."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._counts: dict[str, int] = {}
        self._used: set[str] = set()

    def _next(self, kind: str, *weights: str) -> list[NDArray[np.float32]]:
        count = self._counts.get(kind, 0)
        self._counts[kind] = count + 1
        scope = kind if count == 0 else f"{kind}_{count}"
        names = [f"{scope}/{weight}" for weight in weights]
        self._used.update(names)
        return [self._arrays[name] for name in names]

    def batch_norm(self, tensor: Any) -> Any:
        layer = layers.BatchNormalization(**_BATCH_NORM)
        out = layer(tensor)
        layer.set_weights(self._next("batch_normalization", "gamma", "beta", "moving_mean", "moving_variance"))
        return out

    def dense(self, tensor: Any, units: int, activation: str) -> Any:
        layer = layers.Dense(units, activation=activation)
        out = layer(tensor)
        layer.set_weights(self._next("dense", "kernel", "bias"))
        return out

    def _convolution(self, tensor: Any, kernel_size: tuple[int, int], padding: str) -> Any:
        kernel, bias = self._next("conv2d", "kernel", "bias")
        layer = layers.Conv2D(kernel.shape[-1], kernel_size, padding=padding, activation="relu")
        out = layer(tensor)
        layer.set_weights([kernel, bias])
        return out

    def shape_filter(self, tensor: Any, kernel_size: tuple[int, int]) -> Any:
        """Timbral (wide) or temporal (long) filters, then the maximum over frequency."""
        heard = self._convolution(tensor, kernel_size, "valid" if kernel_size[1] > 1 else "same")
        normalised = self.batch_norm(heard)
        strongest = layers.MaxPooling2D((1, normalised.shape[2]))(normalised)
        return layers.Reshape((PATCH_FRAMES, normalised.shape[3]))(strongest)

    def time_filter(self, tensor: Any) -> Any:
        """Add filters over seven frames and all channels."""
        padded = layers.ZeroPadding1D(3)(tensor)
        image = layers.Reshape((PATCH_FRAMES + 6, tensor.shape[2], 1))(padded)
        heard = self._convolution(image, (7, tensor.shape[2]), "valid")
        normalised = self.batch_norm(heard)
        return layers.Reshape((PATCH_FRAMES, normalised.shape[3]))(normalised)

    def check_all_used(self) -> None:
        """Fail if the checkpoint holds weights that found no place."""
        left = sorted(set(self._arrays) - self._used)
        if left:
            raise ValueError(f"weights without a layer: {', '.join(left)}")


def audio_graph(arrays: Arrays) -> keras.Model:
    """Build the audio graph: waveform patches → embedding and tags, all preprocessing inside.

    Returns
    -------
    keras.Model
        ``patches`` (n, 48128) → ``embedding`` (n, 200), ``tags`` (n, 50).
    """
    patches = keras.Input((PATCH_SAMPLES,), name="patches")
    return keras.Model(patches, back_end(arrays)(front_end()(patches)), name="audio")
