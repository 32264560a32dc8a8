"""The commands that judge and calibrate, run as people run them."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from spotpop.__main__ import main
from spotpop.model.graph_inputs import INPUTS
from spotpop.model.model import load_model
from spotpop.record.store import RecordStore
from spotpop.settings import load_settings, settings
from spotpop.training.popularity import train_popularity
from tests.record import make_forecast, make_outcome
from tests.unit.training.made_up import QUICK, made_up_table


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([str(word) for word in words])
    return int(stopped.value.code or 0)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "base"
    train_popularity(made_up_table(400), folder, config=QUICK)
    return folder


def csv(path: Path, n: int, **kind: int) -> Path:
    table = made_up_table(n, **kind)
    frame = pd.DataFrame({name: table.rows[:, INPUTS.index(name)] for name in ("energy", "loudness", "tempo", "age")})
    frame.assign(popularity=table.popularity, source=table.source, artist_key=table.artist).to_csv(path, index=False)
    return path


def test_evaluate_writes_figures_report_and_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, out = csv(tmp_path / "table.csv", 300), tmp_path / "out"
    assert run("evaluate", table, "--no-controls", "--folds", 2, "--epochs", 1, "--out", out) == 0
    printed = capsys.readouterr().out
    assert (out / "report.md").read_text(encoding="utf-8") == printed
    assert "| source1 |" in printed
    assert json.loads((out / "metrics.json").read_text(encoding="utf-8"))["rows"] == 300
    assert (out / "reliability.png").stat().st_size > 1000
    assert (out / "truth.png").stat().st_size > 1000


def test_evaluate_judges_what_another_table_taught(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    learnt, asked = csv(tmp_path / "a.csv", 600), csv(tmp_path / "b.csv", 120, seed=4, sources=1)
    assert run("evaluate", asked, "--train-table", learnt, "--weight", "source1=0.5", "--epochs", 1) == 0
    assert "120 rows" in capsys.readouterr().out


def test_calibrate_writes_a_model_that_loads(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    local = csv(tmp_path / "local.csv", 150, sources=1)
    assert run("calibrate", local, "--name", "town", "--model", base, "--out", tmp_path) == 0
    assert "150 labels" in capsys.readouterr().out
    assert run("evaluate", local, "--model", tmp_path / "town") == 0
    assert "150 rows" in capsys.readouterr().out


def test_calibrate_says_why_it_refuses(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = csv(tmp_path / "few.csv", 60, sources=1)
    assert run("calibrate", few, "--name", "town", "--model", base, "--out", tmp_path) == 1
    assert "only 60 usable rows, and calibration needs at least 100" in capsys.readouterr().err
    assert not (tmp_path / "town").exists()


def kept(folder: Path, model: str, version: str, count: int) -> None:
    """Keep forecasts of 30 ± 15 points, each of which ended 10 points higher than forecast, give or take 25."""
    store = RecordStore.open(load_settings(data_dir=folder))
    made = [make_forecast(number, score=30 + number % 7, model=model, version=version) for number in range(count)]
    ended = [make_outcome(one, one.score + 10 + 25 * ((number * 7) % 41 - 20) / 20) for number, one in enumerate(made)]
    store.append([*made, *ended, make_forecast(9_999, model="another", version="1")])
    store.close()


def test_the_record_calibrates_the_model_that_made_its_forecasts(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    start = load_model(str(base))
    arguments = ("calibrate", "--record", "--name", "local", "--model", base, "--out", tmp_path)
    kept(tmp_path / "data", start.name, start.version, 60)
    assert run(*arguments) == 1
    assert "only 60 usable rows" in capsys.readouterr().err
    kept(tmp_path / "data", start.name, start.version, 200)
    assert run(*arguments) == 0
    said = capsys.readouterr().out
    settings.cache_clear()
    assert "200 outcomes. The level moves by +10" in said
    assert "of those left out of its calibration, 8" in said or "of those left out of its calibration, 7" in said
    before = json.loads((base / "model.json").read_text())["parts"]["popularity"]
    after = json.loads((tmp_path / "local" / "model.json").read_text())["parts"]["popularity"]
    assert after["level"] == pytest.approx(before["level"] + 10, abs=1.5)
    assert after["conformal"]["states"].keys() == before["conformal"]["states"].keys()
    assert all(
        after["conformal"]["states"][name]["high"] > old["high"] for name, old in before["conformal"]["states"].items()
    )
    assert load_model(str(tmp_path / "local")).version.endswith("+calibrated")


@pytest.mark.parametrize("arguments", [(), ("table.csv", "--record")])
def test_calibrate_wants_a_table_or_the_record(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run("calibrate", *arguments, "--name", "local", "--out", tmp_path) == 2


def test_the_made_up_table_has_what_the_tests_rely_on() -> None:
    table = made_up_table(300)
    age = np.isfinite(table.rows[:, INPUTS.index("age")])
    assert set(table.source[age]) == {"source0"}
