"""A PNG whose upper part is a picture by itself: marked where it is drawn, cut where it is shown, by zlib alone.

A phone shows no more than the upper part beside its words; the whole is one tap away. Only one picture is stored.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

MARK: Final = "upper-part"
"""Keyword of the text chunk that names the rows of the upper part."""

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
HEADER: Final = struct.Struct(">IIBBBBB")
"""Of the first chunk: width, height, bits, kind of colour, and the ways of compression, filtering and interlacing."""
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


@lru_cache(maxsize=8)
def upper_part(png: bytes) -> bytes:
    """Return the upper part of a marked picture; any other as it is.

    Parameters
    ----------
    png : bytes
        Of our own making: drawn by a worker, perhaps one of another release.

    Returns
    -------
    bytes
        A PNG with the marked number of rows.
    """
    try:
        chunks = list(_chunks(png))
        rows = next((int(data.split(b"\0")[1]) for kind, data in chunks if _is_mark(kind, data)), 0)
        width, height, *how = HEADER.unpack(chunks[0][1])
        interlaced = how[-1]
        if interlaced or not 0 < rows < height:
            return png
        stride = 1 + (width * how[0] * _CHANNELS[how[1]] + 7) // 8
        pixels = zlib.decompressobj().decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"),
                                                 rows * stride)  # fmt: skip
    except (ValueError, IndexError, KeyError, struct.error, zlib.error):
        return png
    if len(pixels) < rows * stride:
        return png
    kept = [(kind, data) for kind, data in chunks[1:] if kind not in {b"IDAT", b"IEND"} and not _is_mark(kind, data)]
    packer = zlib.compressobj(3, strategy=zlib.Z_RLE)
    body = [(b"IDAT", packer.compress(pixels) + packer.flush()), (b"IEND", b"")]
    return joined([(b"IHDR", HEADER.pack(width, rows, *how)), *kept, *body])


def _is_mark(kind: bytes, data: bytes) -> bool:
    return kind == b"tEXt" and data.startswith(MARK.encode() + b"\0")


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Return kind and data of every chunk.

    Raises
    ------
    ValueError, struct.error
        If it is no PNG, or ends too early.
    """
    if not png.startswith(_SIGNATURE):
        raise ValueError("no PNG")
    at = len(_SIGNATURE)
    while at < len(png):
        size, kind = struct.unpack_from(">I4s", png, at)
        yield kind, png[at + 8 : at + 8 + size]
        at += 12 + size


def joined(chunks: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Return a PNG of these chunks, each a kind and its data."""
    return _SIGNATURE + b"".join(_packed(kind, data) for kind, data in chunks)


def _packed(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
