"""What nobody hears changes nothing: silence beside an offset, and which of two tempi an octave apart wins."""

from dataclasses import replace

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ
from spotpop.audio.decode import decode
from spotpop.audio.gating import sounding_stretches
from spotpop.audio.rhythm import measure_rhythm
from spotpop.demo import demo_song
from spotpop.model.descriptors import DESCRIPTORS
from spotpop.model.forecast import Context
from spotpop.model.model import load_model
from tests.unit.audio.sounds import RATE_HZ, music, wav_bytes

OFFSET = np.float32(0.004)


def with_silence(sound, seconds, level=0.0):
    quiet = np.full((len(sound), round(seconds * RATE_HZ)), level, np.float32)
    return np.concatenate([quiet, sound, quiet], axis=1)


def test_silence_round_a_song_with_an_offset_is_still_cut():
    """The song's own constant was taken off the silence too, which then was louder than the gate."""
    song = music() + OFFSET
    plain, padded = decode(wav_bytes(song)), decode(wav_bytes(with_silence(song, 1.0)))
    assert padded.duration_s == pytest.approx(plain.duration_s, abs=0.03)
    assert padded.start_s == pytest.approx(1.0, abs=0.03)
    assert abs(float(padded.samples.mean())) < 1e-3


def test_silence_that_carries_the_offset_is_cut_too():
    sound = with_silence(music(), 1.0) + OFFSET
    assert decode(wav_bytes(sound)).duration_s == pytest.approx(8.0, abs=0.05)


def test_a_constant_alone_does_not_sound():
    samples = np.full(3 * SAMPLE_RATE_HZ, 0.3, np.float32)
    assert sounding_stretches(samples) == []
    samples[SAMPLE_RATE_HZ : 2 * SAMPLE_RATE_HZ + 100] += 0.1 * np.sin(
        np.arange(SAMPLE_RATE_HZ + 100), dtype=np.float32
    )
    [(start, stop)] = sounding_stretches(samples)
    assert (start, stop) == pytest.approx((SAMPLE_RATE_HZ, 2 * SAMPLE_RATE_HZ + 100), abs=5)


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


def test_the_forecast_takes_the_mean_and_people_are_told_the_tempo():
    model = load_model("default")
    analysis = analyse(decode(wav_bytes(music(12.0, 90.0))))
    [reading] = model.read([analysis], moments=False)
    assert reading.descriptors["tempo"] == pytest.approx(analysis.features["tempo_bpm"])
    assert reading.forecast_from["tempo"] == analysis.measures.rhythm.likely_bpm
    octave = replace(reading, descriptors={**reading.descriptors, "tempo": 2 * reading.descriptors["tempo"]})
    assert model.forecast(octave, Context()).score == model.forecast(reading, Context()).score
    alone = replace(octave, likely_tempo=None)
    assert model.forecast(alone, Context()).score != model.forecast(reading, Context()).score


def test_a_reading_below_its_resolution_is_no_small_number():
    """A logarithm would make two hundredfold differences of what is nothing by all that can be heard."""
    clip = decode(demo_song().read_bytes())
    [reading] = load_model("default").read([analyse(clip)], moments=True)
    assert reading.descriptors["acousticness"] >= 1e-3
    assert reading.moments.descriptors[:, DESCRIPTORS.index("acousticness")].min() >= 1e-3
