"""The one table of formats: what it lists is recognised by its bytes and heard; others are refused by name."""

import re
import struct
from pathlib import Path

import numpy as np
import pytest

from spotpop.audio.container import sniff
from spotpop.audio.decode import Limits, decode
from spotpop.audio.ffmpeg_decoder import decode_ffmpeg
from spotpop.audio.formats import ALL_SUFFIXES, AUDIO_SUFFIXES, BY_KEY
from spotpop.errors import NotAudio, ProtectedAudio, UnreadableAudio, UnsupportedAudio
from tests.unit.audio.sounds import PACKINGS, RATE_HZ, TONES, music, pack, packed
from tools.audio_guide import between_marks, table

GUIDE = Path(__file__).parents[3] / "docs" / "audio.md"

MADE = {
    "mp3": "mp3", "mp4": "m4a", "aac": "adts", "wav": "wav", "w64": "w64", "aiff": "aiff", "flac": "flac",
    "ogg": "opus", "matroska": "webm", "caf": "caf", "au": "au", "asf": "wma", "wv": "wv", "tta": "tta", "ac3": "ac3",
    "eac3": "eac3", "avi": "avi", "flv": "flv", "mpegts": "ts", "mpeg": "mpg", "voc": "voc", "loas": "latm",
    "wtv": "wtv", "spdif": "spdif", "sbc": "sbc", "sox": "sox", "ircam": "ircam", "swf": "swf",
    "rm": "rm", "smjpeg": "smjpeg",
}  # fmt: skip
"""Formats that FFmpeg can also write, and the packing that makes one."""
TONE_FILES = {path.name: path for path in sorted(TONES.iterdir())}
KEPT = {"mlp", "truehd", "dts", "gsm", "nut", "mxf", "mmf", "hcom", "avr", "epaf", "pvf", "wve", "iff", "dtshd", "xwma"}
"""Formats of which a tone is kept."""
READ_ONLY = {
    "ape", "mpc8", "mpc", "tak", "shn", "qoa", "dsf", "amr", "nistsphere", "oma", "qcp", "aea",
}  # fmt: skip
"""Formats without an encoder here; DSF, QOA, Sphere and QCP are made by hand below."""


def test_every_format_is_tried_or_named_as_read_only():
    assert set(BY_KEY) == set(MADE) | KEPT | READ_ONLY
    assert set(MADE.values()) <= set(PACKINGS)


@pytest.mark.parametrize(("key", "packing"), MADE.items())
def test_each_is_known_by_its_bytes_and_heard(key, packing):
    data = packed(packing)
    assert sniff(data)[0].key == key
    assert decode(data).duration_s == pytest.approx(8.0, abs=0.06)


@pytest.mark.parametrize("name", TONE_FILES)
def test_a_tone_that_no_encoder_here_makes_is_heard(name):
    data = TONE_FILES[name].read_bytes()
    spec, offset = sniff(data)
    assert spec.key in KEPT | {"wav", "flv", "mp4", "ogg", "rm"}
    sound = decode_ffmpeg(data[offset:], spec, None, Limits(min_duration_s=0.1))
    [run] = sound.runs
    samples = run.samples[0] * np.hanning(run.samples.shape[1])
    assert sound.duration_s == pytest.approx(run.samples.shape[1] / run.sample_rate_hz, abs=0.12)
    assert np.argmax(np.abs(np.fft.rfft(samples, 8 * run.sample_rate_hz))) / 8 == pytest.approx(440, abs=2)


def test_every_kept_format_has_its_tone():
    assert {sniff(path.read_bytes())[0].key for path in TONE_FILES.values()} >= KEPT


@pytest.mark.parametrize("packing", ["wav", "flac", "caf", "wma", "ts", "opus", "m4a"])
def test_zeros_in_front_are_passed_over(packing):
    assert decode(b"\0" * 3000 + packed(packing)).duration_s == pytest.approx(8.0, abs=0.06)


def dsf(seconds=6.0, rate_hz=2_822_400):
    """DSD of one channel: a 500 Hz sine by a first-order modulator, bits in blocks of 4,096 bytes."""
    n = round(seconds * rate_hz)
    target = 0.4 * np.sin(2 * np.pi * 500 * np.arange(n) / rate_hz)
    total = np.floor(np.cumsum((target + 1) / 2))
    bits = np.diff(np.concatenate([[0], total])).astype(np.uint8)
    body = np.packbits(bits, bitorder="little").tobytes()
    body += b"\0" * (-len(body) % 4096)
    form = b"".join(
        [
            b"fmt ", (52).to_bytes(8, "little"), (1).to_bytes(4, "little"), (0).to_bytes(4, "little"),
            (1).to_bytes(4, "little"), (1).to_bytes(4, "little"), rate_hz.to_bytes(4, "little"),
            (1).to_bytes(4, "little"), n.to_bytes(8, "little"), (4096).to_bytes(4, "little"), b"\0" * 4,
        ]
    )  # fmt: skip
    data = b"data" + (12 + len(body)).to_bytes(8, "little") + body
    size = 28 + len(form) + len(data)
    return b"DSD " + (28).to_bytes(8, "little") + size.to_bytes(8, "little") + b"\0" * 8 + form + data


def qoa_header_only():
    return b"qoaf" + (44_100 * 8).to_bytes(4, "big") + b"\0" * 64


def sphere(seconds=6.0):
    sound = (music(seconds)[0] * 32_767).astype("<i2").tobytes()
    head = (
        f"NIST_1A\n   1024\nchannel_count -i 1\nsample_count -i {len(sound) // 2}\n"
        "sample_rate -i 44100\nsample_n_bytes -i 2\n"
        "sample_byte_format -s2 01\nsample_sig_bits -i 16\nsample_coding -s3 pcm\nend_head\n"
    )
    return head.encode().ljust(1024, b" ") + sound


def qcp(frames=300):
    """Frames of QCELP at its full rate, of any bits."""
    form = (
        b"\1\0"
        + bytes.fromhex("416d7f5e15b1d011ba9100805fb4b97e")
        + struct.pack("<H", 2)
        + b"QCELP-13K".ljust(80, b"\0")
    )
    form += struct.pack("<HHHHHI", 13_000, 35, 160, 8000, 16, 5) + bytes([4, 34, 3, 16, 2, 7, 1, 3, 0, 0]) + b"\0" * 26
    body = b"".join(b"\4" + np.random.default_rng(n).bytes(34) for n in range(frames))
    chunks = ((b"fmt ", form), (b"vrat", struct.pack("<II", 0, frames)), (b"data", body))
    packed = b"".join(name + struct.pack("<I", len(data)) + data for name, data in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(packed)) + b"QLCM" + packed


def test_qcp_is_heard():
    assert decode(qcp()).audio_duration_s == pytest.approx(6.0, abs=0.1)


@pytest.mark.parametrize("rate_hz", [2_822_400, pytest.param(11_289_600, marks=pytest.mark.slow)])
def test_dsf_is_heard(rate_hz):
    clip = decode(dsf(rate_hz=rate_hz))
    assert clip.duration_s == pytest.approx(6.0, abs=0.05)
    spectrum = np.abs(np.fft.rfft(clip.samples))
    assert np.argmax(spectrum[10:]) + 10 == pytest.approx(500 * clip.duration_s, rel=0.01)


def test_sphere_is_heard():
    assert decode(sphere()).duration_s == pytest.approx(6.0, abs=0.05)


def test_a_qoa_without_sound_is_unreadable():
    with pytest.raises(UnreadableAudio):
        decode(qoa_header_only())


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MThd\0\0\0\6\0\1\0\2\1\xe0MTrk" + b"\1" * 200, "MIDI"),
        (b"FLhd\6\0\0\0\0\0\x10\0" + b"\1" * 200, "FL Studio"),
        (b"<REAPER_PROJECT 0.1\n" + b"x" * 200, "REAPER"),
        (b"ADIF" + b"\1" * 300, "AAC (ADIF)"),
        (b"\x80\0\0\x24\x03\x12\x04\2" + b"\1" * 300, "CRI ADX"),
        (b"OFR \x0c\0\0\0" + b"\1" * 300, "OptimFROG"),
    ],
)
def test_what_is_known_and_not_heard_is_named(data, name):
    with pytest.raises(UnsupportedAudio, match=re.escape(name)):
        decode(data)


def test_a_codec_that_is_not_read_is_named():
    """The container is fine and the codec known: its name is given, not "damaged"."""
    data = bytearray(packed("adpcm"))
    data[20:22] = (0x0069).to_bytes(2, "little")
    with pytest.raises(UnsupportedAudio, match="Xbox"):
        decode(bytes(data))


def plain_wav(samples, kind=1, rate_hz=RATE_HZ):
    """A WAV whose header is written here: of any rate, width and codec."""
    width = samples.itemsize
    head = struct.pack("<HHIIHH", kind, 1, rate_hz, rate_hz * width, width, 8 * width)
    chunks = b"fmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", samples.nbytes) + samples.tobytes()
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def test_samples_of_64_bits_are_heard():
    sound = (music(8.0)[0] * 2.0**62).astype(np.int64)
    assert decode(plain_wav(sound)).duration_s == pytest.approx(8.0, abs=0.06)


def test_rates_and_codecs_beyond_all_music_are_named():
    sound = (music(8.0)[0] * 2.0**14).astype(np.int16)
    with pytest.raises(UnsupportedAudio, match="1000 Hz"):
        decode(plain_wav(sound, rate_hz=1000))
    with pytest.raises(UnsupportedAudio, match="unknown codec"):
        decode(plain_wav(sound, kind=0x9999))


@pytest.mark.parametrize(("brand", "name"), [(b"M4P ", "iTunes"), (b"aax ", "Audible")])
def test_copy_protection_is_named(brand, name):
    data = bytearray(packed("m4a"))
    data[8:12] = brand
    with pytest.raises(ProtectedAudio, match=f"{name}-protected"):
        decode(bytes(data))


def test_a_protected_track_is_known_by_its_sample_entry():
    data = packed("m4a").replace(b"mp4a", b"drms", 1)
    with pytest.raises(ProtectedAudio, match="iTunes"):
        decode(data)


def test_joined_mp3s_are_heard_whole():
    clip = decode(packed("mp3") + packed("mp3"))
    assert clip.audio_duration_s == pytest.approx(16.0, abs=0.1)
    assert clip.duration_s == pytest.approx(16.0, abs=0.1)


def test_joined_mp3s_of_different_rates_are_heard_whole():
    other = pack(music(8.0, rate_hz=32_000), "mp3", 32_000)
    clip = decode(packed("mp3") + other)
    assert clip.duration_s == pytest.approx(16.0, abs=0.15)
    assert np.sqrt(np.mean(clip.samples[-22_050 * 6 :] ** 2)) == pytest.approx(
        np.sqrt(np.mean(clip.samples[22_050 : 22_050 * 7] ** 2)), rel=0.1
    )


def wrong_count(data, frames):
    data = bytearray(data)
    at = max(data.find(b"Xing"), data.find(b"Info"))
    data[at + 8 : at + 12] = frames.to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize("frames", [0, 1, 100, 0xFFFFFFFF])
def test_a_wrong_count_in_an_encoders_header_changes_nothing(frames):
    assert decode(wrong_count(packed("mp3"), frames)).audio_duration_s == pytest.approx(8.0, abs=0.06)


def id3(size, body):
    coded = bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
    return b"ID3\x04\0\0" + coded + body


@pytest.mark.parametrize("size", [10, 2048, 100_000, 200_000_000])
def test_a_tag_of_wrong_size_hides_nothing(size):
    data = id3(size, b"TIT2" + b"\0" * 4000) + packed("mp3")
    # what a tag claims for itself is passed over if a frame follows there
    assert decode(data).audio_duration_s > 4.0


def ape_tag():
    item = b"\5\0\0\0\0\0\0\0Title\0hello"
    size = len(item) + 32
    fields = (2000).to_bytes(4, "little") + size.to_bytes(4, "little") + (1).to_bytes(4, "little")
    head = b"APETAGEX" + fields + (0xA0000000).to_bytes(4, "little") + b"\0" * 8
    return head + item + b"APETAGEX" + fields + (0x80000000).to_bytes(4, "little") + b"\0" * 8


@pytest.mark.parametrize("front", [ape_tag(), bytes(range(1, 250)) * 410, b"<html>not found</html>\r\n\r\n"])
def test_what_stands_in_front_of_an_mp3_is_passed_over(front):
    assert decode(front + packed("mp3")).audio_duration_s == pytest.approx(8.0, abs=0.06)


def free_format(data):
    """Turn 128 kbit/s frames into free format: the same bytes, no bit rate stated."""
    from spotpop.audio.mpeg import walk_frames

    [segment] = walk_frames(data, 0, max_duration_s=60)
    frames = [bytearray(data[o : o + n]) for o, n in zip(segment.offsets, segment.sizes, strict=True)]
    for frame in frames:
        frame[2] &= 0x0F
    return b"".join(frames)


def test_free_format_is_heard():
    clip = decode(free_format(packed("mp3")))
    assert clip.audio_duration_s == pytest.approx(8.0, abs=0.1)
    reference = decode(packed("mp3"))
    assert np.sqrt(np.mean(clip.samples**2)) == pytest.approx(np.sqrt(np.mean(reference.samples**2)), rel=0.02)


def test_chained_ogg_is_heard_whole_from_any_place():
    data = packed("opus") + packed("opus") + packed("opus")
    clip = decode(data)
    assert (clip.audio_duration_s, clip.duration_s) == pytest.approx((24.0, 24.0), abs=0.15)
    late = decode(data, start_s=14.0)
    assert late.duration_s == pytest.approx(10.0, abs=0.15)


def test_suffixes_come_from_the_table_alone():
    assert set(AUDIO_SUFFIXES) < set(ALL_SUFFIXES)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in ALL_SUFFIXES)
    assert {".mp3", ".m4a", ".wma", ".caf"} <= set(AUDIO_SUFFIXES)
    assert ".ts" not in AUDIO_SUFFIXES


def test_the_guide_holds_the_table_that_decides():
    text = GUIDE.read_text(encoding="utf-8")
    assert between_marks(text, "formats", table()) == text, "run python -m tools.audio_guide"


@pytest.mark.parametrize("data", [b"#EXTM3U\nsong.mp3\n", b"[playlist]\nFile1=song.mp3\n", b"ffconcat version 1.0\n"])
def test_playlists_are_never_opened(data):
    with pytest.raises(NotAudio):
        decode(data * 20)


def test_rates_are_kept_to_the_formats_own(tmp_path):
    assert decode(packed("wav")).duration_s == pytest.approx(8.0, abs=1 / RATE_HZ)
