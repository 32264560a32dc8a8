"""The whole band of a recording, up to half of its own rate: for looking at, since what is listened to ends at 11 kHz.

An encoder's low-pass shows as an edge: 16 kHz is what many lossy files end at, whatever container they lie in now.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from spotpop.audio.channels import mix_to_mono
from spotpop.audio.clip import LOUDEST, Clip, Samples
from spotpop.audio.container import sniff
from spotpop.audio.ffmpeg_decoder import decode_ffmpeg
from spotpop.audio.filterbanks import slaney_filters
from spotpop.audio.mp3_decoder import decode_mp3
from spotpop.audio.section import Limits
from spotpop.audio.spectrum import MelSpectrogram, to_db

N_MELS: Final = 256
_WINDOW_S: Final = 0.093
_BLOCK: Final = 256
_TOP_DB: Final = 120.0
_READ_WHOLE_S: Final = 45.0
"""Up to here a recording is read whole, and the section is cut out of it."""


def full_band(data: bytes, clip: Clip, limits: Limits | None = None) -> MelSpectrogram:
    """Return a spectrogram of the section that `clip` holds, at the rate of the recording.

    Parameters
    ----------
    data : bytes
        The file that the clip was decoded from.

    Raises
    ------
    spotpop.errors.AudioError
        If the file cannot be decoded.
    """
    limits = limits or Limits()
    spec, offset = sniff(data)
    body = data[offset:] if offset else data
    start_s = None if clip.audio_duration_s <= _READ_WHOLE_S else clip.start_s
    with np.errstate(invalid="ignore", over="ignore"):
        is_mp3 = spec.key == "mp3"
        sound = decode_mp3(body, start_s, limits) if is_mp3 else decode_ffmpeg(body, spec, start_s, limits)
        rate = max(run.sample_rate_hz for run in sound.runs)
        parts = [_at(mix_to_mono(run), run.sample_rate_hz, rate) for run in sound.runs]
    samples = np.clip(np.nan_to_num(np.concatenate(parts), nan=0.0), -LOUDEST, LOUDEST)
    first = max(0, round((clip.start_s - sound.start_s) * rate))
    return _spectrogram(samples[first : first + round(clip.duration_s * rate)], rate)


def _at(samples: Samples, own_rate_hz: int, rate_hz: int) -> Samples:
    if own_rate_hz == rate_hz:
        return samples
    return np.asarray(soxr.resample(samples, own_rate_hz, rate_hz, quality="HQ"), np.float32)


def _spectrogram(samples: Samples, rate_hz: int) -> MelSpectrogram:
    n_fft = 2 ** round(np.log2(_WINDOW_S * rate_hz))
    hop = n_fft // 4
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)).astype(np.float32)
    filters = slaney_filters(rate_hz, n_fft, N_MELS)
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(samples, n_fft // 2), n_fft)[::hop]
    power: NDArray[np.float32] = np.empty((len(frames), N_MELS), np.float32)
    for first in range(0, len(frames), _BLOCK):
        bins = np.fft.rfft(frames[first : first + _BLOCK] * window, axis=1)
        power[first : first + _BLOCK] = np.square(np.abs(bins)).astype(np.float32) @ filters
    db = np.ascontiguousarray(to_db(power, _TOP_DB).T)
    return MelSpectrogram(db, hop_length=hop, n_fft=n_fft, sample_rate_hz=rate_hz, fmax_hz=rate_hz / 2)
