"""The named vector of features: statistics of the frames' measures and of the whole clip.

Order and meaning are fixed by `FEATURES_VERSION`; models store it and refuse another. `docs/audio.md` defines each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio import filterbanks
from spotpop.audio.frames import COLUMNS, FAMILIES, SERIES, Statistics
from spotpop.audio.levels import Levels
from spotpop.audio.loudness import Loudness
from spotpop.audio.rhythm import BANDS, BEAT_RATIOS, LAG_BPM, Rhythm
from spotpop.audio.tonality import Tonality

FEATURES_VERSION: Final = 1

Array = NDArray[np.float32]

_PLAIN: Final = ("mfcc", "chroma", "contrast", "tonnetz", "mel")
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
    for family in _PLAIN:
        for statistic in ("mean", "std"):
            yield from (f"{family}_{index:02d}_{statistic}" for index in range(FAMILIES[family]))
    yield from (f"mfcc_delta_{index:02d}_std" for index in range(filterbanks.N_MFCC))
    for statistic in ("mean", "std", "p10", "p50", "p90"):
        yield from (f"{series}_{statistic}" for series in SERIES)
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


def gather_features(
    statistics: Statistics, levels: Levels, loudness: Loudness, rhythm: Rhythm, tonality: Tonality
) -> Features:
    """Put the vector together from what was measured of a clip."""
    parts: list[NDArray[Any]] = []
    for family in _PLAIN:
        parts += [statistics.mean[COLUMNS[family]], statistics.std[COLUMNS[family]]]
    series, flux = COLUMNS["series"], COLUMNS["flux"]
    parts += [statistics.delta_std, statistics.mean[series], statistics.std[series], statistics.quantiles.ravel()]
    parts += [statistics.mean[flux], statistics.std[flux], rhythm.band_pulse, rhythm.lags, rhythm.ratios]
    parts.append(np.array(_scalars(levels, loudness, rhythm, tonality)))
    values = np.concatenate(parts).astype(np.float32)
    assert len(values) == len(FEATURE_NAMES)
    if not np.isfinite(values).all():
        values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    return Features(values)


def _scalars(levels: Levels, loudness: Loudness, rhythm: Rhythm, tonality: Tonality) -> tuple[float, ...]:
    angle = 2 * np.pi * (tonality.key * 7 % 12) / 12  # round the circle of fifths, where neighbours sound alike
    classes = np.maximum(tonality.pitch_classes, 1e-9)
    counted = levels.sounding if levels.sounding.any() else slice(None)
    return (
        loudness.integrated_lufs,
        loudness.max_momentary_lufs,
        loudness.range_lu,
        loudness.peak_dbfs,
        loudness.rms_dbfs,
        loudness.crest_db,
        loudness.dynamic_range_db,
        _low_energy_ratio(levels),
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
        float(levels.zero_crossings[counted].mean()),
    )


def _low_energy_ratio(levels: Levels) -> float:
    rms = levels.rms[levels.sounding] if levels.sounding.any() else levels.rms
    return float((rms < rms.mean()).mean())
