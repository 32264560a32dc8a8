"""The one short-time Fourier transform of a clip, and everything that is read off it frame by frame.

Frames are taken in blocks small enough to stay in the processor's cache; of each block all measures are made before the
next one is transformed, so the full spectrogram (5 MB) is never written to memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio import filterbanks
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip

Array = NDArray[np.float32]

_BLOCK: Final = 128
"""Frames that are measured together: 128 by 1025 float32 is half a MB."""
_AT_ONCE: Final = 32
"""Frames that are transformed together: in and out they are half a MB, too."""
_TINY: Final = np.float32(1e-10)
_TINY_MAGNITUDE: Final = np.float32(1e-5)
_TOP_DB: Final = 80.0
_ROLLOFF: Final = 0.85
_ROLLOFF_STEP: Final = 41
"""Bins that are summed together before roll-off is looked for within one such step; divides 1025."""
_N_STEPS: Final = filterbanks.N_BINS // _ROLLOFF_STEP
_COLUMNS: Final = filterbanks.N_BINS + 1
"""Of a table of magnitudes: a last one of ones makes them six times 171, see `_mean_log`."""
PEAK_LOW_BIN: Final = 9
PEAK_HIGH_BIN: Final = 200
"""Bins (97 Hz to 2.15 kHz) whose magnitudes are kept for the search of pitches."""


@dataclass(frozen=True, eq=False)
class MelSpectrogram:
    """A log-mel-spectrogram in the field's usual form, equal to librosa's.

    Attributes
    ----------
    db : numpy.ndarray, shape (n_mels, n_frames), float32
        Power in dB relative to 1 (never normalised to the clip), limited to 80 dB below its maximum.
    hop_length : int
        Samples from frame to frame; frame `i` is centred on sample ``i * hop_length``.
    n_fft : int
        Samples under one frame's periodic Hann window.
    """

    db: Array
    hop_length: int = filterbanks.HOP
    n_fft: int = filterbanks.N_FFT
    sample_rate_hz: int = SAMPLE_RATE_HZ
    fmin_hz: float = 0.0
    fmax_hz: float = filterbanks.FMAX_HZ


@dataclass(frozen=True, eq=False)
class Spectrum:
    """What is measured of each frame; all arrays begin with the axis of frames.

    Attributes
    ----------
    mel_db : shape (n_frames, N_MELS)
        See `MelSpectrogram.db`.
    chroma : shape (n_frames, 12)
        Pitch classes, each frame's largest 1.
    contrast_db : shape (n_frames, 7)
        Peaks over valleys in octave bands.
    centroid_hz, bandwidth_hz, rolloff_hz, flatness : shape (n_frames,)
        As librosa defines them: the first three of magnitudes, flatness of power.
    k_power : shape (n_frames,)
        Mean square of the K-weighted signal under the frame's window.
    low_magnitude : shape (n_frames, PEAK_HIGH_BIN - PEAK_LOW_BIN)
        Magnitudes in the range where pitches are looked for.
    """

    mel_db: Array
    chroma: Array
    contrast_db: Array
    centroid_hz: Array
    bandwidth_hz: Array
    rolloff_hz: Array
    flatness: Array
    k_power: Array
    low_magnitude: Array


def to_db(power: Array, top_db: float | None = _TOP_DB) -> Array:
    """Turn power into decibels relative to 1, at most `top_db` below the maximum, as librosa's ``power_to_db``."""
    db = np.log10(np.maximum(power, _TINY))
    db *= np.float32(10.0)
    if top_db is not None and db.size:
        np.maximum(db, db.max() - np.float32(top_db), out=db)
    return db


def measure_spectrum(clip: Clip, *, every: int = 1) -> Spectrum:
    """Transform the clip once and read off all measures (n_fft 2048, hop 512, periodic Hann, frames centred).

    Parameters
    ----------
    every : int
        Of so many frames only the first is measured: for what is compared with the same frames of another clip.

    NumPy's transform: into memory that is there already it is as quick as SciPy's, whose import a fresh process would
    pay for.
    """
    padded = np.pad(clip.samples, filterbanks.N_FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, filterbanks.N_FFT)[:: filterbanks.HOP * every]
    n = len(frames)
    out = _Rows.empty(n)
    transform = _Transform()
    powers = np.empty((_BLOCK, filterbanks.N_BINS), np.float32)
    table = np.ones((_BLOCK, _COLUMNS), np.float32)
    for first in range(0, n, _BLOCK):
        rows = slice(first, min(first + _BLOCK, n))
        size = rows.stop - first
        magnitudes = table[:size, : filterbanks.N_BINS]
        for part in range(0, size, _AT_ONCE):
            transform(frames[first + part : rows.stop][:_AT_ONCE], magnitudes[part : part + _AT_ONCE])
        _measure_block(table[:size], np.square(magnitudes, out=powers[:size]), out, rows)
    return out.finish()


class _Transform:
    """The transform of some frames, in memory made once."""

    def __init__(self) -> None:
        self._windowed = np.empty((_AT_ONCE, filterbanks.N_FFT), np.float32)
        # NumPy's types know of double precision alone
        self._spectra: Any = np.empty((_AT_ONCE, filterbanks.N_BINS), np.complex64)

    def __call__(self, frames: Array, magnitudes: Array) -> None:
        """Write the magnitudes of some frames, at most `_AT_ONCE`."""
        windowed = np.multiply(frames, filterbanks.hann(), out=self._windowed[: len(frames)])
        np.abs(np.fft.rfft(windowed, axis=1, out=self._spectra[: len(frames)]), out=magnitudes)


@dataclass(eq=False)
class _Rows:
    """The arrays that blocks fill in."""

    mel: Array
    of_power: Array
    peaks: Array
    valleys: Array
    moments: Array
    rolloff_hz: Array
    log_power: Array
    low_magnitude: Array

    @classmethod
    def empty(cls, n: int) -> _Rows:
        def rows(*shape: int) -> Array:
            return np.empty((n, *shape), np.float32)

        low = PEAK_HIGH_BIN - PEAK_LOW_BIN
        return cls(rows(filterbanks.N_MELS), rows(16), rows(7), rows(7), rows(3), rows(), rows(), rows(low))

    def finish(self) -> Spectrum:
        total = np.maximum(self.moments[:, 0], _TINY)
        centroid = self.moments[:, 1] / total
        spread = np.maximum(self.moments[:, 2] / total - centroid**2, 0.0)
        chroma, power, k_power = self.of_power[:, :12], self.of_power[:, 12], self.of_power[:, 13]
        mean_power = np.maximum(power / filterbanks.N_BINS, _TINY)
        chroma_peak = chroma.max(axis=1, keepdims=True)
        return Spectrum(
            mel_db=to_db(self.mel),
            chroma=(chroma / np.where(chroma_peak > _TINY, chroma_peak, 1.0)).astype(np.float32),
            contrast_db=to_db(self.peaks) - to_db(self.valleys),
            centroid_hz=(centroid * np.float32(1000.0)).astype(np.float32),
            bandwidth_hz=np.sqrt(spread) * np.float32(1000.0),
            rolloff_hz=self.rolloff_hz,
            flatness=np.minimum(np.exp(self.log_power) / mean_power, 1.0).astype(np.float32),
            k_power=k_power,
            low_magnitude=self.low_magnitude,
        )


def _magnitude_matrix() -> Array:
    """Sum, first and second moment over frequency in kHz."""
    khz = filterbanks.frequencies_hz() / 1000.0
    return np.column_stack([np.ones_like(khz), khz, khz**2]).astype(np.float32)


def _power_matrix() -> Array:
    """Pitch classes, sum of power, and mean square of the K-weighted signal (Parseval; both halves of the spectrum)."""
    window_energy = float((filterbanks.hann().astype(np.float64) ** 2).sum())
    halves = np.full(filterbanks.N_BINS, 2.0)
    halves[[0, -1]] = 1.0
    k = filterbanks.k_weights() * halves / (filterbanks.N_FFT * window_energy)
    nothing = np.zeros((filterbanks.N_BINS, 2))  # a product with 16 columns is a third quicker than with 14
    return np.column_stack([filterbanks.chroma_filters(), np.ones(filterbanks.N_BINS), k, nothing]).astype(np.float32)


_OF_MAGNITUDE: Final = _magnitude_matrix()
_OF_POWER: Final = _power_matrix()
_OF_STEP: Final = np.ones(_ROLLOFF_STEP, np.float32)
_FLOOR: Final = np.full((_BLOCK, _COLUMNS), _TINY_MAGNITUDE)
"""NumPy takes the maximum of two arrays three times as quickly as that of an array and a number."""


def _measure_block(table: Array, power: Array, out: _Rows, rows: slice) -> None:
    """Read all measures off one block of spectra: `table` of magnitudes with a last column of ones; overwrites it."""
    magnitude = table[:, : filterbanks.N_BINS]
    for band in filterbanks.mel_bands():
        out.mel[rows, band.filters] = power[:, band.bins] @ band.weights
    out.of_power[rows] = power @ _OF_POWER
    out.moments[rows] = magnitude @ _OF_MAGNITUDE
    out.low_magnitude[rows] = magnitude[:, PEAK_LOW_BIN:PEAK_HIGH_BIN]
    out.rolloff_hz[rows] = _rolloff_hz(magnitude)
    out.log_power[rows] = _mean_log(table)
    _contrast(magnitude, out.peaks[rows], out.valleys[rows])


def _rolloff_hz(magnitude: Array) -> Array:
    """Lowest frequency below which 85 % of the magnitude lies, shape ``(n_frames,)``.

    Found in two stages, sums over 41 bins and then the bins within one of them: a full running sum costs five times as
    much.
    """
    parts = magnitude.reshape(-1, _ROLLOFF_STEP)
    steps = (parts @ _OF_STEP).reshape(-1, _N_STEPS)
    running = np.cumsum(steps, axis=1)
    threshold = np.float32(_ROLLOFF) * running[:, -1:]
    step = np.minimum((running < threshold).sum(axis=1), _N_STEPS - 1)
    each = np.arange(len(magnitude))
    before = running[each, step] - steps[each, step]
    within = np.cumsum(parts[each * _N_STEPS + step], axis=1) + before[:, None]
    inside = np.minimum((within < threshold).sum(axis=1), _ROLLOFF_STEP - 1)
    return np.asarray((step * _ROLLOFF_STEP + inside) * (SAMPLE_RATE_HZ / filterbanks.N_FFT), np.float32)


def _mean_log(table: Array) -> Array:
    """Mean natural logarithm of each row's power, floored at 1e-10, given magnitudes and a last column of ones.

    Six magnitudes are multiplied before each logarithm: from 1e-30 to 1e21 such products keep within float32.
    """
    half, sixth = _COLUMNS // 2, _COLUMNS // 6
    floored = np.maximum(table, _FLOOR[: len(table)])
    pairs = floored[:, :half]
    pairs *= floored[:, half:]
    product = pairs[:, :sixth]
    product *= pairs[:, sixth : 2 * sixth]
    product *= pairs[:, 2 * sixth :]
    return np.asarray(np.log(product, out=product).sum(axis=1) * np.float32(2 / filterbanks.N_BINS), np.float32)


def _contrast(magnitude: Array, peaks: Array, valleys: Array) -> None:
    """Fill in the mean of the largest and smallest 2 % of each octave band's bins; sorts `magnitude` in place."""
    for index, (bins, count) in enumerate(filterbanks.contrast_bands()):
        band = magnitude[:, bins]
        band.sort(axis=1)  # NumPy's vectorised sort is several times faster than its partition by two ranks
        share = np.full(count, 1 / count, np.float32)
        np.matmul(band[:, :count], share, out=valleys[:, index])
        np.matmul(band[:, -count:], share, out=peaks[:, index])
