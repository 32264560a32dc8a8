"""A model made by code, for tests of what stands around it: it hears loudness and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from spotpop.model.forecast import LEVELS, Context, Forecast
from spotpop.model.prediction import ClipPrediction
from spotpop.report import Descriptor, Difference, Genre, Interval, Moments, Reason


class LoudnessModel:
    """Scores by loudness and age alone; counts how often it is asked."""

    name = "loudness"
    version = "0"
    runtime_name = "none"
    reference = "nothing, for tests"
    reference_size = 1
    unseen_coverage = None
    unseen_pairs = None

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.contexts: list[Context] = []

    def read(self, analyses: Sequence[Any], *, moments: bool = True) -> list[ClipPrediction]:
        self.batches.append(len(analyses))
        return [
            ClipPrediction({"loudness": 20 * float(np.log10(np.abs(one.clip.samples).mean() + 1e-9))}, {}, {}, (), ())
            for one in analyses
        ]

    def read_changed(self, _reading: ClipPrediction, changes: Sequence[Any]) -> list[ClipPrediction]:
        return self.read(changes)

    def forecast(self, reading: ClipPrediction, context: Context) -> Forecast:
        self.contexts.append(context)
        sound = 60 + reading.descriptors["loudness"]
        age = -(context.age_years or 0.0)
        score = min(100.0, max(0.0, 30 + sound + age))
        return Forecast(
            score=score,
            interval=Interval(low=max(0.0, score - 20), high=min(100.0, score + 20)),
            percentile=score,
            baseline=30.0,
            baseline_interval=Interval(low=5.0, high=60.0),
            descriptors=(
                Descriptor(name="loudness", value=reading.descriptors["loudness"], precision="number", text="x"),
            ),
            genres=(Genre(name="rock", probability=0.5),),
            reasons=(
                Reason(name="loudness", points=sound, kind="sound", text="as it is"),
                Reason(name="age", points=age, kind="context", text="as old as it is"),
            ),
            warnings=() if context.age_years is not None else ("release-unknown",),
            moments=Moments(times_s=(5.0, 15.0, 25.0), points=(0.5, -0.2, 0.1), window_s=3.0),
            quantiles=np.linspace(0, 100, len(LEVELS)).astype(np.float32),
        )

    def compare(self, first: tuple[ClipPrediction, Context], second: tuple[ClipPrediction, Context]) -> Difference:
        gap = second[0].descriptors["loudness"] - first[0].descriptors["loudness"]
        return Difference(
            difference=gap,
            interval=Interval(low=gap - 1, high=gap + 1),
            reliable=abs(gap) > 1,
            reasons=(Reason(name="loudness", points=gap, kind="sound", text="louder"),),
        )
