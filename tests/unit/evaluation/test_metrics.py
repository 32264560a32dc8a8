import numpy as np
import pytest

from spotpop.evaluation import metrics

RNG = np.random.default_rng(4)
TRUTH = RNG.normal(50, 10, 4000)
ARTIST = np.array([f"a{i % 400}" for i in range(4000)])


def test_skill_of_a_perfect_and_of_a_useless_forecast() -> None:
    plain = np.full(4000, 50.0)
    assert metrics.skill(TRUTH, TRUTH, plain) == 1.0
    assert metrics.skill(TRUTH, plain, plain) == 0.0


def test_the_bootstrap_interval_holds_the_gain() -> None:
    plain = np.full(4000, 50.0)
    forecast = 50 + 0.3 * (TRUTH - 50)
    gain_low, gain_high, skill_low, skill_high = metrics.skill_interval(TRUTH, forecast, plain, ARTIST, draws=300)
    gain = metrics.mae(TRUTH, plain) - metrics.mae(TRUTH, forecast)
    assert gain_low < gain < gain_high
    assert skill_low < 0.3 < skill_high


def test_r2_within_groups_does_not_count_the_groups_levels() -> None:
    group = np.where(np.arange(4000) % 2, "a", "b")
    truth = TRUTH + np.where(group == "a", 100, 0)
    levels = np.where(group == "a", truth[group == "a"].mean(), truth[group == "b"].mean())
    assert metrics.r_squared(truth, levels) > 0.9
    assert metrics.r_squared(truth, levels, group) == pytest.approx(0.0, abs=1e-9)


def test_rank_measures() -> None:
    group = np.full(4000, "all")
    assert metrics.spearman(TRUTH, np.exp(TRUTH / 10)) == pytest.approx(1.0)
    assert metrics.spearman(TRUTH, np.full(4000, 3.0)) == 0.0
    assert metrics.pair_accuracy(TRUTH, TRUTH, group) == 1.0
    assert metrics.pair_accuracy(TRUTH, np.zeros(4000), group) == 0.5


def test_pinball_is_smallest_for_the_true_quantiles() -> None:
    levels = (0.1, 0.5, 0.9)
    true = np.tile(50 + 10 * np.array([-1.2816, 0.0, 1.2816]), (4000, 1))
    assert metrics.pinball(TRUTH, true, levels) < metrics.pinball(TRUTH, true + 3, levels)
    assert metrics.pinball(TRUTH, true, levels) < metrics.pinball(TRUTH, 50 + 1.3 * (true - 50), levels)


def test_every_pair_is_counted_as_by_hand() -> None:
    rng = np.random.default_rng(2)
    for count in (2, 3, 40):
        truth, forecast = rng.integers(0, 6, count).astype(float), rng.integers(0, 5, count).astype(float)
        right, total = 0.0, 0
        for one in range(count):
            for other in range(one):
                if truth[one] != truth[other]:
                    shown = np.sign(forecast[one] - forecast[other])
                    right += 0.5 if shown == 0 else shown == np.sign(truth[one] - truth[other])
                    total += 1
        assert metrics.counted_pairs(truth, forecast) == pytest.approx(right / total if total else 0.5)


def test_pairs_of_a_perfect_a_reversed_and_a_constant_forecast() -> None:
    assert metrics.counted_pairs(TRUTH, TRUTH) == 1.0
    assert metrics.counted_pairs(TRUTH, -TRUTH) == 0.0
    assert metrics.counted_pairs(TRUTH, np.zeros(4000)) == 0.5
