"""What changes from frame to frame, as one table, and its statistics: of the whole clip, or without a stretch of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio import filterbanks
from spotpop.audio.levels import Levels
from spotpop.audio.rhythm import BANDS, Rhythm
from spotpop.audio.spectrum import Spectrum

Array = NDArray[np.float32]

N_MEL_GROUPS: Final = 16
SERIES: Final = (
    "centroid_hz",
    "bandwidth_hz",
    "rolloff_hz",
    "flatness_db",
    "zero_crossing_rate",
    "rms_db",
    "onset_strength",
)
"""The columns whose quantiles are reported beside mean and standard deviation."""
QUANTILES: Final = (0.1, 0.5, 0.9)

FAMILIES: Final = {
    "mfcc": filterbanks.N_MFCC,
    "chroma": 12,
    "contrast": 7,
    "tonnetz": 6,
    "mel": N_MEL_GROUPS,
    "flux": len(BANDS),
    "series": len(SERIES),
}
"""Groups of columns and their sizes, in the table's order."""

_DELTA_REACH: Final = 4


def _columns() -> dict[str, slice]:
    places, first = {}, 0
    for family, size in FAMILIES.items():
        places[family] = slice(first, first + size)
        first += size
    return places


COLUMNS: Final = _columns()
PITCHES: Final = slice(COLUMNS["chroma"].start, COLUMNS["tonnetz"].stop)
SHAPES: Final = slice(COLUMNS["series"].start, COLUMNS["series"].start + 4)
"""The columns that a gain leaves as they are, if it is one for all frequencies: chroma, contrast and tonnetz; centroid,
bandwidth, roll-off and flatness."""


@dataclass(frozen=True, eq=False)
class Statistics:
    """Statistics of a table's columns.

    Attributes
    ----------
    mean, std : shape (n_columns,)
    delta_std : shape (N_MFCC,)
        Standard deviation of the slopes of the cepstrum.
    quantiles : shape (len(QUANTILES), len(SERIES))
    """

    mean: NDArray[np.float64]
    std: NDArray[np.float64]
    delta_std: NDArray[np.float64]
    quantiles: Array


@dataclass(frozen=True, eq=False)
class FrameTable:
    """All measures that change from frame to frame.

    Attributes
    ----------
    columns : shape (n_frames, n_columns)
        Grouped as `COLUMNS` says.
    delta : shape (n_frames - 8, N_MFCC)
        Slopes of the cepstrum over nine frames; row 0 belongs to frame 4.
    sounding : shape (n_frames,), bool
        Frames that count; a slope counts where all of its nine frames do.
    """

    columns: Array
    delta: Array
    sounding: NDArray[np.bool_]

    def statistics(self) -> Statistics:
        """Return the statistics of all frames."""
        return self.statistics_without(0, 0)

    def statistics_without(self, first: int, stop: int) -> Statistics:
        """Return the statistics of all frames but those from `first` to before `stop`."""
        mean, std = self._moments.without(slice(first, stop))
        reach = slice(max(0, first - _DELTA_REACH), max(0, stop - _DELTA_REACH))
        _, delta_std = self._delta_moments.without(reach)
        series = self.columns[:, COLUMNS["series"]]
        counted = self.sounding
        if stop > first:
            series = np.concatenate([series[:first], series[stop:]])
            counted = np.concatenate([counted[:first], counted[stop:]])
        if counted.any() and not counted.all():
            series = series[counted]
        ordered = np.ascontiguousarray(series.T)
        ordered.sort(axis=1)
        return Statistics(mean, std, delta_std, quantiles(ordered, QUANTILES))

    @cached_property
    def _moments(self) -> _Moments:
        return _Moments(self.columns, self.sounding)

    @cached_property
    def _delta_moments(self) -> _Moments:
        silent = np.concatenate(([0], np.cumsum(~self.sounding)))
        span = 2 * _DELTA_REACH + 1
        whole = silent[span:] == silent[:-span] if len(silent) > span else np.zeros(0, bool)
        return _Moments(self.delta, whole)


class _Moments:
    """Sums and sums of squares about the mean, so that rows can be taken out again without looking at the others."""

    def __init__(self, table: Array, counted: NDArray[np.bool_]) -> None:
        if not counted.any():
            counted = np.ones(len(table), bool)
        all_count = bool(counted.all())
        rows = table if all_count else table[counted]
        self._centre = rows.mean(axis=0) if len(rows) else np.zeros(table.shape[1], np.float32)
        self._table = table - self._centre
        if not all_count:
            self._table[~counted] = 0.0
        self._counted = counted
        self._count = len(rows)
        self._sum, self._squares = _sums(self._table)

    def without(self, rows: slice) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return mean and standard deviation of the other rows."""
        part = self._table[rows]
        part_sum, part_squares = _sums(part)
        count = max(1, self._count - int(self._counted[rows].sum()))
        offset = (self._sum - part_sum) / count
        variance = np.maximum((self._squares - part_squares) / count - offset**2, 0.0)
        return self._centre + offset, np.sqrt(variance)


def _sums(table: Array) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return table.sum(axis=0, dtype=np.float64), np.einsum("ij,ij->j", table, table).astype(np.float64)


def quantiles(rows: Array, shares: tuple[float, ...]) -> Array:
    """Read quantiles off rows that are sorted already, interpolating as NumPy does, shape ``(len(shares), n_rows)``."""
    positions = np.array(shares) * (rows.shape[1] - 1)
    below = positions.astype(np.int64)
    above = np.minimum(below + 1, rows.shape[1] - 1)
    weight = (positions - below).astype(np.float32)
    return np.asarray((rows[:, below] * (1 - weight) + rows[:, above] * weight).T, np.float32)


def tabulate(spectrum: Spectrum, levels: Levels, rhythm: Rhythm) -> FrameTable:
    """Put all measures of the frames side by side."""
    columns = np.empty((len(spectrum.mel_db), sum(FAMILIES.values())), np.float32)
    fill_colours(columns, spectrum)
    fill_cepstrum(columns, spectrum.mel_db)
    fill_levels(columns, levels, rhythm)
    return FrameTable(columns, slopes(columns[:, COLUMNS["mfcc"]]), levels.sounding)


def fill_colours(columns: Array, spectrum: Spectrum) -> None:
    """Fill in `PITCHES` and `SHAPES`."""
    columns[:, COLUMNS["chroma"]] = spectrum.chroma
    columns[:, COLUMNS["contrast"]] = spectrum.contrast_db
    chroma_sum = np.maximum(spectrum.chroma.sum(axis=1, keepdims=True), np.float32(1e-9))
    columns[:, COLUMNS["tonnetz"]] = (spectrum.chroma / chroma_sum) @ filterbanks.tonnetz_matrix()
    shapes = columns[:, SHAPES]
    shapes[:, 0] = spectrum.centroid_hz
    shapes[:, 1] = spectrum.bandwidth_hz
    shapes[:, 2] = spectrum.rolloff_hz
    shapes[:, 3] = 10 * np.log10(np.maximum(spectrum.flatness, np.float32(1e-10)))


def fill_cepstrum(columns: Array, mel_db: Array) -> None:
    """Fill in what follows from the mel spectrogram."""
    columns[:, COLUMNS["mfcc"]] = mel_db @ filterbanks.dct_matrix()
    columns[:, COLUMNS["mel"]] = mel_db @ _mel_groups()


def fill_levels(columns: Array, levels: Levels, rhythm: Rhythm) -> None:
    """Fill in what follows from the samples' levels and the rises of the mel spectrogram."""
    columns[:, COLUMNS["flux"]] = rhythm.band_strength
    series = columns[:, COLUMNS["series"]]
    series[:, 4] = levels.zero_crossings
    series[:, 5] = 20 * np.log10(np.maximum(levels.rms, np.float32(1e-5)))
    series[:, 6] = rhythm.onset_strength


def _mel_groups() -> Array:
    """Averages of neighbouring mel bands, shape ``(N_MELS, N_MEL_GROUPS)``."""
    size = filterbanks.N_MELS // N_MEL_GROUPS
    return np.repeat(np.eye(N_MEL_GROUPS, dtype=np.float32) / size, size, axis=0)


def slopes(table: Array) -> Array:
    """Return the slope over nine frames by least squares (Savitzky and Golay), where all nine are there."""
    reach = _DELTA_REACH
    out = np.zeros((max(0, len(table) - 2 * reach), table.shape[1]), np.float32)
    for step in range(1, reach + 1 if len(out) else 1):
        ahead, behind = table[reach + step :][: len(out)], table[reach - step :][: len(out)]
        out += np.float32(step / 60) * (ahead - behind)
    return out
