"""The frames of an MPEG audio stream (MP3): where each begins and how long it sounds.

Walking the headers costs microseconds, gives the exact duration before anything is decoded, and lets the decoder be
handed just the frames of one section. What encoders, taggers and cutters wrote about the length is not believed: frames
are counted. Header layout: ISO/IEC 11172-3 clause 2.4.2.3 and ISO/IEC 13818-3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from spotpop.audio.leading import skip_tag

ID3V1_BYTES: Final = 128
_SEARCH_BYTES: Final = 1 << 20
"""How far into the bytes the first frame may begin; what comes later is not an MP3 with a bit of junk in front."""
_NEAR_BYTES: Final = 4096
"""Up to here two frames in a row are proof enough; behind more junk four are asked for."""
_JUNK_BYTES: Final = 1 << 20
"""How far to look for the next frame behind damage; bounds the time that damaged bytes can take."""
_DECODER_DELAY: Final = 529
"""Samples by which every MP3 decoder is late."""
_FREE_BYTES: Final = 4096
"""Longest frame of free format that is looked for (640 kbit/s at 22.05 kHz)."""
_FREE_TRIES: Final = 8
"""How many places in it may look like the next one."""

_HEADER: Final = re.compile(rb"(?=\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff][\x00-\xef])")
_BITRATES_KBPS: Final = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES_HZ: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


@dataclass(frozen=True)
class Header:
    """One frame's header: its size, its sound, and what must not change within a stream.

    Attributes
    ----------
    size_bytes : int
        0 in free format, where the header does not state it.
    padding_bytes : int
        Of `size_bytes`; all that a free-format header says of its size.
    """

    size_bytes: int
    padding_bytes: int
    n_samples: int
    sample_rate_hz: int
    layer: int
    generation: int


@dataclass
class Segment:
    """Frames that belong together: one encoder's run. Files that were joined have several.

    Attributes
    ----------
    offsets, sizes : list of int
        Where each frame with sound begins, and its bytes.
    skip, trim : int
        Samples of silence at either end that the encoder's header states.
    free : bool
        Whether the frames are of free format.
    """

    n_samples: int
    sample_rate_hz: int
    layer: int
    generation: int
    free: bool = False
    skip: int = 0
    trim: int = 0
    offsets: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    @property
    def total_samples(self) -> int:
        """Samples that sound."""
        return max(0, len(self.offsets) * self.n_samples - self.skip - self.trim)

    @property
    def duration_s(self) -> float:
        """Length of what sounds."""
        return self.total_samples / self.sample_rate_hz


@lru_cache(maxsize=4096)
def read_header(head: bytes) -> Header | None:
    """Read the four bytes of a frame header; None if they are none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer_bits = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate_index, rate_index = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer_bits == 0 or bitrate_index == 15 or rate_index == 3 or head[3] & 3 == 2:
        return None
    layer, generation = 4 - layer_bits, 1 if version == 3 else 2
    rate = _SAMPLE_RATES_HZ[version][rate_index]
    n_samples = {1: 384, 2: 1152, 3: 1152 if generation == 1 else 576}[layer]
    slot = 4 if layer == 1 else 1
    padding = (head[2] >> 1 & 1) * slot
    if not bitrate_index:
        return Header(0, padding, n_samples, rate, layer, generation) if layer == 3 else None
    bitrate = _BITRATES_KBPS[generation, layer][bitrate_index - 1] * 1000
    size = n_samples // 8 * bitrate // rate // slot * slot + padding
    return Header(size, padding, n_samples, rate, layer, generation)


def as_fixed_rate(frame: bytes, segment: Segment) -> bytes:
    """Give a frame of free format the lowest bit rate that holds it: the decoder takes the bytes that there are."""
    rates = _BITRATES_KBPS[segment.generation, segment.layer]
    sizes = [segment.n_samples // 8 * rate * 1000 // segment.sample_rate_hz for rate in rates]
    index = next((index for index, size in enumerate(sizes) if size >= len(frame)), len(sizes) - 1)
    return b"".join((frame[:2], bytes([frame[2] & 0x0F | (index + 1) << 4]), frame[3:]))


def find_first_frame(data: bytes, offset: int = 0, *, n_frames: int = 2) -> int | None:
    """Find the first frame that is followed by its like (or by the end of the data), None if there is none.

    At least `n_frames` in a row are asked for, and four behind much junk.
    """
    end = min(len(data), offset + _SEARCH_BYTES)
    for found in _HEADER.finditer(data, offset, end):
        position = found.start()
        near = position - offset < _NEAR_BYTES
        if is_start(data, position, n_frames if near else max(n_frames, 4), free=near):
            return position
    return None


def is_start(data: bytes, position: int, n_frames: int, *, free: bool) -> bool:
    """Return whether `n_frames` alike follow each other, or as many as there is room for."""
    first = read_header(data[position : position + 4])
    if first is None:
        return False
    size = first.size_bytes or (_free_size(data, position, first) if free else 0)
    if not size:
        return False
    base = size - first.padding_bytes
    header = first
    for count in range(1, n_frames):
        position += header.size_bytes or base + header.padding_bytes
        if position == len(data) or data[position : position + 3] == b"TAG":
            return count > 1 or n_frames == 2
        following = read_header(data[position : position + 4])
        if following is None or not _alike(first, following):
            return False
        header = following
    return True


def _alike(first: Header | Segment, second: Header) -> bool:
    return first.sample_rate_hz == second.sample_rate_hz and first.layer == second.layer


def _free_size(data: bytes, position: int, first: Header) -> int:
    """Find out how long a frame of free format is: the distance to its next like, which must come again."""
    start = data[position : position + 2]
    at = position + 24
    for _ in range(_FREE_TRIES):
        at = data.find(start, at, position + _FREE_BYTES)
        if at < 0:
            return 0
        header = read_header(data[at : at + 4])
        if header is not None and not header.size_bytes and _alike(first, header):
            size = at - position
            third = at + size - first.padding_bytes + header.padding_bytes
            again = read_header(data[third : third + 4])
            if third == len(data) or (again is not None and not again.size_bytes and _alike(first, again)):
                return size
        at += 1
    return 0


def walk_frames(data: bytes, offset: int, *, max_duration_s: float) -> list[Segment]:
    """Walk the frames from `offset` on, until the end or until they sound longer than `max_duration_s`.

    Damage and tags between frames are skipped; a frame cut off by the end of the data is left out.

    Returns
    -------
    list of Segment
        A new one begins where an encoder's header stands, or where rate or layer change.
    """
    position = find_first_frame(data, offset)
    segments: list[Segment] = []
    if position is None:
        return segments
    length, junk, sounded_s, free_base = len(data), 0, 0.0, 0
    current: Segment | None = None
    while sounded_s <= max_duration_s + 1.0:
        header = read_header(data[position : position + 4])
        if header is not None and not header.size_bytes:
            if not free_base:
                free_base = max(0, _free_size(data, position, header) - header.padding_bytes)
            size = free_base + header.padding_bytes if free_base else 0
        else:
            size = header.size_bytes if header else 0
        changed = header is not None and current is not None and not _alike(current, header)
        if header is None or not size or (changed and not is_start(data, position, 3, free=False)):
            behind = skip_tag(data, position) or position + 1
            found = _resync(data, behind, free=bool(free_base))
            if found is None or junk > _JUNK_BYTES:
                break
            junk += found - behind
            position, free_base = found, 0
            continue
        if position + size > length:
            break
        delays = _encoder_header(data[position : position + size], header)
        if current is None or changed or delays is not None:
            current = Segment(
                header.n_samples, header.sample_rate_hz, header.layer, header.generation, not header.size_bytes
            )
            segments.append(current)
        if delays is not None:
            current.skip, current.trim = delays
        else:
            current.offsets.append(position)
            current.sizes.append(size)
            sounded_s += header.n_samples / header.sample_rate_hz
        position += size
    return [segment for segment in segments if segment.offsets]


def _resync(data: bytes, position: int, *, free: bool) -> int | None:
    for found in _HEADER.finditer(data, position, position + _JUNK_BYTES):
        if is_start(data, found.start(), 2, free=free):
            return found.start()
    return None


def _encoder_header(frame: bytes, header: Header) -> tuple[int, int] | None:
    """Return the samples to leave out at both ends, if this frame is an encoder's header and no sound; else None.

    Xing's and LAME's stands behind the side information, Fraunhofer's (VBRI) 32 bytes behind the frame's own header.
    """
    if header.layer != 3:
        return None
    if frame[36:40] == b"VBRI":
        return 0, 0
    mono = frame[3] >> 6 == 3
    side_bytes = (17 if mono else 32) if header.generation == 1 else (9 if mono else 17)
    at = next((at for at in (4 + side_bytes, 6 + side_bytes) if frame[at : at + 4] in (b"Xing", b"Info")), None)
    if at is None:
        return None
    flags = frame[at + 7] if len(frame) > at + 7 else 0
    lame = at + 8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1)
    delays = frame[lame + 21 : lame + 24]
    if len(delays) < 3 or not frame[lame]:
        return 0, 0
    delay, padding = delays[0] << 4 | delays[1] >> 4, (delays[1] & 15) << 8 | delays[2]
    return delay + _DECODER_DELAY, max(0, padding - _DECODER_DELAY)
