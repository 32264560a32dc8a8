"""What the descriptors' errors do: draws in opposite pairs, tempi an octave off, and reasons that hold or do not."""

import numpy as np
import pytest

from spotpop.model.graph_inputs import INPUTS, SOUND, column_of
from spotpop.model.reading_error import error_draws, reason_draws, spread_of_reasons


def row(**values: float) -> np.ndarray:
    made = np.full(len(INPUTS), np.nan, np.float32)
    for name, value in values.items():
        made[column_of(name)] = value
    return made


READING = row(energy=0.5, loudness=-8.0, tempo=120.0, mode=0.3, valence=0.4, age=2.0)
SPREAD = {"energy": 0.05, "loudness": 1.5, "tempo": 0.3, "mode": 0.2}


def test_draws_come_in_opposite_pairs_with_the_errors_spread() -> None:
    draws = error_draws(READING, SPREAD, draws=4000)
    energy = draws[:, column_of("energy")]
    np.testing.assert_allclose(energy[:2000] - 0.5, -(energy[2000:] - 0.5), atol=1e-6)
    assert energy.std() == pytest.approx(0.05, rel=0.05)
    assert draws[:, column_of("loudness")].std() == pytest.approx(1.5, rel=0.05)


def test_what_has_no_error_is_not_moved() -> None:
    draws = error_draws(READING, SPREAD)
    assert draws.shape == (16, len(INPUTS))
    for name in ("valence", "mode", "age"):
        assert (draws[:, column_of(name)] == READING[column_of(name)]).all()
    assert np.isnan(draws[:, column_of("danceability")]).all()


def test_draws_stay_within_the_descriptors_limits() -> None:
    draws = error_draws(row(energy=0.99), {"energy": 0.5}, draws=200)
    energy = draws[:, column_of("energy")]
    assert (energy.min() >= 0, energy.max()) == (True, 1.0)


def test_of_sixteen_tempi_two_are_an_octave_off_four_anywhere_and_ten_right() -> None:
    octaves = np.log2(error_draws(READING, SPREAD)[:, column_of("tempo")] / 120.0)
    assert sorted(np.flatnonzero(np.isclose(np.abs(octaves), 1.0)).tolist()) == [7, 15]
    assert octaves[7] == pytest.approx(1.0)
    right = np.delete(np.arange(16), [0, 1, 8, 9, 7, 15])
    assert np.abs(octaves[right]).max() < 0.02 * 3.5
    assert octaves.sum() == pytest.approx(0.0, abs=1e-5)
    wide = error_draws(READING, {"tempo": 3.0})[:, column_of("tempo")]
    assert np.abs(np.log2(wide[[0, 1, 8, 9]] / 120)).max() > 0.5
    sure = np.log2(error_draws(READING, {"tempo": 0.01})[:, column_of("tempo")] / 120.0)
    assert np.abs(sure).max() < 0.05  # no octave where the tempo is sure


def test_each_uncertain_input_is_asked_alone_and_left_out() -> None:
    draws = np.stack([row(energy=0.6, loudness=-8.0, age=2.0), row(energy=0.4, loudness=-8.0, age=2.0)])
    given = row(energy=0.5, loudness=-8.0, age=2.0)
    asked = reason_draws(given, draws)
    assert asked.names == ("energy",)
    assert asked.rows.shape == (6, len(INPUTS))
    for at, energy in enumerate((0.5, 0.6, 0.4)):
        alone, without = asked.rows[2 * at], asked.rows[2 * at + 1]
        assert alone[column_of("energy")] == pytest.approx(energy)
        assert np.isfinite(alone).sum() == 1
        assert np.isnan(without[column_of("energy")])
        assert without[column_of("loudness")] == -8.0


def test_where_nothing_is_uncertain_nothing_is_asked() -> None:
    asked = reason_draws(READING, np.stack([READING, READING]))
    assert (asked.names, asked.rows.shape) == ((), (0, len(INPUTS)))
    assert spread_of_reasons(asked, np.empty(0), 40.0, np.array([50.0])) == {}


def test_a_reason_moves_as_the_mean_of_its_first_and_last_place() -> None:
    given = row(energy=0.5, loudness=-8.0)
    asked = reason_draws(given, np.stack([row(energy=0.6, loudness=-9.0)]))
    assert asked.names == tuple(name for name in SOUND if name in ("energy", "loudness"))
    # rows: (alone, without) of energy and loudness, for the reading, then for the draw
    medians = np.array([42.0, 45.0, 41.0, 48.0, 44.0, 45.0, 40.0, 49.0])
    found = spread_of_reasons(asked, medians, baseline=40.0, scores=np.array([50.0, 52.0]))
    assert found["energy"] == pytest.approx([((44 - 40) + (52 - 45)) / 2 - ((42 - 40) + (50 - 45)) / 2])
    assert found["loudness"] == pytest.approx([((40 - 40) + (52 - 49)) / 2 - ((41 - 40) + (50 - 48)) / 2])
