"""From decoded frames to arrays: every sample format, cuts, changes in the middle, and what is counted as lost."""

import av
import numpy as np
import pytest

from spotpop.audio import frame_reader
from spotpop.audio.frame_reader import FrameReader
from spotpop.audio.section import Excerpt
from spotpop.errors import UnreadableAudio, UnsupportedAudio

VALUES = np.array([[0.0, 0.5, -0.5, 0.25], [-0.25, 0.75, -1.0, 0.125]])
SCALES = {"u8": 128, "s16": 2**15, "s32": 2**31, "flt": 1, "dbl": 1}
DTYPES = {"u8": np.uint8, "s16": np.int16, "s32": np.int32, "flt": np.float32, "dbl": np.float64}


def frame(values=VALUES, kind="flt", layout="stereo", rate=44_100):
    """A frame of these samples, shape (channels, samples)."""
    base = kind.removesuffix("p")
    raw = (values * SCALES[base] + (128 if base == "u8" else 0)).astype(DTYPES[base])
    raw = raw if kind.endswith("p") else raw.T.reshape(1, -1)
    made = av.AudioFrame.from_ndarray(np.ascontiguousarray(raw), format=kind, layout=layout)
    made.sample_rate = rate
    return made


def read(reader: FrameReader, length_s: float = 1.0):
    return reader.finish(Excerpt(0.0, length_s), 10.0)


@pytest.mark.parametrize("kind", ["u8", "s16", "s32", "flt", "dbl", "u8p", "s16p", "s32p", "fltp", "dblp"])
def test_every_sample_format_comes_out_at_full_scale_one(kind):
    reader = FrameReader(1.0)
    assert reader.take(frame(kind=kind)) == 4
    [run] = read(reader).runs
    np.testing.assert_allclose(run.samples, VALUES, atol=0.008 if kind.startswith("u8") else 1e-4)
    assert (run.channels, run.sample_rate_hz) == (("FL", "FR"), 44_100)


@pytest.mark.parametrize("n", [3, 6])
def test_more_than_two_planes_are_packed_first(n):
    values = np.linspace(-0.8, 0.8, n * 16).reshape(n, 16)
    layout = {3: "3.0", 6: "5.1"}[n]
    reader = FrameReader(1.0)
    reader.take(frame(values, "fltp", layout))
    [run] = read(reader).runs
    np.testing.assert_allclose(run.samples, values, atol=1e-6)
    assert len(run.channels) == n


def test_only_the_asked_for_samples_are_taken():
    reader = FrameReader(1.0)
    assert reader.take(frame(), first=1, stop=3) == 4
    assert reader.take(frame(), first=4) == 4
    assert reader.take(frame(), first=2, stop=2) == 4
    [run] = read(reader).runs
    np.testing.assert_allclose(run.samples, VALUES[:, 1:3])


def test_the_section_ends_when_it_is_full():
    reader = FrameReader(6 / 44_100)
    reader.take(frame())
    assert not reader.is_full
    reader.take(frame())
    assert reader.is_full
    [run] = read(reader, 6 / 44_100).runs
    np.testing.assert_allclose(run.samples, np.concatenate([VALUES, VALUES[:, :2]], axis=1))


def test_a_recording_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(frame_reader, "MAX_CPU_S", -1.0)
    assert FrameReader(1.0).is_full


def test_another_rate_or_layout_is_another_run():
    reader = FrameReader(1.0)
    for one in (frame(), frame(rate=48_000), frame(VALUES[:1], layout="mono", rate=48_000)):
        reader.take(one)
    runs = read(reader).runs
    assert [(run.sample_rate_hz, run.channels) for run in runs] == [
        (44_100, ("FL", "FR")), (48_000, ("FL", "FR")), (48_000, ("FC",)),
    ]  # fmt: skip


def test_the_containers_names_of_channels_are_used_where_they_fit():
    reader = FrameReader(1.0, ("LFE", "BL"))
    reader.take(frame())
    reader.take(frame(VALUES[:1], layout="mono"))
    assert [run.channels for run in read(reader).runs] == [("LFE", "BL"), ("FC",)]


def test_what_was_not_got_is_lost():
    tenth = np.zeros((2, 4_410))
    reader = FrameReader(0.2)
    reader.take(frame(tenth))
    assert read(reader, 0.2).lost == pytest.approx(0.5)
    assert read(reader, 0.1).lost == 0.0


@pytest.mark.parametrize("rate", [3_999, 2_822_401])
def test_frames_of_impossible_rates_are_passed_over(rate):
    reader = FrameReader(1.0)
    assert reader.take(frame(rate=rate)) == 0
    with pytest.raises(UnreadableAudio):
        read(reader)


def test_the_rates_at_the_limits_are_read():
    reader = FrameReader(1.0)
    assert reader.take(frame(rate=4_000)) == 4
    assert reader.take(frame(rate=384_000)) == 4
    assert len(read(reader).runs) == 2


def test_what_comes_faster_than_anybody_hears_is_averaged():
    values = np.arange(16, dtype=np.float32).reshape(2, 8) / 16
    reader = FrameReader(1.0)
    assert reader.take(frame(values, rate=1_411_200), first=4) == 8
    [run] = read(reader).runs
    assert run.sample_rate_hz == 352_800
    np.testing.assert_allclose(run.samples, values.reshape(2, 2, 4).mean(axis=2)[:, 1:])


def test_too_many_channels_are_named_if_there_is_nothing_else():
    values = np.zeros((9, 4), np.float32)
    many = av.AudioFrame.from_ndarray(values.T.reshape(1, -1).copy(), format="flt", layout="9 channels")
    many.sample_rate = 44_100
    reader = FrameReader(1.0)
    assert reader.take(many) == 4
    with pytest.raises(UnsupportedAudio, match="9 channels"):
        read(reader)
    reader.take(frame())
    assert len(read(reader).runs) == 1
