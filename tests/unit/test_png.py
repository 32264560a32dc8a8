"""The upper part of a marked picture is cut by zlib alone; anything else stays as it is."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from spotpop.png import MARK, upper_part


def _png(mode: str, rows: int | str, *, size: tuple[int, int] = (37, 29), **save: object) -> bytes:
    width, height = size
    noise = np.random.default_rng(3).integers(0, 255, (height, width, 3), dtype=np.uint8)
    image = Image.fromarray(noise).convert(mode)
    note, out = PngInfo(), io.BytesIO()
    if rows:
        note.add_text(MARK, str(rows))
    image.save(out, "PNG", pnginfo=note, **save)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["P", "L", "1", "RGB", "RGBA", "LA"])
@pytest.mark.parametrize("rows", [1, 17, 28])
def test_the_rows_above_the_mark_are_a_picture_of_their_own(mode: str, rows: int) -> None:
    whole = _png(mode, rows)
    upper = upper_part(whole)
    shown = Image.open(io.BytesIO(upper))
    assert (shown.mode, shown.size) == (mode, (37, rows))
    above = Image.open(io.BytesIO(whole)).convert("RGBA").crop((0, 0, 37, rows))
    assert shown.convert("RGBA").tobytes() == above.tobytes()
    assert upper_part(upper) == upper  # it bears no mark any more


@pytest.mark.parametrize("rows", [0, 29, 30, 10_000, "-3", "many"])
def test_without_a_mark_inside_it_stays_whole(rows: int | str) -> None:
    whole = _png("P", rows)
    assert upper_part(whole) == whole


def test_what_is_cut_short_or_no_picture_stays_as_it_is() -> None:
    whole = _png("RGB", 10)
    for broken in (b"", b"GIF89a", whole[:8], whole[:50], b"\x89PNG\r\n\x1a\n" + b"\0" * 32):
        assert upper_part(broken) == broken
    at = whole.index(b"IDAT") + 4
    spoiled = whole[:at] + b"\xff" * 40 + whole[at + 40 :]
    assert upper_part(spoiled) == spoiled


def test_pixels_that_end_too_early_are_not_cut() -> None:
    whole = _png("L", 20)
    at = whole.index(b"IDAT") - 4
    few = zlib.compress(b"\0" * 38 * 5)
    data = struct.pack(">I", len(few)) + b"IDAT" + few + struct.pack(">I", zlib.crc32(b"IDAT" + few))
    assert upper_part(whole[:at] + data) == whole[:at] + data


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_it(noise: bytes) -> None:
    whole = _png("P", 10)
    assert isinstance(upper_part(whole[:60] + noise), bytes)
    assert isinstance(upper_part(b"\x89PNG\r\n\x1a\n" + noise), bytes)
