"""The popularity part of a model: what was read of a sound, and context, to a forecast with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotpop.model.comparison import compare_effects
from spotpop.model.distribution import quantiles
from spotpop.model.forecast import LEVELS, Context, Difference, Forecast
from spotpop.model.inputs import CONTEXT, INPUTS, SOUND, Values, graph_inputs, input_row
from spotpop.model.prediction import DESCRIPTORS, ClipPrediction
from spotpop.model.runtime import Runtime
from spotpop.model.shapley import blurred_rows, coalitions_between, coalitions_of, shapley
from spotpop.model.wording import context_text, describe, descriptor_text, percentile
from spotpop.report import Interval, Moments, Reason, WhatIf

GRAPH = "popularity"
_ENDS = (0.1, 0.9)


class Popularity:
    """The popularity part of one model.

    Parameters
    ----------
    part : mapping
        The manifest's ``popularity`` part: ``bins``, ``shift``, ``reference``, ``conformal``, ``baseline_interval``,
        ``what_ifs``, ``comparison`` (written by `spotpop.training.popularity`).
    """

    def __init__(self, part: Mapping[str, Any], runtime: Runtime) -> None:
        self._part = part
        self._runtime = runtime
        bins = part["bins"]
        self._centres = np.linspace(bins["first"], bins["last"], bins["count"]) + part["shift"]

    @property
    def reference(self) -> str:
        """The population that scores refer to, in words."""
        return str(self._part["reference"]["name"])

    @property
    def reference_size(self) -> int:
        """Tracks in that population."""
        return int(self._part["reference"]["size"])

    def forecast(self, reading: ClipPrediction, context: Context) -> Forecast:
        """Forecast one track.

        Parameters
        ----------
        reading : ClipPrediction
            What was heard; absent descriptors are withheld from the network and have no reason.

        Returns
        -------
        Forecast
            `Forecast.baseline` plus all reasons is `Forecast.score`.
        """
        row = input_row(reading.descriptors, context)
        questions, draws = coalitions_of(row), blurred_rows(row, reading.spread)
        answers = self._ask(np.concatenate([questions.rows, draws, _covered_rows(row, reading)]))
        medians = quantiles(answers, self._centres, (0.5,))[:, 0]
        asked, drawn = len(questions.rows), len(questions.rows) + len(draws)
        score, effects = shapley(questions, medians[:asked])
        at_levels = self._quantiles(answers[asked:drawn], score)
        return Forecast(
            score=score,
            interval=self._interval(at_levels),
            percentile=percentile(score, self._part["reference"]["quantiles"]),
            baseline=float(medians[0]),
            baseline_interval=Interval(low=self._part["baseline_interval"][0], high=self._part["baseline_interval"][1]),
            descriptors=describe(reading, self._part["reference"]["descriptors"]),
            genres=reading.genres,
            reasons=self._reasons(effects, row),
            what_ifs=tuple(WhatIf(**item) for item in self._part["what_ifs"] if item["name"] in effects),
            warnings=tuple(dict.fromkeys((*reading.warnings, *_context_warnings(context)))),
            moments=_moments(reading, score, medians[drawn:]),
            quantiles=at_levels.astype(np.float32),
        )

    def compare(self, first: tuple[ClipPrediction, Context], second: tuple[ClipPrediction, Context]) -> Difference:
        """Compare two versions: second minus first, with an interval of its own.

        See `spotpop.model.comparison` for the method.
        """
        rows = [input_row(reading.descriptors, context) for reading, context in (first, second)]
        steps = coalitions_between(rows[0], rows[1])
        draws = [blurred_rows(row, reading.spread) for row, (reading, _) in zip(rows, (first, second), strict=True)]
        asked = [steps.rows, *draws]
        answers = quantiles(self._ask(np.concatenate(asked)), self._centres, (0.5,))[:, 0]
        medians = np.split(answers, np.cumsum([len(part) for part in asked])[:-1])
        score, effects = shapley(steps, medians[0])
        return compare_effects(
            score - float(medians[0][0]),
            effects,
            draws=(medians[1], medians[2]),
            rows=(rows[0], rows[1]),
            spread=first[0].spread,
            settings=self._part["comparison"],
            text=self._text,
        )

    def _ask(self, rows: Values) -> NDArray[np.float32]:
        return self._runtime.run(GRAPH, graph_inputs(rows))["probabilities"]

    def _quantiles(self, draws: NDArray[np.float32], score: float) -> NDArray[np.float64]:
        # The mixture over draws of the reading's error is wider than any one of them: the error is in the interval.
        found = quantiles(draws.mean(axis=0, keepdims=True), self._centres, LEVELS)[0]
        shifted: NDArray[np.float64] = found + (score - found[LEVELS.index(0.5)])
        return shifted

    def _interval(self, at_levels: NDArray[np.float64]) -> Interval:
        low, high = (float(at_levels[LEVELS.index(level)]) for level in _ENDS)
        offsets = self._part["conformal"]
        return Interval(low=max(0.0, low - offsets["low"]), high=min(100.0, high + offsets["high"]))

    def _reasons(self, effects: Mapping[str, float], row: Values) -> tuple[Reason, ...]:
        return tuple(
            Reason(
                name=name,
                points=points,
                kind="sound" if name in SOUND else "context",
                text=self._text(name, float(row[INPUTS.index(name)])),
            )
            for name, points in sorted(effects.items(), key=lambda item: -abs(item[1]))
        )

    def _text(self, name: str, value: float) -> str:
        if name in CONTEXT:
            return context_text(name, value)
        quantiles_of = self._part["reference"]["descriptors"].get(name)
        return descriptor_text(name, value, percentile(value, quantiles_of) if quantiles_of else None)


def _covered_rows(row: Values, reading: ClipPrediction) -> Values:
    """Return one row per covered window: the descriptors without it, context as it is."""
    if reading.moments is None:
        return np.empty((0, len(INPUTS)), np.float32)
    rows = np.repeat(row[None], len(reading.moments.times_s), axis=0)
    for at, name in enumerate(SOUND):
        if name in DESCRIPTORS and np.isfinite(row[at]):
            values = reading.moments.descriptors[:, DESCRIPTORS.index(name)]
            rows[:, at] = np.where(np.isfinite(values), values, row[at])
    return rows


def _moments(reading: ClipPrediction, full: float, covered: NDArray[np.float64]) -> Moments | None:
    if reading.moments is None:
        return None
    return Moments(
        times_s=tuple(float(time) for time in reading.moments.times_s),
        points=tuple(float(full - without) for without in covered),
        window_s=float(reading.moments.window_s),
    )


def _context_warnings(context: Context) -> tuple[str, ...]:
    return ("release-unknown",) if context.age_years is None else ()
