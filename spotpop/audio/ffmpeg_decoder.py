"""Everything but MP3 by PyAV (FFmpeg's libraries in this process), container and codecs forced.

Damage is caught packet by packet, so that a few bad ones cost what they hold and no more. Samples are taken from the
decoder as they are and mixed down here, because swresample's float down-mix is 3 dB too loud.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import av
from av.stream import Discard

from spotpop.audio.formats import CODECS, FormatSpec
from spotpop.audio.frame_reader import ERRORS, MAX_CPU_S, FrameReader
from spotpop.audio.heads import joined, repaired
from spotpop.audio.ogg import split_links
from spotpop.audio.opening import open_container
from spotpop.audio.section import (
    MAX_CHANNELS,
    MAX_SAMPLE_RATE_HZ,
    MIN_SAMPLE_RATE_HZ,
    READ_WHOLE,
    DecodedAudio,
    Excerpt,
    Limits,
    choose_section,
)
from spotpop.errors import EmptyAudio, NotAudio, UnreadableAudio, UnsupportedAudio

_MAX_ALAC_FRAME = 65_536
_MAX_BAD_PACKETS = 2000
_LEAD_IN_S = 0.25
"""Decoded ahead of a section after a seek, because lossy codecs overlap their frames."""
_GUESSED_LENGTHS = frozenset(
    {"aac", "ac3", "eac3", "dts", "truehd", "mlp", "spdif", "sbc", "gsm", "loas", "amr", "rm", "swf", "mpegts", "mpeg"}
)
"""Formats without a length of their own: FFmpeg's is a guess from the bit rate, so packets are counted."""
_NO_SEEKING = _GUESSED_LENGTHS | {
    "asf", "flv", "qoa", "shn", "dtshd", "nut", "wtv", "mxf", "qcp", "xwma", "aea", "hcom", "mmf", "smjpeg",
}  # fmt: skip
"""Formats whose positions are guesses; what lies before the section is decoded and thrown away."""
_NO_REWIND = frozenset({"rm", "swf", "hcom", "shn"})
"""Formats whose reader does not find back to the beginning: lengths are counted in one that is opened for it."""


_LEAST_GOT = 0.5
_ABOUT_S = 0.25
"""Lengths that are stated and found differ by delays and the padding of codecs."""
_LAYOUTS = ("mono", "stereo", "3.0", "quad", "5.0", "5.1", "6.1", "7.1")
_CONFIG_BYTES, _ESCAPE, _USAC = 6, 31, 42


def decode_ffmpeg(data: bytes, spec: FormatSpec, start_s: float | None, limits: Limits) -> DecodedAudio:
    """Decode one section of the bytes of one container.

    Raises
    ------
    NotAudio
        If the container holds pictures only.
    UnsupportedAudio
        If what is inside has a name, but is not read here.
    UnreadableAudio
        If the container, the codec or the section cannot be read.
    """
    links = [repaired(link, spec.key) for link in (split_links(data) if spec.key == "ogg" else joined(data, spec.key))]
    data = links[0] if len(links) == 1 else data
    lengths = [_length_s(link, spec, limits) for link in links] if len(links) > 1 else []
    try:
        if len(links) > 1:
            return _decode_chain(links, lengths, spec, start_s, limits)
        with open_container(data, spec) as source:
            stream, channels = _audio_stream(source)
            duration_s = _duration_s(source, stream, spec, limits)
            if duration_s is None:
                duration_s = _counted_length_s(data, spec, limits)
                if spec.key not in _NO_REWIND:
                    source.seek(0)
            limits.check_duration(duration_s)
            section = choose_section(duration_s, start_s, limits)
            # Where no length is stated, what is behind a change of rate was counted by the rate before it.
            guessed = start_s is None and section.length_s >= duration_s and spec.key in _GUESSED_LENGTHS
            room_s = limits.section_s * READ_WHOLE if guessed else 0.0
            reader = FrameReader(max(section.length_s, room_s), channels)
            _decode_from(source, stream, spec, section.start_s, reader)
            if section.start_s and start_s is None and reader.unharmed and reader.got_s < _LEAST_GOT * section.length_s:
                return decode_ffmpeg(data, spec, 0.0, limits)  # it ends before the section that its head promised
            return _as_long_as_it_is(reader.finish(section, duration_s), reader, section)
    except ERRORS:
        raise UnreadableAudio from None


def _as_long_as_it_is(sound: DecodedAudio, reader: FrameReader, section: Excerpt) -> DecodedAudio:
    """Correct the length of a recording that was read to its end, if its head states another one."""
    ended = reader.unharmed and not reader.is_full and section.start_s == 0
    if not ended or abs(reader.got_s - section.length_s) < _ABOUT_S:
        return sound
    return replace(sound, duration_s=reader.got_s, lost=0.0)


def _length_s(link: bytes, spec: FormatSpec, limits: Limits) -> float:
    """Length of one link of a chain; 0 for what cannot be read."""
    try:
        with open_container(link, spec) as source:
            return _duration_s(source, _audio_stream(source)[0], spec, limits) or 0.0
    except (*ERRORS, EmptyAudio, UnreadableAudio, UnsupportedAudio, NotAudio):
        return 0.0


def _decode_chain(
    links: list[bytes], lengths: list[float], spec: FormatSpec, start_s: float | None, limits: Limits
) -> DecodedAudio:
    """Decode a section that may run over several links."""
    duration_s = sum(lengths)
    if not duration_s:
        raise UnreadableAudio
    limits.check_duration(duration_s)
    section = choose_section(duration_s, start_s, limits)
    reader = FrameReader(section.length_s)
    ahead_s = section.start_s
    for link, length_s in zip(links, lengths, strict=True):
        if length_s and not reader.is_full and ahead_s < length_s:
            with open_container(link, spec) as source:
                _decode_from(source, _audio_stream(source)[0], spec, ahead_s, reader)
        ahead_s = max(0.0, ahead_s - length_s)
    return reader.finish(section, duration_s)


def _audio_stream(source: Any) -> tuple[Any, tuple[str, ...]]:
    """Choose the stream that is heard; with the names of its channels where only the container names them."""
    streams = source.streams.audio
    if not streams:
        if source.streams.video:
            raise NotAudio
        if any(one.type == "data" for one in source.streams):
            raise UnsupportedAudio(name="audio of an unknown codec")
        raise EmptyAudio if not len(source.streams) else UnreadableAudio
    stream = next((one for one in streams if _is_read(one.codec_context)), streams[0])
    codec = stream.codec_context
    name = str(codec.name) if codec is not None else ""
    if not _is_read(codec):
        raise UnsupportedAudio(name=_codec_name(codec) if name else "audio of an unknown codec")
    if name == "alac" and int.from_bytes((codec.extradata or b"")[12:16], "big") > _MAX_ALAC_FRAME:
        raise UnreadableAudio
    if _is_unusual_aac(codec):
        raise UnsupportedAudio(name="xHE-AAC")
    n_channels, channels = _settle_layout(codec)
    if n_channels > MAX_CHANNELS:
        raise UnsupportedAudio(name=f"audio of {n_channels} channels")
    # a rate or channel count of 0 is one that only the frames state
    if codec.sample_rate < 0:
        raise UnreadableAudio
    if codec.sample_rate and not MIN_SAMPLE_RATE_HZ <= codec.sample_rate <= MAX_SAMPLE_RATE_HZ:
        raise UnsupportedAudio(name=f"audio at {codec.sample_rate} Hz")
    codec.thread_count = 1
    for other in source.streams:
        if other is not stream:
            other.discard = Discard.all
    return stream, channels


def _settle_layout(codec: Any) -> tuple[int, tuple[str, ...]]:
    """Return how many channels a stream has, and their names if they stand in an order of the container's own.

    PyAV copies a layout's struct and frees what it points to with every copy; an order of its own (CAF, AIFF and MP4
    may have one) is such a pointer, and would be freed twice with every frame. So it is read once here, and replaced
    by the usual layout of as many channels before the decoder is opened.
    """
    layout = codec.layout
    n_channels = int(layout.nb_channels)
    if not 1 <= n_channels <= MAX_CHANNELS or "channels (" not in layout.name:
        return n_channels, ()
    names = tuple(channel.name for channel in layout.channels)
    codec.layout = _LAYOUTS[n_channels - 1]
    return n_channels, names


def _is_unusual_aac(codec: Any) -> bool:
    """Recognise xHE-AAC that lists its loudspeakers: its decoder gives every frame an order of its own (see above).

    Layout of the configuration: ISO/IEC 14496-3, clause 1.6.2.1.
    """
    config = codec.extradata or b""
    if codec.name != "aac" or len(config) < _CONFIG_BYTES or config[0] >> 3 != _ESCAPE:
        return False
    bits = int.from_bytes(config[:_CONFIG_BYTES], "big")
    kind = 32 + (bits >> 8 * _CONFIG_BYTES - 11 & 63)
    rate_index = bits >> 8 * _CONFIG_BYTES - 15 & 15
    used = 15 + (24 if rate_index == 15 else 0)
    return kind == _USAC and not bits >> 8 * _CONFIG_BYTES - used - 4 & 15


def _is_read(codec: Any) -> bool:
    return codec is not None and (codec.name in CODECS or codec.name.startswith("pcm_"))


def _codec_name(codec: Any) -> str:
    """Return what people call a codec that is known to FFmpeg, such as ``ATRAC9``."""
    return str(codec.codec.long_name or codec.name)[:60]


def _duration_s(source: Any, stream: Any, spec: FormatSpec, limits: Limits) -> float | None:
    """Return the recording's length: the stream's own, else the container's, else that of its packets (not decoded).

    None where it has to be counted in a reader of its own.
    """
    if spec.key not in _GUESSED_LENGTHS:
        if stream.duration and stream.duration > 0:
            return float(stream.duration * stream.time_base)
        if source.duration and source.duration > 0:
            return float(source.duration) / av.time_base
    if spec.key in _NO_REWIND:
        return None
    length_s = _length_of_packets_s(source, stream, limits)
    if length_s:
        source.seek(0)
    return length_s or None


def _length_of_packets_s(source: Any, stream: Any, limits: Limits, *, gaps: bool = False) -> float:
    """Add up what the packets state of their lengths, until it is too much; 0 where they state none.

    With `gaps` some packets may state no length, and their times count too.
    """
    sounded_s = end_s = 0.0
    first_s: float | None = None
    for packet in _packets(source, stream):
        length_s = float((packet.duration or 0) * packet.time_base) if packet.size else 0.0
        sounded_s += max(0.0, length_s)
        if packet.pts is not None and packet.size:
            at_s = float(packet.pts * packet.time_base)
            first_s = at_s if first_s is None else first_s
            end_s = max(end_s, at_s - first_s + length_s)
        if max(sounded_s, end_s) > limits.max_duration_s + 1.0:
            break
    length_s = max(sounded_s, end_s) if gaps else sounded_s or end_s
    return length_s if math.isfinite(length_s) and length_s > 0 else 0.0


def _packets(source: Any, stream: Any) -> Iterator[Any]:
    """Yield packets up to the first damage; if that is where it begins, it is raised."""
    found = False
    try:
        for packet in source.demux(stream):
            found = found or packet.size > 0
            yield packet
    except ERRORS:
        if not found:
            raise


def _counted_length_s(data: bytes, spec: FormatSpec, limits: Limits) -> float:
    """Count the length of a recording that nothing states: by its packets, else by decoding all of it.

    Raises
    ------
    EmptyAudio
        If nothing sounds.
    """
    with open_container(data, spec) as source:
        length_s = _length_of_packets_s(source, _audio_stream(source)[0], limits, gaps=True)
    if not length_s:
        stop_at = time.thread_time() + MAX_CPU_S
        with open_container(data, spec) as source:
            for frame in _frames(source, _audio_stream(source)[0]):
                if frame is not None and frame.sample_rate:
                    length_s += frame.samples / frame.sample_rate
                if length_s > limits.max_duration_s + 1.0 or time.thread_time() > stop_at:
                    break
    if not length_s:
        raise EmptyAudio
    return length_s


def _decode_from(source: Any, stream: Any, spec: FormatSpec, start_s: float, reader: FrameReader) -> None:
    """Decode from `start_s` on until the reader has enough or nothing is left."""
    origin_s = float((stream.start_time or 0) * stream.time_base)
    begin_s = origin_s + start_s
    by_block = str(stream.codec_context.name).startswith(("adpcm", "gsm", "dfpwm"))  # a seek would land inside a block
    seeks = start_s > _LEAD_IN_S and spec.key not in _NO_SEEKING and not by_block
    if seeks:
        source.seek(max(0, int((begin_s - _LEAD_IN_S) / stream.time_base)), stream=stream)
    skip: int | None = None
    for frame in _frames(source, stream):
        if frame is None:
            reader.lose()
            continue
        if skip is None:
            time_s = origin_s if frame.pts is None or not seeks else float(frame.pts * frame.time_base)
            skip = max(0, round((begin_s - time_s) * (frame.sample_rate or 0)))
        taken = reader.take(frame, first=skip)
        skip = max(0, skip - taken)
        if reader.is_full:
            return


def _frames(source: Any, stream: Any) -> Iterator[Any]:
    """Yield decoded frames, None for each packet that is damaged."""
    bad = 0
    packets = source.demux(stream)
    while bad <= _MAX_BAD_PACKETS:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except ERRORS:
            bad += 1
            yield None
            continue
        try:
            yield from packet.decode()
        except ERRORS:
            bad += 1
            yield None
