"""What may stand in front of a recording: tags whose sizes are not to be believed, and padding."""

from __future__ import annotations

from typing import Final

_ID3_HEADER_BYTES: Final = 10
_APE_HEADER_BYTES: Final = 32


def skip_tag(data: bytes, offset: int) -> int | None:
    """Return the offset behind an ID3v2, APEv2 or ID3v1 tag that begins at `offset`; None if there is none."""
    head = data[offset : offset + _APE_HEADER_BYTES]
    if head[:3] == b"ID3" and len(head) >= _ID3_HEADER_BYTES:
        size = 0
        for byte in head[6:10]:  # 28 bits, seven to a byte
            size = size << 7 | byte & 0x7F
        footer = _ID3_HEADER_BYTES if head[5] & 0x10 else 0
        return min(offset + _ID3_HEADER_BYTES + size + footer, len(data))
    if head[:8] == b"APETAGEX" and len(head) == _APE_HEADER_BYTES:
        is_header = bool(head[23] & 0x20)
        size = int.from_bytes(head[12:16], "little") if is_header else 0
        return min(offset + _APE_HEADER_BYTES + size, len(data))
    if head[:3] == b"TAG":
        return min(offset + 128, len(data))
    return None


def skip_tags(data: bytes) -> int:
    """Return the offset behind all tags in front, as far as their sizes are right."""
    offset = 0
    while True:
        behind = skip_tag(data, offset)
        if behind is None or behind == offset:
            return offset
        offset = behind


def tag_header_bytes(data: bytes) -> int:
    """Return how many bytes the first tag's own header takes: from there on to search if its size is wrong."""
    return _ID3_HEADER_BYTES if data[:3] == b"ID3" else _APE_HEADER_BYTES if data[:8] == b"APETAGEX" else 0
