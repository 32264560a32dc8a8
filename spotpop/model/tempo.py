"""A tempo and its octave: a forecast is the mean over all tempi that a sound may have, not that of one of them.

A tempo and its double often repeat equally well, and which of them wins hangs on a rounding error. So the score is the
mean of the forecasts at tempi over the whole range, each as likely as it repeats (`Rhythm.chances`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.model.graph_inputs import Values, column_of

_LEAST: Final = 0.002
"""Tempi that are less likely are left out; together they would move a forecast by less than a tenth of a point."""


@dataclass(frozen=True, slots=True)
class TempoMixture:
    """Tempi that a sound may have.

    Attributes
    ----------
    tempi : ndarray of shape (n,)
        In beats per minute; none where the tempo is certain or unknown.
    chances : ndarray of shape (n,)
        They sum to 1.
    """

    tempi: NDArray[np.float64]
    chances: NDArray[np.float64]

    @classmethod
    def of(cls, tempi: Sequence[tuple[float, float]]) -> TempoMixture:
        """Return the mixture of tempi and their chances; of none there is nothing to mix."""
        both = np.array(tempi, np.float64).reshape(-1, 2)
        both = both[both[:, 1] >= _LEAST]
        return cls(both[:, 0], both[:, 1] / max(float(both[:, 1].sum()), 1e-12))

    def rows(self, rows: Values) -> Values:
        """Return each row at every tempo, shape ``(n_rows * n, n_inputs)``; none for rows without a tempo."""
        at = column_of("tempo")
        if not len(rows) or not np.isfinite(rows[:, at]).all():
            return rows[:0]
        mixed = np.repeat(rows, len(self.tempi), axis=0)
        mixed[:, at] = np.tile(self.tempi, len(rows))
        return mixed

    def mean(self, medians: NDArray[np.float64], otherwise: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean forecast of each row, from those of `rows`; where there are none, `otherwise`."""
        if not len(medians):
            return otherwise
        mean: NDArray[np.float64] = medians.reshape(-1, len(self.chances)) @ self.chances
        return mean
