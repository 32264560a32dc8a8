"""Onsets, tempo and beat of a clip, from the rises of its mel spectrogram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.filterbanks import FRAME_RATE_HZ, N_MELS

Array = NDArray[np.float32]

BANDS: Final = (slice(0, 8), slice(8, 24), slice(24, 64), slice(64, N_MELS))
"""Mel bands of bass (to 220 Hz), low middle (to 600 Hz), high middle (to 2.0 kHz) and treble."""
LAG_BPM: Final = (45, 54, 65, 78, 93, 112, 134, 161, 193, 232)
"""Tempi whose plain self-similarity is among the features, a fifth of an octave or so apart."""
BEAT_RATIOS: Final = (0.25, 1 / 3, 0.5, 2 / 3, 1.5, 2.0, 3.0, 4.0)
"""Lags in beats at which self-similarity is measured."""

_MIN_BPM, _MAX_BPM = 40.0, 240.0
_PRIOR_BPM, _PRIOR_OCTAVES = 132.0, 1.1
_MAX_LAG_S: Final = 8.0
_SHARPNESS: Final = 4.5
"""A tempo that repeats six sevenths as well as the best is held for half as likely. So the best has 65 % of all chances
on free music; on 195 previews with Spotify's tempo it was right in 70 %."""
TEMPI: Final = tuple(40.0 * 2 ** (step / 6) for step in range(17))
"""Beats per minute, a sixth of an octave apart, at which chances are given; 40 to 254."""
_OFTEN: Final = 9
"""Frames that make something usual: three onsets of three frames."""
_ACCIDENT: Final = np.float32(2.5)
"""Beyond so many times the usual a rise is an accident."""
_BEGINNING: Final = 8
_LEAST_ONSET_DB: Final = np.float32(3.0)
_TRIM: Final = 2
"""Frames by which librosa delays its envelope to centre it: n_fft / (2 · hop)."""


@dataclass(frozen=True, eq=False)
class Rhythm:
    """Onsets and beat of a clip.

    Attributes
    ----------
    onset_strength : shape (n_frames,)
        Mean rise over all mel bands from frame to frame in dB, as librosa's ``onset_strength``.
    band_strength : shape (n_frames, 4)
        The same in each of `BANDS`.
    onset_rate_hz : float
        Onsets per second.
    tempo_bpm : float
        Most likely beats per minute, 40 to 240; 0 where there is nothing that repeats.
    confidence : float
        Share of the best tempo among the candidates apart from it, 0.5 (a tie) to 1.
    likely_bpm : float
        Geometric mean of all tempi, each as likely as it repeats: what moves little when a tempo and its double change
        places. 0 where there is nothing that repeats.
    chances : shape (len(TEMPI),)
        How likely each of `TEMPI` is; what lies between two of them is shared by both. All 0 where nothing repeats.
    beat_strength : float
        Self-similarity of the envelope one beat later, 0 to 1.
    lags, ratios, band_pulse : arrays
        Self-similarity at `LAG_BPM`, at `BEAT_RATIOS` beats, and of each band one beat later.
    """

    onset_strength: Array
    band_strength: Array
    onset_rate_hz: float
    tempo_bpm: float
    confidence: float
    likely_bpm: float
    chances: NDArray[np.float64]
    beat_strength: float
    lags: NDArray[np.float64]
    ratios: NDArray[np.float64]
    band_pulse: NDArray[np.float64]


def measure_rhythm(mel_db: Array) -> Rhythm:
    """Measure rhythm from a mel spectrogram in dB, shape ``(n_frames, N_MELS)``.

    Silence between two sounds belongs to the rhythm, so nothing is gated here: long gaps were cut out when decoding.
    """
    envelopes = _envelopes(mel_db)
    regular = _without_accidents(envelopes)
    similarity = _self_similarity(regular)
    tempo, confidence, chances = _tempo(similarity[0])
    beat_s = 60.0 / tempo if tempo else 0.5

    def at(seconds: NDArray[np.float64], which: int = 0) -> NDArray[np.float64]:
        return np.asarray(np.interp(seconds * FRAME_RATE_HZ, np.arange(similarity.shape[1]), similarity[which]))

    beat = np.array([beat_s])
    return Rhythm(
        onset_strength=envelopes[0],
        band_strength=np.ascontiguousarray(envelopes[1:].T),
        onset_rate_hz=_onset_rate_hz(envelopes[0]),
        tempo_bpm=tempo,
        confidence=confidence,
        likely_bpm=float(np.exp2(np.log2(TEMPI) @ chances)) if tempo else 0.0,
        chances=chances,
        beat_strength=float(np.clip(at(beat)[0], 0.0, 1.0)) if tempo else 0.0,
        lags=at(60.0 / np.array(LAG_BPM, float)),
        ratios=at(beat_s * np.array(BEAT_RATIOS)),
        band_pulse=np.array([at(beat, 1 + band)[0] for band in range(len(BANDS))]),
    )


def _envelopes(mel_db: Array) -> Array:
    """Rises from frame to frame: over all bands and in each of `BANDS`, shape ``(5, n_frames)``."""
    rises = np.maximum(mel_db[1:] - mel_db[:-1], np.float32(0.0))
    out = np.zeros((1 + len(BANDS), len(mel_db)), np.float32)
    delay = min(1 + _TRIM, len(mel_db))
    rises = rises[: len(mel_db) - delay]
    sums = rises @ _band_matrix()
    out[:, delay:] = sums.T
    return out


def _without_accidents(envelopes: Array) -> Array:
    """Limit what happens once to what happens often: the end of a gap or a click is an event, and no rhythm.

    The beginning of a clip, which is cut out of a song, stays as librosa has it.
    """
    if envelopes.shape[1] <= _OFTEN + _BEGINNING:
        return envelopes
    inner = envelopes[:, _BEGINNING:]
    usual = np.partition(inner, -_OFTEN, axis=1)[:, -_OFTEN, None]
    limited = envelopes.copy()
    np.minimum(inner, np.maximum(_ACCIDENT * usual, _LEAST_ONSET_DB), out=limited[:, _BEGINNING:])
    return np.asarray(limited)


def _band_matrix() -> Array:
    matrix = np.zeros((N_MELS, 1 + len(BANDS)), np.float32)
    matrix[:, 0] = 1.0 / N_MELS
    for index, band in enumerate(BANDS):
        matrix[band, 1 + index] = 1.0 / (band.stop - band.start)
    return matrix


def _self_similarity(envelopes: Array) -> NDArray[np.float64]:
    """Autocorrelation of each envelope less its running mean, 1 at lag 0, each lag by its own overlap."""
    n = envelopes.shape[1]
    window = min(n, round(1.0 * FRAME_RATE_HZ))
    running = np.cumsum(np.pad(envelopes.astype(np.float64), ((0, 0), (window, 0)), mode="edge"), axis=1)
    centred = envelopes - (running[:, window:] - running[:, :-window]) / window
    centred -= centred.mean(axis=1, keepdims=True)
    size = 1 << (2 * n - 1).bit_length()
    spectrum = np.fft.rfft(centred, size, axis=1)
    raw = np.fft.irfft(spectrum.real**2 + spectrum.imag**2, size, axis=1)
    n_lags = min(n - 1, round(_MAX_LAG_S * FRAME_RATE_HZ))
    raw = raw[:, : max(1, n_lags)] * (n / (n - np.arange(max(1, n_lags))))
    return np.asarray(raw / np.maximum(raw[:, :1], 1e-9))


def _tempo(similarity: NDArray[np.float64]) -> tuple[float, float, NDArray[np.float64]]:
    """Choose the tempo whose first four beats repeat best, weighed by how common tempi are; with the chances of all.

    Averaging over multiples of the beat favours true beats over their fractions, the prior (a bell curve over log
    tempo) true beats over their multiples; both together settle most octave errors.
    """
    tempi = np.exp2(np.arange(np.log2(_MIN_BPM), np.log2(_MAX_BPM), 1 / 240))
    lags = 60.0 / tempi * FRAME_RATE_HZ
    grid = np.arange(len(similarity))
    beats = np.arange(1, 5)
    at = np.interp(np.outer(beats, lags), grid, similarity, right=0.0)
    score = np.maximum(at.mean(axis=0), 0.0) * _prior(tempi)
    if not score.any():
        return 0.0, 0.5, np.zeros(len(TEMPI))
    best = int(score.argmax())
    tempo = _refine(float(tempi[best]), similarity)
    apart = np.abs(np.log2(tempi / tempi[best])) > 0.1
    rival = float(score[apart].max())
    odds = (score / score[best]) ** _SHARPNESS
    step = np.log2(tempi / TEMPI[0]) * 6
    below = step.astype(int)
    chances = np.bincount(below, odds * (1 - (step - below)), len(TEMPI))
    chances += np.bincount(below + 1, odds * (step - below), len(TEMPI))
    return tempo, float(score[best] / (score[best] + rival)), chances / chances.sum()


def _prior(tempi: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.exp(-0.5 * (np.log2(tempi / _PRIOR_BPM) / _PRIOR_OCTAVES) ** 2))


def _refine(tempo: float, similarity: NDArray[np.float64]) -> float:
    """Sharpen a tempo to about 0.1 % by the repetition up to as many beats as the lags hold."""
    near = tempo * np.exp2(np.linspace(-0.04, 0.04, 161))
    lag = 60.0 / near * FRAME_RATE_HZ
    n_beats = max(1, min(16, int((len(similarity) - 1) / lag.max())))
    at = np.interp(np.outer(np.arange(1, n_beats + 1), lag), np.arange(len(similarity)), similarity)
    return float(near[int(at.mean(axis=0).argmax())])


def _onset_rate_hz(strength: Array) -> float:
    """Count peaks of the envelope as librosa's ``onset_detect`` does by default, per second."""
    n = len(strength)
    low, high = float(strength.min(initial=0.0)), float(strength.max(initial=0.0))
    if n < 8 or high - low < 1e-6:
        return 0.0
    x = (strength - low) / (high - low)
    # librosa's defaults at this frame rate: 30 ms back for the maximum, 100 ms around for the mean, 30 ms apart
    before_max, around, delta = 1, 4, 0.07
    largest = x.copy()
    for back in range(1, before_max + 1):
        largest[back:] = np.maximum(largest[back:], x[:-back])
    running = np.concatenate(([0.0], np.cumsum(x, dtype=np.float64)))
    first = np.maximum(np.arange(n) - around, 0)
    last = np.minimum(np.arange(n) + around + 1, n)
    mean = (running[last] - running[first]) / (last - first)
    is_onset = (x >= largest) & (x >= mean + delta)
    count, previous = 0, -10
    for position in np.flatnonzero(is_onset).tolist():
        if position > previous + 1:
            count += 1
            previous = position
    return count / (n / FRAME_RATE_HZ)
