"""MP3: its frames are found here, and only those of one section are handed to FFmpeg's decoder.

Leaving FFmpeg's demuxer out makes it as fast as any other decoder, and keeps a file from being believed about its own
length: joined files, wrong counts in an encoder's header and tags of wrong size cost nothing.
"""

from __future__ import annotations

from typing import Any, Final

import av

from spotpop.audio.frame_reader import ERRORS, FrameReader
from spotpop.audio.mpeg import Segment, as_fixed_rate, walk_frames
from spotpop.audio.section import DecodedAudio, Limits, choose_section
from spotpop.errors import UnreadableAudio

_RESERVOIR_FRAMES: Final = 10
"""Frames decoded ahead of a section and thrown away: the bit reservoir reaches back up to 511 bytes."""
_DECODERS: Final = {1: "mp1float", 2: "mp2float", 3: "mp3float"}


def decode_mp3(data: bytes, start_s: float | None, limits: Limits) -> DecodedAudio:
    """Decode one section of an MP3, doing no more work than the section needs.

    Raises
    ------
    UnreadableAudio
        If no frame can be decoded.
    """
    segments = walk_frames(data, 0, max_duration_s=limits.max_duration_s)
    if not segments:
        raise UnreadableAudio
    duration_s = sum(segment.duration_s for segment in segments)
    limits.check_duration(duration_s)
    section = choose_section(duration_s, start_s, limits)
    reader = FrameReader(section.length_s)
    ahead_s = section.start_s
    for segment in segments:
        if reader.is_full:
            break
        if ahead_s < segment.duration_s:
            _decode_segment(data, segment, ahead_s, reader)
        ahead_s = max(0.0, ahead_s - segment.duration_s)
    return reader.finish(section, duration_s)


def _decode_segment(data: bytes, segment: Segment, start_s: float, reader: FrameReader) -> None:
    """Decode one segment from `start_s` on, until the reader has enough."""
    per_frame = segment.n_samples
    begin = round(start_s * segment.sample_rate_hz) + segment.skip
    end = segment.skip + segment.total_samples
    first = max(0, begin // per_frame - _RESERVOIR_FRAMES)
    position = first * per_frame
    decoder: Any = av.CodecContext.create(_DECODERS[segment.layer], "r")
    decoder.thread_count = 1
    for index in range(first, len(segment.offsets)):
        offset = segment.offsets[index]
        frame = data[offset : offset + segment.sizes[index]]
        try:
            decoded = decoder.decode(av.Packet(as_fixed_rate(frame, segment) if segment.free else frame))
        except ERRORS:
            decoded = []
            if position + per_frame > begin:
                reader.lose()
        for one in decoded:
            reader.take(one, first=max(0, begin - position), stop=max(0, end - position))
        position += per_frame
        if reader.is_full:
            return
