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
_AT_ONCE: Final = 16
"""Tenths of a second that are transformed together: they stay in the processor's cache."""
_SHELF_HZ: Final = 6_000.0
"""Here the weighting has reached its shelf (within .04 dB from 4 kHz up): only what lies lower is looked at closely."""
_LEAST_RATE_HZ: Final = 8_000.0
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
    powers, peak = [], 0.0
    for run in runs:
        samples, loudest = run.samples, [_block_peaks(channel) for channel in run.samples]
        if max(float(blocks.max(initial=0.0)) for blocks in loudest) > LOUDEST:
            samples = np.clip(samples, -LOUDEST, LOUDEST)
            loudest = [np.minimum(blocks, np.float32(LOUDEST)) for blocks in loudest]
        powers.append(_step_powers(replace(run, samples=samples)))
        peak = max(peak, _true_peak(samples, loudest))
    of_steps = np.concatenate(powers)
    momentary, short_term = _windows(of_steps, 4), _windows(of_steps, 30)
    return MeterReading(
        integrated_lufs=gated_lufs(momentary),
        range_lu=range_lu(short_term),
        true_peak_dbtp=max(_FLOOR_DB, 20 * math.log10(max(peak, 1e-9))),
    )


def _windows(powers: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    if len(powers) < length:
        return np.empty(0)
    running = np.concatenate(([0.0], np.cumsum(powers)))
    return np.asarray((running[length:] - running[:-length]) / length)


def _step_powers(run: Run) -> NDArray[np.float64]:
    """Return the weighted sum of all channels' K-weighted powers in tenths of a second.

    The weighting is flat but for what lies below its shelf. So all power is counted with the shelf's gain, and what the
    filter takes from low frequencies is taken off it: that is read from the spectra of each tenth (Parseval), at a
    fifth or so of the rate. Two channels go through one transform, as the real and the imaginary part: their powers
    add up in it.
    """
    step = round(_STEP_S * run.sample_rate_hz)
    count = run.samples.shape[1] // step
    fold = _fold(run.sample_rate_hz, step)
    pairs = [
        (channel[: count * step], np.float32(math.sqrt(weight)))
        for channel, weight in zip(run.samples, _weights(run), strict=True)
        if weight
    ]
    total = np.zeros(count)
    for first in range(0, len(pairs), 2):
        pair = pairs[first : first + 2]
        low = np.zeros((count, step // fold, 2), np.float32)
        for side, (channel, gain) in enumerate(pair):
            rows = channel.reshape(count, 1, step)
            power = np.matmul(rows, rows.reshape(count, step, 1)).reshape(count)
            total += _shelf() * float(gain) ** 2 / step * power
            folded = channel.reshape(count, step // fold, fold)
            means = np.add(folded[:, :, 0], folded[:, :, -1]) if fold > 1 else folded[:, :, 0].copy()
            for place in range(1, fold - 1):
                means += folded[:, :, place]
            np.multiply(means, gain / fold, out=low[:, :, side])
        total -= _taken_off(low, _cut(run.sample_rate_hz, step, fold))
    return np.maximum(total, 0.0)


def _fold(sample_rate_hz: int, step: int) -> int:
    """Return how many samples are averaged to one: as many as leave 8 kHz and divide a tenth of a second."""
    most = int(sample_rate_hz / _LEAST_RATE_HZ)
    return max((fold for fold in range(1, most + 1) if step % fold == 0), default=1)


def _taken_off(pair: NDArray[np.float32], cut: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return what the filter takes from each row of two signals, shape ``(n_rows, n, 2)``."""
    signal, of_parts = pair.view(np.complex64)[:, :, 0], np.repeat(cut, 2)
    taken = np.empty(len(pair))
    for first in range(0, len(pair), _AT_ONCE):
        parts = np.fft.fft(signal[first : first + _AT_ONCE], axis=1).view(np.float32)
        taken[first : first + _AT_ONCE] = np.square(parts, out=parts) @ of_parts
    return taken


@lru_cache(maxsize=4)
def _cut(sample_rate_hz: int, step: int, fold: int) -> NDArray[np.float32]:
    """Return by frequency what the filter takes from power at the gain of its shelf, given means of `fold` samples."""
    n_fft = step // fold
    frequencies = np.abs(np.fft.fftfreq(n_fft, fold / sample_rate_hz))
    angle = np.pi * frequencies / sample_rate_hz
    averaged = np.ones(n_fft)  # the response of the mean itself
    np.divide(np.sin(fold * angle), fold * np.sin(angle), out=averaged, where=angle > 0)
    return ((_shelf() - k_response(frequencies)) / np.square(averaged * n_fft)).astype(np.float32)


@lru_cache(maxsize=1)
def _shelf() -> float:
    return float(k_response(np.array([_SHELF_HZ]))[0])


def _weights(run: Run) -> list[float]:
    if len(run.channels) <= 2:
        return [1.0] * len(run.channels)
    return [0.0 if name in _SILENT else _REAR_WEIGHT if name in _REAR else 1.0 for name in run.channels]


def _true_peak(samples: NDArray[np.float32], loudest: Sequence[NDArray[np.float32]]) -> float:
    """Return the highest magnitude between the samples too, looked for round the highest: elsewhere none is higher."""
    highest = max((float(blocks.max(initial=0.0)) for blocks in loudest), default=0.0)
    level = np.float32(_NEAR_PEAK * highest)
    for channel, blocks in zip(samples, loudest, strict=True):
        crests = _crests(channel, np.flatnonzero(blocks >= level), level) - _HALF_TAPS
        crests = crests[(crests >= 0) & (crests < len(channel) - 2 * _HALF_TAPS - 1)]
        around = np.lib.stride_tricks.sliding_window_view(channel, 2 * _HALF_TAPS + 1) if len(crests) else channel
        for first in range(0, len(crests), _BLOCK):
            between = around[crests[first : first + _BLOCK]] @ _interpolator()
            highest = max(highest, float(between.max()), -float(between.min()))
    return highest


def _block_peaks(channel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the largest magnitude of each block; the last may be shorter."""
    whole = len(channel) // _BLOCK * _BLOCK
    blocks, rest = channel[:whole].reshape(-1, _BLOCK), channel[whole:]
    peaks = np.maximum(blocks.max(axis=1), -blocks.min(axis=1))
    return np.append(peaks, np.abs(rest).max(initial=0.0)) if len(rest) else peaks


def _crests(channel: NDArray[np.float32], blocks: NDArray[np.intp], level: np.float32) -> NDArray[np.intp]:
    """Return where some blocks reach a level and neither neighbour is higher; a block's ends always count as such."""
    rows = len(channel) // _BLOCK
    whole = blocks[blocks < rows]
    loud = np.abs(channel[: rows * _BLOCK].reshape(rows, _BLOCK)[whole])
    high = loud >= level
    high[:, 1:] &= loud[:, 1:] >= loud[:, :-1]
    high[:, :-1] &= loud[:, :-1] >= loud[:, 1:]
    row, column = np.divmod(np.flatnonzero(high), _BLOCK)
    places = whole[row] * _BLOCK + column
    if len(whole) == len(blocks):
        return places
    return np.append(places, rows * _BLOCK + np.flatnonzero(np.abs(channel[rows * _BLOCK :]) >= level))


@lru_cache(maxsize=1)
def _interpolator() -> NDArray[np.float32]:
    """Windowed sines that read a signal at quarters of a sample on both sides of one, shape ``(29, 6)``."""
    taps = np.arange(-_HALF_TAPS, _HALF_TAPS + 1)
    shifts = np.array([-3, -2, -1, 1, 2, 3]) / _OVERSAMPLING
    distance = taps[:, None] - shifts
    inside = np.sqrt(np.maximum(0.0, 1 - np.square(distance / _HALF_TAPS)))
    window = np.i0(_KAISER_BETA * inside) / np.i0(_KAISER_BETA)
    return np.asarray(np.sinc(distance) * window, np.float32)
