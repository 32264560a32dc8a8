"""The figures that ship are those that the shipped forecasts give: counted again here, from numbers alone."""

import json
from dataclasses import replace

import numpy as np
import pytest

from spotpop.evaluation.predictions import FILE, read_predictions, recount
from spotpop.evaluation.unseen import Unseen, figures_of, stretches
from spotpop.model.registry import find_model

FOLDER = find_model("default").path


def shipped_states():
    return find_model("default").manifest.parts.popularity.conformal.states


@pytest.fixture(scope="module")
def again():
    return recount(FOLDER / FILE, shipped_states())


@pytest.fixture(scope="module")
def told():
    return json.loads((FOLDER / "metrics.json").read_text(encoding="utf-8"))


def test_every_situations_skill_is_counted_again(again, told):
    for name, figures in again["scenarios"].items():
        for group, one in figures.items():
            assert one["rows"] == told["table"]["scenarios"][name][group]["rows"]
            assert one["skill"] == pytest.approx(told["table"]["scenarios"][name][group]["skill"], abs=1e-3)


def test_every_unseen_collection_is_counted_again(again, told):
    for name, figures in again["unseen_collections"].items():
        shipped = told["table"]["unseen_collections"][name]
        assert set(figures["by_source"]) == set(shipped["by_source"])
        for source, one in figures["by_source"].items():
            assert "pairs" in shipped["by_source"][source], "count them: python -m tools.recount models/default"
            for key in ("skill", "coverage", "spearman", "pairs"):
                assert one[key] == pytest.approx(shipped["by_source"][source][key], abs=5e-3)
            assert one["width"] == pytest.approx(shipped["by_source"][source]["width"], abs=0.1)


def test_the_headline_is_the_unseen_figure(again, told):
    mean = again["unseen_collections"]["no-audience"]["mean"]
    assert told["headline"]["unseen_coverage"] == pytest.approx(mean["coverage"], abs=2e-3)
    assert told["headline"]["unseen_skill"] == pytest.approx(mean["skill"], abs=2e-3)
    assert told["headline"]["unseen_pairs"] == pytest.approx(mean["pairs"], abs=2e-3)
    assert told["headline"]["sound_skill"] == told["table"]["scenarios"]["no-audience"]["all"]["skill"]
    assert find_model("default").manifest.parts.popularity.unseen_coverage == pytest.approx(mean["coverage"], abs=2e-3)


def test_the_intervals_that_ship_are_those_that_the_forecasts_give():
    _, unseen = read_predictions(FOLDER / FILE)
    shipped = shipped_states()
    for name, stretch in stretches(unseen).items():
        assert stretch.low == pytest.approx(shipped[name].low, abs=0.02)
        assert stretch.high == pytest.approx(shipped[name].high, abs=0.02)


def test_every_collection_counts_alike() -> None:
    rng = np.random.default_rng(1)
    source = np.array(["large"] * 9000 + ["small"] * 1000)
    spread = np.where(source == "large", 10.0, 30.0)
    truth = 45 + rng.normal(0, spread)
    one = Unseen(
        scenario="no-audience",
        truth=truth,
        median=np.full(10_000, 45.0),
        low=np.full(10_000, 32.0),
        high=np.full(10_000, 58.0),
        plain=np.full(10_000, 45.0),
        source=source,
        artist=np.arange(10_000).astype(str),
        state=np.full(10_000, "none"),
    )
    mean = figures_of([one], stretches([one]))["no-audience"]["mean"]
    # Nine times as many rows of the large one do not make the small one's range too narrow.
    assert mean["coverage"] >= 0.8
    assert mean["least_coverage"] >= 0.7
    narrow = figures_of([one], {"none": stretches([replace(one, truth=np.full(10_000, 45.0))])["none"]})
    assert narrow["no-audience"]["mean"]["coverage"] < 0.5
