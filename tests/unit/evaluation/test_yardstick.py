"""What a forecast is held against: the figures of chosen rows, and a table that is too small to judge."""

import numpy as np
import pytest

from spotpop.errors import TooFewRows
from spotpop.evaluation.yardstick import LEAST_ROWS, require_rows, skill_figures
from spotpop.model.forecast import LEVELS
from spotpop.training.crossfit import HeldOut
from tests.unit.training.made_up import made_up_table


def test_a_table_that_is_too_small_is_refused():
    table = made_up_table(LEAST_ROWS)
    require_rows(table)
    with pytest.raises(TooFewRows) as refused:
        require_rows(table.take(np.arange(LEAST_ROWS - 1)))
    assert refused.value.params["found"] == LEAST_ROWS - 1


def test_only_the_chosen_rows_count():
    table = made_up_table(120)
    truth = np.linspace(0, 100, 120)
    plain = np.full((120, len(LEVELS)), 50.0)
    held = HeldOut(truth=truth, quantiles=plain, unconditional=plain, fold=np.zeros(120, np.intp))
    chosen = np.arange(120) < 60
    perfect = np.where(chosen, truth, 0.0)
    found = skill_figures(table, held, perfect, chosen)
    assert (found["rows"], found["mae"], found["skill"]) == (60, 0.0, 1.0)
    assert found["spearman_within"] == pytest.approx(1.0)
    none = skill_figures(table, held, np.full(120, 50.0), chosen)
    assert none["skill"] == pytest.approx(0.0)
    assert none["skill_interval"][0] <= none["skill"] <= none["skill_interval"][1]
