"""Shapley values by walks: exactly additive, fair between inputs that act together, and none for what does not move."""

import numpy as np
import pytest

from spotpop.model.graph_inputs import INPUTS, PLAYERS, column_of
from spotpop.model.shapley import coalitions_between, coalitions_of, shapley


def row(**values: float) -> np.ndarray:
    made = np.full(len(INPUTS), np.nan, np.float32)
    for name, value in values.items():
        made[column_of(name)] = value
    return made


def value(rows: np.ndarray) -> np.ndarray:
    """A game whose values are known: 10 energy + age, and 4 where both are known."""
    known = np.isfinite(rows)
    filled = np.where(known, rows, 0)
    energy, age = column_of("energy"), column_of("age")
    return 40 + 10 * filled[:, energy] + filled[:, age] + 4.0 * (known[:, energy] & known[:, age])


GIVEN = row(energy=0.5, age=3.0, valence=0.2, album_type=1.0, album_tracks=9.0, track_number=2.0)


def test_effects_add_up_and_share_what_comes_from_both() -> None:
    steps = coalitions_of(GIVEN)
    score, effects = shapley(steps, value(steps.rows))
    assert score == pytest.approx(40 + 5 + 3 + 4)
    assert 40 + sum(effects.values()) == pytest.approx(score)
    assert effects == pytest.approx({"energy": 7.0, "age": 5.0, "valence": 0.0, "album": 0.0})


def test_a_walk_starts_with_nothing_and_ends_with_everything_that_is_known() -> None:
    steps = coalitions_of(GIVEN, walks=6)
    assert steps.rows.shape == (1 + 6 * 4, len(INPUTS))
    assert np.isnan(steps.rows[0]).all()
    for walk in range(6):
        np.testing.assert_array_equal(steps.rows[4 * walk + 4], GIVEN)
        known = np.isfinite(steps.rows[4 * walk + 1 : 4 * walk + 5]).sum(axis=1)
        assert (np.diff(known) > 0).all()
    assert np.isfinite(steps.rows[1]).sum() in (1, len(PLAYERS["album"]))  # what belongs together comes together


def test_half_of_the_walks_go_backwards() -> None:
    orders = coalitions_of(GIVEN, walks=8).orders
    np.testing.assert_array_equal(orders[4:], orders[:4, ::-1])
    assert len({tuple(order) for order in orders.tolist()}) > 2


def test_every_track_is_asked_in_the_same_order() -> None:
    names = coalitions_of(GIVEN).names
    fewer = coalitions_of(row(energy=0.1, age=1.0))
    assert fewer.names == tuple(name for name in names if name in ("energy", "age"))
    at = [names.index(name) for name in fewer.names]
    expected = [[at.index(one) for one in order if one in at] for order in coalitions_of(GIVEN).orders.tolist()]
    assert fewer.orders.tolist() == expected


def test_where_nothing_is_known_the_score_is_the_baseline() -> None:
    steps = coalitions_of(row())
    assert shapley(steps, value(steps.rows)) == (40.0, {})


def test_between_two_tracks_only_what_differs_moves() -> None:
    first, second = row(energy=0.5, age=3.0, valence=0.2), row(energy=0.9, age=3.0, tempo=100.0)
    steps = coalitions_between(first, second)
    assert set(steps.names) == {"energy", "valence", "tempo"}
    np.testing.assert_array_equal(steps.rows[0], first)
    np.testing.assert_array_equal(steps.rows[3], second)
    score, effects = shapley(steps, value(steps.rows))
    assert score == pytest.approx(40 + 9 + 3 + 4)
    assert effects == pytest.approx({"energy": 4.0, "valence": 0.0, "tempo": 0.0}, abs=1e-5)
    assert coalitions_between(first, first).names == ()
