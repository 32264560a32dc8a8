"""Held-out forecasts: the guess without a model, and intervals calibrated on other folds alone."""

import numpy as np
import pytest

from spotpop.model.forecast import LEVELS
from spotpop.training.crossfit import FOLDS, HeldOut, conformalised, unconditional
from spotpop.training.fit import REFERENCE_LEVEL
from tests.unit.training.made_up import made_up_table


def held_out(truth, fold, spread=10.0):
    gap = (np.array(LEVELS) - 0.5) * spread
    quantiles = np.full((len(truth), 1), 45.0) + gap
    return HeldOut(truth=truth, quantiles=quantiles, unconditional=quantiles, fold=fold)


def test_median_and_ends_are_those_levels():
    held = held_out(np.zeros(3), np.zeros(3, np.intp))
    assert held.median.tolist() == [45.0] * 3
    low, high = held.ends
    assert (low[0], high[0]) == pytest.approx((41.0, 49.0))


def test_without_a_model_a_row_is_its_source_among_the_known_rows():
    table = made_up_table(300, sources=2)
    known = np.arange(300) % 3 > 0
    plain = unconditional(table, known, ~known)
    assert plain[:, LEVELS.index(0.5)] == pytest.approx(np.full(100, REFERENCE_LEVEL))
    of = {name: plain[table.source[~known] == name] for name in ("source0", "source1")}
    assert all((rows == rows[0]).all() for rows in of.values())
    assert not np.allclose(of["source0"][0], of["source1"][0])


def test_an_interval_is_calibrated_on_other_folds_of_its_group():
    rng = np.random.default_rng(2)
    fold = np.arange(1000) % FOLDS
    held = held_out(45 + rng.normal(0, 20, 1000), fold)
    low, high = conformalised(held, np.full(1000, "all"))
    assert np.mean((held.truth >= low) & (held.truth <= high)) == pytest.approx(0.8, abs=0.03)
    assert np.array_equal(held.ends[0], np.full(1000, held.ends[0][0])), "the forecasts themselves stay"
    shown = held_out(np.where(fold == 0, 1e6, held.truth), fold)
    assert low[fold == 0] == pytest.approx(conformalised(shown, np.full(1000, "all"))[0][fold == 0])


def test_too_few_rows_to_say_anything_leave_it_as_it_is():
    held = held_out(np.linspace(-500, 500, 24), np.arange(24) % FOLDS)
    group = np.where(np.arange(24) < 12, "a", "b")
    assert np.array_equal(conformalised(held, group)[0], held.ends[0])
