"""Trees beside the network: laid out as they grew, rising with the audience, and heeded by their share."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor

from spotpop.model.distribution import quantiles
from spotpop.model.graph_inputs import INPUTS, graph_inputs
from spotpop.training.forest import Forest, grow, laid_out, leaning, moved_towards, slid
from spotpop.training.popularity_net import BIN_CENTRES
from tests.unit.training.made_up import QUICK, audience_table

GROWN = replace(QUICK, trees=40, tree_depth=4)


@pytest.fixture(scope="module")
def forest() -> Forest:
    table = audience_table()
    found = grow(table.rows, table.rows, table.popularity, table.weight, GROWN.blind())
    assert found is not None
    return found


def test_trees_say_what_they_said_when_they_were_grown() -> None:
    table = audience_table()
    rows = table.rows.copy()
    rows[np.random.default_rng(4).random(rows.shape) < 0.2] = np.nan
    columns = np.flatnonzero(np.isfinite(rows).any(axis=0))
    grown = HistGradientBoostingRegressor(max_iter=30, max_depth=4, max_leaf_nodes=None, min_samples_leaf=20)
    grown.fit(rows[:, columns], table.popularity)
    found = laid_out(grown, columns, GROWN)
    assert found.feature.shape == (30, 15)
    assert found.medians(rows) == pytest.approx(grown.predict(rows[:, columns]), abs=1e-3)


def test_a_larger_audience_never_lowers_what_trees_say(forest: Forest) -> None:
    rows = np.repeat(audience_table().rows[:40], 6, axis=0)
    rows[:, INPUTS.index("followers")] = np.tile([3e2, 3e3, 3e4, 3e5, 3e6, 3e7], 40)
    by_rung = forest.medians(rows).reshape(40, 6)
    assert (np.diff(by_rung, axis=1) >= -1e-6).all()
    assert by_rung[:, -1].mean() > by_rung[:, 0].mean() + 3


def test_no_trees_are_grown_where_none_are_wanted() -> None:
    table = audience_table()
    assert grow(table.rows, table.rows, table.popularity, table.weight, replace(QUICK, trees=0)) is None


def test_members_are_moved_as_far_as_the_share_says(forest: Forest) -> None:
    rows = audience_table().rows[:50]
    odds = np.exp(-((BIN_CENTRES - np.linspace(30, 60, 50)[:, None]) ** 2) / 300).astype(np.float32)[None]
    odds /= odds.sum(axis=2, keepdims=True)
    before, after = (quantiles(one[0], BIN_CENTRES, (0.5,))[:, 0] for one in (odds, moved_towards(forest, rows, odds)))
    assert after - before == pytest.approx((forest.medians(rows) - before) * forest.share, abs=0.1)


@pytest.mark.parametrize("bins", [-2.25, 0.0, 1.5, 3.0, 90.0])
def test_nothing_is_lost_when_a_distribution_moves(bins: float) -> None:
    odds = np.zeros((1, len(BIN_CENTRES)), np.float32)
    odds[0, [30, 34]] = 0.5
    moved = np.asarray(slid(odds, np.array([bins], np.float32)))
    assert moved.sum() == pytest.approx(1.0, abs=1e-6)
    places = np.arange(len(BIN_CENTRES))
    assert (moved * places).sum() == pytest.approx(min(32 + bins, len(BIN_CENTRES) - 1), abs=1e-4)


def test_who_knows_no_other_songs_leans_less_on_trees() -> None:
    row = np.full((4, len(INPUTS)), np.nan, np.float32)
    row[1, INPUTS.index("usual")] = row[2, INPUTS.index("earlier")] = 45
    row[3, INPUTS.index("usual_songs")] = 0
    assert np.asarray(leaning(graph_inputs(row)["known"])).tolist() == [0.5, 1.0, 1.0, 0.5]
