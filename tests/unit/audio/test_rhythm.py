"""Tempo, onsets and beat of sounds whose answers are known."""

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ
from spotpop.audio.decode import decode
from spotpop.audio.rhythm import measure_rhythm
from tests.unit.audio.sounds import measure, music, sine, wav_bytes


def buttons(bpm, seconds=30):
    rng = np.random.default_rng(1)
    sound = np.zeros(SAMPLE_RATE_HZ * seconds)
    for start in np.arange(0, seconds - 0.2, 60 / bpm):
        first = round(start * SAMPLE_RATE_HZ)
        sound[first : first + 2000] += 0.3 * rng.standard_normal(2000) * np.exp(-np.arange(2000) / 300)
    return sound


@pytest.mark.parametrize("bpm", [60, 75, 90, 100, 120, 128, 140, 160, 174])
def test_tempo_of_clicks(bpm):
    features = measure(buttons(bpm))
    assert features["tempo_bpm"] == pytest.approx(bpm, rel=0.005)
    assert features["onset_rate_hz"] == pytest.approx(bpm / 60, rel=0.05)
    assert features["beat_strength"] > 0.5


@pytest.mark.parametrize("bpm", [45, 190, 210, 230])
def test_extreme_tempi_are_off_by_an_octave_at_most(bpm):
    octaves = np.log2(measure(buttons(bpm))["tempo_bpm"] / bpm)
    assert min(abs(octaves), abs(octaves - 1), abs(octaves + 1)) < 0.01


@pytest.mark.parametrize("bpm", [84, 104, 120, 132])
def test_tempo_of_music_with_drums(bpm):
    sound = music(20.0, float(bpm), rate_hz=SAMPLE_RATE_HZ).mean(axis=0)
    assert measure(sound)["tempo_bpm"] == pytest.approx(bpm, rel=0.01)


def test_a_steady_tone_has_no_beat():
    features = measure(sine(440, -10))
    assert features["beat_strength"] < 0.3
    assert features["onset_rate_hz"] < 0.5


def rising(period, every_second):
    """A mel spectrogram with an onset every `period` frames; every second one is so much of the others."""
    mel = np.full((1280, 128), -60.0, np.float32)
    mel[10::period] += 20.0
    mel[10 + period :: 2 * period] -= 20.0 * np.float32(1 - every_second)
    return mel


def test_a_tempo_and_its_double_change_places_without_a_leap():
    """Between every beat equal and every second one silent the choice leaps by an octave; the mean glides."""
    found = [measure_rhythm(rising(20, share)) for share in np.linspace(0.0, 1.0, 41)]
    chosen = np.log2([one.tempo_bpm for one in found])
    likely = np.log2([one.likely_bpm for one in found])
    assert np.abs(np.diff(chosen)).max() > 0.9
    assert np.abs(np.diff(likely)).max() < 0.15
    assert likely[-1] - likely[0] > 0.3  # it does tell them apart


def test_a_sure_tempo_is_its_own_mean():
    rhythm = analyse(decode(wav_bytes(music(16.0, 120.0)))).measures.rhythm
    assert rhythm.likely_bpm == pytest.approx(rhythm.tempo_bpm, rel=0.25)
    assert measure_rhythm(np.full((600, 128), -60.0, np.float32)).likely_bpm == 0.0
