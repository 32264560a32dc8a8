"""The straightforward pipeline, kept for comparison: librosa, matplotlib and Keras, each called the obvious way.

It answers the same question with the same measures and the same network. Nothing in it is slowed down on purpose: every
feature is computed once, tonnetz is fed the chroma that is there already, and harmonic-percussive separation, pYIN and
the constant-Q chroma, which would cost seconds, are left out.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np

WHOLE_CLIP = 10
"""Patches of 3 s one after the other: what MusiCNN's own extractor hears of 30 s."""


def load(data: bytes) -> np.ndarray:
    """Decode an MP3 to mono 22.05 kHz."""
    import librosa

    samples, _ = librosa.load(io.BytesIO(data), sr=22_050)
    return samples[: 30 * 22_050]


def features(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute librosa's usual features and their statistics; returns the mel spectrogram in dB and the vector."""
    import librosa

    sr = 22_050
    mel = librosa.power_to_db(librosa.feature.melspectrogram(y=y, sr=sr))
    mfcc = librosa.feature.mfcc(y=y, sr=sr, n_mfcc=20)
    chroma = librosa.feature.chroma_stft(y=y, sr=sr)
    tempo, _ = librosa.beat.beat_track(y=y, sr=sr)
    series = [
        mfcc,
        librosa.feature.delta(mfcc),
        chroma,
        librosa.feature.tonnetz(chroma=chroma, sr=sr),
        librosa.feature.spectral_contrast(y=y, sr=sr),
        librosa.feature.spectral_centroid(y=y, sr=sr),
        librosa.feature.spectral_bandwidth(y=y, sr=sr),
        librosa.feature.spectral_rolloff(y=y, sr=sr),
        librosa.feature.spectral_flatness(y=y),
        librosa.feature.zero_crossing_rate(y),
        librosa.feature.rms(y=y),
        librosa.onset.onset_strength(y=y, sr=sr)[None],
    ]
    onsets = librosa.onset.onset_detect(y=y, sr=sr)
    statistics = [f(table, axis=1) for table in series for f in (np.mean, np.std)]
    statistics += [np.quantile(table, (0.1, 0.5, 0.9), axis=1).ravel() for table in series[5:]]
    return mel, np.concatenate([*statistics, np.atleast_1d(tempo), [len(onsets)]])


def picture(mel: np.ndarray, y: np.ndarray, title: str) -> bytes:
    """Draw spectrogram and waveform with axes by matplotlib, 1000 by 400 pixels."""
    import librosa.display
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, (top, bottom) = plt.subplots(2, 1, figsize=(10, 4), height_ratios=(1, 4), sharex=True)
    librosa.display.waveshow(y, sr=22_050, ax=top)
    image = librosa.display.specshow(mel, sr=22_050, x_axis="time", y_axis="mel", ax=bottom)
    figure.colorbar(image, ax=[top, bottom], format="%+2.0f dB")
    top.set_title(title)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100)
    plt.close(figure)
    return buffer.getvalue()


def published() -> Any:
    """Build MusiCNN (Pons and Serra, 2019) as it was published, every filter of it, with weights drawn at random.

    What it costs does not hang on its weights, which are not part of this project in this form. The shipped network is
    the same without the two thirds of its filters that never move: a trick of ours, not of the usual pipeline.
    """
    from tensorflow.keras import Input, Model, layers, ops

    patches = Input((187, 96), name="patches")
    image = ops.expand_dims(layers.BatchNormalization()(patches), -1)
    columns = []
    for frames, bands, filters in ((7, 38, 204), (7, 67, 204), (128, 1, 51), (64, 1, 51), (32, 1, 51)):
        early = (frames - 1) // 2
        padded = layers.ZeroPadding2D(((early, frames - 1 - early), (0, 0)))(image)
        heard = layers.BatchNormalization()(layers.Conv2D(filters, (frames, bands), activation="relu")(padded))
        columns.append(ops.max(heard, axis=2))
    front = ops.concatenate(columns, axis=2)
    stages = [front]
    for _ in range(3):
        convolved = layers.Conv1D(64, 7, padding="same", activation="relu")(stages[-1])
        convolved = layers.BatchNormalization()(convolved)
        stages.append(convolved if len(stages) == 1 else convolved + stages[-1])
    dense = ops.concatenate(stages, axis=2)
    pooled = ops.concatenate([ops.max(dense, axis=1), ops.mean(dense, axis=1)], axis=1)
    hidden = layers.BatchNormalization()(layers.Dense(200, activation="relu")(layers.BatchNormalization()(pooled)))
    return Model(patches, {"embedding": hidden, "tags": layers.Dense(50, activation="sigmoid")(hidden)})


def shipped(folder: Path) -> Any:
    """Return the shipped network, for whoever had left out the same filters."""
    from tensorflow.keras import Input, Model, layers

    layer = layers.TFSMLayer(str(folder / "audio.savedmodel"), call_endpoint="serving_default")
    patches = Input((187, 96), name="patches")
    return Model(patches, layer(patches))


class Network:
    """A network in Keras, asked by ``predict`` about evenly spaced patches of 3 s at 16 kHz."""

    def __init__(self, model: Any, n_patches: int) -> None:
        self.model = model
        self.n_patches = n_patches

    def predict(self, y: np.ndarray) -> dict[str, np.ndarray]:
        """Hear evenly spaced patches of 3 s at 16 kHz."""
        import librosa

        wave = librosa.resample(y, orig_sr=22_050, target_sr=16_000)
        mel = librosa.feature.melspectrogram(y=wave, sr=16_000, n_fft=512, hop_length=256, n_mels=96)
        frames = np.log10(1 + 10_000 * mel).T
        starts = np.linspace(0, len(frames) - 187, self.n_patches).astype(int)
        return self.model.predict(np.stack([frames[start : start + 187] for start in starts]), verbose=0)


def one_thread() -> None:
    """Keep TensorFlow to the one core that is measured; before it does anything."""
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
