"""How loud a clip is and how that changes: ITU-R BS.1770-5 and EBU Tech 3342 on the shared spectrum, peak, crest.

The standard filters the signal and squares it; here its filter's power response weighs the frames' spectra (Parseval),
which costs nothing beside the transform that is made anyway and agrees within 0.1 LU.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.filterbanks import FRAME_RATE_HZ
from spotpop.audio.levels import Levels

Array = NDArray[np.float32]

_OFFSET_DB: Final = -0.691
"""Of the standard: makes a 997 Hz sine of full scale in one channel -3.01 LKFS."""
DUAL_MONO_DB: Final = 10 * math.log10(2)
"""A mono clip is heard from both speakers of a pair, which sums to 3.01 dB more than one channel alone."""
_ABSOLUTE_GATE_LUFS: Final = -70.0
_FLOOR_DB: Final = -90.0


@dataclass(frozen=True)
class Loudness:
    """Levels of a clip.

    Attributes
    ----------
    integrated_lufs : float
        Gated loudness of the clip played from two speakers (BS.1770-5).
    max_momentary_lufs : float
        Loudest 400 ms.
    range_lu : float
        Loudness range (EBU Tech 3342).
    peak_dbfs, rms_dbfs, crest_db : float
        Largest sample, root mean square, and the distance between them.
    dynamic_range_db : float
        From the 10th to the 95th percentile of momentary (400 ms) loudness.
    """

    integrated_lufs: float
    max_momentary_lufs: float
    range_lu: float
    peak_dbfs: float
    rms_dbfs: float
    crest_db: float
    dynamic_range_db: float


def measure_loudness(levels: Levels, k_power: Array) -> Loudness:
    """Measure a clip from its levels and the K-weighted power of its frames."""
    running = np.concatenate(([0.0], np.cumsum(k_power, dtype=np.float64)))
    momentary = _windowed_power(running, window_s=0.4, hop_s=0.1)
    momentary_lufs = _lufs(momentary)
    peak_db, rms_db = _db(levels.peak**2), _db(levels.power)
    return Loudness(
        integrated_lufs=_gated(momentary, -10.0),
        max_momentary_lufs=max(_ABSOLUTE_GATE_LUFS, float(momentary_lufs.max(initial=_ABSOLUTE_GATE_LUFS))),
        range_lu=_range_lu(_windowed_power(running, window_s=3.0, hop_s=0.1)),
        peak_dbfs=peak_db,
        rms_dbfs=rms_db,
        crest_db=peak_db - rms_db,
        dynamic_range_db=_spread(momentary_lufs[momentary_lufs > _ABSOLUTE_GATE_LUFS]),
    )


def _db(power: float) -> float:
    return max(_FLOOR_DB, 10 * math.log10(max(power, 1e-12)))


def _lufs(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)) + _OFFSET_DB + DUAL_MONO_DB)


def _windowed_power(running: NDArray[np.float64], *, window_s: float, hop_s: float) -> NDArray[np.float64]:
    """Mean power in windows between frames: differences of the interpolated running sum, shape ``(n_windows,)``."""
    below, share, window = _window_edges(len(running) - 1, window_s, hop_s)
    before = running[below]
    at_edges = before + (running[below + 1] - before) * share
    return np.asarray((at_edges[1] - at_edges[0]) / window)


@lru_cache(maxsize=16)
def _window_edges(length: int, window_s: float, hop_s: float) -> tuple[NDArray[np.intp], NDArray[np.float64], float]:
    """Return where windows begin and end between frames, shape ``(2, n_windows)``, and their length in frames."""
    window, hop = min(window_s * FRAME_RATE_HZ, length), hop_s * FRAME_RATE_HZ
    starts = np.arange(0.0, max(length - window, 0.0) + 1e-9, hop)
    edges = np.minimum([starts, starts + window], length)
    below = np.minimum(edges.astype(np.intp), length - 1)
    return below, edges - below, window


def _gated(power: NDArray[np.float64], relative_db: float) -> float:
    return gated_lufs(power * 2, relative_db=relative_db)


def gated_lufs(power: NDArray[np.float64], *, relative_db: float = -10.0) -> float:
    """Average the windows above -70 LUFS and above `relative_db` under the average of those (BS.1770-5).

    Parameters
    ----------
    power : shape (n_windows,)
        Summed over the channels.
    """
    lufs = 10 * np.log10(np.maximum(power, 1e-12)) + _OFFSET_DB
    kept = power[lufs > _ABSOLUTE_GATE_LUFS]
    if not len(kept):
        return _ABSOLUTE_GATE_LUFS
    kept = kept[kept > kept.mean() * 10 ** (relative_db / 10)]
    return float(10 * math.log10(kept.mean()) + _OFFSET_DB)


def _range_lu(power: NDArray[np.float64]) -> float:
    return range_lu(power * 2)


def range_lu(power: NDArray[np.float64]) -> float:
    """Return the loudness range of 3 s windows, summed over the channels (EBU Tech 3342)."""
    lufs = 10 * np.log10(np.maximum(power, 1e-12)) + _OFFSET_DB
    kept = power[lufs > _ABSOLUTE_GATE_LUFS]
    if not len(kept):
        return 0.0
    return _spread(_lufs(kept[kept > kept.mean() * 10 ** (-20 / 10)] / 2))


def _spread(values: NDArray[np.float64]) -> float:
    """Distance from the 10th to the 95th percentile."""
    if not len(values):
        return 0.0
    ordered = np.sort(values)
    low, high = np.interp(np.array([0.10, 0.95]) * (len(ordered) - 1), np.arange(len(ordered)), ordered)
    return float(high - low)
