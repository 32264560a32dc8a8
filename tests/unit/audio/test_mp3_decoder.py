"""One section of an MP3 is decoded, to the sample, without what lies before it."""

import numpy as np
import pytest

from spotpop.audio.mp3_decoder import decode_mp3
from spotpop.audio.mpeg import walk_frames
from spotpop.audio.section import Limits
from spotpop.errors import TooLong, TooShort, UnreadableAudio
from tests.unit.audio.sounds import music, packed

LIMITS = Limits(min_duration_s=1.0, max_duration_s=60.0)


@pytest.fixture(scope="module")
def whole():
    sound = decode_mp3(packed("mp3"), None, LIMITS)
    return sound.runs[0].samples


def test_the_whole_has_the_songs_length_and_sound(whole):
    assert whole.shape == (2, 8 * 44_100)
    assert np.corrcoef(whole[0], music()[0])[0, 1] > 0.97


@pytest.mark.parametrize("start_s", [0.3, 2.0, 5.5])
def test_a_section_is_a_part_of_the_whole(whole, start_s):
    sound = decode_mp3(packed("mp3"), start_s, LIMITS)
    first = round(start_s * 44_100)
    [run] = sound.runs
    assert (sound.start_s, sound.duration_s, sound.lost) == (start_s, 8.0, 0.0)
    np.testing.assert_allclose(run.samples, whole[:, first:], atol=1e-5)


def test_joined_files_are_heard_over_the_seam():
    sound = decode_mp3(packed("mp3") * 2, 6.0, Limits(min_duration_s=1.0, section_s=5.0))
    assert sum(run.samples.shape[1] for run in sound.runs) == 5 * 44_100
    assert sound.duration_s == pytest.approx(16.0)
    late = decode_mp3(packed("mp3") * 2, 9.0, LIMITS).runs[0].samples
    assert np.corrcoef(late[0], music()[0, 44_100:])[0, 1] > 0.97


def test_a_frame_that_cannot_be_decoded_is_counted_as_lost():
    data = bytearray(packed("mp3"))
    [segment] = walk_frames(bytes(data), 0, max_duration_s=60)
    for at in segment.offsets[100:150]:
        data[at + 4 : at + 36] = b"\xff" * 32  # side information that announces more than the frame holds
    sound = decode_mp3(bytes(data), None, LIMITS)
    assert sound.lost == pytest.approx(50 * 1152 / 44_100 / 8, rel=0.1)


def test_limits_are_kept_before_anything_is_decoded():
    with pytest.raises(TooLong):
        decode_mp3(packed("mp3"), None, Limits(max_duration_s=7.0))
    with pytest.raises(TooShort):
        decode_mp3(packed("mp3"), None, Limits(min_duration_s=9.0))
    with pytest.raises(UnreadableAudio):
        decode_mp3(b"no frames at all", None, LIMITS)
