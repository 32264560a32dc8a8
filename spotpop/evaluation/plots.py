"""Two pictures of how good forecasts are: whether probabilities hold, and forecasts against truths."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")  # no window anywhere, whatever the machine

import matplotlib.pyplot as plt
import numpy as np
from numpy.typing import NDArray

from spotpop.model.forecast import LEVELS
from spotpop.training.crossfit import HeldOut


def observed_shares(held: HeldOut) -> NDArray[np.float64]:
    """Return, for every quantile, the share of truths at or below it, shape (99,)."""
    shares: NDArray[np.float64] = (held.truth[:, None] <= held.quantiles).mean(axis=0)
    return shares


def mean_truths(held: HeldOut) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean forecast and mean truth of every tenth of the forecasts, lowest first, shape (10,) each."""
    tenths = np.array_split(np.argsort(held.median), 10)
    return (
        np.array([held.median[tenth].mean() for tenth in tenths]),
        np.array([held.truth[tenth].mean() for tenth in tenths]),
    )


def plot_reliability(held: HeldOut, path: Path) -> None:
    """Draw, for every quantile, the share of truths below it: on the diagonal, probabilities hold."""
    figure, axes = plt.subplots(figsize=(5, 5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.plot(LEVELS, observed_shares(held), color="#1f6feb", linewidth=2)
    axes.set(xlabel="forecast probability", ylabel="observed share", title="Do the probabilities hold?")
    axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    figure.savefig(path, dpi=110)
    plt.close(figure)


def plot_truth(held: HeldOut, path: Path) -> None:
    """Draw truths against median forecasts, with the mean truth of every tenth of the forecasts."""
    figure, axes = plt.subplots(figsize=(6, 5), layout="constrained")
    shown = axes.hexbin(held.median, held.truth, gridsize=45, mincnt=1, bins="log", cmap="Blues", linewidths=0.1)
    axes.plot(*mean_truths(held), "o-", color="#d4380d", label="mean truth of each tenth of forecasts")
    ends = [float(held.median.min()), float(held.median.max())]
    axes.plot(ends, ends, color="0.4", linewidth=1, linestyle="--")
    axes.set(xlabel="forecast (median), points", ylabel="popularity, points", title="Forecasts of unseen artists")
    axes.legend(loc="upper left", frameon=False)
    figure.colorbar(shown, ax=axes, label="tracks")
    figure.savefig(path, dpi=110)
    plt.close(figure)
