"""Frames of raw streams: how many bytes each takes, read against what encoders wrote."""

import pytest

from spotpop.audio import raw_frames
from spotpop.audio.raw_frames import go_on, is_enhanced_ac3, is_mlp
from tests.unit.audio.sounds import TONES, packed


def streams():
    return {
        "adts": packed("adts", 3.0),
        "latm": packed("latm", 3.0),
        "ac3": packed("ac3", 3.0),
        "sbc": packed("sbc", 3.0),
        "gsm": (TONES / "tone.gsm").read_bytes(),
        "dts": (TONES / "tone.dts").read_bytes(),
        "mlp": (TONES / "tone.mlp").read_bytes(),
    }


@pytest.mark.parametrize("name", ["adts", "latm", "ac3", "sbc", "gsm", "dts", "mlp"])
def test_frames_lead_exactly_to_the_end(name):
    data, frame_bytes = streams()[name], getattr(raw_frames, f"{name}_frame_bytes")
    position = count = 0
    while position < len(data):
        position += frame_bytes(data, position)
        count += 1
    assert position == len(data)
    assert count > 5
    assert go_on(data, 0, frame_bytes, count)
    assert not go_on(data + b"\1", 0, frame_bytes, count + 1)


def test_enhanced_frames_lead_to_the_end_and_are_kept_apart():
    data = packed("eac3", 3.0)
    assert is_enhanced_ac3(data)
    assert not is_enhanced_ac3(packed("ac3", 3.0))
    assert go_on(data, 0, raw_frames.ac3_frame_bytes, 10_000)


def test_mlp_and_true_hd_are_kept_apart():
    mlp, thd = (TONES / "tone.mlp").read_bytes(), (TONES / "tone.thd").read_bytes()
    assert [is_mlp(mlp, true_hd=True), is_mlp(mlp, true_hd=False)] == [False, True]
    assert [is_mlp(thd, true_hd=True), is_mlp(thd, true_hd=False)] == [True, False]


@pytest.mark.parametrize(("long", "size"), [(False, 4 + 300), (True, 7 + 70_000)])
def test_frames_of_ac4_tell_their_size(long, size):
    head = b"\xac\x40" + (b"\xff\xff" + (70_000).to_bytes(3, "big") if long else (300).to_bytes(2, "big") + b"\0" * 3)
    assert raw_frames.ac4_frame_bytes(head, 0) == size
    assert raw_frames.ac4_frame_bytes(b"\xac\x41" + head[2:], 0) == size + 2


@pytest.mark.parametrize("name", ["adts", "latm", "ac3", "sbc", "gsm", "dts", "mlp", "ac4"])
@pytest.mark.parametrize("data", [b"", b"\0" * 40, b"text that is long enough for a head"])
def test_what_is_no_frame_has_no_size(name, data):
    size = getattr(raw_frames, f"{name}_frame_bytes")(data, 0)
    assert size is None or name == "mlp"  # whose frames are told by their sync alone
