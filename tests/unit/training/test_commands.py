"""The commands that train, judge and calibrate, run as people run them."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from spotpop.__main__ import main
from spotpop.dataset.parquet import write_dataset
from spotpop.model.graph_inputs import INPUTS
from spotpop.model.model import load_model
from spotpop.model.registry import find_model
from spotpop.record.store import RecordStore
from spotpop.settings import load_settings, settings
from spotpop.training import popularity_net, two_branch_network
from spotpop.training.popularity import train_popularity
from tests.record import make_forecast, make_outcome
from tests.unit.training.made_up import QUICK, clips_of, made_up_table


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([str(word) for word in words])
    return int(stopped.value.code or 0)


TINY = {"members": 1, "epochs": 1}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let networks be small, and keep models in a folder of their own."""
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(
        two_branch_network, "TwoBranchConfig", partial(two_branch_network.TwoBranchConfig, folds=2, **TINY)
    )
    small = {"widths": (8,), "encoding_bins": 2, "trees": 2, "batch_size": 64}
    monkeypatch.setattr(popularity_net, "NetConfig", partial(popularity_net.NetConfig, **small, **TINY))
    settings.cache_clear()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "base"
    train_popularity(made_up_table(400, sources=1), folder, config=replace(QUICK, widths=(8,), members=1, epochs=2))
    return folder


def csv(path: Path, n: int, **kind: int) -> Path:
    table = made_up_table(n, **kind)
    frame = pd.DataFrame({name: table.rows[:, INPUTS.index(name)] for name in ("energy", "loudness", "tempo", "age")})
    frame.assign(popularity=table.popularity, source=table.source, artist_key=table.artist).to_csv(path, index=False)
    return path


def test_evaluate_writes_figures_report_and_pictures(
    quick: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out = csv(tmp_path / "table.csv", 300), tmp_path / "out"
    assert run("evaluate", table, "--no-controls", "--folds", 2, "--epochs", 1, "--out", out) == 0
    printed = capsys.readouterr().out
    assert (out / "report.md").read_text(encoding="utf-8") == printed
    assert "| source1 |" in printed
    assert json.loads((out / "metrics.json").read_text(encoding="utf-8"))["rows"] == 300
    assert (out / "reliability.png").stat().st_size > 1000
    assert (out / "truth.png").stat().st_size > 1000


def test_evaluate_judges_what_another_table_taught(
    quick: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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


def test_the_made_up_table_has_what_the_tests_rely_on() -> None:
    table = made_up_table(300)
    age = np.isfinite(table.rows[:, INPUTS.index("age")])
    assert set(table.source[age]) == {"source0"}


def data_set(folder: Path, count: int, *, analysed_by: str | None = None) -> Path:
    """Write a data set as `spotpop collect` does with the shipped model."""
    clips = clips_of(count)
    folder.mkdir()
    write_dataset(
        folder,
        [
            {
                "id": f"id {number}", "artist_key": clips.artist[number], "popularity": float(clips.popularity[number]),
                "energy": 0.5, "loudness": -8.0, "source": "mine",
                "features": clips.inputs["features"][number],
                "embedding": np.tile(clips.inputs["embedding"][number], 2),
                "tags": np.tile(clips.inputs["tags"][number], 2),
            }
            for number in range(count)
        ],
        analysed_by=find_model("default").files["audio.int8.tflite"] if analysed_by is None else analysed_by,
        n_patches=2,
    )  # fmt: skip
    return folder


@pytest.mark.parametrize("kind", ["pipes", "descriptors"])
def test_too_few_clips_are_refused_with_the_reason(
    quick: None, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("train", "mine", "--data", data_set(tmp_path / "set", 40), "--kind", kind) == 1
    assert "only 40 usable" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "data" / "models" / "mine").exists()


def test_clips_that_another_network_heard_are_refused(
    quick: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("train", "mine", "--data", data_set(tmp_path / "set", 5, analysed_by="0" * 64)) == 1
    assert "another network" in capsys.readouterr().err


def test_what_was_collected_becomes_a_model_in_the_place_of_an_older(
    quick: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "data" / "models"
    (place / "mine").mkdir(parents=True)
    (place / "mine" / "old").write_text("x")
    (place / "mine.new").mkdir()
    assert run("train", "mine", "--data", data_set(tmp_path / "set", 300), "--replace", "--seed", 3) == 0
    shown = capsys.readouterr()
    assert "300 clips, on CPU" in shown.err
    assert shown.out.endswith(f"Written to {place / 'mine'}; use it with --model mine.\n")
    assert "this model misses by" in shown.out  # against the default model
    assert [folder.name for folder in place.iterdir()] == ["mine"]
    model = load_model("mine", settings=load_settings())
    assert (model.name, model.reference) == ("mine", "the tracks of set")
    assert "old" not in model.folder.files
    assert json.loads((place / "mine" / "training.json").read_text())["seed"] == 3


def test_a_table_becomes_a_model_with_the_audio_part_of_another(
    quick: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = csv(tmp_path / "table.csv", 320, sources=1)
    out = tmp_path / "out"
    arguments = ("--table", table, "--weight", "source0=0.5", "--population", "the town", "--out", out)
    assert run("train", "mine", *arguments) == 0
    shown = capsys.readouterr()
    assert "320 rows, on CPU" in shown.err
    assert "320 rows judged by networks without their artists. Figures and pictures: --figures" in shown.out
    assert "this model misses by" in shown.out
    assert shown.out.endswith(f"use it with --model {out / 'mine'}.\n")
    model = load_model(str(out / "mine"))
    assert set(model.folder.parts) == {"audio", "popularity"}
    assert model.reference == "the town"
    assert json.loads((out / "mine" / "training.json").read_text())["popularity"]["weights"] == {"source0": 0.5}
