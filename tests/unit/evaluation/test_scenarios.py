"""The situations in which a model is judged: what is hidden in each, and which rows belong to it."""

import numpy as np
import pytest

from spotpop.evaluation.scenarios import HIDDEN, NEEDED, belongs, seen
from spotpop.model.graph_inputs import AUDIENCE, INPUTS

FULL = np.full((1, len(INPUTS)), 37.0, np.float32)


def known(rows):
    return {name for name, value in zip(INPUTS, rows[0], strict=True) if np.isfinite(value)}


@pytest.mark.parametrize("scenario", list(HIDDEN))
def test_what_is_hidden_is_unknown_and_all_else_is_not(scenario):
    assert known(seen(FULL, scenario)) == set(INPUTS) - set(HIDDEN[scenario])


def test_nothing_of_the_audience_is_seen_where_nobody_stated_it():
    assert not known(seen(FULL, "no-audience")) & set(AUDIENCE)


def test_a_number_of_songs_without_their_median_is_hidden_too():
    rows = FULL.copy()
    rows[0, INPUTS.index("usual")] = np.nan
    assert "usual_songs" not in known(seen(rows, "both"))


def test_an_audience_is_as_coarse_as_people_tell_it_and_the_rows_stay():
    rows = FULL.copy()
    rows[0, INPUTS.index("followers")] = 4_321.0
    shown = seen(rows, "known")[0]
    assert shown[INPUTS.index("followers")] not in {4_321.0, 37.0}
    assert shown[INPUTS.index("usual")] == 37.5
    assert rows[0, INPUTS.index("followers")] == 4_321.0


@pytest.mark.parametrize("scenario", list(NEEDED))
def test_a_row_belongs_where_it_knows_what_the_situation_is_about(scenario):
    full = FULL.copy()
    if scenario == "first":
        assert belongs(full, scenario).tolist() == [False], "other songs were out before"
        full[0, INPUTS.index("earlier_songs")] = 0
    assert belongs(full, scenario).tolist() == [True]
    for name in NEEDED[scenario]:
        rows = full.copy()
        rows[0, INPUTS.index(name)] = np.nan
        assert belongs(rows, scenario).tolist() == [False]
    assert belongs(np.full_like(FULL, np.nan), scenario).tolist() == [not NEEDED[scenario]]
