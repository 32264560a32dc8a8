"""MP3 by miniaudio's dr_mp3: the fastest way from these bytes to samples, handed just the frames of one section."""

from __future__ import annotations

import miniaudio
import numpy as np

from spotpop.audio.clip import Samples
from spotpop.audio.mpeg import walk_frames
from spotpop.audio.section import Limits, Sound, choose_section
from spotpop.errors import UnreadableAudio

_RESERVOIR_FRAMES = 10
"""Frames decoded ahead of a section and thrown away: the bit reservoir reaches back up to 511 bytes."""

_PADDING_FRAMES = 4
"""Frames decoded beyond a section, so that an encoder's delay at the front leaves none short."""
_ENCODER_DELAY = 1105
"""Samples of silence that LAME (576) and any decoder (529) put in front, told of by a header frame."""


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
    lead = _ENCODER_DELAY + frames.n_samples if frames.tagged else 0
    rate, per_frame, n_frames = frames.sample_rate_hz, frames.n_samples, len(frames.offsets) - 1
    duration_s = max(n_frames * per_frame - lead, 0) / rate
    limits.check_duration(duration_s)
    section = choose_section(duration_s, start_s, limits)
    begin, wanted = round(section.start_s * rate), round(section.length_s * rate)
    ahead = max(0, (begin + lead) // per_frame - _RESERVOIR_FRAMES)
    last = min(n_frames, (begin + lead + wanted) // per_frame + _PADDING_FRAMES)
    samples = _decode_frames(data[frames.offsets[ahead] : frames.offsets[last]], rate)
    if ahead == 0:
        if last == n_frames:
            duration_s = len(samples) / rate
        samples = samples[begin:]  # the decoder has cut off the delay itself
    else:
        samples = samples[-(last * per_frame - begin - lead) :]  # from the end: the first frames may be left out
    lost = 1.0 - min(1.0, (len(samples) + 2 * per_frame) / max(1, wanted))
    return Sound(samples[:wanted], rate, section.start_s, duration_s, lost)


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
