"""Bytes of any supported recording to a `Clip`: 30 s, mono, 22.05 kHz, level kept."""

from __future__ import annotations

from typing import Final

import numpy as np
import soxr

from spotpop.audio.channels import mix_to_mono
from spotpop.audio.clip import LOUDEST, SAMPLE_RATE_HZ, Clip, Samples
from spotpop.audio.container import sniff
from spotpop.audio.ffmpeg_decoder import decode_ffmpeg
from spotpop.audio.gating import remove_offset, sounding_stretches
from spotpop.audio.measurements import read_meter
from spotpop.audio.mp3_decoder import decode_mp3
from spotpop.audio.refused import named_by_ending
from spotpop.audio.section import DecodedAudio, Limits, choose_part
from spotpop.errors import NotAudio, OtherFile, SilentAudio, TooShort, UnreadableAudio

__all__ = ["Limits", "decode"]

_SILENT_PEAK: Final = 1e-3
"""What swings less than this (-60 dBFS) cannot be heard."""
_AUDIBLE_BLOCKS: Final = 5
_TOLERANCE_S: Final = 0.1
"""By how much a section may miss the shortest length: encoders' delays and resampling."""
_MAX_LOST: Final = 0.5
_LEAST_SOUND: Final = 0.6
"""Share of the shortest length that must sound: a short piece with silence round it is still the piece."""


def decode(data: bytes, *, start_s: float | None = None, limits: Limits | None = None, file_name: str = "") -> Clip:
    """Decode 30 s of a recording.

    Parameters
    ----------
    data : bytes
        The file, in any of `spotpop.audio.formats.FORMATS`, at any rate, up to 8 channels.
    start_s : float, optional
        Where the section begins; for the default see `spotpop.audio.section.choose_section`.
    limits : Limits, optional
        What is accepted.
    file_name : str
        Names what the bytes do not show in a refusal, and decides nothing else.

    Returns
    -------
    Clip
        Both ears' mean at 22.05 kHz.

    Raises
    ------
    spotpop.errors.AudioError
        One of its kinds, whatever the bytes are.
    """
    limits = limits or Limits()
    limits.check_size(len(data))
    try:
        spec, offset = sniff(data)
    except OtherFile:
        raise
    except NotAudio:
        raise named_by_ending(file_name) or NotAudio from None
    body = data[offset:] if offset else data
    with np.errstate(invalid="ignore", over="ignore"):  # floats out of range; what is no number is refused below
        is_mp3 = spec.key == "mp3"
        sound = decode_mp3(body, start_s, limits) if is_mp3 else decode_ffmpeg(body, spec, start_s, limits)
        return _to_clip(sound, limits)


def _to_clip(sound: DecodedAudio, limits: Limits) -> Clip:
    if sound.lost > _MAX_LOST:
        raise UnreadableAudio
    parts = [_at_own_rate(_in_range(mix_to_mono(run)), run.sample_rate_hz) for run in sound.runs]
    samples = parts[0] if len(parts) == 1 else np.concatenate(parts)
    duration_s = len(samples) / SAMPLE_RATE_HZ
    if duration_s < limits.min_duration_s - _TOLERANCE_S:
        if sound.duration_s >= limits.min_duration_s:
            raise UnreadableAudio  # the container promised more than could be decoded
        raise TooShort(duration_s=duration_s, minimum_s=limits.min_duration_s)
    stretches = sounding_stretches(samples)
    if not stretches or _is_silent(samples):
        raise SilentAudio
    if stretches != [(0, len(samples))]:
        samples = np.concatenate([samples[first:stop] for first, stop in stretches])
    samples = remove_offset(samples)  # of what sounds: taken off silence too, it would make silence loud
    if _loudest(samples) > LOUDEST:  # without its offset one side may reach further
        samples = np.clip(samples, -LOUDEST, LOUDEST)
    sounding_s = len(samples) / SAMPLE_RATE_HZ
    if sounding_s < _LEAST_SOUND * limits.min_duration_s:
        raise TooShort(duration_s=sounding_s, minimum_s=limits.min_duration_s)
    begin_s, samples = _heard(samples, limits.section_s)
    start_s = sound.start_s + stretches[0][0] / SAMPLE_RATE_HZ + begin_s
    meter = read_meter(sound.runs)
    return Clip(samples, start_s=start_s, audio_duration_s=sound.duration_s, meter=meter)


def _heard(samples: Samples, section_s: float) -> tuple[float, Samples]:
    """Choose the section among what sounds; only a short recording, which is read whole, has more than one of it."""
    part = choose_part(len(samples) / SAMPLE_RATE_HZ, section_s)
    first = round(part.start_s * SAMPLE_RATE_HZ)
    return first / SAMPLE_RATE_HZ, samples[first : first + round(part.length_s * SAMPLE_RATE_HZ)]


def _at_own_rate(samples: Samples, sample_rate_hz: int) -> Samples:
    if sample_rate_hz == SAMPLE_RATE_HZ:
        return samples
    loudest = _loudest(samples)
    samples = soxr.resample(samples, sample_rate_hz, SAMPLE_RATE_HZ, quality="HQ")
    if loudest >= LOUDEST:
        samples = np.clip(samples, -LOUDEST, LOUDEST)  # the filter overshoots at edges
    return samples


def _loudest(samples: Samples) -> float:
    """Return the largest magnitude, without writing all of them to memory."""
    return max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))


def _in_range(samples: Samples) -> Samples:
    """Clip what is beyond ±4, and refuse what is no number."""
    if not len(samples):
        raise UnreadableAudio
    low, high = float(samples.min()), float(samples.max())
    if np.isnan(low) or np.isnan(high):
        raise UnreadableAudio
    if low < -LOUDEST or high > LOUDEST:
        return np.clip(samples, -LOUDEST, LOUDEST)
    return samples


def _is_silent(samples: Samples) -> bool:
    """Return whether fewer than half a second's blocks of 100 ms swing at all (a constant offset cannot be heard)."""
    block = SAMPLE_RATE_HZ // 10
    blocks = samples[: len(samples) // block * block].reshape(-1, block)
    swing = blocks.max(axis=1) - blocks.min(axis=1)
    return int((swing > 2 * _SILENT_PEAK).sum()) < _AUDIBLE_BLOCKS
