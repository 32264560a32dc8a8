"""Loudness and peaks as meters read them (ITU-R BS.1770-5, EBU Tech 3342): all channels, at the recording's own rate.

These are measurements of the part that was decoded, level and channels as in the file; `spotpop.audio.loudness`
measures the mono clip, for the model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.channels import Run
from spotpop.audio.clip import LOUDEST, MeterReading
from spotpop.audio.filterbanks import k_response
from spotpop.audio.loudness import gated_lufs, range_lu

_STEP_S: Final = 0.1
"""Blocks of 400 ms overlap by three quarters (BS.1770), so powers are taken of tenths of a second."""
_AT_ONCE: Final = 8
"""Tenths of a second that are transformed together: they stay in the processor's cache."""
_REAR_WEIGHT: Final = 1.41
_REAR: Final = frozenset({"SL", "SR", "BL", "BR", "BC"})
_SILENT: Final = frozenset({"LFE", "LFE2"})
_OVERSAMPLING: Final = 4
_HALF_TAPS: Final = 14
_KAISER_BETA: Final = 9.0
"""With the window of FFmpeg's resampler as many taps come nearest to its meter, on noise too."""
_NEAR_PEAK: Final = 0.7
"""A true peak more than 3 dB above its neighbours among the samples is not to be found in music."""
_BLOCK: Final = 4096
_FLOOR_DB: Final = -90.0


def read_meter(runs: Sequence[Run]) -> MeterReading:
    """Measure what was decoded; samples beyond ±4 are damage, and cut off as they are for the ear."""
    runs = [_in_range(run) for run in runs]
    powers = np.concatenate([_step_powers(run) for run in runs])
    peak = max(true_peak(run.samples) for run in runs)
    momentary, short_term = _windows(powers, 4), _windows(powers, 30)
    return MeterReading(
        integrated_lufs=gated_lufs(momentary),
        range_lu=range_lu(short_term),
        true_peak_dbtp=max(_FLOOR_DB, 20 * math.log10(max(peak, 1e-9))),
    )


def _in_range(run: Run) -> Run:
    if run.samples.max(initial=0.0) <= LOUDEST and run.samples.min(initial=0.0) >= -LOUDEST:
        return run
    return replace(run, samples=np.clip(run.samples, -LOUDEST, LOUDEST))


def _windows(powers: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    if len(powers) < length:
        return np.empty(0)
    running = np.concatenate(([0.0], np.cumsum(powers)))
    return np.asarray((running[length:] - running[:-length]) / length)


def _step_powers(run: Run) -> NDArray[np.float64]:
    """Return the weighted sum of all channels' K-weighted powers in tenths of a second.

    The filter's power response weighs each tenth's spectrum (Parseval). Two channels go through one transform, as the
    real and the imaginary part: their powers add up in it.
    """
    step = round(_STEP_S * run.sample_rate_hz)
    count = run.samples.shape[1] // step
    weights = _weights(run)
    total = np.zeros(count)
    response = _power_response(run.sample_rate_hz, step)
    heard = [(channel, weight) for channel, weight in zip(run.samples, weights, strict=True) if weight]
    for at in range(0, count, _AT_ONCE):
        rows = min(_AT_ONCE, count - at)
        part = slice(at * step, (at + rows) * step)
        for first in range(0, len(heard), 2):
            pair = np.empty((rows * step, 2), np.float32)
            pair[:, 1] = 0.0
            for side, (channel, weight) in enumerate(heard[first : first + 2]):
                np.multiply(channel[part], np.float32(math.sqrt(weight)), out=pair[:, side])
            spectra = np.fft.fft(pair.view(np.complex64).reshape(rows, step), axis=1)
            power = np.square(spectra.real)
            power += np.square(spectra.imag)
            total[at : at + rows] += power @ response
    return total


def _weights(run: Run) -> list[float]:
    if len(run.channels) <= 2:
        return [1.0] * len(run.channels)
    return [0.0 if name in _SILENT else _REAR_WEIGHT if name in _REAR else 1.0 for name in run.channels]


@lru_cache(maxsize=4)
def _power_response(sample_rate_hz: int, n_fft: int) -> NDArray[np.float32]:
    return (k_response(np.abs(np.fft.fftfreq(n_fft, 1 / sample_rate_hz))) / n_fft**2).astype(np.float32)


def true_peak(samples: NDArray[np.float32]) -> float:
    """Return the highest magnitude between the samples too, shape ``(n_channels, n_samples)``.

    Looked for round the highest samples only: elsewhere nothing higher can lie.
    """
    peaks = [max(float(one.max(initial=0.0)), -float(one.min(initial=0.0))) for one in samples]
    highest = max(peaks, default=0.0)
    level = _NEAR_PEAK * highest
    kernel, around = _interpolator(), np.arange(-_HALF_TAPS, _HALF_TAPS + 1)
    for channel, peak in zip(samples, peaks, strict=True):
        for first in _loud_blocks(channel, level) if peak >= level else ():
            near = first + np.flatnonzero(np.abs(channel[first : first + _BLOCK]) >= level)
            near = near[(near >= _HALF_TAPS) & (near < len(channel) - _HALF_TAPS - 1)]
            if len(near):
                highest = max(highest, float(np.abs(channel[near[:, None] + around] @ kernel).max()))
    return highest


def _loud_blocks(channel: NDArray[np.float32], level: float) -> list[int]:
    """Return where blocks begin that hold a sample of at least this magnitude."""
    whole = len(channel) // _BLOCK * _BLOCK
    blocks = channel[:whole].reshape(-1, _BLOCK)
    loud = np.flatnonzero(np.maximum(blocks.max(axis=1), -blocks.min(axis=1)) >= level) * _BLOCK
    return [*loud.tolist(), *([whole] if whole < len(channel) else [])]


@lru_cache(maxsize=1)
def _interpolator() -> NDArray[np.float32]:
    """Windowed sines that read a signal at quarters of a sample on both sides of one, shape ``(29, 6)``."""
    taps = np.arange(-_HALF_TAPS, _HALF_TAPS + 1)
    shifts = np.array([-3, -2, -1, 1, 2, 3]) / _OVERSAMPLING
    distance = taps[:, None] - shifts
    inside = np.sqrt(np.maximum(0.0, 1 - np.square(distance / _HALF_TAPS)))
    window = np.i0(_KAISER_BETA * inside) / np.i0(_KAISER_BETA)
    return np.asarray(np.sinc(distance) * window, np.float32)
