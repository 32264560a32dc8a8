"""Make a clip louder the way a mastering limiter does, to hear what that is worth before anybody does it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.clip import Clip

CEILING_DBFS: Final = -1.0
"""Where the limiter holds the peaks: the room that services ask for."""

LOOK_AHEAD_S: Final = 0.005
HOLD_S: Final = 0.05
"""Gain is down before a peak comes, and stays down that long after it; bass of 20 Hz is not distorted."""

STEP_DB: Final = 3.0
"""What a listener hears as clearly louder, and what a louder master usually gains."""

WORTH_TRYING_LU: Final = 0.5
"""A song that the limiter brings up by less is as loud as it gets."""

Array = NDArray[np.float32]
Values = TypeVar("Values", NDArray[np.float32], NDArray[np.float64])


@dataclass(frozen=True, eq=False)
class Limited:
    """A clip made louder.

    Attributes
    ----------
    clip : Clip
        The same seconds, louder.
    reduction_db : float
        Most that the limiter took off a peak, at least 0.
    """

    clip: Clip
    reduction_db: float


def louder(clip: Clip, gain_db: float, *, ceiling_dbfs: float = CEILING_DBFS) -> Limited:
    """Turn a clip up into a limiter with look-ahead.

    The gain that each sample needs is held over a window around it (a running minimum) and smoothed over one as long
    as the look-ahead, which keeps it at or below the need at every peak: no sample passes the ceiling.

    Parameters
    ----------
    gain_db : float
        By how much it is turned up before the limiter.
    """
    rate = clip.sample_rate_hz
    driven = clip.samples * np.float32(10 ** (gain_db / 20))
    ceiling = 10 ** (ceiling_dbfs / 20)
    need = np.minimum(1.0, ceiling / np.maximum(np.abs(driven), 1e-9)).astype(np.float32)
    ahead, hold = max(1, round(LOOK_AHEAD_S * rate)), max(1, round(HOLD_S * rate))
    # held[m] is the least need from m - hold to m + ahead - 1; gain[n] is the mean of held[n - ahead + 1] to held[n].
    held = running_minimum(np.pad(need, (hold + ahead - 1, ahead - 1), constant_values=1.0), hold + ahead)
    gain = _running_mean(held, ahead)
    samples = (driven * gain).astype(np.float32)
    return Limited(
        clip=replace(clip, samples=samples, meter=None),
        reduction_db=float(-20 * np.log10(max(float(gain.min(initial=1.0)), 1e-9))),
    )


def running_minimum(values: Values, width: int) -> Values:
    """Return the minimum of each `width` neighbours, by windows that double: few passes, whatever the width."""
    reach, result = 1, values
    while reach < width:
        step = min(reach, width - reach)
        result = np.minimum(result[: len(result) - step], result[step:])
        reach += step
    return result


def _running_mean(values: Array, width: int) -> Array:
    total = np.cumsum(np.concatenate([[0.0], values.astype(np.float64)]))
    return np.asarray((total[width:] - total[:-width]) / width, dtype=np.float32)
