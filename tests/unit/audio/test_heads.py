"""Files that were broken off, streamed or joined are heard as long as they are."""

import struct

import numpy as np
import pytest

from spotpop.audio.decode import decode
from spotpop.audio.heads import joined, repaired
from tests.unit.audio.sounds import PACKINGS, packed

PCM = (np.random.default_rng(2).standard_normal((44_100 * 7, 2)) * 4000).astype("<i2").tobytes()
SWAPPED = np.frombuffer(PCM, "<i2").astype(">i2").tobytes()
FORM = struct.pack("<HHIIHH", 1, 2, 44_100, 176_400, 4, 16)
PCM_GUID = bytes.fromhex("0100000000001000800000aa00389b71")
W64 = {
    name: name + bytes.fromhex(rest)
    for name, rest in ((b"riff", "2e91cf11a5d628db04c10000"), (b"wave", "f3acd3118cd100c04f8edb8a"),
                       (b"fmt ", "f3acd3118cd100c04f8edb8a"), (b"data", "f3acd3118cd100c04f8edb8a"))
}  # fmt: skip


def chunk(name, body, size=None):
    return name + struct.pack("<I", len(body) if size is None else size) + body


def wav(size=None, riff=None, form=FORM, body=PCM, magic=b"RIFF", front=b"", tail=b""):
    inside = front + chunk(b"fmt ", form) + chunk(b"data", body, size) + tail
    return magic + struct.pack("<I", 4 + len(inside) if riff is None else riff) + b"WAVE" + inside


def extensible(valid=16, guid=PCM_GUID, extra=22, stored=16):
    align = 2 * stored // 8
    return struct.pack("<HHIIHHHHI", 0xFFFE, 2, 44_100, 44_100 * align, align, stored, extra, valid, 3) + guid


def aiff(frames=None, sound=None, form=None):
    frames, sound = len(PCM) // 4 if frames is None else frames, len(PCM) + 8 if sound is None else sound
    rate = b"\x40\x0e\xac\x44" + b"\0" * 6
    inside = b"AIFFCOMM" + struct.pack(">IHIH", 18, 2, frames, 16) + rate
    inside += b"SSND" + struct.pack(">III", sound, 0, 0) + SWAPPED
    return b"FORM" + struct.pack(">I", len(inside) if form is None else form) + inside


def w64(riff=None, sound=None):
    sound = len(PCM) + 24 if sound is None else sound
    inside = W64[b"wave"] + W64[b"fmt "] + struct.pack("<Q", 40) + FORM + W64[b"data"] + struct.pack("<Q", sound) + PCM
    return W64[b"riff"] + struct.pack("<Q", 24 + len(inside) if riff is None else riff) + inside


def au(size):
    return b".snd" + struct.pack(">IIIII", 24, size, 3, 44_100, 2) + SWAPPED


def caf(size):
    form = struct.pack(">d4sIIIII", 44_100, b"lpcm", 2, 4, 1, 2, 16)
    return b"caff\0\1\0\0desc" + struct.pack(">q", 32) + form + b"data" + struct.pack(">qI", size, 0) + PCM


def flac(total):
    data = bytearray(packed("flac", 7.0))
    data[21] = data[21] & 0xF0 | total >> 32
    data[22:26] = struct.pack(">I", total & 0xFFFFFFFF)
    return bytes(data)


LARGE = struct.pack("<QQQI", 0, 0, 0, 0)
BROKEN = {
    **{f"wav data {size:#x}": wav(size) for size in (0, 1, 100, len(PCM) // 2, len(PCM) * 2, 0xFFFFFFFF)},
    **{f"wav riff {size:#x}": wav(None, size) for size in (0, 36, 0xFFFFFFFF)},
    "rf64 of zeros": wav(0xFFFFFFFF, 0xFFFFFFFF, magic=b"RF64", front=chunk(b"ds64", LARGE)),
    "rf64 without its sizes": wav(0xFFFFFFFF, 0xFFFFFFFF, magic=b"RF64"),
    "extensible without a kind": wav(form=extensible(guid=bytes(16))),
    "extensible without an end": wav(form=extensible(guid=b"", extra=0)[:18]),
    "24 bits in 32": wav(
        form=extensible(24, stored=32), body=(np.frombuffer(PCM, "<i2").astype("<i4") << 16).tobytes()
    ),
    "aiff streamed": aiff(0, 0, 0),
    "aiff sound 0": aiff(None, 0),
    "aiff sound 100": aiff(None, 100),
    "aiff frames": aiff(1000),
    "aiff form 0": aiff(None, None, 0),
    "w64 zeros": w64(0, 0),
    "w64 streamed": w64(2**64 - 1, 2**63 - 1),
    "w64 riff": w64(40),
    "w64 both": w64(40, 24),
    **{f"au {size:#x}": au(size) for size in (0, 100, len(PCM) * 9, 0x7FFFFFFF, 0xFFFFFFFF)},
    **{f"caf {size}": caf(size) for size in (-1, 0, 100, len(PCM) * 3)},
    **{f"flac {total}": flac(total) for total in (0, 1, 44_100, 2**36 - 1)},
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_head_of_wrong_sizes_hides_nothing(name):
    clip = decode(BROKEN[name])
    assert (clip.duration_s, clip.audio_duration_s) == pytest.approx((7.0, 7.0), abs=0.05)


@pytest.mark.parametrize("name", sorted(PACKINGS))
def test_sound_files_stay_as_they_are(name):
    data = packed(name)
    assert repaired(data, name) is data
    assert joined(data, name) == [data]


RIGHT = {
    "wav": (wav(), wav(tail=chunk(b"LIST", b"INFO" * 3000)), wav(tail=b"\0" * 4000), wav(tail=b"TAG" + b"x" * 9000),
            wav(form=extensible()), wav(form=extensible(12))),
    "aiff": (aiff(), aiff() + b"\0" * 99), "w64": (w64(),), "au": (au(len(PCM)),), "caf": (caf(len(PCM) + 4),),
    "flac": (packed("flac", 7.0),),
}  # fmt: skip


@pytest.mark.parametrize("key", RIGHT)
def test_right_heads_are_not_touched(key):
    for data in RIGHT[key]:
        assert repaired(data, key) is data


@pytest.mark.parametrize("key", RIGHT)
def test_a_head_alone_is_left_to_the_decoder(key):
    for cut in range(4, 44):
        head = RIGHT[key][0][:cut]
        assert isinstance(repaired(head, key), bytes)
        assert joined(head, key) == [head]


def test_a_chunk_that_claims_more_than_any_memory_ends_the_walk():
    data = bytearray(w64())
    data[56:64] = b"\xff" * 7 + b"\x7f"
    assert repaired(bytes(data), "w64") == data
    data = bytearray(caf(100))
    data[12:20] = b"\x7f" + b"\xff" * 7
    assert repaired(bytes(data), "caf") == data


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("wav", "wav"),
        ("flac", "flac"),
        ("wv", "wv"),
        ("aiff", "aiff"),
        ("caf", "caf"),
        ("tta", "tta"),
        ("webm", "matroska"),
    ],
)
def test_joined_files_are_heard_whole(name, key):
    data = packed(name)
    assert joined(data * 3, key) == [data] * 3
    clip = decode(data * 2)
    assert (clip.duration_s, clip.audio_duration_s) == pytest.approx((16.0, 16.0), abs=0.1)


def test_a_hostile_number_of_joints_is_bounded():
    assert len(joined((b"fLaC\0\0\0\x22" + b"x" * 40) * 5000, "flac")) <= 501
