"""Everything but MP3 by PyAV (FFmpeg's libraries in this process), container and codecs forced.

Damage is caught packet by packet, so that a few bad ones cost what they hold and no more. Samples are taken from the
decoder as they are and mixed down here, because swresample's float down-mix is 3 dB too loud.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import av
import numpy as np
from av.stream import Discard

from spotpop.audio.clip import Samples
from spotpop.audio.container import Container
from spotpop.audio.opening import open_container
from spotpop.audio.section import (
    MAX_CHANNELS,
    MAX_SAMPLE_RATE_HZ,
    MIN_SAMPLE_RATE_HZ,
    DecodedAudio,
    Excerpt,
    Limits,
    choose_section,
)
from spotpop.errors import EmptyAudio, NotAudio, UnreadableAudio

_CODECS = ("aac", "aac_latm", "alac", "flac", "mp3", "mp3float", "opus", "vorbis")
_MAX_ALAC_FRAME = 65_536
_MAX_BAD_PACKETS = 2000
_LEAD_IN_S = 0.25
"""Decoded ahead of a section after a seek, because lossy codecs overlap their frames."""

_SCALE = {"u8": 1 / 128, "s16": 1 / 32_768, "s32": 1 / 2_147_483_648, "flt": 1.0, "dbl": 1.0}
_Errors = (av.FFmpegError, ValueError, OverflowError, RuntimeError, UnicodeDecodeError)


def decode_ffmpeg(data: bytes, container: Container, start_s: float | None, limits: Limits) -> DecodedAudio:
    """Decode one section of the bytes of one container.

    Raises
    ------
    NotAudio
        If the container holds pictures only.
    UnreadableAudio
        If the container, the codec or the section cannot be read.
    """
    try:
        with open_container(data, container) as source:
            stream = _audio_stream(source)
            duration_s = _duration_s(source, stream, limits)
            limits.check_duration(duration_s)
            section = choose_section(duration_s, start_s, limits)
            return _decode_section(source, stream, section, duration_s)
    except _Errors:
        raise UnreadableAudio from None


def _audio_stream(source: Any) -> Any:
    streams = source.streams.audio
    if not streams:
        if source.streams.video:
            raise NotAudio
        raise EmptyAudio if not len(source.streams) else UnreadableAudio
    stream = streams[0]
    codec = stream.codec_context
    name = codec.name if codec is not None else ""
    if name not in _CODECS and not name.startswith("pcm_"):
        raise UnreadableAudio
    if name == "alac" and int.from_bytes((codec.extradata or b"")[12:16], "big") > _MAX_ALAC_FRAME:
        raise UnreadableAudio
    if not MIN_SAMPLE_RATE_HZ <= codec.sample_rate <= MAX_SAMPLE_RATE_HZ or not 1 <= codec.channels <= MAX_CHANNELS:
        raise UnreadableAudio
    codec.thread_count = 1
    for other in source.streams:
        if other is not stream:
            other.discard = Discard.all
    return stream


def _duration_s(source: Any, stream: Any, limits: Limits) -> float:
    """Tell the recording's length: the stream's own, else the container's, else that of its packets (not decoded)."""
    if stream.duration and source.format.name != "aac":  # raw AAC's is a guess from its bit rate
        return float(stream.duration * stream.time_base)
    if source.duration and source.format.name != "aac":
        return float(source.duration) / av.time_base
    end_s = 0.0
    for packet in source.demux(stream):
        if packet.pts is not None:
            end_s = max(end_s, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        if end_s > limits.max_duration_s:
            break
    if not math.isfinite(end_s) or end_s <= 0:
        raise EmptyAudio
    source.seek(0)
    return end_s


def _decode_section(source: Any, stream: Any, section: Excerpt, duration_s: float) -> DecodedAudio:
    rate = stream.codec_context.sample_rate
    origin_s = float((stream.start_time or 0) * stream.time_base)
    begin_s = origin_s + section.start_s
    if section.start_s > _LEAD_IN_S:
        source.seek(max(0, int((begin_s - _LEAD_IN_S) / stream.time_base)), stream=stream)
    wanted = round(section.length_s * rate)
    pieces: list[Samples] = []
    got = lost = 0
    position = None
    for frame in _frames(source, stream):
        if frame is None:
            lost += 1
            continue
        if frame.sample_rate != rate:
            if pieces:
                lost += 1
                continue
            rate = frame.sample_rate  # the decoder knows better than the container (HE-AAC)
            wanted = round(section.length_s * rate)
        samples = _mono(frame)
        time_s = origin_s if frame.pts is None else float(frame.pts * frame.time_base)
        if position is None:
            position = time_s
            skip = round((begin_s - time_s) * rate)
        if skip > 0:
            dropped = min(skip, len(samples))
            skip -= dropped
            samples = samples[dropped:]
        pieces.append(samples)
        got += len(samples)
        if got >= wanted:
            break
    if not got:
        raise UnreadableAudio
    mono = np.concatenate(pieces)[:wanted]
    return DecodedAudio(mono, rate, section.start_s, duration_s, max(0.0, 1.0 - len(mono) / max(1, wanted)))


def _frames(source: Any, stream: Any) -> Iterator[Any]:
    """Yield decoded frames, None for each packet that is damaged."""
    bad = 0
    packets = source.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except _Errors:
            bad += 1
            yield None
            if bad > _MAX_BAD_PACKETS:
                return
            continue
        try:
            yield from packet.decode()
        except _Errors:
            bad += 1
            yield None
            if bad > _MAX_BAD_PACKETS:
                return


def _mono(frame: Any) -> Samples:
    """Mix one frame down to the mean of its channels, shape ``(n_samples,)``."""
    values = frame.to_ndarray()
    kind = frame.format.name
    n_channels = len(frame.layout.channels)
    if kind.endswith("p"):
        mono = values.sum(axis=0, dtype=np.float32) if n_channels > 1 else values[0].astype(np.float32)
    else:
        mono = values.reshape(-1, n_channels).sum(axis=1, dtype=np.float32)
    if kind.startswith("u8"):
        mono -= 128.0 * n_channels
    return np.asarray(mono * np.float32(_SCALE[kind.removesuffix("p")] / n_channels), np.float32)
