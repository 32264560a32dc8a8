"""Level and interval of a finished model, fitted to local labels: by formulas whose answer is known."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spotpop.errors import ModelUnfit, TooFewRows
from spotpop.model.distribution import conformal_stretch
from spotpop.model.registry import read_folder
from spotpop.training import calibrate as module
from spotpop.training.calibrate import calibrate_model, calibrate_on_record
from spotpop.training.crossfit import HIGH, LOW, MIDDLE
from spotpop.training.served_graph import ServedGraph
from spotpop.training.table import Table
from tests.unit.model.popularity_part import AUDIENCE
from tests.unit.training.known_model import known_model, table_of

STATES = {"none": {"low": 1.0, "high": 2.0}, "mixture": {"low": 2.0, "high": 2.0}}


def local(count: int = 200, *, above: float = 10.0, spread: float = 5.0, **columns: object) -> Table:
    """Return tracks that lie so far above what the model says, in the median, and spread evenly around it."""
    table = table_of(count, **{"energy": 0.5, **columns})
    off = spread * np.random.default_rng(2).permutation(np.linspace(-1, 1, count))
    return replace(table, popularity=(50 + above + off).astype(np.float32))


def test_the_level_moves_by_what_is_missed_in_the_median(tmp_path: Path) -> None:
    start = known_model(tmp_path / "start", unseen_coverage=0.79)
    found = calibrate_model(start, local(), tmp_path / "town", population="the town")
    assert (found["labels"], found["artists"]) == (200, 40)
    assert found["shift"] == pytest.approx(10, abs=0.1)
    made = read_folder(tmp_path / "town")
    part = made.manifest.parts.popularity
    assert part.level == pytest.approx(55, abs=0.1)
    assert (part.reference.name, part.reference.size) == ("the town", 200)
    assert part.reference.quantiles[50] == pytest.approx(60, abs=0.1)
    assert len(part.reference.quantiles) == 101
    assert part.unseen_coverage is None


def test_where_the_artists_usual_popularity_counts_the_level_moves_further(tmp_path: Path) -> None:
    """It is stated relative to the level, and half of it is taken back: a point more takes two points of level."""
    table = local(usual=45.0)
    found = calibrate_model(known_model(tmp_path / "start"), table, tmp_path / "town", population="x")
    assert found["shift"] == pytest.approx(20, abs=0.2)
    graph = ServedGraph(known_model(tmp_path / "again")).at_level(45 + found["shift"])
    assert np.median(table.popularity - graph.reported_quantiles(table)[:, MIDDLE]) == pytest.approx(0, abs=0.02)


def test_the_interval_is_the_one_that_the_labels_need_for_every_audience(tmp_path: Path) -> None:
    model = known_model(tmp_path / "start", conformal={"states": STATES}, audience=AUDIENCE)
    table = local()
    found = calibrate_model(model, table, tmp_path / "town", population="x")
    graph = ServedGraph(model).at_level(45 + found["shift"])
    low, middle, high = graph.reported_quantiles(table)[:, [LOW, MIDDLE, HIGH]].T
    assert found["interval"] == pytest.approx(conformal_stretch(low, middle, high, table.popularity), abs=0.05)
    assert found["interval"][0] < 0.5  # 5 points, where the model said 13
    states = read_folder(tmp_path / "town").manifest.parts.popularity.conformal.states
    assert list(states) == ["none"]
    assert [states["none"].low, states["none"].high] == pytest.approx(found["interval"])


def test_coverage_is_reported_before_and_after_on_labels_left_out(tmp_path: Path) -> None:
    found = calibrate_model(known_model(tmp_path / "a"), local(above=30.0), tmp_path / "b", population="x")
    assert found["coverage_before"] == 0.0
    assert found["coverage_after"] == pytest.approx(0.8, abs=0.06)
    assert found["verdict"].low > 20
    assert found["verdict"].own_mae == pytest.approx(2.5, abs=0.2)
    good = calibrate_model(known_model(tmp_path / "c"), local(above=0.0), tmp_path / "d", population="x")
    assert good["coverage_before"] == 1.0
    assert good["verdict"].low <= 0


def test_labels_left_out_are_judged_by_what_the_others_say() -> None:
    """One fold lies 20 points higher: it is judged at the level of the others."""
    fold = np.arange(300) % 3
    truth = np.where(fold == 2, 70.0, 50.0) + np.linspace(-3, 3, 300)
    ends = np.tile([40.0, 50.0, 60.0], (300, 1))
    inside, middle = module._left_out(ends, truth, fold)
    assert middle[fold == 2] == pytest.approx(50.0, abs=0.1)
    assert inside[fold == 2].mean() < 0.1
    assert inside[fold == 0].mean() > 0.4


def test_popularity_0_is_no_label(tmp_path: Path) -> None:
    table = local(150)
    table.popularity[:30] = 0
    found = calibrate_model(known_model(tmp_path / "start"), table, tmp_path / "town", population="x")
    assert found["labels"] == 120


@pytest.mark.parametrize(
    ("count", "artists", "said"),
    [(99, 40, "only 99 usable rows, and calibration needs at least 100"), (200, 19, "only 19 usable rows.*artists")],
)
def test_too_few_are_refused_before_anything_is_written(tmp_path: Path, count: int, artists: int, said: str) -> None:
    table = replace(local(count), artist=np.array([str(number % artists) for number in range(count)]))
    with pytest.raises(TooFewRows, match=said):
        calibrate_model(known_model(tmp_path / "start"), table, tmp_path / "town", population="x")
    assert not (tmp_path / "town").exists()


def test_just_enough_is_enough(tmp_path: Path) -> None:
    table = replace(local(100), artist=np.array([str(number % 20) for number in range(100)]))
    assert calibrate_model(known_model(tmp_path / "a"), table, tmp_path / "b", population="x")["labels"] == 100


def test_no_model_is_overwritten(tmp_path: Path) -> None:
    model = known_model(tmp_path / "start")
    with pytest.raises(FileExistsError):
        calibrate_model(model, local(), tmp_path / "start", population="x")


def test_the_copy_says_what_it_is_and_keeps_no_figures_of_others(tmp_path: Path) -> None:
    model = known_model(tmp_path / "start")
    calibrate_model(model, local(), tmp_path / "town", population="the town")
    made = read_folder(tmp_path / "town")
    assert (made.name, made.version, made.damaged_files()) == ("town", "3+calibrated", [])
    assert made.card().startswith("# town\n\nCalibrated: level and interval are those of the town (200 labels).")
    assert made.card().endswith("# start\n\nWhat it is.\n")
    assert {file.name for file in (tmp_path / "town").iterdir()} == {"card.md", "model.json", "popularity.tflite"}
    assert (tmp_path / "start" / "metrics.json").is_file()
    assert json.loads((tmp_path / "start" / "model.json").read_text())["parts"]["popularity"]["level"] == 45.0


def record(count: int = 200, *, above: float = 10.0, spread: float = 5.0) -> tuple[np.ndarray, np.ndarray]:
    off = spread * np.random.default_rng(2).permutation(np.linspace(-1, 1, count))
    return np.tile([20.0, 30.0, 50.0], (count, 1)), 30 + above + off


def test_the_record_moves_the_level_and_stretches_every_state_alike(tmp_path: Path) -> None:
    model = known_model(tmp_path / "start", conformal={"states": STATES})
    forecasts, truth = record()
    found = calibrate_on_record(model, forecasts, truth, tmp_path / "town", population="the record")
    assert (found["labels"], "artists" in found) == (200, False)
    assert found["shift"] == pytest.approx(10, abs=0.1)
    low, high = found["interval"]
    assert (low, high) == pytest.approx((0.4, 0.2), abs=0.05)  # 4 of 10 points below, 4 of 20 above
    part = read_folder(tmp_path / "town").manifest.parts.popularity
    assert part.level == pytest.approx(55, abs=0.1)
    assert {name: (state.low, state.high) for name, state in part.conformal.states.items()} == {
        "none": (pytest.approx(low), pytest.approx(2 * high)),
        "mixture": (pytest.approx(2 * low), pytest.approx(2 * high)),
    }
    assert part.reference.name == "the record"
    assert found["coverage_before"] == 1.0  # 20 to 50 held them, too wide as it was
    assert found["coverage_after"] == pytest.approx(0.8, abs=0.06)
    assert found["verdict"].low > 5


def test_a_track_without_popularity_is_no_outcome(tmp_path: Path) -> None:
    forecasts, truth = record(120)
    truth[:10] = 0
    found = calibrate_on_record(known_model(tmp_path / "a"), forecasts, truth, tmp_path / "b", population="x")
    assert found["labels"] == 110
    truth[:21] = 0
    with pytest.raises(TooFewRows, match="only 99 usable rows, and calibration on the record"):
        calibrate_on_record(known_model(tmp_path / "c"), forecasts, truth, tmp_path / "d", population="x")
    assert not (tmp_path / "d").exists()


def test_the_record_of_a_model_of_sound_alone_is_refused(tmp_path: Path) -> None:
    model = known_model(tmp_path / "start")
    model.folder.parts = {"pipes": {}}
    with pytest.raises(ModelUnfit):
        calibrate_on_record(model, *record(), tmp_path / "town", population="x")
