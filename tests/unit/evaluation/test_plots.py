"""What the two pictures show: shares below each quantile, mean truths of tenths; and that they are drawn."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib import pyplot as plt
from PIL import Image

from spotpop.evaluation.plots import mean_truths, observed_shares, plot_reliability, plot_truth
from spotpop.model.forecast import LEVELS
from spotpop.training.crossfit import MIDDLE, HeldOut


def held_out(count: int = 200, *, wide: float = 1.0) -> HeldOut:
    """Return truths spread evenly over 40 points around forecasts, whose ranges are so much wider than that."""
    median = np.random.default_rng(0).permutation(np.linspace(20, 70, count))
    truth = median + np.random.default_rng(1).permutation(np.linspace(-20, 20, count))
    quantiles = median[:, None] + wide * 40 * (np.array(LEVELS) - 0.5)
    return HeldOut(truth=truth, quantiles=quantiles, unconditional=quantiles, fold=np.arange(count) % 5)


def test_where_probabilities_hold_shares_lie_on_the_diagonal() -> None:
    assert observed_shares(held_out()) == pytest.approx(np.array(LEVELS), abs=0.011)
    timid = observed_shares(held_out(wide=2.0))
    assert (timid[0], timid[MIDDLE], timid[-1]) == (0.0, pytest.approx(0.5, abs=0.01), 1.0)
    one = HeldOut(truth=np.array([3.0]), quantiles=np.full((1, 99), 3.0), unconditional=np.zeros((1, 99)),
                  fold=np.zeros(1, int))  # fmt: skip
    assert observed_shares(one).tolist() == [1.0] * 99  # at it counts as below it


def test_tenths_are_taken_by_the_forecast_lowest_first() -> None:
    held = held_out()
    forecast, truth = mean_truths(held)
    assert forecast == pytest.approx(np.linspace(20, 70, 200).reshape(10, 20).mean(axis=1))
    lowest = held.median <= np.sort(held.median)[19]
    assert truth[0] == pytest.approx(held.truth[lowest].mean())
    assert len(truth) == 10


@pytest.mark.parametrize("draw", [plot_reliability, plot_truth])
def test_pictures_are_drawn_and_let_go(draw, tmp_path: Path) -> None:
    draw(held_out(), tmp_path / "x.png")
    with Image.open(tmp_path / "x.png") as image:
        assert image.width >= 550
        assert len(image.convert("RGB").getcolors(2**20)) > 20
    assert plt.get_fignums() == []


def test_what_is_measured_is_what_is_drawn(tmp_path: Path) -> None:
    plot_reliability(held_out(), tmp_path / "good.png")
    plot_reliability(held_out(wide=2.0), tmp_path / "timid.png")
    assert (tmp_path / "good.png").read_bytes() != (tmp_path / "timid.png").read_bytes()
