import numpy as np
import pytest

from spotpop.model.distribution import chance_above, conformal_offsets, conformal_stretch, quantiles, shifted, stretched

CENTRES = np.linspace(-8, 112, 51)


def test_quantiles_of_a_bell_are_those_of_the_bell() -> None:
    odds = np.exp(-0.5 * ((CENTRES - 50) / 15) ** 2)
    found = quantiles((odds / odds.sum())[None], CENTRES, (0.1, 0.5, 0.9))[0]
    assert found == pytest.approx([50 - 15 * 1.2816, 50.0, 50 + 15 * 1.2816], abs=0.1)


def test_a_two_point_target_has_its_value_as_mean_and_median_close_by() -> None:
    probabilities = np.zeros((1, 51))
    probabilities[0, 20:22] = 0.5
    assert quantiles(probabilities, CENTRES, (0.5,))[0, 0] == pytest.approx((CENTRES[20] + CENTRES[21]) / 2)


def test_offsets_give_the_promised_coverage_on_new_rows() -> None:
    rng = np.random.default_rng(1)
    truth = rng.normal(0, 20, 40_000)
    low, high = np.full(len(truth), -10.0), np.full(len(truth), 40.0)
    below, above = conformal_offsets(low[:20_000], high[:20_000], truth[:20_000])
    inside = (truth >= low - below) & (truth <= high + above)
    assert inside[20_000:].mean() == pytest.approx(0.8, abs=0.01)


def test_a_bins_mass_is_spread_over_its_width() -> None:
    alone = np.zeros((1, 51))
    alone[0, 10] = 1.0
    width = CENTRES[1] - CENTRES[0]
    found = quantiles(alone, CENTRES, (0.25, 0.5, 1.0))[0]
    assert found == pytest.approx(CENTRES[10] + width * np.array([-0.25, 0.0, 0.5]))
    assert quantiles(alone * 3, CENTRES, (0.5,)) == pytest.approx(quantiles(alone, CENTRES, (0.5,)))


def test_a_shift_by_whole_and_by_parts_of_a_bin() -> None:
    rows = np.array([[0.2, 0.8, 0.0, 0.0]] * 4)
    found = shifted(rows, np.array([0.0, 1.0, 0.25, -1.0]))
    assert found == pytest.approx(
        np.array([[0.2, 0.8, 0, 0], [0, 0.2, 0.8, 0], [0.15, 0.65, 0.2, 0], [1.0, 0, 0, 0]]), abs=1e-6
    )
    assert shifted(rows[:1], np.array([9.0]))[0] == pytest.approx([0, 0, 0, 1])  # nothing leaves the ends
    assert shifted(rows, np.zeros(4)) == pytest.approx(rows)


def test_a_stretch_leaves_the_median_where_it_is() -> None:
    assert stretched(np.array([10.0, 30.0, 40.0]), 2.0, 0.5, 1) == pytest.approx([-10.0, 30.0, 35.0])


def test_the_chance_of_at_least_a_popularity() -> None:
    at_levels, levels = np.array([20.0, 40.0, 80.0]), (0.1, 0.5, 0.9)
    expected = {0.0: 1.0, 10.0: 0.95, 20.0: 0.9, 30.0: 0.7, 40.0: 0.5, 90.0: 0.05, 100.0: 0.0}
    for popularity, chance in expected.items():
        assert chance_above(at_levels, levels, popularity) == pytest.approx(chance)


def test_stretches_give_the_promised_coverage_on_new_rows() -> None:
    rng = np.random.default_rng(2)
    scale = rng.uniform(1, 10, 40_000)
    truth = 50 + scale * rng.normal(0, 1, 40_000)
    low, middle, high = 50 - scale, np.full(40_000, 50.0), 50 + 2 * scale
    half = slice(0, 20_000)
    below, above = conformal_stretch(low[half], middle[half], high[half], truth[half])
    assert (below, above) == pytest.approx((1.2816, 0.6408), rel=0.05)
    inside = (truth >= middle - below * (middle - low)) & (truth <= middle + above * (high - middle))
    assert inside[20_000:].mean() == pytest.approx(0.8, abs=0.01)
    exact = np.full(50, 50.0)
    assert conformal_stretch(exact - 1, exact, exact + 1, exact) == (0.2, 0.2)  # never narrower than a fifth
