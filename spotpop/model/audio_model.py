"""From analysed clips to readings: the audio part of a model, one forward pass for many clips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.analysis import Analysis, analyse
from spotpop.audio.changed import Changed, through
from spotpop.audio.features import FEATURES_VERSION
from spotpop.audio.rhythm import TEMPI, Rhythm
from spotpop.errors import ModelDamaged
from spotpop.model.descriptors import SPEC_OF
from spotpop.model.domain import NO_FORECAST, asks_for_more, domain_warnings, made_louder, suggest_genres
from spotpop.model.occlusion import Window, occluded_features, occlusion_windows, visible_patches
from spotpop.model.patches import (
    N_FFT,
    SAMPLE_RATE_HZ,
    at_other_power,
    filters,
    frame_centres_s,
    frequencies_hz,
    heard_patches,
)
from spotpop.model.prediction import DESCRIPTORS, ClipPrediction, Occlusion, PatchOutputs, SoundPrediction
from spotpop.model.registry import ModelFolder
from spotpop.model.runtime import Runtime

Array = NDArray[np.float32]


CHANGED_PATCHES: Final = 2
"""How many of a clip's patches are heard again where it is changed. On 19 songs and 41 changes, what a comparison then
states is .05 points on the mean and .23 at most from what it states with all five; with three .03 and .14, for half as
much again."""

_LEAST: Final = np.array([SPEC_OF[name].least or -np.inf for name in DESCRIPTORS])


@dataclass(frozen=True, slots=True)
class _Activations:
    """One clip after the network: its answers by patch, and where the patches lie."""

    analysis: Analysis
    outputs: PatchOutputs


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
        outputs = self._analyse(analyses, int(part["patches"]))
        windows = [occlusion_windows(one.analysis) if moments else () for one in outputs]
        rows = [self._rows(one, covered) for one, covered in zip(outputs, windows, strict=True)]
        joined = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
        descriptors = in_our_order(self._runtime.run("descriptors", joined)["descriptors"], part["descriptors"])
        readings, first = [], 0
        for one, covered, row in zip(outputs, windows, rows, strict=True):
            last = first + 1 + len(covered)
            warnings = self._warnings(one, part)
            readings.append(_reading(one, covered, SoundPrediction(**row), descriptors[first:last], part, warnings))
            first = last
        return readings

    def read_changed(self, reading: ClipPrediction, changes: Sequence[Changed]) -> list[ClipPrediction]:
        """Hear a clip that was read already with one thing changed; see `Model.read_changed`."""
        part, before, sound = self._part(), reading.outputs, reading.sound
        if not changes:
            return []
        if before is None or sound is None:
            raise ValueError("what was not read by this model cannot be heard changed")
        chosen = _spread_out(len(before.starts_s), CHANGED_PATCHES)
        starts_s = before.starts_s[chosen]
        patches = np.concatenate([_changed_patches(before.patches[chosen], starts_s, one) for one in changes])
        answers = self._runtime.run("audio", {"patches": patches})
        rows = {"features": np.stack([one.features.values for one in changes])}
        for name, was, of_clip in (
            ("embedding", before.embedding, sound.embedding[0]),
            ("tags", before.tags, sound.tags[0]),
        ):
            now = answers[name].reshape(len(changes), len(chosen), -1)
            rows[name] = of_clip + (now - was[chosen]).mean(axis=1)
        descriptors = in_our_order(self._runtime.run("descriptors", rows)["descriptors"], part["descriptors"])
        descriptors = np.maximum(descriptors, _LEAST)
        return [
            replace(
                reading,
                descriptors={name: float(at[DESCRIPTORS.index(name)]) for name in reading.descriptors},
                tags=dict(zip(part["tags"], map(float, rows["tags"][index]), strict=True)),
                moments=None,
                sound=SoundPrediction(**{name: values[index][None] for name, values in rows.items()}),
                likely_tempo=one.rhythm.likely_bpm or None,
                tempi=_tempi(one.rhythm),
                outputs=None,
            )
            for index, (one, at) in enumerate(zip(changes, descriptors, strict=True))
        ]

    def _part(self) -> dict[str, Any]:
        part = self._folder.parts.get("audio")
        if part is None or part.get("features_version") != FEATURES_VERSION:
            missing = "parts.audio" if part is None else "parts.audio.features_version"
            raise ModelDamaged(name=self._folder.name, problem=f"model.json: {missing}")
        return part

    def _analyse(self, analyses: Sequence[Analysis], count: int) -> list[_Activations]:
        cut = [heard_patches(one.clip.samples, one.clip.sample_rate_hz, count) for one in analyses]
        answers = self._runtime.run("audio", {"patches": np.concatenate([heard for heard, _ in cut])})
        embedding, tags = (answers[name].reshape(len(cut), count, -1) for name in ("embedding", "tags"))
        return [
            _Activations(one, PatchOutputs(heard, starts_s, embedding[index], tags[index]))
            for index, (one, (heard, starts_s)) in enumerate(zip(analyses, cut, strict=True))
        ]

    def _warnings(self, one: _Activations, part: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what makes a clip unlike music; a soft one that seems to be none is heard once more, louder."""
        warnings = domain_warnings(one.analysis, _tags(one, part))
        if not asks_for_more(one.analysis, warnings):
            return warnings
        louder = analyse(made_louder(one.analysis.clip))
        [outputs] = self._analyse([louder], int(part["patches"]))
        return domain_warnings(one.analysis, _tags(outputs, part), louder.features)

    def _rows(self, one: _Activations, windows: Sequence[Window]) -> dict[str, Array]:
        """Return what the head takes in: the whole clip, then the clip without each window."""
        outputs = one.outputs
        kept = [
            np.ones(len(outputs.starts_s), bool),
            *(visible_patches(outputs.starts_s, window) for window in windows),
        ]
        features = [one.analysis.features.values, *(occluded_features(one.analysis, window) for window in windows)]
        return {
            "embedding": np.stack([outputs.embedding[mask].mean(axis=0) for mask in kept]),
            "tags": np.stack([outputs.tags[mask].mean(axis=0) for mask in kept]),
            "features": np.stack(features),
        }


def _reading(
    one: _Activations,
    windows: Sequence[Window],
    sound: SoundPrediction,
    rows: NDArray[np.float64],
    part: dict[str, Any],
    warnings: tuple[str, ...],
) -> ClipPrediction:
    tags = _tags(one, part)
    rows = np.maximum(rows, _LEAST)
    withheld = {"instrumentalness"} if NO_FORECAST & set(warnings) else set()
    stated = zip(DESCRIPTORS, rows[0], strict=True)
    descriptors = {name: float(value) for name, value in stated if name not in withheld and name in part["descriptors"]}
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
        likely_tempo=_likely_tempo(one.analysis),
        tempi=_tempi(one.analysis.measures.rhythm) if one.analysis.measures else (),
        outputs=one.outputs,
    )


def in_our_order(rows: Array, columns: Sequence[str]) -> NDArray[np.float64]:
    """Return what a model's head answers, its columns as in `DESCRIPTORS`; NaN where it does not know one.

    Models are trained with the descriptors of their day: one that came later, or stands elsewhere by now, is no damage.
    """
    ours = np.full((len(rows), len(DESCRIPTORS)), np.nan)
    for at, name in enumerate(columns):
        if name in DESCRIPTORS:
            ours[:, DESCRIPTORS.index(name)] = rows[:, at]
    return ours


def _tags(one: _Activations, part: Mapping[str, Any]) -> dict[str, float]:
    """Return the network's tags of a clip, averaged over patches."""
    return dict(zip(part["tags"], map(float, one.outputs.tags.mean(axis=0)), strict=True))


def _likely_tempo(analysis: Analysis) -> float | None:
    """Return the mean over tempi that repeat; None where nothing does, or nobody measured."""
    return analysis.measures.rhythm.likely_bpm or None if analysis.measures else None


def _tempi(rhythm: Rhythm) -> tuple[tuple[float, float], ...]:
    """Return tempi over the whole range with their chances; none where nothing repeats."""
    return tuple(zip(TEMPI, map(float, rhythm.chances), strict=True)) if rhythm.likely_bpm else ()


def _spread_out(count: int, wanted: int) -> NDArray[np.int64]:
    """Return which of `count` patches are heard again: evenly spread, none of them at an end where there are others."""
    wanted = min(wanted, count)
    return np.round((np.arange(wanted) + 0.5) * count / wanted - 0.5).astype(np.int64)


def _changed_patches(patches: Array, starts_s: NDArray[np.float64], changed: Changed) -> Array:
    """Return patches as the network would be given them of the changed clip."""
    if changed.response is None:
        factors = changed.factors_at(frame_centres_s(starts_s), N_FFT / SAMPLE_RATE_HZ)[..., None]
    else:
        factors = through(filters(), frequencies_hz(), changed.response)
    return at_other_power(patches, factors.astype(np.float32))
