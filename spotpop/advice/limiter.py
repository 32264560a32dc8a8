"""Make a clip louder the way a mastering limiter does, to hear what that is worth before anybody does it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.clip import Clip, Samples

CEILING_DBFS: Final = -1.0
"""Where the limiter holds the peaks: the room that services ask for."""

LOOK_AHEAD_S: Final = 0.005
HOLD_S: Final = 0.05
"""Gain is down before a peak comes, and stays down that long after it; bass of 20 Hz is not distorted."""

BLOCK: Final = 16
"""Samples (.7 ms; a power of two) whose peaks are looked at together, and over which the gain moves in a line."""

STEP_DB: Final = 3.0
"""What a listener hears as clearly louder, and what a louder master usually gains."""

WORTH_TRYING_LU: Final = 0.5
"""A song that the limiter brings up by less is as loud as it gets."""

Values = TypeVar("Values", NDArray[np.float32], NDArray[np.float64])


def louder(clip: Clip, gain_db: float, *, ceiling_dbfs: float = CEILING_DBFS) -> Clip:
    """Turn a clip up into a limiter with look-ahead.

    The gain that each block of samples needs is held over a window around it (a running minimum) and smoothed over one
    as long as the look-ahead, which keeps it at or below the need at both ends of every block: no sample passes the
    ceiling.

    Parameters
    ----------
    gain_db : float
        By how much it is turned up before the limiter.
    """
    rate = clip.sample_rate_hz
    drive = 10 ** (gain_db / 20)
    peaks = _peaks(clip.samples).astype(np.float64)
    need = np.minimum(1.0, 10 ** (ceiling_dbfs / 20) / np.maximum(drive * peaks, 1e-9))
    ahead, hold = max(1, round(LOOK_AHEAD_S * rate / BLOCK)), max(1, round(HOLD_S * rate / BLOCK))
    # held[m] is the least need of blocks m - hold - 1 to m + ahead - 1; the gain where block n begins is the mean of
    # held[n - ahead + 1] to held[n], each of which covers the blocks on both sides of that place.
    held = running_minimum(np.pad(need, (hold + ahead, ahead), constant_values=1.0), hold + ahead + 1)
    gain = running_mean(held, ahead)
    return replace(clip, samples=at_gains(clip.samples, drive * gain, BLOCK), meter=None)


def _peaks(samples: Samples) -> Samples:
    """Return the peak of each block; by halves, which takes a quarter of the time of maxima over short rows."""
    peaks = np.abs(in_blocks(samples, BLOCK).ravel())
    for _ in range(BLOCK.bit_length() - 1):
        peaks = np.maximum(peaks[::2], peaks[1::2])
    return peaks


def in_blocks(samples: Samples, block: int) -> Samples:
    """Return the samples in rows of `block`; the last one is filled up with silence."""
    return np.pad(samples, (0, -len(samples) % block)).reshape(-1, block)


def at_gains(samples: Samples, gains: NDArray[np.float64], block: int) -> Samples:
    """Multiply samples by a gain that is given where each block begins, and where the last one ends."""
    steps = gains.astype(np.float32)
    ramp = np.arange(block, dtype=np.float32) / np.float32(block)
    lines = np.multiply.outer(np.diff(steps), ramp)
    lines += steps[:-1, None]
    return np.asarray(samples * lines.ravel()[: len(samples)])


def running_minimum(values: Values, width: int) -> Values:
    """Return the minimum of each `width` neighbours, by windows that double: few passes, whatever the width."""
    reach, result = 1, values
    while reach < width:
        step = min(reach, width - reach)
        result = np.minimum(result[: len(result) - step], result[step:])
        reach += step
    return result


def running_mean(values: NDArray[np.floating], width: int) -> NDArray[np.float64]:
    """Return the mean of each `width` neighbours."""
    total = np.cumsum(np.concatenate([[0.0], values]))
    return np.asarray((total[width:] - total[:-width]) / width)
