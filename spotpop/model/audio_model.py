"""From analysed clips to readings: the audio part of a model, one forward pass for many clips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.analysis import Analysis
from spotpop.audio.features import FEATURES_VERSION
from spotpop.audio.rhythm import TEMPI
from spotpop.errors import ModelDamaged
from spotpop.model.descriptors import SPEC_OF
from spotpop.model.domain import CANNOT_TELL, domain_warnings, suggest_genres
from spotpop.model.occlusion import Window, occluded_features, occlusion_windows, visible_patches
from spotpop.model.patches import SAMPLE_RATE_HZ, cut_patches, patch_starts, resample
from spotpop.model.prediction import DESCRIPTORS, ClipPrediction, Occlusion, SoundPrediction
from spotpop.model.registry import ModelFolder
from spotpop.model.runtime import Runtime

Array = NDArray[np.float32]


_LEAST: Final = np.array([SPEC_OF[name].least or -np.inf for name in DESCRIPTORS])


@dataclass(frozen=True, slots=True)
class _Activations:
    """One clip after the network: its answers by patch, and where the patches lie."""

    analysis: Analysis
    embedding: Array
    tags: Array
    starts_s: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Patches:
    """How many patches are heard of a clip; `inner` keeps them off its ends."""

    count: int
    inner: bool


class AudioModel:
    """The audio part of one model."""

    def __init__(self, folder: ModelFolder, runtime: Runtime) -> None:
        self._folder = folder
        self._runtime = runtime

    def read(self, analyses: Sequence[Analysis], *, moments: bool = True) -> list[ClipPrediction]:
        """Hear clips; see `Model.read`."""
        part = self._part()
        if not analyses:
            return []
        heard = self._hear(analyses, self._patches(part))
        windows = [occlusion_windows(one.analysis) if moments else () for one in heard]
        rows = [self._rows(one, covered) for one, covered in zip(heard, windows, strict=True)]
        joined = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
        descriptors = self._runtime.run("descriptors", joined)["descriptors"].astype(np.float64)
        readings, first = [], 0
        for one, covered, row in zip(heard, windows, rows, strict=True):
            last = first + 1 + len(covered)
            readings.append(_reading(one, covered, SoundPrediction(**row), descriptors[first:last], part))
            first = last
        return readings

    def _part(self) -> dict[str, Any]:
        part = self._folder.parts.get("audio")
        if part is None or part.get("features_version") != FEATURES_VERSION:
            raise ModelDamaged(name=self._folder.name)
        return part

    def _patches(self, part: Mapping[str, Any]) -> _Patches:
        """Return how many patches of a clip are heard: fewer where LiteRT has to compute in single precision."""
        few = part.get("patches_float")
        if few and self._runtime.name == "litert" and self._runtime.precision == "float":
            return _Patches(int(few), inner=True)
        return _Patches(int(part["patches"]), inner=False)

    def _hear(self, analyses: Sequence[Analysis], patches: _Patches) -> list[_Activations]:
        waves = [resample(one.clip.samples, one.clip.sample_rate_hz) for one in analyses]
        cut = [cut_patches(wave, patches.count, inner=patches.inner) for wave in waves]
        answers = self._runtime.run("audio", {"patches": np.concatenate(cut)})
        n_patches = patches.count
        embedding, tags = (answers[name].reshape(len(analyses), n_patches, -1) for name in ("embedding", "tags"))
        starts = [patch_starts(wave.size, n_patches, inner=patches.inner) / SAMPLE_RATE_HZ for wave in waves]
        return [_Activations(one, embedding[index], tags[index], starts[index]) for index, one in enumerate(analyses)]

    def _rows(self, heard: _Activations, windows: Sequence[Window]) -> dict[str, Array]:
        """Return what the head takes in: the whole clip, then the clip without each window."""
        kept = [np.ones(len(heard.starts_s), bool), *(visible_patches(heard.starts_s, window) for window in windows)]
        features = [heard.analysis.features.values, *(occluded_features(heard.analysis, window) for window in windows)]
        return {
            "embedding": np.stack([heard.embedding[mask].mean(axis=0) for mask in kept]),
            "tags": np.stack([heard.tags[mask].mean(axis=0) for mask in kept]),
            "features": np.stack(features),
        }


def _reading(
    heard: _Activations,
    windows: Sequence[Window],
    sound: SoundPrediction,
    rows: NDArray[np.float64],
    part: dict[str, Any],
) -> ClipPrediction:
    tags = dict(zip(part["tags"], map(float, heard.tags.mean(axis=0)), strict=True))
    warnings = domain_warnings(heard.analysis, tags)
    rows = np.maximum(rows, _LEAST)
    withheld = {"instrumentalness"} if CANNOT_TELL & set(warnings) else set()
    descriptors = {name: float(value) for name, value in zip(DESCRIPTORS, rows[0], strict=True) if name not in withheld}
    for name in withheld:
        rows[:, DESCRIPTORS.index(name)] = np.nan
    moments = None
    if windows:
        length = windows[0].stop_s - windows[0].start_s
        moments = Occlusion(tuple((window.start_s + window.stop_s) / 2 for window in windows), length, rows[1:])
    return ClipPrediction(
        descriptors=descriptors,
        spread={name: float(value) for name, value in part["spread"].items()},
        tags=tags,
        genres=suggest_genres(tags),
        warnings=warnings,
        moments=moments,
        sound=sound,
        likely_tempo=_likely_tempo(heard.analysis),
        tempi=_tempi(heard.analysis),
    )


def _likely_tempo(analysis: Analysis) -> float | None:
    """Return the mean over tempi that repeat; None where nothing does, or nobody measured."""
    return analysis.measures.rhythm.likely_bpm or None if analysis.measures else None


def _tempi(analysis: Analysis) -> tuple[tuple[float, float], ...]:
    """Return tempi over the whole range with their chances; none where nothing repeats, or nobody measured."""
    if analysis.measures is None or not analysis.measures.rhythm.likely_bpm:
        return ()
    return tuple(zip(TEMPI, map(float, analysis.measures.rhythm.chances), strict=True))
