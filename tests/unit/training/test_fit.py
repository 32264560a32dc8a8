"""Levels, weights and folds: every source on its own median, no source deciding alone, no artist in two folds."""

import numpy as np
import pytest

from spotpop.model.graph_inputs import INPUTS
from spotpop.training.fit import (
    REFERENCE_LEVEL,
    artist_folds,
    centred,
    knows_earlier_only,
    knows_history,
    level_of_rows,
    levels_of,
    weights_of,
)
from tests.unit.training.made_up import made_up_table

TABLE = made_up_table(600, sources=2)


def test_a_sources_level_is_its_median():
    levels = levels_of(TABLE)
    assert set(levels) == {"source0", "source1"}
    for name, level in levels.items():
        assert level == pytest.approx(np.median(TABLE.popularity[TABLE.source == name]))
    assert level_of_rows(TABLE, levels).tolist() == [levels[name] for name in TABLE.source]


def test_medians_of_other_songs_are_put_at_the_reference_level_as_the_target_is():
    table = made_up_table(60, sources=1)
    usual = INPUTS.index("usual")
    table.rows[:, usual] = 30.0
    moved = centred(table, {"source0": 40.0})
    assert moved[:, usual].tolist() == [30.0 + REFERENCE_LEVEL - 40.0] * 60
    energy = INPUTS.index("energy")
    assert np.array_equal(moved[:, energy], table.rows[:, energy])
    assert table.rows[0, usual] == 30.0


def test_no_single_source_decides():
    table = made_up_table(500, sources=1)
    table.source[:400] = "large"
    table.weight[0] = 3.0
    weight = weights_of(table)
    assert weight.mean() == pytest.approx(1.0)
    assert weight[400] / weight[1] == pytest.approx(2.0)
    assert weight[0] / weight[1] == pytest.approx(3.0)


def test_all_rows_of_an_artist_share_a_fold_and_a_seed_deals_the_same():
    fold = artist_folds(TABLE.artist, 5, seed=3)
    assert set(fold.tolist()) == set(range(5))
    for name in np.unique(TABLE.artist):
        assert len(set(fold[TABLE.artist == name].tolist())) == 1
    assert np.array_equal(fold, artist_folds(TABLE.artist, 5, seed=3))
    assert not np.array_equal(fold, artist_folds(TABLE.artist, 5, seed=4))


@pytest.mark.parametrize(
    ("known", "history", "earlier"),
    [((), False, False), (("usual",), True, False), (("earlier",), True, True), (("usual", "earlier"), True, False)],
)
def test_which_expert_a_row_belongs_to(known, history, earlier):
    row = np.full((1, len(INPUTS)), np.nan, np.float32)
    row[0, [INPUTS.index(name) for name in known]] = 40.0
    assert (bool(knows_history(row)[0]), bool(knows_earlier_only(row)[0])) == (history, earlier)
