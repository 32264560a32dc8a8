"""The statistics of the record, held against SciPy's and against sums done by hand."""

import numpy as np
import pytest
from scipy import stats

from spotpop.record import statistics

RNG = np.random.default_rng(3)


@pytest.mark.parametrize(("hits", "count"), [(0, 30), (24, 30), (30, 30), (812, 1000)])
def test_wilson_is_scipys(hits, count):
    theirs = stats.binomtest(hits, count).proportion_ci(0.95, method="wilson")
    assert statistics.wilson(hits, count) == pytest.approx((theirs.low, theirs.high))


def test_a_share_of_nothing_is_an_error():
    with pytest.raises(ValueError, match="nothing"):
        statistics.wilson(0, 0)


def test_ranks_and_spearman_are_scipys_with_ties():
    first, second = RNG.integers(0, 8, 60).astype(float), RNG.integers(0, 8, 60).astype(float)
    assert statistics.ranks(first) == pytest.approx(stats.rankdata(first))
    assert statistics.spearman(first, second) == pytest.approx(stats.spearmanr(first, second).statistic)
    assert np.isnan(statistics.spearman(np.ones(5), np.arange(5.0)))


def test_weighted_spearman_is_that_of_the_drawn_sample():
    first, second = RNG.integers(0, 6, 40).astype(float), RNG.normal(size=40)
    weights = statistics.drawn_weights(40, 5, np.random.default_rng(0))
    assert weights.sum(axis=1).tolist() == [40.0] * 5
    for drawn, value in zip(weights, statistics.weighted_spearman(first, second, weights), strict=True):
        rows = np.repeat(np.arange(40), drawn.astype(int))
        assert value == pytest.approx(stats.spearmanr(first[rows], second[rows]).statistic)


def test_crps_of_evenly_spaced_quantiles_is_near_the_true_one():
    levels = np.arange(1, 20) / 20
    quantiles = stats.norm.ppf(levels)[None, :].repeat(4, axis=0)
    truth = np.array([-1.0, 0.0, 0.5, 2.0])
    exact = truth * (2 * stats.norm.cdf(truth) - 1) + 2 * stats.norm.pdf(truth) - 1 / np.sqrt(np.pi)
    assert statistics.crps(truth, quantiles) == pytest.approx(exact, abs=0.08)


def test_pinball_by_hand():
    loss = statistics.pinball(np.array([10.0]), np.array([[4.0, 13.0]]), (0.1, 0.9))
    assert loss == pytest.approx([(0.1 * 6 + 0.1 * 3) / 2])


def test_concordance_counts_each_pair_whose_outcomes_differ():
    right, counted = statistics.concordance(np.array([1.0, 2.0, 2.0]), np.array([5.0, 7.0, 6.0]))
    assert (right.sum() / counted.sum()) == pytest.approx((1 + 1 + 0.5) / 3)
    right, counted = statistics.concordance(np.array([1.0, 2.0]), np.array([3.0, 3.0]))
    assert counted.sum() == 0


def test_the_bootstrap_covers_the_mean_about_as_often_as_it_says():
    hits = 0
    for _ in range(60):
        values = RNG.normal(size=40)
        low, high = statistics.bootstrap(40, lambda drawn, values=values: float(values[drawn].mean()), draws=300)
        hits += low <= 0 <= high
    assert 48 <= hits <= 60
