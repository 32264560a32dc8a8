"""The octave of a tempo is a mixture of forecasts, not a choice between them."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from spotpop.audience import RUNGS
from spotpop.audio.rhythm import TEMPI, measure_rhythm
from spotpop.model.forecast import Context
from spotpop.model.graph_inputs import INPUTS, column_of
from spotpop.model.model import load_model
from spotpop.model.tempo import TempoMixture
from tests.unit.audio.test_rhythm import rising
from tests.unit.model.heard import demo_analysis


@cache
def model():
    return load_model("default")


@cache
def reading():
    return model().read([demo_analysis()], moments=False)[0]


def score(one):
    return model().forecast(one, Context()).score


def at(bpm):
    """The demo song as if its tempo were certain."""
    return replace(reading(), likely_tempo=bpm, tempi=())


def test_the_score_is_the_mean_of_the_scores_at_all_tempi():
    tempi = ((70.0, 0.3), (140.0, 0.5), (93.3, 0.2))
    mean = sum(chance * score(at(bpm)) for bpm, chance in tempi)
    assert score(replace(reading(), tempi=tempi)) == pytest.approx(mean, abs=1e-3)
    assert mean != pytest.approx(score(at(140.0)), abs=0.1)


def test_reasons_and_rungs_add_up_to_it():
    forecast = model().forecast(reading(), Context())
    points = sum(reason.points for reason in forecast.reasons)
    assert forecast.baseline + points == pytest.approx(forecast.score, abs=1e-3)
    shown = model().forecast(reading(), Context(followers=RUNGS[2].followers))
    assert forecast.ladder[2].name == RUNGS[2].name
    assert forecast.ladder[2].score == pytest.approx(shown.score, abs=0.05)


def test_every_text_names_the_tempo_that_was_read():
    """Its mean over the octaves is the tempo of nothing."""
    unsure = replace(reading(), descriptors={**reading().descriptors, "tempo": 95.0}, likely_tempo=137.0)
    tempo_of = {reason.name: reason.text for reason in model().forecast(unsure, Context()).reasons}
    assert tempo_of["tempo"] == "95 BPM"
    other = replace(unsure, descriptors={**unsure.descriptors, "tempo": 120.0}, likely_tempo=121.0, tempi=())
    compared = {one.name: one.text for one in model().compare((unsure, Context()), (other, Context())).reasons}
    assert compared["tempo"] == "95 BPM → 120 BPM"


def test_an_octave_that_flips_moves_a_forecast_less_than_a_point():
    """The chosen tempo leaps by an octave between two of these sounds, and with it the forecast at that tempo."""
    mixed, chosen, tempi = [], [], []
    for share in np.linspace(0.0, 1.0, 21):
        rhythm = measure_rhythm(rising(20, share))
        heard = tuple(zip(TEMPI, map(float, rhythm.chances), strict=True))
        mixed.append(score(replace(reading(), likely_tempo=rhythm.likely_bpm, tempi=heard)))
        chosen.append(score(at(rhythm.tempo_bpm)))
        tempi.append(rhythm.tempo_bpm)
    leap = int(np.abs(np.diff(np.log2(tempi))).argmax())
    assert abs(np.log2(tempi[leap + 1] / tempi[leap])) == pytest.approx(1.0, abs=0.05)
    assert abs(chosen[leap + 1] - chosen[leap]) > 0.3
    assert np.abs(np.diff(mixed)).max() < 0.2


def test_versions_are_compared_at_their_mixtures():
    """Where only the chances of two tempi change, the difference is that of the mixtures' forecasts."""
    known = Context(followers=20_000)
    first = replace(reading(), likely_tempo=100.0, tempi=((100.0, 0.9), (190.0, 0.1)))
    second = replace(reading(), likely_tempo=120.0, tempi=((100.0, 0.1), (190.0, 0.9)))
    away = replace(second, tempi=first.tempi)
    [tempo] = [one.points for one in model().compare((first, known), (second, known)).reasons if one.name == "tempo"]
    same = [one.points for one in model().compare((first, known), (away, known)).reasons if one.name == "tempo"]
    mixed = [model().forecast(one, known).score for one in (first, second)]
    assert abs(mixed[1] - mixed[0]) > 0.5
    assert sum(same) == pytest.approx(0.0, abs=0.05)
    assert np.sign(tempo) == np.sign(mixed[1] - mixed[0])
    assert abs(tempo) > 0.05


def test_unlikely_tempi_and_rows_without_one_ask_nothing():
    mixture = TempoMixture.of(((60.0, 0.001), (120.0, 0.999)))
    assert mixture.tempi.tolist() == [120.0]
    assert mixture.chances.tolist() == [1.0]
    unknown = np.full((2, len(INPUTS)), np.nan, np.float32)
    assert len(mixture.rows(unknown)) == 0
    known = unknown.copy()
    known[:, column_of("tempo")] = 100.0
    assert mixture.rows(known)[:, column_of("tempo")].tolist() == [120.0, 120.0]
    assert TempoMixture.of(()).mean(np.empty(0), np.array([40.0])).tolist() == [40.0]
