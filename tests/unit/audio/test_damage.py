"""Whatever the bytes are: a clip of sane values, or one clear error."""

import io
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spotpop.audio.clip import SAMPLE_RATE_HZ
from spotpop.audio.decode import Limits, decode
from spotpop.errors import AudioError, EmptyAudio, NotAudio, TooShort, UnreadableAudio
from tests.unit.audio.sounds import PACKINGS, VORBIS, music, packed

LIMITS = Limits(min_duration_s=1.0, max_duration_s=60.0)
FILES = (*PACKINGS, "vorbis")


def file(name):
    return VORBIS.read_bytes() if name == "vorbis" else packed(name, 3.0)


def listen(data):
    """Decode and check what comes of it; returns the clip or the error."""
    try:
        clip = decode(data, limits=LIMITS)
    except AudioError as error:
        return error
    assert clip.samples.dtype == np.float32
    assert LIMITS.min_duration_s - 0.1 <= clip.duration_s <= LIMITS.section_s + 0.01
    assert len(clip.samples) == round(clip.duration_s * SAMPLE_RATE_HZ)
    assert np.abs(clip.samples).max() <= 4.0
    assert np.isfinite(clip.samples).all()
    return clip


@st.composite
def mutations(draw, size):
    """A few cuts, overwritten bytes, repeats and erasures, as a function of the bytes."""
    position = st.integers(0, size - 1)
    kinds = st.sampled_from(["cut", "set", "erase", "repeat", "drop", "junk"])
    steps = draw(
        st.lists(st.tuples(kinds, position, position, st.binary(min_size=1, max_size=16)), min_size=1, max_size=6)
    )

    def apply(data):
        data = bytearray(data)
        for kind, first, second, values in steps:
            low, high = min(first, second), max(first, second)
            if kind == "cut" and low > 16:
                del data[low:]
            elif kind == "set":
                data[first : first + len(values)] = values
            elif kind == "erase":
                data[low : min(high, low + 5000)] = b"\0" * (min(high, low + 5000) - low)
            elif kind == "repeat":
                data[low:low] = data[low : low + 3000]
            elif kind == "drop":
                del data[low : min(high, low + 2000)]
            elif kind == "junk":
                data[low:low] = values * 40
        return bytes(data)

    return apply


@pytest.mark.parametrize("name", FILES)
def test_mutated_files_never_surprise(name):
    data = file(name)

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(mutations(len(data)))
    def check(mutate):
        listen(mutate(data))

    check()


@pytest.mark.parametrize("name", FILES)
def test_mutated_heads_never_surprise(name):
    """Most of what a parser trusts stands in the first bytes."""
    data = file(name)

    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(0, min(600, len(data) - 1)), st.integers(0, 255)), min_size=1, max_size=8))
    def check(changes):
        changed = bytearray(data)
        for position, value in changes:
            changed[position] = value
        listen(bytes(changed))

    check()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=4096))
def test_any_bytes_are_refused_kindly(data):
    listen(data)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.001, 0.05, 0.3, 0.9])
def test_truncated_files_give_a_part_or_an_error(name, share):
    data = file(name)
    listen(data[: max(20, int(len(data) * share))])


@pytest.mark.parametrize("name", FILES)
def test_a_file_whose_sound_is_erased_is_an_error(name):
    data = bytearray(file(name))
    data[2000:] = b"\0" * (len(data) - 2000)
    assert isinstance(listen(bytes(data)), AudioError)


@pytest.mark.parametrize("name", ["m4a", "mp4", "opus", "flac", "mp3", "adts"])
def test_a_little_damage_is_got_over(name):
    data = bytearray(packed(name, 8.0))
    for position in np.linspace(len(data) * 0.3, len(data) * 0.6, 2).astype(int):
        data[position : position + 3] = b"\x55\xaa\x55"
    clip = listen(bytes(data))
    assert clip.duration_s > 5.0
    reference = decode(packed(name, 8.0)).samples
    assert np.sqrt(np.mean(clip.samples**2)) == pytest.approx(np.sqrt(np.mean(reference**2)), rel=0.3)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


def zipped(method):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("song.mp3", packed("mp3", 3.0))
    return buffer.getvalue()


def film_without_sound():
    import av

    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as target:
        stream = target.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for _ in range(20):
            target.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")))
        target.mux(stream.encode(None))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyAudio),
        (b"\0" * 5000, EmptyAudio),
        (b"ID3\x04\x00\x00\x00\x00\x07\x76" + b"\0" * 1014, EmptyAudio),
        (b"ID3\x04\x00\x00\x00\x00\x07\x76" + b"\0" * 1014 + b"TAG" + b"\0" * 125, EmptyAudio),
        (b"just some words, renamed to song.mp3\n" * 200, NotAudio),
        (PNG, NotAudio),
        (b"%PDF-1.7\n" + b"obj " * 500, NotAudio),
        (b"#EXTM3U\nhttp://127.0.0.1/secret\n", NotAudio),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", NotAudio),
        (b"<html>" + b"<p>not found</p>" * 100, NotAudio),
        (b"\xff" * 100_000, NotAudio),
        (b"RIFF\x24\0\0\0WAVE", UnreadableAudio),
        (b"OggS" + b"\0" * 2000, UnreadableAudio),
        (b"fLaC" + b"\0" * 2000, UnreadableAudio),
    ],
    ids=["nothing", "zeros", "tag", "tags", "text", "png", "pdf", "m3u",
         "concat", "html", "ones", "wav", "ogg", "flac"],
)  # fmt: skip
def test_what_is_no_audio_is_named(data, error):
    with pytest.raises(error):
        decode(data)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_is_no_audio(method):
    with pytest.raises(NotAudio):
        decode(zipped(method))


def test_a_film_without_sound_is_no_audio():
    with pytest.raises(NotAudio):
        decode(film_without_sound())


def test_a_truncated_head_of_a_film_is_unreadable():
    data = packed("m4a", 8.0)
    with pytest.raises(UnreadableAudio):
        decode(data[:3000])


def test_few_frames_are_too_short():
    with pytest.raises((TooShort, UnreadableAudio)):
        decode(packed("mp3", 8.0)[:4000])


def test_damaged_zeros_between_do_not_hang():
    sound = packed("mp3", 8.0)
    listen(sound[:60_000] + b"\xff" * 3_000_000 + sound[60_000:])


def test_the_music_itself_is_music():
    assert np.abs(music(3.0)).max() == pytest.approx(0.7)
