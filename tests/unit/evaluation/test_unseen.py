"""Intervals from collections left out: each counts alike, the worst widens all, and levels come from other artists."""

from dataclasses import replace

import numpy as np
import pytest

from spotpop.evaluation.unseen import (
    LEAST_COVERAGE,
    MOST_SERVED,
    Unseen,
    ends_of,
    figures_of,
    own_level,
    stretches,
)
from spotpop.model.manifest import Stretch

ROWS = 600


def unseen(*deviations: float, scenario="no-audience", state="none", seed=0) -> Unseen:
    """Return collections whose truth lies so far from a forecast of 50, ten to either end."""
    rng = np.random.default_rng(seed)
    n = ROWS * len(deviations)
    truth = np.concatenate([50 + rng.normal(0, deviation, ROWS) for deviation in deviations])
    return Unseen(
        scenario=scenario,
        truth=truth,
        median=np.full(n, 50.0),
        low=np.full(n, 40.0),
        high=np.full(n, 60.0),
        plain=np.full(n, 45.0),
        source=np.repeat([f"source{number}" for number in range(len(deviations))], ROWS),
        artist=np.array([f"artist{number // 2}" for number in range(n)]),
        state=np.full(n, state),
    )


def held(one: Unseen, states: dict[str, Stretch]) -> list[float]:
    low, high = ends_of(one, states)
    inside = (one.truth >= low) & (one.truth <= high)
    return [float(inside[one.source == name].mean()) for name in np.unique(one.source)]


def test_eight_of_ten_hold_where_collections_agree() -> None:
    one = unseen(12.0, 12.0)
    states = stretches([one])
    assert set(states) == {"none"}
    assert np.mean(held(one, states)) == pytest.approx(0.8, abs=0.01)
    assert states["none"].low == pytest.approx(1.28 * 1.2, abs=0.15)


def test_the_worst_collection_widens_all_as_long_as_the_mean_allows() -> None:
    one = unseen(10.0, 10.0, 10.0, 12.5)
    states = stretches([one])
    found = held(one, states)
    assert min(found) >= LEAST_COVERAGE
    assert np.mean(found) <= MOST_SERVED
    assert np.mean(found) > 0.8
    narrow = stretches([unseen(10.0, 10.0, 10.0, 10.0)])["none"]
    assert states["none"].low > narrow.low
    hopeless = stretches([unseen(2.0, 2.0, 2.0, 60.0)])["none"]
    assert hopeless.low < 4  # one collection alone cannot have them all widened without bound


def test_first_songs_have_no_say_and_what_was_not_forecast_has_none() -> None:
    first = unseen(40.0, scenario="first")
    assert stretches([first]) == {"none": Stretch(low=1.0, high=1.0)}
    both = stretches([first, unseen(12.0, 12.0)])
    assert both["none"].low < 2.5
    shown = stretches([unseen(12.0, 12.0), unseen(5.0, 5.0, scenario="both", state="usual")])
    assert shown["usual"].low < shown["none"].low
    assert set(shown) == {"none", "usual"}


def test_a_rows_own_state_is_served_before_its_situations() -> None:
    one = replace(unseen(1.0), state=np.where(np.arange(ROWS) < 2, "usual/1k_10k", "none"))
    states = {"none": Stretch(low=1.0, high=2.0), "usual/1k_10k": Stretch(low=3.0, high=0.5)}
    low, high = ends_of(one, states)
    assert low[:3].tolist() == [20.0, 20.0, 40.0]
    assert high[:3].tolist() == [55.0, 55.0, 70.0]


def test_a_collections_level_is_that_of_other_artists() -> None:
    artist = np.array([f"artist{number}" for number in range(200)])
    truth, median = np.full(200, 50.0), np.full(200, 45.0)
    assert own_level(truth, median, artist).tolist() == [5.0] * 200
    truth[artist == "artist7"] = 1000.0
    assert own_level(truth, median, artist)[7] == 5.0
    assert own_level(truth[:3], median[:3], np.array(["one"] * 3)).tolist() == [0.0] * 3  # nobody else to ask


def test_figures_are_those_of_each_collection_and_their_mean() -> None:
    one = unseen(5.0, 20.0)
    found = figures_of([one], {"none": Stretch(low=1.0, high=1.0)}, draws=20)["no-audience"]
    sources = found["by_source"]
    assert [sources[name]["rows"] for name in ("source0", "source1")] == [ROWS, ROWS]
    assert found["mean"]["least_coverage"] == min(each["coverage"] for each in sources.values())
    assert found["mean"]["coverage"] == pytest.approx(np.mean([each["coverage"] for each in sources.values()]))
    assert sources["source0"]["width"] == 20.0
    assert sources["source0"]["skill"] > sources["source1"]["skill"] > 0
    low, high = sources["source0"]["skill_interval"]
    assert low < sources["source0"]["skill"] < high
