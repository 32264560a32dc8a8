"""The popularity part learns what is there, learns nothing where there is nothing, and serves what it learnt."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from spotpop.errors import ModelUnfit, TooFewRows
from spotpop.evaluation import metrics
from spotpop.evaluation.external import evaluate_network, train_without
from spotpop.evaluation.figures import summarise
from spotpop.evaluation.predictions import recount
from spotpop.evaluation.results import judge_trained
from spotpop.model.forecast import LEVELS, Context
from spotpop.model.graph import PopularityGraph
from spotpop.model.graph_inputs import AUDIENCE, HISTORY, INPUTS, graph_inputs
from spotpop.model.headline import Headline
from spotpop.model.manifest import Stretch
from spotpop.model.model import load_model
from spotpop.model.prediction import ClipPrediction
from spotpop.model.registry import find_model
from spotpop.model.runtime import make_runtime
from spotpop.training.calibrate import calibrate_model
from spotpop.training.crossfit import HIGH, LOW, conformalised, cross_fit
from spotpop.training.fit import artist_folds, centred, train, weights_of
from spotpop.training.popularity import Fitted
from spotpop.training.served_graph import ServedGraph, served
from spotpop.training.serving import export_experts
from spotpop.training.table import Table
from tests.unit.model.popularity_part import part
from tests.unit.training.made_up import QUICK, audience_table, made_up_table, with_audience

MIDDLE = LEVELS.index(0.5)
SOUNDS = ("energy", "danceability", "loudness", "tempo")
FIELDS = {
    "age_years": "age", "followers": "followers", "usual_popularity": "usual", "usual_songs": "usual_songs",
    "earlier_popularity": "earlier", "earlier_songs": "earlier_songs",
}  # fmt: skip


def test_artists_never_stand_on_both_sides() -> None:
    table = made_up_table(300)
    fold = artist_folds(table.artist, 5, seed=1)
    for artist in np.unique(table.artist):
        assert len(np.unique(fold[table.artist == artist])) == 1
    assert set(fold) == {0, 1, 2, 3, 4}


def test_no_single_source_decides() -> None:
    table = made_up_table(900)
    keep = np.flatnonzero((table.source != "source0") | (np.arange(900) % 9 == 0))
    part = table.take(keep)
    weight = weights_of(part)
    shares = {s: weight[part.source == s].sum() for s in np.unique(part.source)}
    counts = {s: (part.source == s).sum() for s in np.unique(part.source)}
    assert shares["source1"] / shares["source0"] == pytest.approx(
        (counts["source1"] / counts["source0"]) ** 0.5, rel=0.01
    )


def test_effects_are_learnt_for_artists_that_were_not_heard(trained: tuple[Path, Fitted]) -> None:
    held = trained[1].held
    assert metrics.skill(held.truth, held.median, held.unconditional[:, MIDDLE]) > 0.2
    assert metrics.pinball(held.truth, held.quantiles, LEVELS) < metrics.pinball(held.truth, held.unconditional, LEVELS)


def test_shuffled_labels_teach_nothing() -> None:
    held = cross_fit(made_up_table(), QUICK, folds=2, shuffle=True)
    assert metrics.skill(held.truth, held.median, held.unconditional[:, MIDDLE]) < 0.01


def test_intervals_hold_in_every_source(trained: tuple[Path, Fitted]) -> None:
    table, held = made_up_table(), trained[1].held
    low, high = conformalised(held, table.source)
    for source in np.unique(table.source):
        where = table.source == source
        assert metrics.coverage(held.truth[where], low[where], high[where]) == pytest.approx(0.8, abs=0.05)


def test_the_shipped_graph_answers_alike_on_both_runtimes(trained: tuple[Path, Fitted]) -> None:
    folder, _ = trained
    inputs = graph_inputs(made_up_table(50, seed=9).rows)
    lite, full = (
        make_runtime(kind, folder).run("popularity", inputs)["probabilities"] for kind in ("litert", "tensorflow")
    )
    assert np.abs(lite - full).max() < 1e-4
    assert lite.sum(axis=1) == pytest.approx(1.0, abs=1e-4)


def test_the_shipped_model_explains_its_score(trained: tuple[Path, Fitted]) -> None:
    model = load_model(str(trained[0]), runtime="litert")
    reading = ClipPrediction({"energy": 0.95, "loudness": -6.0}, {"energy": 0.05}, {}, (), ())
    forecast = model.forecast(reading, Context(age_years=1.0))
    assert model.reference == "made-up tracks"
    assert forecast.score is not None
    assert forecast.interval is not None
    assert forecast.baseline + sum(r.points for r in forecast.reasons) == pytest.approx(forecast.score, abs=1e-6)
    assert forecast.reasons[0].name == "energy"
    assert forecast.score > 50
    assert forecast.interval.low < forecast.score < forecast.interval.high


def test_training_repeats(trained: tuple[Path, Fitted]) -> None:
    table = made_up_table(300)
    first, second = (train(table, QUICK).probabilities(table.rows[:50]) for _ in range(2))
    assert first == pytest.approx(second, abs=1e-4)


def test_members_have_seeds_of_their_own() -> None:
    table = made_up_table(300)
    members = train(table, QUICK)._members(table.rows[:20])
    assert len(members) == 2
    assert np.abs(members[0] - members[1]).max() > 1e-3


def test_evaluation_reports_every_figure_and_control(stated_audience: tuple[Path, Fitted], tmp_path: Path) -> None:
    folder, fitted = stated_audience
    text = judge_trained(audience_table(), folder, replace(QUICK, epochs=2), fitted, tmp_path, trees=20)
    found = json.loads((tmp_path / "metrics.json").read_text(encoding="utf-8"))
    shipped = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    assert shipped["table"] | {"headline": shipped["headline"]} == found
    counted = recount(folder / "predictions.npz", fitted.states)
    assert counted["unseen_collections"].keys() == found["unseen_collections"].keys()
    assert find_model(str(folder)).damaged_files() == []
    assert set(found["by_source"]) == {"source0", "source1"}
    assert set(found["unseen_collections"]["no-audience"]["by_source"]) == set(found["by_source"])
    assert {"no-audience", "followers", "usual", "both", "known"} <= set(found["scenarios"])
    assert {"withheld", "shuffled", "yardstick", "sensitivity", "within_artist", "audience", "headline"} <= set(found)
    assert Headline.model_validate(found["headline"]).population == "unseen"
    assert found["headline"]["sound_skill"] == found["scenarios"]["no-audience"]["all"]["skill"]
    low, high = found["overall"]["skill_interval"]
    assert low < found["overall"]["skill"] < high
    for word in ("| source1 |", "Collections never seen", "What an input is worth", "What a change does", "Yardstick"):
        assert word in text
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == text
    for name in ("reliability.png", "truth.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


def test_what_an_audience_is_worth_is_learnt_and_served(stated_audience: tuple[Path, Fitted]) -> None:
    model = load_model(str(stated_audience[0]), runtime="litert")
    silent = ClipPrediction({}, {}, {}, (), ())
    forecast = model.forecast(silent, Context(followers=3_000))
    scores = [rung.score for rung in forecast.ladder]
    assert scores[-1] - scores[0] > 15  # planted: five points a decade, six rungs
    assert [rung.name for rung in forecast.ladder if rung.chosen] == ["1k_10k"]
    usual = [model.forecast(silent, Context(usual_popularity=points)).score or 0.0 for points in (20.0, 70.0)]
    assert usual[1] - usual[0] > 10
    assert model.forecast(silent, Context()).audience == "mixture"


def test_every_expert_is_served_the_rows_that_it_is_for(tmp_path: Path) -> None:
    network = train(audience_table(), QUICK)
    rows = centred(audience_table(), network.levels)[:90]
    rows[:30, [INPUTS.index(name) for name in HISTORY]] = np.nan
    rows[30:60, [INPUTS.index(name) for name in ("usual", "usual_songs")]] = np.nan
    assert network.history is not None
    assert network.earlier is not None
    experts = (network.blind, network.earlier, network.history)
    answers = [one.odds(rows[at : at + 30]).mean(axis=0) for one, at in zip(experts, (0, 30, 60), strict=True)]
    assert network.probabilities(rows) == pytest.approx(np.concatenate(answers), abs=1e-6)
    shipped = part(experts=export_experts(network, tmp_path))
    shown = PopularityGraph(shipped, make_runtime("litert", tmp_path)).ask(rows)
    assert shown == pytest.approx(np.concatenate(answers), abs=1e-4)
    assert np.abs(shown[30:60] - network.history.odds(rows[30:60]).mean(axis=0)).max() > 0.01


def test_a_model_from_elsewhere_is_judged_at_the_local_level() -> None:
    table = made_up_table()
    away = np.array([int(name[6:]) % 4 == 0 for name in table.artist])
    network, states = train_without(table, table.artist[away], QUICK)
    held = evaluate_network(table.take(away), network, states)
    found = summarise(table.take(away), held, as_it_is=True)
    assert found["overall"]["skill"] > 0.05
    assert 0.7 < found["overall"]["coverage"] < 0.9


def test_errors_of_the_reading_widen_the_forecast() -> None:
    table = made_up_table(effect=25.0)
    network = train(table, QUICK)
    unsure = np.zeros_like(table.rows)
    unsure[:, INPUTS.index("energy")] = 0.4
    states = {"none": Stretch(low=1.0, high=1.0)}
    plain = evaluate_network(table, network, states)
    table.errors[:] = unsure
    blurred = evaluate_network(table, network, states)
    widths = [np.subtract(*held.ends[::-1]).mean() for held in (plain, blurred)]
    assert widths[1] > widths[0] + 1


def local_tracks(seed: int) -> Table:
    """Return tracks of one population, 15 points above what the model knows; far from both ends of the scale."""
    table = made_up_table(400, sources=1, seed=seed)
    table.popularity[:] += 15
    return table


def test_calibration_moves_level_and_interval(trained: tuple[Path, Fitted], tmp_path: Path) -> None:
    model = load_model(str(trained[0]), runtime="litert")
    found = calibrate_model(model, local_tracks(5), tmp_path / "local", population="local tracks")
    assert found["coverage_before"] < 0.75
    calibrated = load_model(str(tmp_path / "local"), runtime="litert")
    reading = ClipPrediction({"energy": 0.5}, {}, {}, (), ())
    before, after = (m.forecast(reading, Context()).score or 0.0 for m in (model, calibrated))
    assert after - before == pytest.approx(found["shift"], abs=1e-2)
    assert calibrated.reference == "local tracks"


def test_a_calibrated_range_holds_for_tracks_that_did_not_calibrate_it(
    trained: tuple[Path, Fitted], tmp_path: Path
) -> None:
    model = load_model(str(trained[0]), runtime="litert")
    promised, held = [], []
    for seed in (5, 6, 7):
        found = calibrate_model(model, local_tracks(seed), tmp_path / str(seed), population="local tracks")
        promised.append(found["coverage_after"])
        graph = served(load_model(str(tmp_path / str(seed)), runtime="litert"))
        for fresh in (local_tracks(seed + 20), local_tracks(seed + 40)):
            shown = graph.quantiles(fresh)
            held.append(metrics.coverage(fresh.popularity, shown[:, LOW], shown[:, HIGH]))
    # One calibration on 400 labels is off by 2 points (a tail of 40 errors has a deviation of 6 of them).
    assert np.mean(held) == pytest.approx(0.8, abs=0.03)
    assert promised == pytest.approx([np.mean(held)] * 3, abs=0.05)


@pytest.mark.parametrize("knows_audience", [True, False])
def test_calibration_holds_at_the_level_that_is_reported(
    stated_audience: tuple[Path, Fitted], tmp_path: Path, knows_audience: bool
) -> None:
    def local(seed: int) -> Table:
        table = with_audience(made_up_table(400, sources=1, seed=seed), seed=seed)
        table.popularity[:] = np.clip(table.popularity + 15, 1, 100)
        usual, audience = INPUTS.index("usual"), [INPUTS.index(name) for name in AUDIENCE]
        table.rows[:, usual] = np.clip(table.rows[:, usual] + 15, 0, 100)
        if not knows_audience:
            table.rows[:, audience] = np.nan
        return table

    start = load_model(str(stated_audience[0]), runtime="litert")
    found = calibrate_model(start, local(5), tmp_path / "local", population="local tracks")
    calibrated = load_model(str(tmp_path / "local"), runtime="litert")
    fresh = local(6)
    graph = served(calibrated)
    low, high = graph.reported_ends(fresh)
    middle = graph.reported_quantiles(fresh)[:, MIDDLE]
    assert metrics.coverage(fresh.popularity, low, high) == pytest.approx(0.8, abs=0.06)
    assert np.median(fresh.popularity - middle) == pytest.approx(0.0, abs=2.5)
    assert found["verdict"].low > 0
    assert "the local model beats it" in found["verdict"].of_calibration("start")
    for row, score in zip(fresh.rows[:3], middle, strict=False):
        reading = ClipPrediction({name: float(row[INPUTS.index(name)]) for name in SOUNDS}, {}, {}, (), ())
        asked = {field: float(row[INPUTS.index(name)]) for field, name in FIELDS.items()}
        context = Context(**{field: value for field, value in asked.items() if np.isfinite(value)})
        assert calibrated.forecast(reading, context).score == pytest.approx(score, abs=0.5)


def test_calibrating_on_what_a_model_knows_is_no_gain(trained: tuple[Path, Fitted], tmp_path: Path) -> None:
    model = load_model(str(trained[0]), runtime="litert")
    found = calibrate_model(model, made_up_table(300, seed=0), tmp_path / "again", population="the same")
    assert found["verdict"].low < 0.3
    assert abs(found["verdict"].gain) < 1.0


@pytest.mark.parametrize("ask", [served, ServedGraph])
def test_a_model_of_sound_alone_is_refused_by_a_sentence(ask: Callable[[Any], object]) -> None:
    model = SimpleNamespace(folder=SimpleNamespace(parts={"audio": {}, "pipes": {}}))
    with pytest.raises(ModelUnfit, match="knows sound alone"):
        ask(model)


def test_calibration_refuses_too_few_labels(trained: tuple[Path, Fitted], tmp_path: Path) -> None:
    model = load_model(str(trained[0]), runtime="litert")
    with pytest.raises(TooFewRows, match="only 99 usable rows, and calibration needs at least 100"):
        calibrate_model(model, made_up_table(99), tmp_path / "local", population="x")
    one = made_up_table(150)
    one.artist[:] = "one"
    with pytest.raises(TooFewRows, match="artists"):
        calibrate_model(model, one, tmp_path / "local", population="x")
    assert not (tmp_path / "local").exists()
