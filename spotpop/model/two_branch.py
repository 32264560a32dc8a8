"""A model trained on audio end to end: from both branches straight to a distribution of popularity, with reasons.

Reasons are exact Shapley values over five groups of what was heard. A group is removed by setting it to the training
mean, which the network has seen often, because whole groups were withheld in training (Covert, Lundberg and Lee 2021,
"Explaining by removing"); with five groups all 32 coalitions fit into one forward pass, so nothing is sampled.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.features import FEATURE_NAMES
from spotpop.errors import ModelDamaged
from spotpop.model.distribution import quantiles
from spotpop.model.domain import NO_FORECAST
from spotpop.model.forecast import LEVELS, Context, Forecast
from spotpop.model.manifest import TwoBranchPart
from spotpop.model.prediction import ClipPrediction, SoundPrediction
from spotpop.model.runtime import Runtime
from spotpop.model.wording import describe, percentile
from spotpop.report import Difference, Interval, Moments, Reason

GRAPH: Final = "pipes"

GROUPS: Final[tuple[str, ...]] = ("spectrogram", "level", "rhythm", "harmony", "timbre")
"""Parts of the sound that reasons speak of; the first is what MusiCNN hears, the others are families of features."""

_FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "level": ("loudness_", "peak_", "rms_", "crest_", "dynamic_", "low_energy"),
    "rhythm": ("tempo_", "beat_", "onset_", "flux_", "repeat_"),
    "harmony": ("chroma_", "tonnetz_", "key", "mode", "tuning_", "pitch_class"),
}
_ENDS: Final = (0.1, 0.9)
_STUDENT_T: Final = {2: 3.078, 3: 1.886, 4: 1.638, 5: 1.533, 6: 1.476, 7: 1.440, 8: 1.415, 9: 1.397, 10: 1.383}
"""Two-sided 80 % quantiles of Student's t, by the number of networks."""
_LEAST_POINTS: Final = 1.0
"""Smaller differences are never called reliable."""

Array = NDArray[np.float32]


def group_of(feature: str) -> str:
    """Return the group that a feature belongs to; what is in no family is timbre."""
    found = (group for group, starts in _FAMILIES.items() if feature.startswith(starts))
    return next(found, "timbre")


FEATURE_GROUPS: Final[tuple[int, ...]] = tuple(GROUPS.index(group_of(name)) for name in FEATURE_NAMES)
"""Position in `GROUPS` of each feature."""


class TwoBranch:
    """The forecast part of a model trained end to end.

    Parameters
    ----------
    runtime : Runtime
        With the graph ``pipes``.
    """

    def __init__(self, part: TwoBranchPart, runtime: Runtime) -> None:
        self._part = part
        self._runtime = runtime
        self._centres = np.linspace(part.bins.first, part.bins.last, part.bins.count)

    @property
    def reference(self) -> str:
        """The population that scores refer to, in words."""
        return self._part.reference.name

    @property
    def reference_size(self) -> int:
        """Tracks in that population."""
        return self._part.reference.size

    @property
    def unseen_coverage(self) -> float | None:
        """Not measured: such a model is made from one collection."""
        return None

    def forecast(self, reading: ClipPrediction, context: Context) -> Forecast:  # noqa: ARG002 - heard alone; same interface
        """Forecast one track from its sound alone.

        Raises
        ------
        ModelDamaged
            If the reading does not hold what the branches gave.
        """
        baseline_interval = Interval(low=self._part.baseline_interval[0], high=self._part.baseline_interval[1])
        descriptors = describe(reading, self._part.reference.descriptors)
        if NO_FORECAST & set(reading.warnings):
            return Forecast(
                verdict="cannot-tell",
                score=None,
                interval=None,
                percentile=None,
                baseline=float(np.median(self._part.reference.quantiles)),
                baseline_interval=baseline_interval,
                descriptors=descriptors,
                genres=(),
                reasons=(),
                warnings=reading.warnings,
                quantiles=np.empty(0, np.float32),
            )
        sound = _sound(reading)
        masks = coalitions()
        answers = self._ask(_repeat(sound, len(masks)), masks)
        medians = quantiles(answers["probabilities"], self._centres, (0.5,))[:, 0]
        effects = shapley_of_coalitions(medians, masks)
        score = float(np.clip(medians[-1], 0, 100))
        at_levels = np.clip(quantiles(answers["probabilities"][-1:], self._centres, LEVELS)[0], 0, 100)
        offsets, ends = self._part.conformal, [float(at_levels[LEVELS.index(level)]) for level in _ENDS]
        return Forecast(
            score=score,
            interval=Interval(low=max(0.0, ends[0] - offsets.low), high=min(100.0, ends[1] + offsets.high)),
            percentile=percentile(score, self._part.reference.quantiles),
            baseline=score - float(effects.sum()),
            baseline_interval=baseline_interval,
            descriptors=descriptors,
            genres=reading.genres,
            reasons=_reasons(effects),
            warnings=reading.warnings,
            moments=self._moments(reading, sound, medians[-1]),
            quantiles=at_levels.astype(np.float32),
        )

    def compare(self, first: tuple[ClipPrediction, Context], second: tuple[ClipPrediction, Context]) -> Difference:
        """Compare two versions: second minus first.

        The interval is that of the networks' disagreement about the difference; what they get wrong about both alike,
        and all that no audio shows, cancels between versions of one song.
        """
        sounds = [_sound(reading) for reading, _ in (first, second)]
        masks = coalitions()
        answers = [self._ask(_repeat(sound, len(masks)), masks) for sound in sounds]
        medians = [quantiles(answer["probabilities"], self._centres, (0.5,))[:, 0] for answer in answers]
        effects = shapley_of_coalitions(medians[1] - medians[0], masks)
        difference = float(medians[1][-1] - medians[0][-1])
        members = answers[1]["members"][-1] - answers[0]["members"][-1]
        margin = _STUDENT_T[len(members)] * float(members.std(ddof=1)) * math.sqrt(1 + 1 / len(members))
        interval = Interval(low=difference - margin, high=difference + margin)
        reliable = abs(difference) >= _LEAST_POINTS and (interval.low > 0 or interval.high < 0)
        return Difference(difference=difference, interval=interval, reliable=reliable, reasons=_reasons(effects))

    def _ask(self, inputs: Mapping[str, Array], known: Array) -> dict[str, Array]:
        return self._runtime.run(GRAPH, {**inputs, "known": known})

    def _moments(self, reading: ClipPrediction, sound: SoundPrediction, median: float) -> Moments | None:
        if reading.moments is None:
            return None
        covered = {"embedding": sound.embedding[1:], "tags": sound.tags[1:], "features": sound.features[1:]}
        answers = self._ask(covered, np.ones((len(sound.tags) - 1, len(GROUPS)), np.float32))
        without = quantiles(answers["probabilities"], self._centres, (0.5,))[:, 0]
        return Moments(
            times_s=reading.moments.times_s,
            points=tuple(float(median - value) for value in without),
            window_s=reading.moments.window_s,
        )


def coalitions() -> Array:
    """Return which groups are known, shape (32, 5): nothing first, everything last."""
    count = 2 ** len(GROUPS)
    return ((np.arange(count)[:, None] >> np.arange(len(GROUPS))) & 1).astype(np.float32)


def shapley_of_coalitions(values: NDArray[np.floating], masks: Array) -> NDArray[np.float64]:
    """Return each group's exact Shapley value.

    Parameters
    ----------
    values : ndarray, shape (32,)
        Outcome of each of `coalitions`.
    masks : ndarray, shape (32, 5)

    Returns
    -------
    ndarray of float64, shape (5,)
        They add up to the last value minus the first (Shapley 1953).
    """
    players = masks.shape[1]
    sizes = masks.sum(axis=1).astype(int)
    result = np.zeros(players)
    for player in range(players):
        without = np.flatnonzero(masks[:, player] == 0)
        weight = np.array([1 / (players * math.comb(players - 1, size)) for size in sizes[without]])
        result[player] = float(weight @ (values[without + 2**player] - values[without]))
    return result


def _sound(reading: ClipPrediction) -> SoundPrediction:
    if reading.sound is None:
        raise ModelDamaged(name="two branches")
    return reading.sound


def _repeat(sound: SoundPrediction, count: int) -> dict[str, Array]:
    rows = {"embedding": sound.embedding, "tags": sound.tags, "features": sound.features}
    return {name: np.repeat(values[:1], count, axis=0) for name, values in rows.items()}


def _reasons(effects: NDArray[np.float64]) -> tuple[Reason, ...]:
    ranked = sorted(zip(GROUPS, map(float, effects), strict=True), key=lambda item: -abs(item[1]))
    return tuple(Reason(name=name, points=points, kind="sound", text="") for name, points in ranked)
