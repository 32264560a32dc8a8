"""The named vector of features: statistics of the frames' measures and of the whole clip.

Order and meaning are fixed by `FEATURES_VERSION`; models store it and refuse another. `docs/audio.md` defines each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio import banks
from spotpop.audio.clip import Samples
from spotpop.audio.loudness import Loudness
from spotpop.audio.rhythm import BANDS, BEAT_RATIOS, LAG_BPM, Rhythm
from spotpop.audio.spectrum import Spectrum
from spotpop.audio.tonality import Tonality

FEATURES_VERSION: Final = 1

Array = NDArray[np.float32]

_MEL_GROUP: Final = 8
_QUANTILES: Final = (0.1, 0.5, 0.9)
_SERIES: Final = (
    "centroid_hz",
    "bandwidth_hz",
    "rolloff_hz",
    "flatness_db",
    "zero_crossing_rate",
    "rms_db",
    "onset_strength",
)
_SCALARS: Final = (
    "loudness_lufs",
    "loudness_max_momentary_lufs",
    "loudness_range_lu",
    "peak_dbfs",
    "rms_dbfs",
    "crest_factor_db",
    "dynamic_range_db",
    "low_energy_ratio",
    "tempo_bpm",
    "tempo_log2",
    "tempo_confidence",
    "beat_strength",
    "onset_rate_hz",
    "key",
    "key_cos",
    "key_sin",
    "key_strength",
    "mode",
    "mode_margin",
    "tuning_cents",
    "pitch_class_entropy",
    "zero_crossing_rate",
)


def _names() -> Iterator[str]:
    for family, count in (("mfcc", banks.N_MFCC), ("chroma", 12), ("contrast", 7), ("tonnetz", 6), ("mel", 16)):
        for statistic in ("mean", "std"):
            yield from (f"{family}_{index:02d}_{statistic}" for index in range(count))
    yield from (f"mfcc_delta_{index:02d}_std" for index in range(banks.N_MFCC))
    for statistic in ("mean", "std", "p10", "p50", "p90"):
        yield from (f"{series}_{statistic}" for series in _SERIES)
    for statistic in ("mean", "std", "pulse"):
        yield from (f"flux_{band}_{statistic}" for band in range(len(BANDS)))
    yield from (f"repeat_{bpm}_bpm" for bpm in LAG_BPM)
    yield from (f"repeat_{ratio:.2f}_beats" for ratio in BEAT_RATIOS)
    yield from _SCALARS


FEATURE_NAMES: Final[tuple[str, ...]] = tuple(_names())
"""Names of all features, in the vector's order."""

_POSITION: Final = {name: index for index, name in enumerate(FEATURE_NAMES)}


@dataclass(frozen=True, eq=False)
class Features:
    """The features of one clip.

    Attributes
    ----------
    values : numpy.ndarray, shape (n_features,), float32
        All finite, in the order of `names`.
    """

    values: Array
    names: tuple[str, ...] = FEATURE_NAMES
    version: int = FEATURES_VERSION

    def __getitem__(self, name: str) -> float:
        """Return one feature by its name; `KeyError` if there is none such."""
        return float(self.values[_POSITION[name]])

    def as_dict(self) -> dict[str, float]:
        """Return all features by name."""
        return dict(zip(self.names, map(float, self.values), strict=True))


def gather_features(
    samples: Samples, spectrum: Spectrum, loudness: Loudness, rhythm: Rhythm, tonality: Tonality
) -> Features:
    """Compute the vector from what was measured of a clip."""
    zero_crossings, rms = _from_samples(samples, len(spectrum.mel_db))
    mfcc = spectrum.mel_db @ banks.dct_matrix()
    chroma_sum = np.maximum(spectrum.chroma.sum(axis=1, keepdims=True), np.float32(1e-9))
    tonnetz = (spectrum.chroma / chroma_sum) @ banks.tonnetz_matrix()
    mel = spectrum.mel_db.reshape(len(mfcc), -1, _MEL_GROUP).mean(axis=2)
    rms_db = 20 * np.log10(np.maximum(rms, np.float32(1e-5)))
    series = np.stack(
        [
            spectrum.centroid_hz,
            spectrum.bandwidth_hz,
            spectrum.rolloff_hz,
            10 * np.log10(np.maximum(spectrum.flatness, np.float32(1e-10))),
            zero_crossings,
            rms_db,
            rhythm.onset_strength,
        ],
        axis=1,
    )
    parts: list[NDArray[Any]] = [
        _mean_std(table) for table in (mfcc, spectrum.chroma, spectrum.contrast_db, tonnetz, mel)
    ]
    parts.append(_delta(mfcc).std(axis=0))
    parts += [_mean_std(series), np.quantile(series, _QUANTILES, axis=0).ravel()]
    parts += [_mean_std(rhythm.band_strength), rhythm.band_pulse, rhythm.lags, rhythm.ratios]
    parts.append(np.array(_scalars(loudness, rhythm, tonality, rms, zero_crossings)))
    values = np.concatenate(parts).astype(np.float32)
    assert len(values) == len(FEATURE_NAMES)
    return Features(np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0))


def _scalars(
    loudness: Loudness, rhythm: Rhythm, tonality: Tonality, rms: Array, zero_crossings: Array
) -> tuple[float, ...]:
    angle = 2 * np.pi * (tonality.key * 7 % 12) / 12  # round the circle of fifths, where neighbours sound alike
    classes = np.maximum(tonality.pitch_classes, 1e-9)
    return (
        loudness.integrated_lufs,
        loudness.max_momentary_lufs,
        loudness.range_lu,
        loudness.peak_dbfs,
        loudness.rms_dbfs,
        loudness.crest_db,
        loudness.dynamic_range_db,
        float((rms < rms.mean()).mean()),
        rhythm.tempo_bpm,
        float(np.log2(max(rhythm.tempo_bpm, 30.0))),
        rhythm.confidence,
        rhythm.beat_strength,
        rhythm.onset_rate_hz,
        tonality.key,
        float(np.cos(angle)),
        float(np.sin(angle)),
        tonality.strength,
        tonality.mode,
        tonality.mode_margin,
        tonality.tuning_cents,
        float(-(classes * np.log2(classes)).sum()),
        float(zero_crossings.mean()),
    )


def _mean_std(table: NDArray[np.floating]) -> NDArray[np.floating]:
    """Means and then standard deviations of all columns."""
    return np.concatenate([table.mean(axis=0), table.std(axis=0)])


def _delta(table: Array) -> Array:
    """Slope over nine frames by least squares (Savitzky and Golay), where all nine are there."""
    if len(table) < 9:
        return np.zeros_like(table)
    out = np.zeros_like(table[8:])
    for step in range(1, 5):
        out += np.float32(step / 60) * (
            table[4 + step : len(table) - 4 + step] - table[4 - step : len(table) - 4 - step]
        )
    return out


def _from_samples(samples: Samples, n_frames: int) -> tuple[Array, Array]:
    """Zero crossings per sample and root mean square of each frame (2048 samples around its centre)."""
    hop, per_frame = banks.HOP, banks.N_FFT // banks.HOP
    n_blocks = n_frames - 1 + per_frame
    half = banks.N_FFT // 2
    padded = np.zeros(n_blocks * hop, np.float32)
    kept = min(len(samples), len(padded) - half)
    padded[half : half + kept] = samples[:kept]
    blocks = padded.reshape(n_blocks, hop)
    energy = np.einsum("ij,ij->i", blocks, blocks)
    negative = np.signbit(padded)
    crossed = np.empty(len(padded), bool)
    crossed[0] = False
    np.not_equal(negative[1:], negative[:-1], out=crossed[1:])
    crossings = np.count_nonzero(crossed.reshape(n_blocks, hop), axis=1)

    def framed(values: NDArray[np.float64]) -> Array:
        running = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
        return ((running[per_frame:] - running[:-per_frame])[:n_frames] / banks.N_FFT).astype(np.float32)

    return framed(crossings), np.sqrt(np.maximum(framed(energy), 0.0))
