"""Which container holds some bytes, and where it begins behind what stands in front."""

import pytest

from spotpop.audio.container import sniff
from spotpop.errors import EmptyAudio, NotAudio, ProtectedAudio, UnsupportedAudio
from tests.unit.audio.test_leading import id3

FRAME = b"\xff\xfb\x90\x64" + b"\0" * 413  # MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes
FLAC = b"fLaC" + b"\1" * 100


def adts(size: int) -> bytes:
    """One ADTS frame of AAC-LC at 44.1 kHz."""
    head = bytes([0xFF, 0xF1, 0x50, 0x80 | size >> 11, size >> 3 & 255, (size & 7) << 5 | 0x1F, 0xFC])
    return head + b"\1" * (size - 7)


def shown(data: bytes) -> tuple[str, int]:
    spec, offset = sniff(data)
    return spec.key, offset


@pytest.mark.parametrize("front", [b"", id3(300), id3(5) + b"TAG" + b"\0" * 125, b"\0" * 1000, id3(300) + b"\0" * 40])
def test_a_magic_is_found_behind_tags_and_padding(front):
    assert shown(front + FLAC) == ("flac", len(front))


@pytest.mark.parametrize("zeros", [0, 1, 2, 3, 50])
def test_zeros_that_belong_to_a_magic_are_left_to_it(zeros):
    box = b"\0\0\0\x20ftypM4A " + b"\1" * 40
    assert shown(b"\0" * zeros + box) == ("mp4", zeros)


def test_two_frames_of_mp3_are_one():
    assert shown(FRAME * 2) == ("mp3", 0)
    assert shown(id3(64) + FRAME * 3) == ("mp3", 74)
    assert shown(b"\0" * 9 + FRAME * 3) == ("mp3", 9)
    assert shown(b"junk" * 20 + FRAME * 6) == ("mp3", 80)
    assert shown(FRAME) == ("mp3", 0)  # there is no room for a second one
    with pytest.raises(NotAudio):
        sniff(FRAME + b"no frame" * 9)


def test_an_mp3_inside_a_tag_that_claims_too_much_is_found():
    claims_all = id3(100_000)[:10]
    assert shown(claims_all + FRAME * 6) == ("mp3", 10)


@pytest.mark.parametrize("size", [8, 9, 300, 8191])
def test_two_frames_of_aac_or_one_that_spans_all_are_aac(size):
    assert shown(adts(size) * 2) == ("aac", 0)
    assert shown(adts(size)) == ("aac", 0)


@pytest.mark.parametrize(
    "data",
    [
        adts(300) + b"\1" * 200,  # nothing follows
        adts(300) + b"\xff",
        bytes([0xFF, 0xF1, 0x50, 0x80, 0, 7 << 5 | 0x1F, 0xFC]),  # no longer than its header
        bytes([0xFF, 0xF1, 0x74, 0x80, 1, 0x1F, 0xFC]) + b"\1",  # a rate that there is not
    ],
)
def test_what_only_looks_like_aac_is_none(data):
    with pytest.raises(NotAudio):
        sniff(data)


@pytest.mark.parametrize("data", [b"", b"\0" * 900, id3(50), id3(50) + b"\0" * 999, id3(50) + b"TAG" + b"\1" * 125])
def test_nothing_but_tags_and_padding_is_empty(data):
    with pytest.raises(EmptyAudio):
        sniff(data)


@pytest.mark.parametrize("magic", [b"PK\x03\x04", b"Rar!", b"\x1f\x8b", b"\x89PNG", b"%PDF", b"MZ", b"\x7fELF"])
def test_no_audio_is_looked_for_inside_other_files(magic):
    with pytest.raises(NotAudio):
        sniff(magic + FRAME * 9)


def test_what_is_known_and_not_read_is_named_behind_a_tag_too():
    with pytest.raises(UnsupportedAudio, match="MIDI"):
        sniff(id3(20) + b"MThd" + b"\1" * 300)
    with pytest.raises(ProtectedAudio, match="Audible"):
        sniff(id3(20) + b"\0\0\0\x20ftypaax " + b"\1" * 300)
