"""Frames of raw streams that have no head of their own: how many bytes each takes.

Each function is given the bytes and where a frame may begin, and returns its length, or None where none begins.
One sync word turns up by chance; several frames in a row do not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

FrameBytes = Callable[[bytes, int], int | None]

_ADTS_HEADER_BYTES: Final = 7
_AC3_WORDS: Final = (
    64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1152, 1280,
)  # fmt: skip
"""Words of a frame at 48 kHz by bit rate (ATSC A/52, table 5.18)."""
_ENHANCED: Final = 10
"""Above this the bit stream's version means Enhanced AC-3 (ATSC A/52, annex E)."""
_MLP_SYNC: Final = (b"\xf8\x72\x6f\xba", b"\xf8\x72\x6f\xbb")
_GSM_BYTES: Final = 33


def go_on(data: bytes, position: int, frame_bytes: FrameBytes, n_frames: int) -> bool:
    """Return whether `n_frames` follow each other from `position` on, or as many as there is room for."""
    for _ in range(n_frames):
        size = frame_bytes(data, position)
        if size is None:
            return False
        position += size
        if position >= len(data):
            return position == len(data)
    return True


def adts_frame_bytes(data: bytes, position: int) -> int | None:
    """Raw AAC (ISO/IEC 13818-7, clause 6.2); layer bits are 0, unlike MP3's."""
    head = data[position : position + _ADTS_HEADER_BYTES]
    if len(head) < _ADTS_HEADER_BYTES or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return size if size > _ADTS_HEADER_BYTES and head[2] >> 2 & 15 < 13 else None


def latm_frame_bytes(data: bytes, position: int) -> int | None:
    """AAC in LOAS (ISO/IEC 14496-3, clause 1.7.2)."""
    head = data[position : position + 3]
    if len(head) < 3 or head[0] != 0x56 or head[1] & 0xE0 != 0xE0:
        return None
    return 3 + ((head[1] & 0x1F) << 8 | head[2])


def is_enhanced_ac3(data: bytes, position: int = 0) -> bool:
    """Distinguish Enhanced AC-3 from AC-3, given that a frame of either begins there."""
    return data[position + 5] >> 3 > _ENHANCED


def ac3_frame_bytes(data: bytes, position: int) -> int | None:
    """AC-3 and Enhanced AC-3 (ATSC A/52, clause 5.3 and annex E)."""
    head = data[position : position + 8]
    if len(head) < 8 or head[:2] != b"\x0b\x77":
        return None
    if is_enhanced_ac3(head):
        return 2 * (((head[2] & 7) << 8 | head[3]) + 1)
    rate, code = head[4] >> 6, head[4] & 63
    if rate == 3 or code >= 2 * len(_AC3_WORDS):
        return None
    words = _AC3_WORDS[code >> 1]
    return 2 * (words if rate == 0 else words * 3 // 2 if rate == 2 else words * 480 // 441 + (code & 1))


def dts_frame_bytes(data: bytes, position: int) -> int | None:
    """DTS in 16 bits and big-endian, as files have it (ETSI TS 102 114, clause 5.3)."""
    head = data[position : position + 8]
    if len(head) < 8 or head[:4] != b"\x7f\xfe\x80\x01":
        return None
    return ((head[5] & 3) << 12 | head[6] << 4 | head[7] >> 4) + 1


def mlp_frame_bytes(data: bytes, position: int) -> int | None:
    """MLP and TrueHD: access units, of which every few begin with a sync word behind four bytes."""
    head = data[position : position + 4]
    size = 2 * ((head[0] & 15) << 8 | head[1]) if len(head) == 4 else 0
    return size if size > 4 else None


def is_mlp(data: bytes, *, true_hd: bool) -> bool:
    """Recognise a stream of MLP or TrueHD by its first access unit's sync word."""
    return data[4:8] == _MLP_SYNC[0 if true_hd else 1] and go_on(data, 0, mlp_frame_bytes, 4)


def sbc_frame_bytes(data: bytes, position: int) -> int | None:
    """SBC, Bluetooth's codec (A2DP specification, clause 12.9)."""
    head = data[position : position + 4]
    if len(head) < 4 or head[0] != 0x9C:
        return None
    blocks, mode = 4 * ((head[1] >> 4 & 3) + 1), head[1] >> 2 & 3
    bands, pool = 8 if head[1] & 1 else 4, head[2]
    channels = 1 if mode == 0 else 2
    joint = bands if mode == 3 else 0
    bits = blocks * pool * (channels if mode < 2 else 1) + joint
    return 4 + 4 * bands * channels // 8 + -(-bits // 8)


def gsm_frame_bytes(data: bytes, position: int) -> int | None:
    """GSM full rate as libgsm writes it: 33 bytes, the first four bits 1101."""
    return _GSM_BYTES if data[position : position + 1] and data[position] >> 4 == 0xD else None


def ac4_frame_bytes(data: bytes, position: int) -> int | None:
    """AC-4 (ETSI TS 103 190, annex G); no decoder here reads it, so it is recognised only to be named."""
    head = data[position : position + 7]
    if len(head) < 7 or head[0] != 0xAC or head[1] not in (0x40, 0x41):
        return None
    size = int.from_bytes(head[2:4], "big")
    long = size == 0xFFFF
    return (7 + int.from_bytes(head[4:7], "big") if long else 4 + size) + (2 if head[1] == 0x41 else 0)
