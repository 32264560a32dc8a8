"""MP3 by miniaudio's dr_mp3: the fastest way from these bytes to samples, handed just the frames of one section."""

from __future__ import annotations

import math

import miniaudio
import numpy as np

from spotpop.audio.clip import Samples
from spotpop.audio.mpeg import walk_frames
from spotpop.audio.section import Limits, Sound, choose_section
from spotpop.errors import UnreadableAudio

_RESERVOIR_FRAMES = 10
"""Frames decoded ahead of a section and thrown away: the bit reservoir reaches back up to 511 bytes."""


def decode_mp3(data: bytes, start_s: float | None, limits: Limits) -> Sound:
    """Decode one section of an MP3 whose ID3v2 tags are cut off, doing no more work than the section needs.

    Raises
    ------
    UnreadableAudio
        If no frame can be decoded.
    """
    frames = walk_frames(data, 0, max_duration_s=limits.max_duration_s)
    if frames is None or len(frames.offsets) < 2:
        raise UnreadableAudio
    limits.check_duration(frames.duration_s)
    section = choose_section(frames.duration_s, start_s, limits)
    rate, n_frames = frames.sample_rate_hz, len(frames.offsets) - 1
    first = int(section.start_s * rate / frames.n_samples)
    last = min(n_frames, first + math.ceil(section.length_s * rate / frames.n_samples) + 1)
    ahead = max(0, first - _RESERVOIR_FRAMES)
    samples = _decode_frames(data[frames.offsets[ahead] : frames.offsets[last]], rate)
    expected, wanted = (last - first) * frames.n_samples, round(section.length_s * rate)
    duration_s = frames.duration_s
    if ahead < first:
        samples = samples[-expected:]
    elif first == 0 and last == n_frames:
        duration_s = len(samples) / rate  # without the encoder's padding
    lost = 1.0 - min(1.0, len(samples) / max(1, min(wanted, expected) - 2 * frames.n_samples))
    return Sound(samples[:wanted], rate, first * frames.n_samples / rate, duration_s, lost)


def _decode_frames(piece: bytes, rate: int) -> Samples:
    try:
        decoded = miniaudio.mp3_read_f32(piece)
    except miniaudio.DecodeError:
        raise UnreadableAudio from None
    if decoded.sample_rate != rate:
        raise UnreadableAudio
    samples = np.frombuffer(decoded.samples, np.float32)
    if decoded.nchannels == 1:
        return samples
    mono = samples[0::2] + samples[1::2]
    mono *= np.float32(0.5)
    return mono
