"""What of a recording sounds: silence, padding and noise floors are left out before anything is measured.

As in ITU-R BS.1770, twice: what lies below -70 dB of full scale is silence, and so is what lies 40 dB below the mean of
the rest. Every bounce has some of it at its ends, and none of it is music; statistics that take it in move with every
export setting.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.clip import SAMPLE_RATE_HZ, Samples

HOP: Final = 512
_ABSOLUTE_POWER: Final = 1e-7
_RELATIVE_POWER: Final = 1e-4
_SHORTEST_GAP: Final = round(0.4 * SAMPLE_RATE_HZ / HOP)
"""Hops. A shorter silence belongs to the rhythm and stays where it is; only its frames count in no statistic."""
_CONSTANT: Final = 5e-4
"""A mean of the samples beyond this (-66 dB) is an offset of the converter that made them."""


def gate_power(powers: NDArray[np.float32]) -> float:
    """Return the mean square under which a hop is silent, given those of all hops."""
    above = powers[powers > _ABSOLUTE_POWER]
    return max(_ABSOLUTE_POWER, _RELATIVE_POWER * float(above.mean(dtype=np.float64))) if len(above) else np.inf


def remove_offset(samples: Samples) -> Samples:
    """Take a constant out of the samples, if there is one to speak of."""
    mean = samples.mean(dtype=np.float64)
    return samples - np.float32(mean) if abs(mean) > _CONSTANT else samples


def sounding_stretches(samples: Samples) -> list[tuple[int, int]]:
    """Find what sounds; silences of 0.4 s and more, and those at the ends, are left out.

    A constant is no sound: what counts is how far the samples swing, within a hop and away from where a silence stands.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)

    Returns
    -------
    list of (int, int)
        First sample and end of each stretch: ``[(0, n)]`` where all of it sounds, empty where nothing does.
    """
    n_hops = -(-len(samples) // HOP)
    padded = np.zeros(n_hops * HOP, np.float32)
    padded[: len(samples)] = samples
    hops = padded.reshape(n_hops, HOP)
    padded[len(samples) :] = samples[-1:].sum()  # a constant must not end in a step
    powers = np.maximum(np.einsum("ij,ij->i", hops, hops) / HOP - np.square(hops.mean(axis=1)), 0)
    gate = gate_power(powers)
    loud = np.flatnonzero(powers > gate)
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) > _SHORTEST_GAP)
    firsts, lasts = loud[np.concatenate([[0], breaks + 1])], loud[np.concatenate([breaks, [len(loud) - 1]])]
    threshold = np.float32(np.sqrt(gate))
    stretches = []
    for first, last in zip(firsts, lasts, strict=True):
        start, stop = int(first) * HOP, min((int(last) + 1) * HOP, len(samples))
        if first > 0:  # the sound may begin within the hop before, or later in this one
            start -= HOP
            start += int(np.argmax(np.abs(samples[start:stop] - samples[start]) > threshold))
        if last < n_hops - 1:
            stop = min(stop + HOP, len(samples))
            stop -= int(np.argmax(np.abs(samples[start:stop][::-1] - samples[stop - 1]) > threshold))
        stretches.append((start, stop))
    return _joined(stretches)


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join stretches that touch after their edges were moved."""
    edges = [stretches[0][0]]
    for (_, stop), (start, _) in pairwise(stretches):
        if start > stop:
            edges += [stop, start]
    edges.append(stretches[-1][1])
    return list(zip(edges[::2], edges[1::2], strict=True))
