import numpy as np
import pytest

from spotpop.model.distribution import conformal_offsets, quantiles
from spotpop.model.wording import context_text, descriptor_text, percentile

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


def test_percentiles_count_ties_by_half() -> None:
    assert percentile(0.0, [0.0, 0.0, 0.0, 1.0, 2.0]) == pytest.approx(25.0)
    assert percentile(-1.0, [0.0, 1.0]) == 0.0
    assert percentile(9.0, [0.0, 1.0]) == 100.0


def test_context_is_said_in_words() -> None:
    assert context_text("age", 0.0) == "not released yet"
    assert context_text("age", 0.4) == "released less than a year ago"
    assert context_text("age", 1.2) == "released 1 year ago"
    assert context_text("explicit", 0.0) == "not explicit"
    assert context_text("genre", 2.0) == "rock"
    assert context_text("followers", 12.0) == "12 followers"
    assert context_text("followers", 52_000.0) == "52 thousand followers"


def test_an_unsure_mode_is_not_told() -> None:
    assert descriptor_text("key", 0.0, None, 0.5) == "C"
    assert descriptor_text("mode", 0.9, None) == "major"
