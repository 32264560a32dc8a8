"""`spotpop calibrate`: what it refuses before a model is loaded, and how it tells what was moved."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from spotpop.__main__ import main
from spotpop.cli import calibrate as module
from spotpop.settings import settings


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("SPOTPOP_MODELS_DIR", raising=False)
    monkeypatch.setenv("COLUMNS", "200")

    def go(*arguments):
        settings.cache_clear()
        with pytest.raises(SystemExit) as left:
            main(["calibrate", *(str(one) for one in arguments)])
        return left.value.code or 0, capsys.readouterr().err

    yield go
    settings.cache_clear()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--name", "town"), "give a table, or --record"),
        (("table.csv", "--record", "--name", "town"), "give a table, or --record"),
        (("table.csv", "--name", "a/b"), "letters, digits, - and _ only"),
        (("table.csv", "--name", ".."), "letters, digits, - and _ only"),
        (("table.csv", "--name", "-_"), "letters, digits, - and _ only"),
        (("table.csv",), "Missing option '--name'"),
    ],
)
def test_wrong_usage_is_reported_before_anything_is_loaded_or_made(run, tmp_path, arguments, said):
    code, shown = run(*arguments)
    assert code == 2
    assert said in shown
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["data folder", "models folder", "--out"])
def test_no_model_is_overwritten_wherever_models_are_kept(run, tmp_path, monkeypatch, place):
    folder = tmp_path / {"data folder": "data/models", "models folder": "kept", "--out": "out"}[place]
    (folder / "my-town_2").mkdir(parents=True)
    if place == "models folder":
        monkeypatch.setenv("SPOTPOP_MODELS_DIR", str(folder))
    code, shown = run("table.csv", "--name", "my-town_2", *(["--out", folder] if place == "--out" else []))
    assert code == 2
    assert "exists already" in shown


@pytest.mark.parametrize("shift", [2.26, -2.26])
def test_what_was_moved_is_reported_with_its_sign_and_how_the_model_is_asked(shift):
    found = {
        "shift": shift, "coverage_before": 0.614, "coverage_after": 0.798,
        "verdict": SimpleNamespace(of_calibration=lambda start: f"It beats {start}."),
    }  # fmt: skip
    start = SimpleNamespace(name="default")
    assert module._summary(found, "150 labels of 40 artists", start, Path("/x/town"), "town") == (
        f"150 labels of 40 artists. The level moves by {shift:+.1f} points; the 80 % interval covered 61% of them; the "
        "new one, of those left out of its calibration, 80%.\nIt beats default.\n"
        "Written to /x/town; use it with --model town.\n"
    )
