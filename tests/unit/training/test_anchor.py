"""The level at which audiences are served: newer and broader collections count more, and what is planted is found."""

from dataclasses import replace

import numpy as np
import pytest

from spotpop.audience import RUNGS
from spotpop.model.graph_inputs import INPUTS
from spotpop.training.anchor import (
    LEAST_ROWS,
    Anchor,
    anchor_weights,
    anchored,
    equal_rungs,
    knows_audiences,
    reference_quantiles,
    rung_stretches,
    rungs_of,
    weighted_median,
    weighted_quantiles,
)
from spotpop.training.fit import REFERENCE_LEVEL
from spotpop.training.table import Table
from tests.unit.training.made_up import made_up_table

OFFSETS = np.array([-20.0, -10.0, -4.0, 4.0, 10.0, 20.0])


def table_of(rungs: np.ndarray, source: np.ndarray | None = None, snapshot: np.ndarray | None = None) -> Table:
    """Return rows whose artists have followers on these rungs; -1 where nobody knows."""
    table = made_up_table(len(rungs), sources=1)
    rows = table.rows.copy()
    rows[:, INPUTS.index("followers")] = [RUNGS[rung].followers if rung >= 0 else np.nan for rung in rungs]
    return replace(
        table,
        rows=rows,
        source=np.array(["one"] * len(rungs)) if source is None else source,
        snapshot=np.full(len(rungs), 2024.0, np.float32) if snapshot is None else snapshot,
    )


EVERY = np.repeat(np.arange(6), 120)


def test_a_weighted_quantile_lies_between_the_middles_of_the_weights() -> None:
    assert weighted_quantiles(np.array([10.0, 0.0]), np.array([1.0, 1.0]), np.array([0.0, 0.5, 1.0])).tolist() == [
        0.0, 5.0, 10.0
    ]  # fmt: skip
    assert weighted_median(np.array([1.0, 2.0, 3.0]), np.ones(3)) == 2.0
    assert weighted_median(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 8.0])) == pytest.approx(2 + 0.35 / 0.45)


def test_rungs_are_those_of_the_followers() -> None:
    assert rungs_of(table_of(np.array([0, 5, -1, 2]))).tolist() == [0, 5, -1, 2]


@pytest.mark.parametrize(
    ("rungs", "enough"),
    [
        (np.repeat([0, 1, 2], [LEAST_ROWS - 60, 30, 30]), True),
        (np.repeat([0, 1, 2], [LEAST_ROWS - 61, 30, 30]), False),
        (np.repeat([0, 1, 2], [LEAST_ROWS, 30, 29]), False),
        (np.repeat([0, 1, 2, -1], [100, 100, 100, 900]), False),
    ],
)
def test_what_says_something_of_audiences_has_rows_and_sizes_enough(rungs: np.ndarray, enough: bool) -> None:
    assert knows_audiences(table_of(rungs)) is enough


def test_two_years_halve_what_a_collection_counts_and_half_of_the_sizes_quarter_it() -> None:
    rung = np.concatenate([EVERY, EVERY, np.repeat([0, 1, 2], 120), [-1]])
    source = np.repeat(["new", "old", "narrow", "new"], [720, 720, 360, 1])
    snapshot = np.where(source == "old", 2022.0, 2024.0).astype(np.float32)
    weight = anchor_weights(table_of(rung, source, snapshot), rung)
    of = {name: weight[(source == name) & (rung == 0)] for name in ("new", "old", "narrow")}
    assert of["new"].sum() == pytest.approx(1.0)
    assert of["old"].sum() == pytest.approx(0.5)
    assert of["narrow"].sum() == pytest.approx(0.25)
    assert weight[rung < 0].tolist() == [0.0]


def test_every_rung_counts_alike_and_what_has_none_not_at_all() -> None:
    rung = np.array([0, 0, 0, 1, -1])
    weight = equal_rungs(rung, np.array([1.0, 2.0, 1.0, 5.0, 7.0]))
    assert weight.tolist() == [0.25, 0.5, 0.25, 1.0, 0.0]


@pytest.fixture(scope="module")
def planted() -> tuple[Table, Anchor]:
    table = table_of(EVERY)
    rng = np.random.default_rng(2)
    medians = np.full(len(EVERY), 50.0) + rng.normal(0, 3, len(EVERY))
    popularity = medians + OFFSETS[EVERY] + 6.0 + rng.normal(0, 0.5, len(EVERY))
    table = replace(table, popularity=popularity.astype(np.float32))
    usual = popularity - 6.0 - 2.0
    blind = np.stack([medians - 10, medians, medians + 10], axis=1)
    return table, anchored(table, medians, usual, blind)


def test_level_and_offsets_that_were_planted_are_found(planted: tuple[Table, Anchor]) -> None:
    _, anchor = planted
    assert anchor.level == pytest.approx(REFERENCE_LEVEL + 6.0, abs=0.2)
    assert anchor.audience.offsets == pytest.approx(OFFSETS, abs=0.3)
    assert sum(anchor.audience.offsets) == pytest.approx(0.0, abs=0.01)
    assert anchor.audience.usual_offset == pytest.approx(2.0, abs=0.2)
    assert anchor.audience.weights == [1 / 6] * 6
    # nine of ten lie within 20 of the middle, where the forecast said 10
    assert anchor.mixture.low == pytest.approx(2.0, abs=0.3)
    assert anchor.mixture.high == pytest.approx(2.0, abs=0.3)


def test_what_scores_are_compared_with_goes_from_the_least_to_the_most(planted: tuple[Table, Anchor]) -> None:
    table, anchor = planted
    found = reference_quantiles(table, anchor)
    assert found.shape == (101,)
    assert (np.diff(found) >= 0).all()
    assert (found[0], found[-1]) == (table.popularity.min(), table.popularity.max())


def test_a_rungs_interval_holds_nine_of_ten_at_each_end(planted: tuple[Table, Anchor]) -> None:
    _, anchor = planted
    n = len(EVERY)
    middle, reach = np.full(n, 50.0), np.linspace(-1, 1, 120)[np.arange(n) % 120] * 20
    found = rung_stretches(middle + reach, (middle - 10, middle, middle + 5), anchor, prefix="usual/", widen=1.0)
    assert set(found) == {f"usual/{rung.name}" for rung in RUNGS}
    one = found["usual/1k_10k"]
    assert (one.low, one.high) == (pytest.approx(1.6, abs=0.02), pytest.approx(3.2, abs=0.04))
    wider = rung_stretches(middle + reach, (middle - 10, middle, middle + 5), anchor, prefix="", widen=1.5)
    assert wider["1k_10k"].low == pytest.approx(1.5 * one.low, abs=1e-3)
    exact = rung_stretches(middle, (middle - 10, middle, middle + 5), anchor, prefix="")
    assert exact["1k_10k"].low == exact["1k_10k"].high == 0.3  # never a point


@pytest.mark.parametrize(("rows", "has_one"), [(29, False), (30, True)])
def test_a_rung_of_few_rows_has_no_interval_of_its_own(planted: tuple[Table, Anchor], rows: int, has_one: bool) -> None:
    _, anchor = planted
    middle = np.where((EVERY == 3) & (np.arange(len(EVERY)) % 120 >= rows), np.nan, 50.0)
    few = rung_stretches(np.full(len(EVERY), 55.0), (middle - 10, middle, middle + 5), anchor, prefix="")
    assert (RUNGS[3].name in few) is has_one
    assert set(few) >= {rung.name for step, rung in enumerate(RUNGS) if step != 3}
