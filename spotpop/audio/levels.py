"""What is read off the samples themselves, hop by hop: peaks, energy and zero crossings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotpop.audio import filterbanks
from spotpop.audio.clip import Samples
from spotpop.audio.gating import gate_power

Array = NDArray[np.float32]

_PER_FRAME = filterbanks.N_FFT // filterbanks.HOP
_AHEAD = _PER_FRAME // 2
"""Hops of silence that a centred first frame reaches into before the clip begins."""


@dataclass(frozen=True, eq=False)
class Levels:
    """Measures of the clip's hops (512 samples) and, from four of them each, of its frames.

    Attributes
    ----------
    peaks, energies : shape (n_hops,)
        Largest magnitude, and sum of squares, of each hop of the clip.
    n_samples : int
        Samples in all hops together.
    rms, zero_crossings : shape (n_frames,)
        Root mean square, and crossings per sample, of the 2048 samples around each frame's centre, as librosa's.
    sounding : shape (n_frames,), bool
        Whether there is sound on either side of the frame's centre; see `spotpop.audio.gating`.
    """

    peaks: Array
    energies: Array
    n_samples: int
    rms: Array
    zero_crossings: Array
    sounding: NDArray[np.bool_]

    @property
    def peak(self) -> float:
        """Largest magnitude."""
        return float(self.peaks.max(initial=0.0))

    @property
    def power(self) -> float:
        """Mean square of what sounds."""
        if self.sounding.all():
            return float(self.energies.sum(dtype=np.float64)) / max(1, self.n_samples)
        n_samples = filterbanks.HOP * max(1, int(self.sounding.sum()))
        return float(self.energies[self.sounding].sum(dtype=np.float64)) / n_samples

    def without(self, first: int, stop: int) -> Levels:
        """Leave out the frames from `first` to before `stop`, and the hops that begin at their centres."""
        n_samples = self.n_samples - (
            min(stop * filterbanks.HOP, self.n_samples) - min(first * filterbanks.HOP, self.n_samples)
        )
        rest = (np.concatenate([values[:first], values[stop:]]) for values in (
            self.peaks, self.energies, self.rms, self.zero_crossings, self.sounding
        ))  # fmt: skip
        peaks, energies, rms, zero_crossings, sounding = rest
        return Levels(peaks, energies, n_samples, rms, zero_crossings, sounding)


def measure_levels(samples: Samples) -> Levels:
    """Measure the samples of a clip, shape ``(n_samples,)``."""
    n_frames = 1 + len(samples) // filterbanks.HOP
    n_hops = n_frames - 1 + _PER_FRAME
    padded = np.zeros(n_hops * filterbanks.HOP, np.float32)
    padded[_AHEAD * filterbanks.HOP : _AHEAD * filterbanks.HOP + len(samples)] = samples
    hops = padded.reshape(n_hops, filterbanks.HOP)
    energies = np.einsum("ij,ij->i", hops, hops)
    peaks = np.maximum(hops.max(axis=1), -hops.min(axis=1))
    negative = np.signbit(padded)
    crossed = np.empty(len(padded), bool)
    crossed[0] = False
    np.not_equal(negative[1:], negative[:-1], out=crossed[1:])
    crossings = np.count_nonzero(crossed.reshape(n_hops, filterbanks.HOP), axis=1)
    of_clip = slice(_AHEAD, _AHEAD + n_frames)
    return Levels(
        peaks=peaks[of_clip],
        energies=energies[of_clip],
        n_samples=len(samples),
        rms=np.sqrt(np.maximum(_framed(energies), 0.0)),
        zero_crossings=_framed(crossings),
        sounding=_sounding(energies[_AHEAD - 1 : _AHEAD + n_frames]),
    )


def _sounding(energies: Array) -> NDArray[np.bool_]:
    """Return which frames have a hop of sound before or behind their centres, given all those hops."""
    powers = energies / np.float32(filterbanks.HOP)
    loud = powers > gate_power(powers)
    return np.asarray(loud[1:] | loud[:-1])


def _framed(of_hops: NDArray[np.generic]) -> Array:
    """Average over the hops of each frame, per sample."""
    running = np.concatenate(([0.0], np.cumsum(of_hops, dtype=np.float64)))
    return ((running[_PER_FRAME:] - running[:-_PER_FRAME]) / filterbanks.N_FFT).astype(np.float32)
