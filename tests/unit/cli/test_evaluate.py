"""`spotpop evaluate`: the weights of sources that it takes, and what it refuses before anything is made."""

import pytest
import typer

from spotpop.__main__ import main
from spotpop.cli.evaluate import factors_of


@pytest.mark.parametrize(
    ("texts", "factors"),
    [
        (None, {}),
        ([], {}),
        (["hl24=0.5"], {"hl24": 0.5}),
        (["a=1", "b=1000"], {"a": 1.0, "b": 1000.0}),
        (["a=1", "a=2"], {"a": 2.0}),
        (["name=with=equals=0.25"], {"name=with=equals": 0.25}),
    ],
)
def test_a_source_has_the_weight_that_was_said(texts, factors):
    assert factors_of(texts) == factors


@pytest.mark.parametrize("text", ["town", "town=", "town=much", "town=0", "town=-1", "town=1001", "town=nan", "0.5"])
def test_any_other_weight_is_refused_with_an_example(text):
    with pytest.raises(typer.BadParameter, match=r"such as hl24=0\.5") as refused:
        factors_of(["fine=1", text])
    assert refused.value.message.startswith(f"{text}: ")
    assert refused.value.param_hint == "--weight"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--weight", "town"), "a source and a number"), (("--folds", "1"), "--folds"), (("--epochs", "0"), "--epochs")],
)
def test_wrong_usage_is_reported_before_anything_is_made(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as left:
        main(["evaluate", "table.csv", "--out", str(tmp_path / "out"), *arguments])
    assert left.value.code == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
