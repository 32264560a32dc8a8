"""MP3 by miniaudio's dr_mp3: the fastest way from these bytes to samples, handed just the frames of one section."""

from __future__ import annotations

import numpy as np
from miniaudio import ffi, lib

from spotpop.audio.clip import Samples
from spotpop.audio.mpeg import walk_frames
from spotpop.audio.section import DecodedAudio, Limits, choose_section
from spotpop.errors import UnreadableAudio

_RESERVOIR_FRAMES = 10
"""Frames decoded ahead of a section and thrown away: the bit reservoir reaches back up to 511 bytes."""

_PADDING_FRAMES = 4
"""Frames decoded beyond a section, so that an encoder's delay at the front leaves none short."""
_ENCODER_DELAY = 1105
"""Samples of silence that LAME (576) and any decoder (529) put in front, told of by a header frame."""

_CHUNK = 11_520
"""Samples decoded at a time, 90 kB of stereo."""


def decode_mp3(data: bytes, start_s: float | None, limits: Limits) -> DecodedAudio:
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
    samples = _decode_frames(data[frames.offsets[ahead] : frames.offsets[last]], rate, (last - ahead) * per_frame)
    if ahead == 0:
        if last == n_frames:
            duration_s = len(samples) / rate
        samples = samples[begin:]  # the decoder has cut off the delay itself
    else:
        samples = samples[-(last * per_frame - begin - lead) :]  # from the end: the first frames may be left out
    lost = 1.0 - min(1.0, (len(samples) + 2 * per_frame) / max(1, wanted))
    return DecodedAudio(samples[:wanted], rate, section.start_s, duration_s, lost)


def _decode_frames(piece: bytes, rate: int, n_expected: int) -> Samples:
    """Decode whole frames to the mean of their channels.

    Read chunk by chunk and mixed down while still in the processor's cache: miniaudio's own function for whole files
    copies 10 MB twice.
    """
    decoder = ffi.new("ma_dr_mp3 *")
    if not lib.ma_dr_mp3_init_memory(decoder, piece, len(piece), ffi.NULL):
        raise UnreadableAudio
    try:
        n_channels = int(decoder.channels)
        if decoder.sampleRate != rate or n_channels not in (1, 2):
            raise UnreadableAudio
        chunk = np.empty((_CHUNK, n_channels), np.float32)
        target = ffi.cast("float *", chunk.ctypes.data)
        mono = np.empty(n_expected, np.float32)
        got = 0
        while got < n_expected:
            read = int(lib.ma_dr_mp3_read_pcm_frames_f32(decoder, min(_CHUNK, n_expected - got), target))
            if not read:
                break
            if n_channels == 2:
                np.add(chunk[:read, 0], chunk[:read, 1], out=mono[got : got + read])
            else:
                mono[got : got + read] = chunk[:read, 0]
            got += read
    finally:
        lib.ma_dr_mp3_uninit(decoder)
    if not got:
        raise UnreadableAudio
    mono = mono[:got]
    if n_channels == 2:
        mono *= np.float32(0.5)
    return mono
