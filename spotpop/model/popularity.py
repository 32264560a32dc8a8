"""The popularity part of a model: what was read of a sound, and context, to a forecast with reasons."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotpop.audience import RUNGS
from spotpop.model.comparison import compare_effects, is_reliable, kind_of, within_artist
from spotpop.model.descriptors import DESCRIPTORS, SOUND, SPEC_OF
from spotpop.model.distribution import quantiles, stretched
from spotpop.model.domain import NO_FORECAST, OUTSIDE
from spotpop.model.forecast import LEVELS, Context, Forecast
from spotpop.model.graph import PopularityGraph, stretch_of
from spotpop.model.graph_inputs import HISTORY, INPUTS, MEDIANS, PLAYERS, Values, column_of, input_row
from spotpop.model.ladder import audience_name, chances, ladder_rows, rungs_from
from spotpop.model.manifest import AudiencePart, PopularityPart
from spotpop.model.prediction import ClipPrediction
from spotpop.model.reading_error import SIGN_HOLDS, error_draws, reason_draws, spread_of_reasons
from spotpop.model.runtime import Runtime
from spotpop.model.shapley import coalitions_between, coalitions_of, shapley
from spotpop.model.tempo import TempoMixture
from spotpop.model.wording import context_text, describe, descriptor_text, percentile
from spotpop.report import NO_OTHER_SONGS, Difference, Interval, Moments, Reason, WhatIf

MIDDLE = LEVELS.index(0.5)
_ENDS = (LEVELS.index(0.1), LEVELS.index(0.9))


_WHOLE = frozenset({"coalitions", "climbed, drawn"})
"""Questions of which more than the median is needed."""

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Answers:
    """Answers by the names of their questions, in the shapes of their rows.

    Attributes
    ----------
    answers : dict of str to ndarray of float32, shape (..., bins)
        Of `_WHOLE`.
    medians : dict of str to ndarray of float64, shape (...)
    """

    answers: dict[str, NDArray[np.float32]]
    medians: dict[str, Scores]


class Popularity:
    """The popularity part of one model."""

    def __init__(self, part: PopularityPart, runtime: Runtime) -> None:
        self._part = part
        self._graph = PopularityGraph(part, runtime)

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
        """Share of intervals that held in collections that training had not seen."""
        return self._part.unseen_coverage

    def forecast(self, reading: ClipPrediction, context: Context) -> Forecast:
        """Forecast one track, or say that nothing can be said of it.

        Parameters
        ----------
        reading : ClipPrediction
            What was heard; absent descriptors are withheld from the network and have no reason.

        Returns
        -------
        Forecast
            `Forecast.baseline` plus all reasons is `Forecast.score`.
        """
        nothing = np.full((1, len(INPUTS)), np.nan, np.float32)
        if NO_FORECAST & set(reading.warnings):
            return self._no_forecast(reading, context, self._at_levels(self._graph(nothing), nothing)[0])
        row = self._graph.usable(input_row(reading.forecast_from, context)[None])[0]
        draws = error_draws(row, reading.spread)
        coalitions, shaky = coalitions_of(row), reason_draws(row, draws)
        ladder = ladder_rows(row, self._part.audience)
        now = _at_equal_audience(row, self._part.audience)
        changes = _changes(now, self._part.what_ifs)
        asked = np.stack([now, *changes.values()])
        tempi = TempoMixture.of(reading.tempi)
        # as the forecast itself: what a rung says is the same as a second forecast with that audience
        climbed = np.concatenate([row[None], ladder])
        found = self._answers(
            {
                "coalitions": coalitions.rows,
                "reasons": shaky.rows,
                "covered": _covered_rows(row, reading),
                "climbed": climbed,
                "climbed, drawn": error_draws(climbed, reading.spread),
                "climbed, by tempo": tempi.rows(climbed),
                "asked": asked,
                "asked, drawn": error_draws(asked, reading.spread),
            }
        )
        medians = found.medians
        at_likely, effects = shapley(coalitions, medians["coalitions"])
        scores = tempi.mean(medians["climbed, by tempo"], medians["climbed"])
        score = float(scores[0])
        if "tempo" in effects:
            effects["tempo"] += score - at_likely
        widened = self._part.outside_stretch if OUTSIDE & set(reading.warnings) else 1.0
        at_levels, *rungs = self._at_levels(found.answers["climbed, drawn"].mean(axis=1), climbed, scores, widened)
        baseline = float(medians["coalitions"][0])
        drawn = np.concatenate([[at_likely], medians["climbed, drawn"][0]])
        spread = spread_of_reasons(shaky, medians["reasons"], baseline, drawn)
        return Forecast(
            score=float(np.clip(score, 0, 100)),
            interval=_interval(at_levels),
            percentile=percentile(score, self._part.reference.quantiles),
            baseline=baseline,
            baseline_interval=_interval(self._at_levels(found.answers["coalitions"][:1], nothing)[0]),
            descriptors=describe(reading, self._part.reference.descriptors),
            genres=reading.genres,
            reasons=self._reasons(effects, _as_read(row, reading), spread),
            what_ifs=self._what_ifs(tuple(changes), medians["asked"], medians["asked, drawn"]),
            warnings=tuple(dict.fromkeys((*reading.warnings, *_context_warnings(context)))),
            moments=_moments(reading, at_likely, medians["covered"]),
            ladder=rungs_from(rungs, row),
            chances=chances(at_levels),
            audience=audience_name(row) if self._part.audience else None,
            quantiles=at_levels.astype(np.float32),
        )

    def compare(self, first: tuple[ClipPrediction, Context], second: tuple[ClipPrediction, Context]) -> Difference:
        """Compare two versions: second minus first, with an interval of its own.

        See `spotpop.model.comparison` for the method.
        """
        rows = [
            self._graph.usable(input_row(reading.forecast_from, context)[None])[0]
            for reading, context in (first, second)
        ]
        if not any(np.isfinite(row[column_of("followers")]) for row in rows):
            rows = [_at_equal_audience(row, self._part.audience) for row in rows]
        rows = [_without_history(row) for row in rows]
        steps = coalitions_between(rows[0], rows[1])
        tempi = [TempoMixture.of(reading.tempi) for reading, _ in (first, second)]
        sides = zip(("first", "second"), rows, (first[0], second[0]), tempi, strict=True)
        parts = {"steps": steps.rows}
        for side, row, reading, its in sides:
            parts |= {side: error_draws(row, reading.spread), f"{side}, by tempo": its.rows(row[None])}
        medians = self._answers(parts).medians
        at_likely, effects = shapley(steps, medians["steps"])
        if "tempo" in effects:
            from_, to = float(medians["steps"][0]), at_likely
            before = tempi[0].mean(medians["first, by tempo"], np.array([from_]))
            after = tempi[1].mean(medians["second, by tempo"], np.array([to]))
            effects["tempo"] += float(after[0] - to - before[0] + from_)
        return compare_effects(
            effects,
            draws=(medians["first"], medians["second"]),
            rows=(rows[0], rows[1]),
            said=(_as_read(rows[0], first[0]), _as_read(rows[1], second[0])),
            spread=first[0].spread,
            within=self._part.comparison,
            text=self._text,
        )

    def _answers(self, parts: Mapping[str, Values]) -> _Answers:
        """Ask about all rows in one batch, about equal ones once."""
        rows = np.concatenate([part.reshape(-1, len(INPUTS)) for part in parts.values()])
        first, place = _distinct(rows)
        answers = self._graph(rows[first])
        medians = quantiles(answers, self._graph.centres, (0.5,))[:, 0]
        ends = np.cumsum([math.prod(part.shape[:-1]) for part in parts.values()])
        places = dict(zip(parts, np.split(place, ends[:-1]), strict=True))
        shapes = {name: part.shape[:-1] for name, part in parts.items()}
        return _Answers(
            {name: answers[at].reshape(*shapes[name], -1) for name, at in places.items() if name in _WHOLE},
            {name: medians[at].reshape(shapes[name]) for name, at in places.items()},
        )

    def _at_levels(
        self, answers: NDArray[np.float32], rows: Values, scores: Scores | None = None, widened: float = 1.0
    ) -> NDArray[np.float64]:
        """Return the served quantiles of answers, shape (n, 99): centred on the scores, stretched, within 0 to 100."""
        # The mixture over draws of the reading's error is wider than any one of them: the error is in the interval.
        found = quantiles(answers, self._graph.centres, LEVELS)
        if scores is not None:
            found = found + (scores - found[:, MIDDLE])[:, None]
        stretches = [stretch_of(row, self._part.conformal.states) for row in rows]
        low, high = (np.array([[getattr(one, end)] for one in stretches]) * widened for end in ("low", "high"))
        return np.clip(stretched(found, low, high, MIDDLE), 0, 100)

    def _no_forecast(self, reading: ClipPrediction, context: Context, at_nothing: NDArray[np.float64]) -> Forecast:
        return Forecast(
            verdict="cannot-tell",
            score=None,
            interval=None,
            percentile=None,
            baseline=float(at_nothing[MIDDLE]),
            baseline_interval=_interval(at_nothing),
            descriptors=describe(reading, self._part.reference.descriptors),
            genres=(),
            reasons=(),
            warnings=tuple(dict.fromkeys((*reading.warnings, *_context_warnings(context)))),
            quantiles=np.empty(0, np.float32),
        )

    def _reasons(
        self, effects: Mapping[str, float], row: Values, spread: Mapping[str, NDArray[np.float64]]
    ) -> tuple[Reason, ...]:
        reasons = []
        still = np.zeros(next((len(drawn) for drawn in spread.values()), 1))
        drawn_of = {name: points + spread.get(name, still) for name, points in effects.items()}
        ends_of = np.quantile(np.array(list(drawn_of.values())), (0.1, 0.9), axis=1).T if drawn_of else []
        outer = dict(zip(drawn_of, ends_of, strict=True))
        for name, points in sorted(effects.items(), key=lambda item: -abs(item[1])):
            drawn = drawn_of[name]
            kind = kind_of(name)
            group = SPEC_OF[name].group if name in SPEC_OF else "context"
            if kind == "sound" and np.mean(np.sign(drawn) == np.sign(points)) < SIGN_HOLDS:
                group = "unsure"
            # Draws move all descriptors at once, so their middle may lie beside the reading's own value.
            ends = (*outer[name], points)
            low, high = float(min(ends)), float(max(ends))
            text, value = self._text(name, row), float(row[column_of(PLAYERS[name][0])])
            shown = value if np.isfinite(value) else None
            reasons.append(
                Reason(name=name, points=points, kind=kind, text=text, group=group, low=low, high=high, value=shown)
            )
        return tuple(reasons)

    def _what_ifs(self, names: Sequence[str], medians: Scores, drawn: Scores) -> tuple[WhatIf, ...]:
        """Tell of this very track with one thing changed; see `spotpop.model.comparison.within_artist`.

        Parameters
        ----------
        medians : ndarray of shape (1 + n_names,)
            Of the track as it is, then of each change.
        drawn : ndarray of shape (1 + n_names, n_draws)
        """
        found = []
        for at, name in enumerate(names, start=1):
            # The same reading, only changed: both share all of its error.
            variance = float((drawn[at] - drawn[0]).var())
            points = float(medians[at] - medians[0])
            left, low, high = within_artist({name: points}, self._part.comparison, variance)
            found.append(
                WhatIf(
                    name=name,
                    points=left[name],
                    low=low,
                    high=high,
                    step=self._part.what_ifs[name],
                    reliable=is_reliable(left[name], low, high, self._part.comparison),
                )
            )
        return tuple(found)

    def _text(self, name: str, row: Values) -> str:
        value = float(row[column_of(PLAYERS[name][0])])
        if name in MEDIANS and np.isnan(value):
            return NO_OTHER_SONGS
        if name not in SOUND:
            return context_text(name, value) if np.isfinite(value) else "album"
        quantiles_of = self._part.reference.descriptors.get(name)
        return descriptor_text(name, value, percentile(value, quantiles_of) if quantiles_of else None)


def _distinct(rows: Values) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which rows are to be asked about, and where among them each row finds its answer.

    An eighth of a forecast's questions, and two fifths of a comparison's, are asked more than once.
    """
    as_bytes = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1])))[:, 0]
    _, first, place = np.unique(as_bytes, return_index=True, return_inverse=True)
    return first, place


def _interval(at_levels: NDArray[np.float64]) -> Interval:
    return Interval(low=float(at_levels[_ENDS[0]]), high=float(at_levels[_ENDS[1]]))


def _as_read(row: Values, reading: ClipPrediction) -> Values:
    """Return the row as it is stated: with the tempo that was read, not the mean of its octaves for the graph."""
    with_tempo = row.copy()
    if np.isfinite(with_tempo[column_of("tempo")]) and "tempo" in reading.descriptors:
        with_tempo[column_of("tempo")] = reading.descriptors["tempo"]
    return with_tempo


def _without_history(row: Values) -> Values:
    """Withhold what the artist's other songs reach: within-artist shares were measured on forecasts without it."""
    row = row.copy()
    row[[column_of(name) for name in HISTORY]] = np.nan
    return row


def _at_equal_audience(row: Values, audience: AudiencePart | None) -> Values:
    """Return the row as versions of one song are compared: for one audience, the ladder's middle where none was stated.

    Without any, loudness and the rest would stand for the fame of who sounds like that, which no remaster changes.
    """
    row = _without_history(row)
    if audience is not None and np.isnan(row[column_of("followers")]):
        row[column_of("followers")] = float(np.sqrt(RUNGS[2].followers * RUNGS[3].followers))
    return row


def _changes(row: Values, steps: Mapping[str, float]) -> dict[str, Values]:
    """Return this row with one thing changed, each by its name: what a what-if asks about."""
    changed = {}
    for name, step in steps.items():
        if name in SPEC_OF and np.isfinite(row[column_of(name)]):
            other = row.copy()
            other[column_of(name)] = np.clip(row[column_of(name)] + step, *SPEC_OF[name].limits)
            changed[name] = other
    return changed


def _covered_rows(row: Values, reading: ClipPrediction) -> Values:
    """Return one row per covered window: the descriptors without it, context and tempo as they are."""
    if reading.moments is None:
        return np.empty((0, len(INPUTS)), np.float32)
    rows = np.repeat(row[None], len(reading.moments.times_s), axis=0)
    for at, name in enumerate(SOUND):
        if name in DESCRIPTORS and name != "tempo" and np.isfinite(row[at]):
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
