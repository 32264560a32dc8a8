"""Heads of files whose recording was broken off or that were joined, put right before a decoder believes them.

A program that is stopped, or writes into a pipe, leaves zeros or the largest number where a size belongs, and FFmpeg
takes them at their word. Only such heads are rewritten; every other file stays as it is, byte for byte.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from spotpop.audio.leading import skip_tag

_CHUNK: Final = 8
_RIFF_HEAD: Final = 12
_MAX_CHUNKS: Final = 1000
_MAX_LINKS: Final = 500
_MOST: Final = 0xFFFFFFFF
_TAIL_BYTES: Final = 4096
"""So many bytes behind a recording may be anything: padding, a tag of another program."""
_PCM: Final = b"\x01\x00"
_EXTENSIBLE: Final = b"\xfe\xff"
_W64_HEAD: Final = 24
_W64_DATA: Final = b"data\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a"
_RAW_AIFF: Final = (b"NONE", b"sowt", b"twos", b"raw ", b"in24", b"in32", b"fl32", b"FL32", b"fl64", b"FL64")
_FLAC_HEAD: Final = b"fLaC\x00\x00\x00\x22"
_FLAC_LEAST_FRAME: Final = 10
_FLAC_MOST_SAMPLES: Final = 65_535


def repaired(data: bytes, key: str) -> bytes:
    """Return the file with sizes that fit its length; the file itself where they do already.

    Parameters
    ----------
    data : bytes
        One recording, from its first byte.
    key : str
        Of its format (`spotpop.audio.formats`).
    """
    repair = _REPAIRS.get(key)
    try:
        return repair(data) if repair else data
    except struct.error:  # the head itself was cut off
        return data


def joined(data: bytes, key: str) -> list[bytes]:
    """Cut files of one format that stand one behind the other, each with a head of its own."""
    find = _JOINTS.get(key)
    starts = [0, *islice(find(data), _MAX_LINKS)] if find else [0]
    if len(starts) == 1:
        return [data]
    return [data[first:stop] for first, stop in zip(starts, [*starts[1:], len(data)], strict=True)]


def _chunks(data: bytes, order: str) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, first byte of the content and stated size of each chunk, as far as the names are names."""
    position = _RIFF_HEAD
    for _ in range(_MAX_CHUNKS):
        name = data[position : position + 4]
        if len(data) < position + _CHUNK or not _is_name(name):
            return
        [size] = struct.unpack_from(order + "I", data, position + 4)
        yield name, position + _CHUNK, size
        position += _CHUNK + size + (size & 1)


def _is_name(name: bytes) -> bool:
    return len(name) == 4 and all(32 <= byte < 127 for byte in name)


def _ends(data: bytes, position: int) -> bool:
    """Return whether a recording may end there: before a chunk, a tag, or nothing to speak of."""
    position += position & 1
    rest = data[position : position + _CHUNK]
    return len(data) - position <= _TAIL_BYTES or rest[:3] in (b"TAG", b"ID3") or _is_name(rest[:4])


def _patched(data: bytes, *places: tuple[int, bytes]) -> bytes:
    out = bytearray(data)
    for place, value in places:
        out[place : place + len(value)] = value
    return bytes(out)


def _repair_wav(data: bytes) -> bytes:
    order = ">" if data[:4] == b"RIFX" else "<"
    places: list[tuple[int, bytes]] = []
    size_64 = large = 0
    for name, first, size in _chunks(data, order):
        if name == b"ds64" and size >= 16:
            large, [size_64] = first - _CHUNK, struct.unpack_from("<Q", data, first + 8)
        elif name == b"fmt ":
            places += _form(data, first, size)
        elif name == b"data":
            left = len(data) - first
            if data[:4] in (b"RF64", b"BW64") and not 0 < size_64 <= left:
                places += [(0, b"RIFF"), (first - 4, struct.pack("<I", _MOST))]
                places += [(large, b"JUNK")] if large else []
            elif data[2:4] != b"64" and 0 < size < left and not _ends(data, first + size):
                places += [(4, struct.pack(order + "I", len(data) - _CHUNK))]
                places += [(first - 4, struct.pack(order + "I", left))]
            break
    return _patched(data, *places) if places else data


def _form(data: bytes, first: int, size: int) -> list[tuple[int, bytes]]:
    """Repair an extensible form without its kind, and one whose valid bits are fewer than those that are stored."""
    if data[first : first + 2] != _EXTENSIBLE:
        return []
    if size < 40 or not any(data[first + 24 : first + 40]):
        return [(first, _PCM)]
    stored, valid = data[first + 14], data[first + 18]
    return [(first + 18, data[first + 14 : first + 16])] if valid and -(-valid // 8) * 8 != stored else []


def _repair_aiff(data: bytes) -> bytes:
    places: list[tuple[int, bytes]] = []
    frame_bytes = frames = count_at = 0
    for name, first, size in _chunks(data, ">"):
        if name == b"COMM":
            channels, frames, bits = struct.unpack_from(">HIH", data, first)
            raw = data[8:12] == b"AIFF" or data[first + 18 : first + 22] in _RAW_AIFF
            frame_bytes, count_at = channels * -(-bits // 8) if raw else 0, first + 2
        elif name == b"SSND":
            left = len(data) - first
            if size <= _CHUNK or (size < left and not _ends(data, first + size)):
                places += [(first - 4, struct.pack(">I", left))]
            heard = (min(size, left) if not places else left) - _CHUNK
            if frame_bytes and frames < heard // frame_bytes:
                places += [(count_at, struct.pack(">I", heard // frame_bytes))]
            if places or not first <= int.from_bytes(data[4:8], "big") <= len(data) - _CHUNK:
                places += [(4, struct.pack(">I", len(data) - _CHUNK))]
            break
    return _patched(data, *places) if places else data


def _repair_w64(data: bytes) -> bytes:
    position = 40
    for _ in range(_MAX_CHUNKS):
        if position + _W64_HEAD > len(data):
            break
        [size] = struct.unpack_from("<Q", data, position + 16)
        if data[position : position + 16] == _W64_DATA:
            left = len(data) - position
            places = [(16, struct.pack("<Q", len(data)))] if struct.unpack_from("<Q", data, 16)[0] != len(data) else []
            if not _W64_HEAD < size <= left:
                places += [(position + 16, struct.pack("<Q", left))]
            return _patched(data, *places) if places else data
        position += max(_W64_HEAD, size + 7 & ~7)
    return data


def _repair_au(data: bytes) -> bytes:
    first, size = struct.unpack_from(">II", data, 4)
    left = len(data) - first
    return data if left - _TAIL_BYTES <= size <= left or size == _MOST else _patched(data, (8, b"\xff" * 4))


def _repair_caf(data: bytes) -> bytes:
    position = 8
    for _ in range(_MAX_CHUNKS):
        if position + 12 > len(data):
            break
        name, size = data[position : position + 4], struct.unpack_from(">q", data, position + 4)[0]
        behind = position + 12 + size
        if name == b"data":
            short = size >= 0 and behind < len(data) - _TAIL_BYTES and not _is_name(data[behind : behind + 4])
            return _patched(data, (position + 4, b"\xff" * 8)) if short else data
        if size < 0 or not _is_name(name):
            return data
        position = behind
    return data


def _repair_flac(data: bytes) -> bytes:
    """Take out a count of samples that so many bytes cannot hold, or that would need fewer."""
    bits = int.from_bytes(data[18:26], "big")
    channels, depth, total = (bits >> 41 & 7) + 1, (bits >> 36 & 31) + 1, bits & (1 << 36) - 1
    position, last = 4, False
    for _ in range(_MAX_CHUNKS):
        if last or position + 4 > len(data):
            break
        last = data[position] > 127
        position += 4 + int.from_bytes(data[position + 1 : position + 4], "big")
    sound = len(data) - position
    most = max(0, sound) // _FLAC_LEAST_FRAME * _FLAC_MOST_SAMPLES
    fits = total * channels * depth * 1.1 + 8 * _TAIL_BYTES >= 8 * sound and total <= most
    return data if fits or not total or sound <= 0 else _patched(data, (21, bytes([data[21] & 0xF0]) + b"\0" * 4))


def _found(data: bytes, head: bytes, before: int = 0) -> Iterator[int]:
    """Yield where a head begins again, of which `head` stands `before` bytes behind the first."""
    position = data.find(head, before + 1)
    while position >= 0:
        yield position - before
        position = data.find(head, position + len(head))


def _sized_joints(form: bytes, kind: bytes, order: str) -> Callable[[bytes], Iterator[int]]:
    """Follow the sizes from file to file: what one of them holds is not searched, it may be anything."""

    def joints(data: bytes) -> Iterator[int]:
        position = 0
        while len(data) >= position + _CHUNK:
            [size] = struct.unpack_from(order + "I", data, position + 4)
            position += _CHUNK + size + (size & 1)
            if not size or data[position : position + 4] != form or not data.startswith(kind, position + 8):
                return
            yield position

    return joints


def _wavpack_joints(data: bytes) -> Iterator[int]:
    """Follow the blocks; a recording begins where their count begins anew."""
    position, began = 0, True
    while data[position : position + 4] == b"wvpk" and len(data) >= position + 32:
        index = int.from_bytes(data[position + 16 : position + 20], "little") | data[position + 10] << 32
        if index == 0 and not began:
            yield position
        began = index == 0
        position += _CHUNK + int.from_bytes(data[position + 4 : position + 8], "little")
        position = skip_tag(data, position) or position


def _matroska_joints(data: bytes) -> Iterator[int]:
    for position in _found(data, b"\x1aE\xdf\xa3"):
        if b"webm" in data[position : position + 64] or b"matroska" in data[position : position + 64]:
            yield position


_REPAIRS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "wav": _repair_wav, "aiff": _repair_aiff, "w64": _repair_w64, "au": _repair_au,
    "caf": _repair_caf, "flac": _repair_flac,
}  # fmt: skip
_JOINTS: Final[dict[str, Callable[[bytes], Iterator[int]]]] = {
    "wav": _sized_joints(b"RIFF", b"WAVE", "<"),
    "aiff": _sized_joints(b"FORM", b"AIF", ">"),
    "wv": _wavpack_joints,
    "matroska": _matroska_joints,
    "flac": lambda data: _found(data, _FLAC_HEAD),
    "tta": lambda data: _found(data, b"TTA1\x01\x00"),
    "caf": lambda data: _found(data, b"caff\x00\x01\x00\x00desc"),
}
