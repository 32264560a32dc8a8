"""Figures overall and by group: groups too small to judge are left out, and what is not known is a group."""

import numpy as np
import pytest

from spotpop.evaluation.figures import summarise
from spotpop.model.forecast import LEVELS
from spotpop.model.graph_inputs import INPUTS
from spotpop.training.crossfit import HeldOut
from tests.unit.training.made_up import made_up_table


@pytest.fixture(scope="module")
def summary():
    table = made_up_table(400, sources=2)
    table.source[:] = np.where(np.arange(400) < 350, "large", np.where(np.arange(400) < 399, "small", "tiny"))
    table.rows[:, INPUTS.index("age")] = np.where(np.arange(400) < 100, 0.5, np.nan)
    table.rows[:, INPUTS.index("followers")] = np.where(np.arange(400) < 60, 5_000.0, np.nan)
    rng = np.random.default_rng(1)
    truth = rng.uniform(0, 100, 400)
    spread = (np.array(LEVELS) - 0.5) * 60
    held = HeldOut(
        truth=truth, quantiles=(truth + rng.normal(0, 5, 400))[:, None] + spread,
        unconditional=np.full((400, 1), 50.0) + spread, fold=np.arange(400) % 5,
    )  # fmt: skip
    return summarise(table, held), summarise(table, held, as_it_is=True)


def test_overall_is_of_all_rows(summary):
    found, _ = summary
    assert (found["rows"], found["overall"]["rows"], found["folds"]) == (400, 400, 5)
    assert found["overall"]["gain"] == pytest.approx(found["overall"]["mae_median"] - found["overall"]["mae"])
    assert found["overall"]["skill"] > 0.7


def test_a_group_needs_fifty_rows_and_the_unknown_is_one(summary):
    found, _ = summary
    assert set(found["by_source"]) == {"large"}
    assert {name: one["rows"] for name, one in found["by_age"].items()} == {"under 1 year": 100, "unknown": 300}
    assert {name: one["rows"] for name, one in found["by_rung"].items()} == {"1k_10k": 60}


def test_a_finished_model_is_judged_by_its_own_ends(summary):
    calibrated, as_it_is = summary
    assert as_it_is["overall"]["width"] == pytest.approx(48.0)
    assert calibrated["overall"]["width"] < 30
    assert abs(calibrated["overall"]["coverage"] - 0.8) < 0.06 < as_it_is["overall"]["coverage"] - 0.8
