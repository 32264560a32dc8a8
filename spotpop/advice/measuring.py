"""From an analysis to what a meter reads: levels, tempo, key and the balance of the frequency bands."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.analysis import Analysis
from spotpop.audio.clip import Clip
from spotpop.findings import Band, Measured

BANDS_HZ: Final[tuple[tuple[str, float, float], ...]] = (
    ("sub", 0.0, 60.0),
    ("bass", 60.0, 250.0),
    ("low_mid", 250.0, 500.0),
    ("mid", 500.0, 2000.0),
    ("high_mid", 2000.0, 4000.0),
    ("presence", 4000.0, 6000.0),
    ("air", 6000.0, 11025.0),
)
"""The bands of mixing desks' manuals; clips end at 11 kHz."""

TEMPOS_BPM: Final = (50.0, 220.0)
"""Beats that feet follow; octaves of a tempo beyond them are no alternatives."""

SURE_TEMPO: Final = 0.9
"""Confidence from which no octave of the tempo is named beside it."""

_OVERSAMPLING: Final = 4
_HALF_WIDTH: Final = 12
"""Zero crossings of the interpolating kernel at either side."""

_LEAST_DB: Final = -80.0


def measure(analysis: Analysis, mode: float | None = None) -> Measured:
    """Return what a meter reads of a clip.

    Parameters
    ----------
    analysis : Analysis
        Of the section that was listened to.
    mode : float or None
        Probability that the key is major, where a model has one; None leaves it open.
    """
    features, meter = analysis.features, analysis.clip.meter
    tempo = features["tempo_bpm"]
    sure = mode is not None and not 0.4 < mode < 0.6
    return Measured(
        loudness_lufs=round(meter.integrated_lufs if meter else features["loudness_lufs"], 2),
        loudness_range_lu=round(meter.range_lu if meter else features["loudness_range_lu"], 2),
        true_peak_dbtp=round(meter.true_peak_dbtp if meter else true_peak_dbtp(analysis.clip), 2),
        peak_dbfs=round(features["peak_dbfs"], 2),
        crest_db=round(features["crest_factor_db"], 2),
        tempo_bpm=round(tempo, 1) if tempo > 0 else None,
        other_tempos_bpm=_octaves(tempo, features["tempo_confidence"]),
        key=round(features["key"]) % 12,
        major=bool(mode > 0.5) if sure and mode is not None else None,
        key_confidence=round(float(np.clip(features["key_strength"], 0, 1)), 2),
        bands=band_shares(analysis.mel.db, analysis.mel.fmax_hz),
    )


def band_shares(mel_db: NDArray[np.float32], fmax_hz: float) -> tuple[Band, ...]:
    """Return how the power is spread over `BANDS_HZ`.

    Parameters
    ----------
    mel_db : ndarray of shape (n_mels, n_frames)
        Power in dB of filters of equal area (Slaney): each is brought back to unit height, so that neighbouring
        triangles add up to a flat response, and belongs to the band that its centre lies in.
    fmax_hz : float
        Upper edge of the highest filter; the lowest begins at 0.
    """
    edges = _mel_edges(len(mel_db), fmax_hz)
    centres, areas = edges[1:-1], (edges[2:] - edges[:-2]) / 2
    power = np.exp(mel_db * np.float32(np.log(10) / 10)).mean(axis=1, dtype=np.float64) * areas
    total = max(float(power.sum()), 1e-20)
    bands = []
    for name, low, high in BANDS_HZ:
        share = float(power[(centres >= low) & (centres < high)].sum()) / total
        share_db = max(_LEAST_DB, 10 * float(np.log10(max(share, 1e-12))))
        bands.append(Band(name=name, low_hz=low, high_hz=high, share_db=round(share_db, 2)))
    return tuple(bands)


def true_peak_dbtp(clip: Clip) -> float:
    """Return the peak between the samples of the clip: four times oversampled, as ITU-R BS.1770-5 annex 2 asks.

    Of the clip as it is analysed, one channel at 22.05 kHz: peaks of the master itself may lie higher.
    """
    samples = clip.samples.astype(np.float64)
    peak = float(np.abs(samples).max(initial=0.0))
    # Only where a sample comes near the largest one can the signal between them exceed it noticeably.
    near = np.flatnonzero(np.abs(samples) > 0.7 * peak)
    if peak > 0 and len(near):
        padded = np.pad(samples, _HALF_WIDTH)
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _HALF_WIDTH)[near + 1]
        peak = max(peak, float(np.abs(windows @ _kernel()).max()))
    return max(_LEAST_DB, 20 * float(np.log10(max(peak, 1e-9))))


def _kernel() -> NDArray[np.float64]:
    """Return a windowed sinc that reads the signal 1/4, 2/4 and 3/4 of a sample after the twelfth of 24, (24, 3)."""
    at = np.arange(-_HALF_WIDTH + 1, _HALF_WIDTH + 1)[:, None] - np.arange(1, _OVERSAMPLING)[None] / _OVERSAMPLING
    window = np.cos(np.pi * at / (2 * _HALF_WIDTH)) ** 2
    return np.asarray(np.sinc(at) * window)


def _octaves(tempo_bpm: float, confidence: float) -> tuple[float, ...]:
    if tempo_bpm <= 0 or confidence >= SURE_TEMPO:
        return ()
    others = (tempo_bpm / 2, tempo_bpm * 2) if tempo_bpm > 115 else (tempo_bpm * 2, tempo_bpm / 2)
    return tuple(round(one, 1) for one in others if TEMPOS_BPM[0] <= one <= TEMPOS_BPM[1])


def _mel_edges(count: int, fmax_hz: float) -> NDArray[np.float64]:
    """Edges of Slaney's mel filters in Hz: linear below 1 kHz, logarithmic above."""
    step = np.log(6.4) / 27.0
    highest = fmax_hz * 3 / 200 if fmax_hz < 1000 else 15.0 + np.log(fmax_hz / 1000) / step
    mel = np.linspace(0.0, highest, count + 2)
    return np.asarray(np.where(mel < 15.0, mel * 200 / 3, 1000 * np.exp(step * (mel - 15.0))))
