"""Which of two versions does better: what is left of a difference, how sure it is, and what makes it."""

import numpy as np
import pytest

from spotpop.model.comparison import compare_effects, is_reliable, kind_of, sound_distance, within_artist
from spotpop.model.graph_inputs import INPUTS, SOUND, column_of
from spotpop.model.manifest import Within

WITHIN = Within.model_validate(
    {
        "sound": {"slope": 0.8, "sd": 0.2},
        "context": {"slope": 0.9, "sd": 0.1},
        "inputs": {"loudness": {"slope": 0.5, "sd": 0.3}},
        "range": 1.5,
        "least_points": 1.0,
    }
)
Z = 1.2815515655446004


def row(**values: float) -> np.ndarray:
    made = np.full(len(INPUTS), np.nan, np.float32)
    for name, value in values.items():
        made[column_of(name)] = value
    return made


def test_distance_is_the_root_mean_square_in_units_of_the_errors() -> None:
    first, second = row(energy=0.5, tempo=100, valence=0.2), row(energy=0.7, tempo=200, valence=0.2)
    spread = {"energy": 0.1, "tempo": 0.25, "valence": 0.1}
    assert sound_distance(first, second, spread) == pytest.approx(np.sqrt((2**2 + 4**2 + 0) / 3), rel=1e-5)
    assert sound_distance(first, second, {"energy": 0.1}) == pytest.approx(2.0, rel=1e-5)
    assert sound_distance(first, row(valence=0.2), {"energy": 0.1}) == 0.0  # nothing that both know
    assert sound_distance(first, second, {}) == 0.0


def test_each_effect_is_shrunk_by_its_own_slope_or_its_kinds() -> None:
    left, low, high = within_artist({"energy": 10.0, "loudness": 4.0, "age": -2.0}, WITHIN, 0.0)
    assert left == pytest.approx({"energy": 8.0, "loudness": 2.0, "age": -1.8})
    half = Z * np.sqrt((0.3 * 4) ** 2 + (0.2 * 10) ** 2 + (0.1 * 2) ** 2)
    assert (low, high) == pytest.approx((8.2 - half, 8.2 + half))


def test_inputs_of_one_kind_err_together() -> None:
    """Two of ten points each are as uncertain as one of twenty, and two that cancel are certain."""
    _, low, high = within_artist({"energy": 10.0, "valence": 10.0}, WITHIN, 0.0)
    assert high - low == pytest.approx(2 * Z * 0.2 * 20)
    _, low, high = within_artist({"energy": 10.0, "valence": -10.0}, WITHIN, 0.0)
    assert high - low == pytest.approx(0.0)


def test_the_readings_error_counts_as_the_sound_does() -> None:
    _, low, high = within_artist({}, WITHIN, 9.0)
    assert (low, high) == pytest.approx((-Z * 0.8 * 3, Z * 0.8 * 3))


def test_an_interval_ends_at_a_hundred() -> None:
    _, low, high = within_artist({"energy": 1000.0}, WITHIN, 0.0)
    assert (low, high) == (pytest.approx(800 - Z * 200), 100.0)
    _, low, high = within_artist({"energy": -1000.0}, WITHIN, 0.0)
    assert (low, high) == (-100.0, pytest.approx(-800 + Z * 200))


@pytest.mark.parametrize(
    ("points", "low", "high", "shown"),
    [
        (1.0, 0.5, 2.0, True), (0.99, 0.5, 2.0, False), (-1.0, -2.0, -0.5, True), (-0.99, -2.0, -0.5, False),
        (5.0, 0.0, 9.0, False), (-5.0, -9.0, 0.0, False), (5.0, -0.1, 9.0, False),
    ],
)  # fmt: skip
def test_an_effect_can_be_reported_if_it_is_large_enough_and_leaves_nothing_out(points, low, high, shown) -> None:
    assert is_reliable(points, low, high, WITHIN) is shown


def test_what_is_of_the_sound_and_what_is_not() -> None:
    assert {kind_of(name) for name in SOUND} == {"sound"}
    assert {kind_of(name) for name in ("age", "followers", "usual", "album", "deezer")} == {"context"}


def compared(rows, draws, effects=None):
    return compare_effects(
        effects or {"energy": 5.0, "age": -1.0},
        draws=draws,
        rows=rows,
        said=rows,
        spread={"energy": 0.1},
        within=WITHIN,
        text=lambda name, one: f"{name} {one[column_of(name)]:.1f}",
    )


def test_reasons_stand_by_weight_and_say_both_values() -> None:
    rows = row(energy=0.5, age=1.0), row(energy=0.9, age=1.0)
    shown = compared(rows, (np.zeros(4), np.zeros(4)))
    assert [(reason.name, reason.kind, reason.text) for reason in shown.reasons] == [
        ("energy", "sound", "energy 0.5 → energy 0.9"), ("age", "context", "age 1.0"),
    ]  # fmt: skip
    assert shown.difference == pytest.approx(sum(reason.points for reason in shown.reasons)) == pytest.approx(3.1)
    assert shown.reliable
    unknown = compared((row(energy=0.5), row(energy=0.5, age=2.0)), (np.zeros(4), np.zeros(4)))
    assert unknown.reasons[1].text == "unknown → age 2.0"


def test_versions_that_sound_alike_share_their_error() -> None:
    """A file and itself share all of it; two that lie far apart none."""
    drawn = np.array([-3.0, 3.0, -3.0, 3.0])
    same = compared((row(energy=0.5), row(energy=0.5)), (drawn, drawn), {"energy": 5.0})
    far = compared((row(energy=0.0), row(energy=1.0)), (drawn, drawn), {"energy": 5.0})
    assert same.interval.high - same.interval.low == pytest.approx(2 * Z * 1.0)
    apart = 0.8**2 * (1 - np.exp(-10 / 1.5)) * 18.0
    assert far.interval.high - far.interval.low == pytest.approx(2 * Z * np.sqrt(1.0 + apart), rel=1e-4)
