"""`spotpop train`: what it refuses before anything is read or made, and how it tells what came of it."""

from types import SimpleNamespace

import pytest

from spotpop.__main__ import main
from spotpop.cli import train as module
from spotpop.settings import settings


@pytest.fixture
def run(home, capsys):
    def go(*arguments):
        with pytest.raises(SystemExit) as left:
            main(["train", *(str(one) for one in arguments)])
        return left.value.code or 0, capsys.readouterr().err

    return go


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mine",), "either --data or --table"),
        (("mine", "--data", "x", "--table", "y"), "either --data or --table"),
        (("../mine", "--data", "x"), "letters, digits, - and _ only"),
        (("mine/x", "--data", "x"), "letters, digits, - and _ only"),
        (("-_-", "--data", "x"), "No such option"),
        (("mine", "--table", "x", "--labels", "y"), "belong together"),
        (("mine", "--table", "x", "--audio", "y", "--musicnn", "z"), "belong together"),
        (("mine", "--data", "x", "--labels", "a", "--audio", "b", "--musicnn", "c"), "belong together, and to --table"),
        (("mine", "--table", "x", "--weight", "town"), "a source and a number above 0"),
        (("mine", "--data", "x", "--kind", "pips"), "Did you mean pipes?"),
    ],
)
def test_wrong_usage_is_reported_before_anything_is_read_or_made(run, home, arguments, said):
    code, shown = run(*arguments)
    assert code == 2
    assert said in shown
    assert not (home / "models").exists()


@pytest.mark.parametrize("place", ["data folder", "models folder", "--out"])
def test_a_model_is_not_overwritten_unasked_wherever_models_are_kept(run, home, tmp_path, monkeypatch, place):
    folder = {"data folder": home / "models", "models folder": tmp_path / "kept", "--out": tmp_path / "out"}[place]
    (folder / "my-model_2").mkdir(parents=True)
    (folder / "my-model_2" / "card.md").write_text("mine")
    if place == "models folder":
        monkeypatch.setenv("SPOTPOP_MODELS_DIR", str(folder))
    settings.cache_clear()
    code, shown = run("my-model_2", "--data", "x", *(["--out", folder] if place == "--out" else []))
    assert code == 2
    assert "--replace" in shown
    assert (folder / "my-model_2" / "card.md").read_text() == "mine"


FIGURES = {"mae": 9.504, "skill": 0.123, "r2": 0.2, "spearman": 0.456}


def judged(gain_low):
    ours = {**FIGURES, "gain": 1.5, "gain_low": gain_low, "gain_high": 2.5, "coverage": 0.789}
    other = {**FIGURES, "mae": 10.0}
    return SimpleNamespace(network=ours, ridge=other, shuffled={**other, "mae": 12.0}, guess_mae=11.0)


@pytest.mark.parametrize(("gain_low", "verdict"), [(0.5, "more than chance"), (0.0, "perhaps chance: do not rely on")])
def test_the_network_stands_beside_a_ridge_the_guess_and_labels_dealt_anew(capsys, monkeypatch, gain_low, verdict):
    monkeypatch.setenv("COLUMNS", "120")
    module._show(judged(gain_low))
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[1:6] == [
        "MAE skill R² Spearman",
        "two branches 9.50 12.3% 0.200 0.46",
        "ridge on the same inputs 10.00 12.3% 0.200 0.46",
        "two branches, shuffled labels 12.00 12.3% 0.200 0.46",
        "always the median 11.00 0.0% 0.000",
    ]
    assert f"Gain 1.50 points [{gain_low:.2f}, 2.50], {verdict}" in " ".join(lines[6:])
    assert lines[-1].endswith("The 80 % interval held 79%.")


def test_every_step_is_reported_with_the_time_that_it_took(capsys, monkeypatch):
    monkeypatch.setattr(module, "_started", module.time.monotonic() - 125.5)
    module._say("fold 2/5")
    assert capsys.readouterr().err == "02:05  fold 2/5\n"
