"""Whether a model of one's own beats a finished one: both on the same rows, artists apart, at the same level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotpop.evaluation import metrics
from spotpop.evaluation.external import evaluate_model
from spotpop.training.served_graph import ServedGraph
from spotpop.training.table import Table

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RivalVerdict:
    """How two models' errors on the same rows compare, in points of popularity.

    Attributes
    ----------
    own_mae, rival_mae : float
        Mean absolute errors.
    gain : float
        By how much the own model's mean error is smaller.
    low, high : float
        95 % interval of the gain: paired bootstrap over artists.
    """

    own_mae: float
    rival_mae: float
    gain: float
    low: float
    high: float

    def sentence(self, rival: str) -> str:
        """Say who does better, and what follows."""
        if self.low > 0:
            verdict = "it beats it"
        elif self.high < 0:
            verdict = f"it does worse: calibrate {rival} instead (spotpop calibrate)"
        else:
            verdict = f"no difference that stands out from chance: calibrate {rival} instead (spotpop calibrate)"
        return (
            f"On artists left out, this model misses by {self.own_mae:.2f} points and {rival}, put at the same level, "
            f"by {self.rival_mae:.2f}: {verdict} (gain {self.gain:+.2f} points, 95 % from {self.low:+.2f} to "
            f"{self.high:+.2f}; {rival} may know some of these artists)."
        )

    def of_calibration(self, start: str) -> str:
        """Say whether a calibrated model does better than the one it was made from, as that one is."""
        if self.low > 0:
            verdict = "the local model beats it"
        elif self.high < 0:
            verdict = f"the local model does worse: stay with {start}"
        else:
            verdict = f"no difference that stands out from chance: {start} does as well here"
        return (
            f"On labels left out of the calibration, {start} as it is misses by {self.rival_mae:.2f} points and the "
            f"local model by {self.own_mae:.2f}: {verdict} (gain {self.gain:+.2f} points, 95 % from {self.low:+.2f} to "
            f"{self.high:+.2f})."
        )


def rival_errors(table: Table, rival: ServedGraph) -> Array:
    """Return a finished model's absolute errors, shape (n,); its level is taken from other artists' rows.

    Raises
    ------
    TooFewRows
        Below 100 rows.
    """
    held = evaluate_model(table, rival)
    return np.abs(held.truth - held.median)


def compare_errors(own: Array, rival: Array, artist: NDArray[np.str_]) -> RivalVerdict:
    """Compare absolute errors of the same rows, shape (n,) each."""
    low, high, *_ = metrics.skill_interval(np.zeros(len(own)), own, rival, artist)
    return RivalVerdict(float(own.mean()), float(rival.mean()), float((rival - own).mean()), low, high)
