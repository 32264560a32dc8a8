"""The frames of an MP3: what a header tells, where the first one is, and what sounds how long."""

import numpy as np
import pytest

from spotpop.audio.mpeg import Segment, as_fixed_rate, find_first_frame, is_start, read_header, walk_frames
from tests.unit.audio.sounds import packed
from tests.unit.audio.test_leading import id3


def head(
    version: int, layer: int, rate: int, hz: int, *, padding: int = 0, mono: bool = False, emphasis: int = 0
) -> bytes:
    """Four bytes of a header, by the standard's own codes."""
    bits = 0x7FF << 21 | version << 19 | layer << 17 | 1 << 16 | rate << 12 | hz << 10 | padding << 9
    bits |= (3 if mono else 0) << 6 | emphasis
    return bits.to_bytes(4, "big")


MPEG1, MPEG2, MPEG25 = 3, 2, 0
I, II, III = 3, 2, 1  # noqa: E741 - the layers' own names


@pytest.mark.parametrize(
    ("data", "size", "samples", "hz"),
    [
        (head(MPEG1, III, 9, 0), 417, 1152, 44_100),
        (head(MPEG1, III, 9, 0, padding=1), 418, 1152, 44_100),
        (head(MPEG1, III, 14, 1), 960, 1152, 48_000),
        (head(MPEG1, III, 1, 2), 144, 1152, 32_000),
        (head(MPEG2, III, 8, 0), 208, 576, 22_050),
        (head(MPEG25, III, 4, 2), 288, 576, 8_000),
        (head(MPEG1, II, 10, 1), 576, 1152, 48_000),
        (head(MPEG2, II, 14, 1), 960, 1152, 24_000),
        (head(MPEG1, I, 12, 0), 416, 384, 44_100),
        (head(MPEG1, I, 12, 0, padding=1), 420, 384, 44_100),
        (head(MPEG2, I, 5, 2), 240, 384, 16_000),
    ],
)
def test_a_header_tells_size_and_sound(data, size, samples, hz):
    header = read_header(data)
    assert (header.size_bytes, header.n_samples, header.sample_rate_hz) == (size, samples, hz)
    assert header.layer == 4 - (data[1] >> 1 & 3)
    assert header.generation == (1 if data[1] >> 3 & 3 == MPEG1 else 2)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfb\x90", b"\xfe\xfb\x90\x64", b"\xff\x1b\x90\x64",
        head(1, III, 9, 0), head(MPEG1, 0, 9, 0), head(MPEG1, III, 15, 0), head(MPEG1, III, 9, 3),
        head(MPEG1, III, 9, 0, emphasis=2), head(MPEG1, II, 0, 0), head(MPEG1, I, 0, 0),
    ],
)  # fmt: skip
def test_what_is_no_header_is_none(data):
    assert read_header(data) is None


def test_free_format_tells_its_padding_alone():
    header = read_header(head(MPEG1, III, 0, 0, padding=1))
    assert (header.size_bytes, header.padding_bytes) == (0, 1)


def frame(*, mono: bool = False) -> bytes:
    return head(MPEG1, III, 9, 0, mono=mono) + b"\0" * 413


OTHER_RATE = head(MPEG1, III, 9, 1) + b"\0" * 380


def test_the_first_frame_is_one_that_its_like_follows():
    assert find_first_frame(frame() * 2) == 0
    assert find_first_frame(b"x" * 100 + frame() * 2) == 100
    assert find_first_frame(frame()) == 0  # as many as there is room for
    assert find_first_frame(b"x" * 10 + frame()[:4] + b"y" * 50 + frame() * 3) == 64
    assert find_first_frame(frame() + OTHER_RATE) == 417
    assert find_first_frame(b"x" * 1000) is None


def test_behind_much_junk_four_are_asked_for():
    junk = b"x" * 5000
    assert find_first_frame(junk + frame() * 3 + b"x" * 9) is None
    assert find_first_frame(junk + frame() * 4) == 5000
    assert find_first_frame(b"x" * ((1 << 20) + 1) + frame() * 9) is None


def test_a_start_may_end_with_the_data_or_a_tag():
    assert is_start(frame() * 2, 0, 2, free=False)
    assert is_start(frame(), 0, 2, free=False)
    assert is_start(frame() + b"TAG" + b"\0" * 125, 0, 2, free=False)
    assert not is_start(frame(), 0, 4, free=False)
    assert is_start(frame() * 2, 0, 4, free=False)
    assert not is_start(frame() + b"no more", 0, 2, free=False)
    assert not is_start(frame() + OTHER_RATE * 2, 0, 2, free=False)


def walk(data: bytes, longest_s: float = 1000.0) -> list[Segment]:
    return walk_frames(data, 0, max_duration_s=longest_s)


def test_frames_are_counted_and_what_is_cut_off_is_left_out():
    [segment] = walk(frame() * 40 + frame()[:-1])
    assert segment.offsets == [417 * index for index in range(40)]
    assert set(segment.sizes) == {417}
    assert segment.total_samples == 40 * 1152
    assert segment.duration_s == pytest.approx(40 * 1152 / 44_100)


def test_tags_and_damage_between_frames_are_skipped():
    between = id3(500)
    [segment] = walk(frame() * 5 + between + frame() * 5 + b"\xff\x00junk" * 30 + frame() * 5)
    assert len(segment.offsets) == 15
    assert segment.offsets[5] == 5 * 417 + len(between)


def test_another_rate_begins_another_segment_if_it_goes_on():
    segments = walk(frame() * 5 + OTHER_RATE * 5)
    assert [(one.sample_rate_hz, len(one.offsets)) for one in segments] == [(44_100, 5), (48_000, 5)]
    [segment] = walk(frame() * 5 + OTHER_RATE + frame() * 5)
    assert len(segment.offsets) == 10


def test_the_walk_ends_where_it_is_too_long():
    [segment] = walk(frame() * 2000, longest_s=5.0)
    assert 6.0 < segment.duration_s < 6.1


def test_an_encoders_header_is_no_sound_and_tells_what_to_leave_out():
    data = packed("mp3", 3.0)
    [segment] = walk(data)
    at = max(data.find(b"Info"), data.find(b"Xing"))
    shown = data[at + 120 + 21 : at + 120 + 24]
    delay, padding = shown[0] << 4 | shown[1] >> 4, (shown[1] & 15) << 8 | shown[2]
    assert segment.offsets[0] > at
    assert (segment.skip, segment.trim) == (delay + 529, max(0, padding - 529))
    assert segment.duration_s == pytest.approx(3.0, abs=1e-3)


def encoder_frame(tag: bytes, at: int, flags: int, lame: bytes, *, mono: bool = False) -> bytes:
    """A frame without sound that holds an encoder's header."""
    data = bytearray(frame(mono=mono))
    fields = b"".join(b"\1" * size for bit, size in ((1, 4), (2, 4), (4, 100), (8, 4)) if flags & bit)
    content = tag + flags.to_bytes(4, "big") + fields + lame
    data[at : at + len(content)] = content
    return bytes(data)


LAME = b"LAME3.100" + b"\0" * 12 + bytes([0x24, 0x0A, 0x5C])  # delay 576, padding 2652


@pytest.mark.parametrize("mono", [False, True])
@pytest.mark.parametrize("flags", [0, 1, 3, 7, 15, 8])
@pytest.mark.parametrize("tag", [b"Xing", b"Info"])
def test_lames_figures_stand_behind_the_fields_that_its_flags_announce(tag, flags, mono):
    at = 4 + (17 if mono else 32)
    [segment] = walk(encoder_frame(tag, at, flags, LAME, mono=mono) + frame(mono=mono) * 30)
    assert (segment.skip, segment.trim, len(segment.offsets)) == (576 + 529, 2652 - 529, 30)
    assert segment.total_samples == 30 * 1152 - 1105 - 2123


def test_headers_without_figures_leave_nothing_out():
    vbri = bytearray(frame())
    vbri[36:40] = b"VBRI"
    for first in (bytes(vbri), encoder_frame(b"Xing", 36, 7, b"\0" * 24)):
        [segment] = walk(first + frame() * 9)
        assert (segment.skip, segment.trim, len(segment.offsets)) == (0, 0, 9)


def test_more_left_out_than_there_is_leaves_nothing_rather_than_less():
    assert Segment(1152, 44_100, 3, 1, skip=2000, trim=2000, offsets=[0], sizes=[417]).total_samples == 0


def free(size: int, padding: int = 0) -> bytes:
    return head(MPEG1, III, 0, 0, padding=padding) + b"\1" * (size - 4)


def test_free_format_is_walked_by_the_distance_of_its_frames():
    [segment] = walk(free(500) * 4 + free(501, 1) * 3 + free(500) * 3)
    assert segment.free
    assert segment.sizes == [500] * 4 + [501] * 3 + [500] * 3


def test_a_frame_of_free_format_is_given_the_rate_that_holds_it():
    segment = Segment(1152, 44_100, 3, 1, free=True)
    for size, index in ((104, 1), (105, 2), (417, 9), (418, 10), (5000, 14)):
        fixed = as_fixed_rate(free(size), segment)
        assert (fixed[2] >> 4, len(fixed), fixed[:2], fixed[3:]) == (index, size, free(size)[:2], free(size)[3:])
    assert np.all([read_header(as_fixed_rate(free(size), segment)[:4]).size_bytes >= size for size in (104, 417, 900)])
