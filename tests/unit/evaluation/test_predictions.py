"""The figures that ship are those that the shipped forecasts give: counted again here, from numbers alone."""

import json
from dataclasses import replace

import numpy as np
import pytest

from spotpop.evaluation.predictions import FILE, read_predictions, recount
from spotpop.evaluation.unseen import LEAST_COVERAGE, Unseen, figures_of, stretches
from spotpop.model.registry import find_model

FOLDER = find_model("default").path


def shipped_states():
    return find_model("default").manifest.parts.popularity.conformal.states


@pytest.fixture(scope="module")
def again():
    return recount(FOLDER / FILE, shipped_states())


@pytest.fixture(scope="module")
def shown():
    return json.loads((FOLDER / "metrics.json").read_text(encoding="utf-8"))


def test_every_situations_skill_is_counted_again(again, shown):
    for name, figures in again["scenarios"].items():
        for group, one in figures.items():
            assert one["rows"] == shown["table"]["scenarios"][name][group]["rows"]
            assert one["skill"] == pytest.approx(shown["table"]["scenarios"][name][group]["skill"], abs=1e-3)


def test_every_unseen_collection_is_counted_again(again, shown):
    for name, figures in again["unseen_collections"].items():
        shipped = shown["table"]["unseen_collections"][name]
        assert set(figures["by_source"]) == set(shipped["by_source"])
        for source, one in figures["by_source"].items():
            assert "pairs" in shipped["by_source"][source], "count them: python -m tools.recount models/default"
            for key in ("skill", "coverage", "spearman", "pairs"):
                assert one[key] == pytest.approx(shipped["by_source"][source][key], abs=5e-3)
            assert one["width"] == pytest.approx(shipped["by_source"][source]["width"], abs=0.1)


def test_the_headline_is_the_unseen_figure(again, shown):
    mean = again["unseen_collections"]["no-audience"]["mean"]
    assert shown["headline"]["unseen_coverage"] == pytest.approx(mean["coverage"], abs=2e-3)
    assert shown["headline"]["unseen_skill"] == pytest.approx(mean["skill"], abs=2e-3)
    assert shown["headline"]["unseen_pairs"] == pytest.approx(mean["pairs"], abs=2e-3)
    assert shown["headline"]["sound_skill"] == shown["table"]["scenarios"]["no-audience"]["all"]["skill"]
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


def test_the_ranges_that_ship_hold_in_every_unseen_collection(again) -> None:
    for situation, figures in again["unseen_collections"].items():
        assert 0.77 <= figures["mean"]["coverage"] <= 0.855, situation
        assert figures["mean"]["least_coverage"] >= 0.73, situation


def test_one_end_is_widened_where_collections_disagree_about_one() -> None:
    rng = np.random.default_rng(2)
    source = np.repeat(np.array(["a", "b", "c", "d", "e", "falls"]), 2000)
    error = rng.normal(0, 10, 12_000)
    deep = source == "falls"
    error[deep] = np.where(error[deep] < 0, 2.6 * error[deep], 0.6 * error[deep])
    middle = np.full(12_000, 45.0)
    one = Unseen(
        scenario="no-audience", truth=middle + error, median=middle, low=middle - 12.8, high=middle + 12.8,
        plain=middle, source=source, artist=np.arange(12_000).astype(str), state=np.full(12_000, "none"),
    )  # fmt: skip
    made = stretches([one])
    figures = figures_of([one], made, draws=2)["no-audience"]["mean"]
    assert figures["least_coverage"] >= LEAST_COVERAGE  # both ends widened alike come to 0.732
    assert figures["coverage"] <= 0.855
    assert made["none"].low > 1.2 * made["none"].high
