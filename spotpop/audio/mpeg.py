"""The frames of an MPEG audio stream (MP3): where each begins and how long it sounds.

Walking the headers costs microseconds, gives the exact duration before anything is decoded, and lets the decoder be
handed just the frames of one section. Header layout: ISO/IEC 11172-3 clause 2.4.2.3 and ISO/IEC 13818-3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

ID3V1_BYTES = 128
_SEARCH_BYTES = 65_536
"""How far into the bytes the first frame may begin; what comes later is not an MP3 with a bit of junk in front."""
_TAG_BYTES = 48
"""An encoder's header begins behind the frame's header and side information, 13 to 36 bytes in."""
_JUNK_BYTES = 1_048_576
"""How far to look for the next frame behind damage; bounds the time that hostile bytes can take."""

_BITRATES_KBPS = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES_HZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


@dataclass(frozen=True)
class Header:
    """One frame's header: its size, its sound, and what must not change within a stream."""

    size_bytes: int
    n_samples: int
    sample_rate_hz: int
    layer: int


@dataclass(frozen=True)
class Frames:
    """Where the frames of a stream begin.

    Attributes
    ----------
    offsets : list of int
        Byte offset of each frame, and last the end of the last one.
    n_samples : int
        Samples in each frame.
    tagged : bool
        Whether the first frame is an encoder's header (Xing, LAME) and no sound.
    """

    offsets: list[int]
    n_samples: int
    sample_rate_hz: int
    tagged: bool


@lru_cache(maxsize=4096)
def read_header(head: bytes) -> Header | None:
    """Read the four bytes of a frame header; None if they are none (free-format frames are not supported)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer_bits = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate_index, rate_index = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer_bits == 0 or bitrate_index in (0, 15) or rate_index == 3 or head[3] & 3 == 2:
        return None
    layer, generation = 4 - layer_bits, 1 if version == 3 else 2
    bitrate = _BITRATES_KBPS[generation, layer][bitrate_index - 1] * 1000
    rate = _SAMPLE_RATES_HZ[version][rate_index]
    n_samples = {1: 384, 2: 1152, 3: 1152 if generation == 1 else 576}[layer]
    slot = 4 if layer == 1 else 1
    size = (n_samples // 8 * bitrate // rate // slot + (head[2] >> 1 & 1)) * slot
    return Header(size, n_samples, rate, layer)


def find_first_frame(data: bytes, offset: int = 0) -> int | None:
    """Find the first frame that is followed by its like (or by the end of the data), None if there is none."""
    end = min(len(data), offset + _SEARCH_BYTES)
    position = data.find(b"\xff", offset, end)
    while position >= 0:
        if _is_start(data, position):
            return position
        position = data.find(b"\xff", position + 1, end)
    return None


def _is_start(data: bytes, position: int) -> bool:
    first = read_header(data[position : position + 4])
    if first is None:
        return False
    following = position + first.size_bytes
    if following == len(data) or data[following : following + 3] == b"TAG":
        return True
    second = read_header(data[following : following + 4])
    return second is not None and _alike(first, second)


def _alike(first: Header, second: Header) -> bool:
    return first.sample_rate_hz == second.sample_rate_hz and first.layer == second.layer


def walk_frames(data: bytes, offset: int, *, max_duration_s: float) -> Frames | None:
    """Walk the frames from `offset` on, until the end or until they sound longer than `max_duration_s`.

    Damage between frames is skipped; a frame cut off by the end of the data is left out.
    """
    position = find_first_frame(data, offset)
    if position is None:
        return None
    first = read_header(data[position : position + 4])
    assert first is not None
    limit = int(max_duration_s * first.sample_rate_hz / first.n_samples) + 8  # with room for an encoder's delay
    offsets: list[int] = []
    length, junk, end = len(data), 0, position
    while len(offsets) < limit:
        header = read_header(data[position : position + 4])
        if header is None or header.sample_rate_hz != first.sample_rate_hz or header.layer != first.layer:
            found = _resync(data, position + 1, first)
            if found is None or junk > _JUNK_BYTES:
                break
            junk += found - position
            position = found
            continue
        if position + header.size_bytes > length:
            break
        offsets.append(position)
        position += header.size_bytes
        end = position
    head = data[offsets[0] : offsets[0] + _TAG_BYTES] if offsets else b""
    tagged = b"Xing" in head or b"Info" in head
    return Frames([*offsets, end], first.n_samples, first.sample_rate_hz, tagged)


def _resync(data: bytes, position: int, like: Header) -> int | None:
    end = position + _JUNK_BYTES
    while True:
        position = data.find(b"\xff", position, end)
        if position < 0:
            return None
        header = read_header(data[position : position + 4])
        if header is not None and _alike(like, header) and _is_start(data, position):
            return position
        position += 1
