"""Integrated loudness, loudness range and true peak are those of FFmpeg's ebur128 filter, in PyAV's own libraries."""

import math
from fractions import Fraction

import av
import numpy as np
import pyloudnorm
import pytest

from spotpop.audio.channels import Run
from spotpop.audio.measurements import read_meter
from tests.unit.audio.sounds import LAYOUTS, RATE_HZ, music

pytestmark = pytest.mark.skipif(
    "ebur128" not in av.filter.filters_available or not hasattr(av.AudioFrame, "metadata"),
    reason="this PyAV has no ebur128 filter, or does not tell what its filters found",
)
NAMES = {
    "mono": ("FC",),
    "stereo": ("FL", "FR"),
    "5.1": ("FL", "FR", "FC", "LFE", "BL", "BR"),
    "7.1": ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"),
}


def ebur128(sound, rate_hz):
    """Return integrated LUFS, range in LU and true peak in dBTP by FFmpeg's filter."""
    layout = LAYOUTS[len(sound)]
    graph = av.filter.Graph()
    source = graph.add_abuffer(format="flt", sample_rate=rate_hz, layout=layout, time_base=Fraction(1, rate_hz))
    meter, sink = graph.add("ebur128", "metadata=1:peak=true"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T).reshape(1, -1), format="flt", layout=layout)
    frame.sample_rate, frame.pts = rate_hz, 0
    found = {}
    for given in (frame, None):
        source.push(given)
        while True:
            try:
                found.update(sink.pull().metadata)
            except (av.BlockingIOError, av.EOFError):
                break
    peak = max(float(value) for name, value in found.items() if "true_peaks_ch" in name)
    return float(found["lavfi.r128.I"]), float(found["lavfi.r128.LRA"]), 20 * math.log10(max(peak, 1e-9))


def swelling(seconds, rate_hz=RATE_HZ, channels=2):
    """Music whose level goes up and down by 18 dB, other on every channel."""
    sound = (
        np.resize(music(8.0), (2, round(seconds * RATE_HZ))) if rate_hz == RATE_HZ else music(seconds, rate_hz=rate_hz)
    )
    time = np.arange(sound.shape[1]) / rate_hz
    level = 10 ** ((9 * np.sin(2 * np.pi * time / 14) - 9) / 20)
    rows = [sound[index % 2] * level * 0.9**index for index in range(channels)]
    return np.stack(rows).astype(np.float32)


def short(seconds, channels=2):
    return np.ascontiguousarray(np.resize(music(8.0), (channels, music(8.0).shape[1]))[:, : round(seconds * RATE_HZ)])


BASS = 2 * np.pi * 41 * np.arange(8 * RATE_HZ) / RATE_HZ
SOUNDS = {
    "mono": lambda: (swelling(20, channels=1), RATE_HZ),
    "stereo": lambda: (swelling(30), RATE_HZ),
    "stereo at 48 kHz": lambda: (swelling(20, 48_000), 48_000),
    "stereo at 96 kHz": lambda: (swelling(12, 96_000), 96_000),
    "stereo at 22 kHz": lambda: (swelling(12, 22_050), 22_050),
    "one side": lambda: (swelling(15) * np.array([[1.0], [0.0]], np.float32), RATE_HZ),
    "out of phase": lambda: (swelling(15)[:1] * np.array([[1.0], [-1.0]], np.float32), RATE_HZ),
    "5.1": lambda: (swelling(20, channels=6), RATE_HZ),
    "quad, stereo in its front": lambda: (np.concatenate([swelling(12), 0 * swelling(12)]), RATE_HZ),
    "soft": lambda: (swelling(20) * np.float32(0.02), RATE_HZ),
    "clipped": lambda: (np.clip(swelling(12) * 8, -1, 1), RATE_HZ),
    "white noise": lambda: (np.random.default_rng(1).uniform(-0.4, 0.4, (2, 8 * RATE_HZ)).astype(np.float32), RATE_HZ),
    "bass": lambda: (np.sin(BASS, dtype=np.float32)[None] * np.float32(0.5), RATE_HZ),
    "1 s": lambda: (short(1.0), RATE_HZ),
    "2.7 s": lambda: (short(2.7), RATE_HZ),
    "5 s in 5.1": lambda: (short(5.0, 6), RATE_HZ),
}
"""Made where they are heard: a process that only looks which tests there are makes none of them."""


@pytest.mark.parametrize("name", SOUNDS)
def test_what_is_shown_is_what_ffmpeg_reads(name):
    sound, rate_hz = SOUNDS[name]()
    names = {1: ("FC",), 2: ("FL", "FR"), 4: ("FL", "FR", "BL", "BR"), 6: NAMES["5.1"]}[len(sound)]
    reading = read_meter([Run(sound, names, rate_hz)])
    integrated, spread, peak = ebur128(sound, rate_hz)
    assert reading.integrated_lufs == pytest.approx(integrated, abs=0.2)
    assert reading.range_lu == pytest.approx(spread, abs=0.2)
    assert reading.true_peak_dbtp == pytest.approx(peak, abs=0.2)


@pytest.mark.parametrize("name", ["stereo", "stereo at 48 kHz", "soft", "one side", "1 s"])
def test_what_is_shown_is_what_pyloudnorm_reads(name):
    sound, rate_hz = SOUNDS[name]()
    reading = read_meter([Run(sound, NAMES["stereo"], rate_hz)])
    assert reading.integrated_lufs == pytest.approx(pyloudnorm.Meter(rate_hz).integrated_loudness(sound.T), abs=0.2)
