"""Tags in front of a recording: how long each is, and where the sound behind them begins."""

import pytest

from spotpop.audio.leading import skip_tag, skip_tags, tag_header_bytes


def id3(size: int, *, footer: bool = False) -> bytes:
    coded = bytes(size >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00" + (b"\x10" if footer else b"\0") + coded + b"x" * size + (b"3DI" + b"\0" * 7) * footer


def ape(size: int, *, header: bool) -> bytes:
    """An APEv2 tag; `size` counts items and footer."""
    return (
        b"APETAGEX" + (2000).to_bytes(4, "little") + size.to_bytes(4, "little") + b"\0" * 4
        + (0xA0000000 if header else 0x80000000).to_bytes(4, "little") + b"\0" * 8
    )  # fmt: skip


SOUND = b"\xff\xfb" * 300


@pytest.mark.parametrize("size", [0, 1, 127, 128, 20_000, 2_100_000])
def test_an_id3_tag_counts_seven_bits_to_a_byte(size):
    assert skip_tag(id3(size) + SOUND, 0) == 10 + size
    assert skip_tag(id3(size, footer=True) + SOUND, 0) == 20 + size


def test_an_ape_tag_with_its_header_in_front_and_a_footer_alone():
    assert skip_tag(ape(100, header=True) + b"i" * 100 + SOUND, 0) == 132
    assert skip_tag(ape(100, header=False) + SOUND, 0) == 32


def test_an_id3v1_tag_has_128_bytes():
    assert skip_tag(b"TAG" + b"\0" * 125 + SOUND, 0) == 128
    assert skip_tag(b"..TAG" + b"\0" * 125 + SOUND, 2) == 130


@pytest.mark.parametrize("data", [id3(5000)[:400], ape(5000, header=True) + b"x", b"TAG" + b"\0" * 50])
def test_what_claims_more_than_there_is_ends_with_the_data(data):
    assert skip_tag(data, 0) == len(data)


@pytest.mark.parametrize(
    "data", [b"", b"ID3\x04\x00\x00\x00", b"APETAGEX" + b"\0" * 23, SOUND, b"TA", b"id3" + b"\0" * 40]
)
def test_what_is_no_tag_is_none(data):
    assert skip_tag(data, 0) is None
    assert skip_tags(data) == 0


def test_several_tags_are_passed_over_together():
    front = id3(33) + ape(40, header=True) + b"i" * 40 + b"TAG" + b"\0" * 125
    assert skip_tags(front + SOUND) == len(front)
    assert skip_tags(front) == len(front)


@pytest.mark.parametrize(("data", "size"), [(id3(3), 10), (ape(40, header=True), 32), (b"TAG", 0), (SOUND, 0)])
def test_a_tags_own_header_is_what_can_be_believed(data, size):
    assert tag_header_bytes(data) == size
