"""Everything but MP3: which stream is heard, how long it is, where a section begins, what damage costs."""

import io

import av
import numpy as np
import pytest

from spotpop.audio.container import sniff
from spotpop.audio.ffmpeg_decoder import _is_unusual_aac, decode_ffmpeg
from spotpop.audio.formats import BY_KEY
from spotpop.audio.section import Limits
from spotpop.errors import EmptyAudio, StartBeyondEnd, TooLong, UnreadableAudio
from tests.unit.audio.sounds import RATE_HZ, music, pack, packed

LIMITS = Limits(min_duration_s=1.0, max_duration_s=60.0)


def decoded(data: bytes, start_s: float | None = None, limits: Limits = LIMITS):
    return decode_ffmpeg(data, sniff(data)[0], start_s, limits)


@pytest.mark.parametrize("name", ["wav", "flac", "alac", "aiff", "caf", "mkv"])
@pytest.mark.parametrize("start_s", [0.1, 0.25, 0.26, 3.7])
def test_a_section_of_a_lossless_file_begins_at_its_sample(name, start_s):
    sound = decoded(packed(name), start_s)
    first = round(start_s * RATE_HZ)
    [run] = sound.runs
    assert (sound.start_s, sound.lost) == (start_s, pytest.approx(0.0, abs=1e-4))
    np.testing.assert_allclose(run.samples, music()[:, first : first + run.samples.shape[1]], atol=1e-3)


@pytest.mark.parametrize("name", ["adts", "ac3", "eac3", "ts", "mpg"])
def test_a_format_without_a_length_of_its_own_is_counted(name):
    assert decoded(packed(name)).duration_s == pytest.approx(8.0, abs=0.06)
    with pytest.raises(TooLong):
        decoded(packed(name), limits=Limits(max_duration_s=5.0))


def test_a_start_beyond_the_end_is_refused():
    with pytest.raises(StartBeyondEnd):
        decoded(packed("flac"), 7.5)


def test_the_rate_and_the_channels_are_the_files_own():
    [run] = decoded(pack(music(3.0, rate_hz=48_000), "flac", 48_000)).runs
    assert (run.sample_rate_hz, run.channels, run.samples.shape) == (48_000, ("FL", "FR"), (2, 144_000))
    [mono] = decoded(pack(music(3.0)[:1], "flac")).runs
    assert (mono.channels, len(mono.samples)) == (("FC",), 1)


def test_the_stream_that_can_be_read_is_heard_whatever_stands_beside_it():
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="matroska") as target:
        film = target.add_stream("mpeg4", rate=10)
        film.width, film.height, film.pix_fmt = 32, 32, "yuv420p"
        sound = target.add_stream("pcm_s16le", rate=RATE_HZ)
        sound.layout = "mono"
        for _ in range(30):
            target.mux(film.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")))
        samples = (music(3.0)[:1] * 32_767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        target.mux(sound.encode(frame))
        target.mux([*film.encode(None), *sound.encode(None)])
    [run] = decoded(buffer.getvalue()).runs
    np.testing.assert_allclose(run.samples[0, :1000], music(3.0)[0, :1000], atol=1e-3)


def test_damage_costs_what_it_holds_and_no_more():
    data = bytearray(packed("flac"))
    data[len(data) // 2 : len(data) // 2 + 2_000] = b"\x55" * 2_000
    sound = decoded(bytes(data))
    assert 0.005 < sound.lost < 0.2


def test_a_chain_of_links_is_one_recording():
    sound = decoded(packed("opus", 3.0) * 3, 2.0)
    assert sound.duration_s == pytest.approx(9.0, abs=0.1)
    assert sum(run.samples.shape[1] for run in sound.runs) == pytest.approx(7.0 * 48_000, rel=0.02)
    broken = decoded(packed("opus", 3.0) + packed("opus", 3.0)[:150] + packed("opus", 3.0))
    assert broken.duration_s == pytest.approx(6.0, abs=0.1)


def test_a_change_of_rate_is_heard_whole_and_counted_right():
    """What is behind the change has half the samples a second: by the first rate it would be half as long."""
    sound = decoded(pack(music(8.0), "adts") + pack(music(8.0)[:1], "adts", RATE_HZ // 2))
    assert [run.sample_rate_hz for run in sound.runs] == [RATE_HZ, RATE_HZ // 2]
    seconds = sum(run.samples.shape[1] / run.sample_rate_hz for run in sound.runs)
    assert (seconds, sound.duration_s, sound.lost) == (
        pytest.approx(24.0, abs=0.3), pytest.approx(seconds, abs=0.01), pytest.approx(0.0, abs=0.01)
    )  # fmt: skip


@pytest.mark.parametrize("start_s", [None, 0.0])
def test_what_ends_before_its_head_says_is_as_long_as_it_is(start_s):
    data = packed("webm", 20.0)
    sound = decoded(data[: len(data) * 2 // 5], start_s)
    assert sound.duration_s == pytest.approx(8.0, abs=0.6)
    assert (sound.start_s, sound.lost) == (0.0, 0.0)


def test_what_ends_before_its_section_is_heard_from_the_beginning():
    data = packed("webm", 55.0)
    sound = decoded(data[: len(data) // 5])
    assert sound.duration_s == pytest.approx(11.0, abs=0.8)
    assert (sound.start_s, sound.lost) == (0.0, 0.0)


def test_a_container_that_is_none_is_unreadable():
    for key in ("wav", "ogg", "mp4"):
        with pytest.raises(UnreadableAudio):
            decode_ffmpeg(b"\1" * 3000, BY_KEY[key], None, LIMITS)
    with pytest.raises(EmptyAudio):
        decode_ffmpeg(b"\1" * 3000, BY_KEY["flac"], None, LIMITS)


class Codec:
    """What FFmpeg tells of a stream before it is decoded."""

    def __init__(self, name: str, config: bytes) -> None:
        self.name, self.extradata = name, config


def config(kind: int, rate_index: int, channels: int) -> bytes:
    """An AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1): escaped object type, rate, channels."""
    bits, used = (31 << 6 | kind - 32) << 4 | rate_index, 15
    if rate_index == 15:
        bits, used = bits << 24 | 48_000, used + 24
    bits, used = bits << 4 | channels, used + 4
    return (bits << 64 - used).to_bytes(8, "big")


@pytest.mark.parametrize("rate_index", [3, 15])
def test_xhe_aac_that_lists_its_loudspeakers_is_reported(rate_index):
    assert _is_unusual_aac(Codec("aac", config(42, rate_index, 0)))
    assert not _is_unusual_aac(Codec("aac", config(42, rate_index, 2)))
    assert not _is_unusual_aac(Codec("aac", config(43, rate_index, 0)))
    assert not _is_unusual_aac(Codec("alac", config(42, rate_index, 0)))
    assert not _is_unusual_aac(Codec("aac", config(42, rate_index, 0)[:5]))
    assert not _is_unusual_aac(Codec("aac", b"\x12\x10\0\0\0\0"))
    assert not _is_unusual_aac(Codec("aac", b""))
