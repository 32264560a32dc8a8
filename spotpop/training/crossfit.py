"""Every row forecast by a network that never heard its artist; what evaluation and calibration both stand on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotpop.model.distribution import conformal_offsets, quantiles
from spotpop.model.forecast import LEVELS
from spotpop.training.fit import (
    REFERENCE_LEVEL,
    EpochCallback,
    Network,
    artist_folds,
    centred,
    level_of_rows,
    train,
)
from spotpop.training.popularity_net import BIN_CENTRES, NetConfig
from spotpop.training.table import Table

FOLDS = 5
LOW, MIDDLE, HIGH = LEVELS.index(0.1), LEVELS.index(0.5), LEVELS.index(0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """Forecasts of rows by networks that had none of their artists.

    Attributes
    ----------
    truth : ndarray of shape (n,)
        Popularity in reference points: source medians of the training rows put at 45.
    quantiles : ndarray of shape (n, 99)
        Forecast at `spotpop.model.forecast.LEVELS`, reference points.
    unconditional : ndarray of shape (n, 99)
        Quantiles of each row's source in its training rows: the forecast without a model.
    fold : ndarray of shape (n,)
    """

    truth: NDArray[np.float64]
    quantiles: NDArray[np.float64]
    unconditional: NDArray[np.float64]
    fold: NDArray[np.intp]

    @property
    def median(self) -> NDArray[np.float64]:
        """Median forecasts, shape (n,)."""
        return self.quantiles[:, MIDDLE]

    @property
    def ends(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """10 % and 90 % quantiles, not yet conformalised."""
        return self.quantiles[:, LOW], self.quantiles[:, HIGH]


def cross_fit(
    table: Table,
    config: NetConfig,
    *,
    folds: int = FOLDS,
    shuffle: bool = False,
    progress: EpochCallback = lambda _: None,
    keep: list[Network] | None = None,
) -> HeldOut:
    """Train one network per fold of artists and forecast the fold.

    Parameters
    ----------
    config : NetConfig
        Its seed also deals the artists.
    shuffle : bool
        Control: train on labels dealt anew.
    keep : list of Network or None
        Receives the networks, in order of folds.
    """
    fold = artist_folds(table.artist, folds, config.seed)
    truth = np.zeros(len(table))
    found, plain = np.zeros((len(table), len(LEVELS))), np.zeros((len(table), len(LEVELS)))
    for number in range(folds):
        out = fold == number
        report_fold = _prefixed(progress, f"fold {number + 1}/{folds}, ")
        network = train(table.take(~out), config, shuffle=shuffle, progress=report_fold)
        levels = level_of_rows(table, network.levels)
        truth[out] = (table.popularity - levels + REFERENCE_LEVEL)[out]
        rows = centred(table.take(out), network.levels)
        found[out] = quantiles(network.probabilities(rows), BIN_CENTRES, LEVELS)
        plain[out] = unconditional(table, ~out, out)
        if keep is not None:
            keep.append(network)
    return HeldOut(truth=truth, quantiles=found, unconditional=plain, fold=fold)


def unconditional(table: Table, known: NDArray[np.bool_], asked: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return, for the asked rows, the quantiles of their source among the known rows, the median at 45."""
    result = np.zeros((int(asked.sum()), len(LEVELS)))
    for name in np.unique(table.source[asked]):
        of_source = table.popularity[known & (table.source == name)]
        result[table.source[asked] == name] = np.quantile(of_source, LEVELS) - np.median(of_source) + REFERENCE_LEVEL
    return result


def conformalised(held: HeldOut, group: NDArray[np.str_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return 80 % intervals, each row's calibrated on its group's rows of the other folds only.

    Parameters
    ----------
    group : ndarray of shape (n,)
        Sources for intervals that hold in every source; one word for all rows for a single offset.
    """
    low, high = (end.copy() for end in held.ends)
    raw_low, raw_high = held.ends
    for name in np.unique(group):
        for number in np.unique(held.fold):
            asked = (group == name) & (held.fold == number)
            calibration = (group == name) & (held.fold != number)
            if calibration.sum() < 20:  # too few to say anything: leave the quantiles as they are
                continue
            below, above = conformal_offsets(raw_low[calibration], raw_high[calibration], held.truth[calibration])
            low[asked] -= below
            high[asked] += above
    return low, high


def _prefixed(progress: EpochCallback, prefix: str) -> EpochCallback:
    return lambda sentence: progress(prefix + sentence)
