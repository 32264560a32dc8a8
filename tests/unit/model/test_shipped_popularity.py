"""The popularity part that ships: whole, small, alike on both runtimes, and honest about what it says."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spotpop.model.forecast import Context
from spotpop.model.inputs import INPUTS, graph_inputs
from spotpop.model.model import Model, load_model
from spotpop.model.prediction import ClipPrediction
from spotpop.model.runtime import make_runtime

FOLDER = Path(__file__).resolve().parents[3] / "models" / "default"
READING = ClipPrediction(
    descriptors={
        "danceability": 0.7, "energy": 0.7, "valence": 0.5, "acousticness": 0.1, "instrumentalness": 0.001,
        "speechiness": 0.05, "loudness": -8.0, "tempo": 120.0, "key": 9.0, "mode": 0.2,
    },
    spread={"danceability": 0.11, "energy": 0.1, "valence": 0.2, "acousticness": 0.17, "loudness": 1.6, "tempo": 0.45},
    tags={},
    genres=(),
    warnings=(),
)  # fmt: skip
CONTEXT = Context(age_years=0.0, duration_s=200.0, explicit=False, genre="pop")


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model("default", runtime="litert")


def test_the_folder_is_whole_and_small(model: Model) -> None:
    assert model.folder.damaged_files() == []
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < 10_000_000
    for name in ("card.md", "metrics.json", "training.json"):
        assert (FOLDER / name).is_file()


def test_both_runtimes_answer_alike() -> None:
    rng = np.random.default_rng(2)
    rows = np.tile([0.5, 0.5, 0.5, 0.3, 0.1, 0.1, 0.2, -8, 120, 1, 3, 200, 0, 1e5, 3], (64, 1)).astype(np.float32)
    rows *= rng.uniform(0.5, 1.5, rows.shape).astype(np.float32)
    rows[:, INPUTS.index("genre")] = rng.integers(1, 15, 64)
    rows[rng.random(rows.shape) < 0.3] = np.nan
    inputs = graph_inputs(rows)
    lite, full = (
        make_runtime(kind, FOLDER).run("popularity", inputs)["probabilities"] for kind in ("litert", "tensorflow")
    )
    assert np.abs(lite - full).max() < 1e-4


def test_the_baseline_is_the_reference_level_and_reasons_add_up(model: Model) -> None:
    forecast = model.forecast(READING, CONTEXT)
    assert forecast.baseline == pytest.approx(45.0, abs=0.01)
    assert forecast.baseline + sum(r.points for r in forecast.reasons) == pytest.approx(forecast.score, abs=1e-6)
    assert {r.name for r in forecast.reasons} == set(INPUTS) - {"liveness", "followers"}


def test_withholding_a_block_does_not_move_the_forecast_far(model: Model) -> None:
    average = {"danceability": 0.62, "energy": 0.65, "valence": 0.54, "acousticness": 0.14, "speechiness": 0.05}
    reading = replace(READING, descriptors={**average, "loudness": -7.2, "tempo": 120.0})
    scores = [
        model.forecast(reading, Context()).score,
        model.forecast(replace(READING, descriptors={}), Context()).score,
        model.forecast(reading, Context(duration_s=215.0)).score,
    ]
    assert np.ptp(scores) < 8


def test_the_interval_is_honest_about_its_width(model: Model) -> None:
    forecast = model.forecast(READING, CONTEXT)
    assert 25 < forecast.interval.high - forecast.interval.low < 65
    assert 0 <= forecast.interval.low < forecast.score < forecast.interval.high <= 100


def test_a_little_gain_is_no_reliable_difference(model: Model) -> None:
    quieter = replace(READING, descriptors={**READING.descriptors, "loudness": -9.0})
    found = model.compare((READING, CONTEXT), (quieter, CONTEXT))
    assert not found.reliable
    same = model.compare((READING, CONTEXT), (READING, CONTEXT))
    assert (same.difference, same.reliable) == (0.0, False)


def test_the_card_tells_the_figures_that_were_measured() -> None:
    found = json.loads((FOLDER / "metrics.json").read_text(encoding="utf-8"))
    card = (FOLDER / "card.md").read_text(encoding="utf-8")
    overall, previews = found["table"]["overall"], found["previews"]["overall"]
    for figure in (overall["mae"], overall["mae_median"], previews["mae"], previews["mae_median"]):
        assert f"{figure:.2f}" in card
    assert overall["skill"] >= 0.08
    assert overall["r2_within"] >= 0.12
    assert overall["spearman_within"] >= 0.30
    assert overall["pinball_gain"] >= 0.05
    assert 0.785 <= overall["coverage"] <= 0.815
    assert all(0.77 <= source["coverage_own"] <= 0.83 for source in found["table"]["by_source"].values())
    assert abs(found["table"]["shuffled"]["skill"]) <= 0.005
    assert all(abs(change) <= 2.5 for change in found["table"]["withheld"].values())
    assert previews["spearman"] >= 0.15
    assert previews["gain"] >= 0.3
    assert 0.74 <= previews["coverage"] <= 0.86
