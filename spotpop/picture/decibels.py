"""A mel-spectrogram as a picture shows it: in dBFS, on an axis of its own, on one scale for all that stand together."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.picture import scales
from spotpop.picture.contents import Spectrogram

RANGE_DB: Final = 80
"""What a spectrogram shows below its ceiling, in dB."""

_STEP_DB: Final = 20
_MAIN_LOBE: Final = 1.5
"""Power of a sine under a Hann window, all bins of its main lobe together, relative to the highest bin."""


def dbfs(mel: Spectrogram) -> NDArray[np.float32]:
    """Return the level of each band in dB relative to a sine of full scale.

    The filters of Slaney's scale have equal area, so that a band's figure falls with its width; here that is taken out
    again, and so is the gain of the transform: a sine of amplitude 1 has `n_fft` / 4 in its highest bin.

    Returns
    -------
    ndarray of float32, shape (n_mels, n_frames)
    """
    edges = _edges_hz(mel.fmin_hz, mel.fmax_hz, len(mel.db))
    widths = 10 * np.log10((edges[2:] - edges[:-2]) / 2)
    sine = 20 * math.log10(mel.n_fft / 4) + 10 * math.log10(_MAIN_LOBE)
    return np.asarray(mel.db + (widths - sine).astype(np.float32)[:, None])


def ceiling_db(*sounds: NDArray[np.float32]) -> int:
    """Return the top of a scale on which all `sounds` fit: 0 dBFS, or less in steps of 20 for what is very soft."""
    loudest = max(float(sound.max(initial=-200.0)) for sound in sounds)
    return min(0, _STEP_DB * math.ceil(loudest / _STEP_DB))


def on_axis(mel: Spectrogram, sound: NDArray[np.float32], rows: int) -> NDArray[np.float32]:
    """Return `sound` (`dbfs`) on the axis of the picture, lowest row first, shape (rows, n_frames).

    Between bands it is interpolated; of several bands in one row the loudest is shown, so that no tone is lost.
    """
    below, share, nearest = _rows(mel.fmin_hz, mel.fmax_hz, len(sound), rows)
    shown = np.asarray(sound[below] * (1 - share) + sound[below + 1] * share)
    for band, row in nearest:
        np.maximum(shown[row], sound[band], out=shown[row])
    return shown


@lru_cache(maxsize=8)
def _rows(
    fmin_hz: float, fmax_hz: float, n_bands: int, rows: int
) -> tuple[NDArray[np.int64], NDArray[np.float32], list[tuple[int, int]]]:
    """Return for each row the band below it and the share of the next, and the bands that must be seen in which row."""
    centres = [scales.hz_to_mel(hz) for hz in _edges_hz(fmin_hz, fmax_hz, n_bands)[1:-1]]
    axis = scales.FrequencyAxis.of(fmax_hz)
    wanted = [scales.hz_to_mel(axis.hz_at((row + 0.5) / rows)) for row in range(rows)]
    place = np.interp(wanted, centres, np.arange(len(centres)))
    below = np.minimum(place.astype(int), len(centres) - 2)
    nearest = []
    for band, mel_ in enumerate(centres):
        row = int(np.searchsorted(wanted, mel_))
        if 0 < row < rows:
            row -= wanted[row] - mel_ > mel_ - wanted[row - 1]  # the nearer of both
            nearest.append((band, row))
    return below, (place - below).astype(np.float32)[:, None], nearest


def _edges_hz(fmin_hz: float, fmax_hz: float, n_bands: int) -> NDArray[np.float64]:
    """Return the edges of the triangular filters, two more than there are filters."""
    low, high = scales.hz_to_mel(fmin_hz), scales.hz_to_mel(fmax_hz)
    return np.array([scales.mel_to_hz(mel_) for mel_ in np.linspace(low, high, n_bands + 2)])
