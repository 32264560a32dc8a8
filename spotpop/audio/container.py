"""Which container holds these bytes: recognised by content, never by name.

The decoder is then forced to that container. Left alone, a decoder library tries every format it knows, among them
playlists that open other files.
"""

from __future__ import annotations

from spotpop.audio import mpeg
from spotpop.audio.formats import BY_KEY, FormatSpec, format_of, protected_name, refused_name
from spotpop.audio.leading import skip_tags, tag_header_bytes
from spotpop.errors import EmptyAudio, NotAudio, ProtectedAudio, UnsupportedAudio

_ADTS_HEADER_BYTES = 7

_OTHERS = (
    b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ",
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"MZ", b"\x7fELF",
)  # fmt: skip
"""Archives, pictures, documents and programs: an MP3 stored inside must not be found by its frames."""


def sniff(data: bytes) -> tuple[FormatSpec, int]:
    """Recognise the container by the first bytes, and where it begins behind tags, padding and junk.

    Raises
    ------
    EmptyAudio
        If there are no bytes, or nothing but tags.
    ProtectedAudio
        If only a shop's own player can open it.
    UnsupportedAudio
        If it is known by name and cannot be heard.
    NotAudio
        If this is none of the containers that can hold audio.
    """
    if not data.strip(b"\0"):
        raise EmptyAudio
    if data.startswith(_OTHERS):
        raise NotAudio
    behind = skip_tags(data)
    for offset in _beginnings(data, behind):
        found = _at(data, offset)
        if found is not None:
            return found, offset
    first = _first_frame(data, behind)
    if first is not None:
        return BY_KEY["mp3"], first
    if behind and (len(data) - behind <= mpeg.ID3V1_BYTES or not data[behind:].strip(b"\0")):
        raise EmptyAudio  # a tag, padding, and no sound
    name = refused_name(data[behind:])
    if name is not None:
        raise UnsupportedAudio(name=name)
    raise NotAudio


def _beginnings(data: bytes, behind: int) -> tuple[int, ...]:
    """Where a magic may stand: behind the tags, and behind zeros, of which up to three belong to it (MP4, MPEG)."""
    if data[behind : behind + 1] != b"\0":
        return (behind,)
    sound = len(data) - len(data[behind:].lstrip(b"\0"))
    return tuple(dict.fromkeys((behind, sound, *(max(behind, sound - zeros) for zeros in (3, 2)))))


def _first_frame(data: bytes, behind: int) -> int | None:
    """Find an MP3's first frame: behind the tag, if one stands right there, else anywhere from the tag's head on."""
    sound = len(data) - len(data[behind:].lstrip(b"\0"))
    for offset in dict.fromkeys((behind, sound)):
        if mpeg.is_start(data, offset, 2, free=True):
            return offset
    first = mpeg.find_first_frame(data, tag_header_bytes(data), n_frames=4) if behind else None
    return mpeg.find_first_frame(data, behind) if first is None else first


def _at(data: bytes, offset: int) -> FormatSpec | None:
    """Return the format that begins exactly at `offset`."""
    rest = data[offset:] if offset else data
    protection = protected_name(rest)
    if protection is not None:
        raise ProtectedAudio(name=protection)
    found = format_of(rest)
    if found is not None:
        return found
    return BY_KEY["aac"] if _is_adts(data, offset) else None


def _is_adts(data: bytes, offset: int) -> bool:
    """Recognise raw AAC: two ADTS headers in a row, or one that spans the rest (layer bits are 0, unlike MP3's)."""
    size = _adts_frame_bytes(data, offset)
    return size is not None and (offset + size == len(data) or _adts_frame_bytes(data, offset + size) is not None)


def _adts_frame_bytes(data: bytes, offset: int) -> int | None:
    head = data[offset : offset + _ADTS_HEADER_BYTES]
    if len(head) < _ADTS_HEADER_BYTES or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return size if size > _ADTS_HEADER_BYTES and head[2] >> 2 & 15 < 13 else None
