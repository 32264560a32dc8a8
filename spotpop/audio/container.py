"""Which container holds these bytes: told by content, never by name.

The decoder is then forced to that container. Left alone, a decoder library tries every format it knows, among them
playlists that open other files.
"""

from __future__ import annotations

from enum import Enum

from spotpop.audio import mpeg
from spotpop.errors import EmptyAudio, NotAudio

_ADTS_HEADER_BYTES = 7

_OTHERS = (
    b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ",
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"MZ", b"\x7fELF",
)  # fmt: skip
"""Archives, pictures, documents and programs: an MP3 stored inside must not be found by its frames."""


class Container(Enum):
    """The containers that are read; the value is FFmpeg's name of the demuxer."""

    MP3 = "mp3"
    AAC = "aac"
    MP4 = "mp4"
    OGG = "ogg"
    FLAC = "flac"
    WAV = "wav"
    AIFF = "aiff"
    MATROSKA = "matroska"


def sniff(data: bytes) -> tuple[Container, int]:
    """Tell the container by the first bytes, and where it begins behind any ID3v2 tags.

    Raises
    ------
    EmptyAudio
        If there are no bytes, or nothing but tags.
    NotAudio
        If this is none of the containers that can hold audio.
    """
    if not data.strip(b"\0"):
        raise EmptyAudio
    if data.startswith(_OTHERS):
        raise NotAudio
    offset = _behind_tags(data)
    head = data[offset : offset + 16]
    if not head or (offset and len(data) - offset <= mpeg.ID3V1_BYTES):
        raise EmptyAudio
    found = _by_magic(head)
    if found is None and _is_adts(data, offset):
        found = Container.AAC
    if found is None and mpeg.find_first_frame(data, offset) is not None:
        found = Container.MP3
    if found is None:
        if offset and not data[offset:].strip(b"\0"):
            raise EmptyAudio  # a tag, padding, and no sound
        raise NotAudio
    return found, offset


def _by_magic(head: bytes) -> Container | None:
    kind = head[8:12]
    if head[:4] in (b"RIFF", b"RF64", b"RIFX") and kind == b"WAVE":
        return Container.WAV
    if head[:4] == b"FORM" and kind in (b"AIFF", b"AIFC"):
        return Container.AIFF
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return Container.MP4
    return {b"fLaC": Container.FLAC, b"OggS": Container.OGG, b"\x1aE\xdf\xa3": Container.MATROSKA}.get(head[:4])


def _behind_tags(data: bytes) -> int:
    """Return the offset behind all ID3v2 tags (sizes are 28 bits, seven to a byte)."""
    offset = 0
    while data[offset : offset + 3] == b"ID3" and len(data) >= offset + 10:
        size = 0
        for byte in data[offset + 6 : offset + 10]:
            size = size << 7 | byte & 0x7F
        footer = 10 if data[offset + 5] & 0x10 else 0
        offset += 10 + size + footer
    return min(offset, len(data))


def _is_adts(data: bytes, offset: int) -> bool:
    """Tell raw AAC: two ADTS headers in a row, or one that spans the rest (layer bits are 0, unlike MP3's)."""
    size = _adts_frame_bytes(data, offset)
    return size is not None and (offset + size == len(data) or _adts_frame_bytes(data, offset + size) is not None)


def _adts_frame_bytes(data: bytes, offset: int) -> int | None:
    head = data[offset : offset + _ADTS_HEADER_BYTES]
    if len(head) < _ADTS_HEADER_BYTES or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return size if size > _ADTS_HEADER_BYTES and head[2] >> 2 & 15 < 13 else None
