"""What of a recording sounds: silences are found by their level, beside an offset too."""

import numpy as np
import pytest

from spotpop.audio.clip import SAMPLE_RATE_HZ
from spotpop.audio.decode import decode
from spotpop.audio.gating import HOP, gate_power, remove_offset, sounding_stretches
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


def hops(*levels):
    """Sines, one hop of 512 samples each, of these levels."""
    wave = np.sin(np.arange(HOP) * 0.4, dtype=np.float32)
    return np.concatenate([wave * np.float32(level) for level in levels])


def test_the_gate_lies_forty_decibels_under_what_sounds_and_never_under_seventy():
    assert gate_power(np.array([1e-2, 1e-2, 1e-9], np.float32)) == pytest.approx(1e-6)
    assert gate_power(np.array([1e-4, 1e-8], np.float32)) == pytest.approx(1e-7)
    assert gate_power(np.array([1e-8, 0.0], np.float32)) == np.inf


def test_only_an_offset_to_speak_of_is_taken_out():
    wave = hops(*[0.5] * 10)
    for offset, left in ((0.1, 0.0), (-0.1, 0.0), (4e-4, 4e-4)):
        assert float(remove_offset(wave - wave.mean() + np.float32(offset)).mean()) == pytest.approx(left, abs=1e-6)


def test_all_of_a_sound_is_one_stretch_and_nothing_is_none():
    sound = hops(*[0.5] * 30)[:-7]
    assert sounding_stretches(sound) == [(0, len(sound))]
    assert sounding_stretches(hops(*[1e-5] * 30)) == []


@pytest.mark.parametrize(("silent", "stretches"), [(16, 1), (17, 2)])
def test_a_silence_of_less_than_two_fifths_of_a_second_belongs_to_the_rhythm(silent, stretches):
    """17 hops of 512 samples are 0.395 s: the distance from the last loud hop to the next is 18."""
    found = sounding_stretches(hops(*[0.5] * 10, *[0.0] * silent, *[0.5] * 10))
    assert len(found) == stretches
    assert (found[0][0], found[-1][1]) == (0, HOP * (20 + silent))


def test_the_edges_of_a_stretch_are_found_within_the_hop():
    sound = np.zeros(100 * HOP, np.float32)
    sound[40 * HOP + 100 : 60 * HOP + 300] = np.float32(0.5)
    sound[40 * HOP + 100 : 60 * HOP + 300 : 2] *= -1
    assert sounding_stretches(sound) == [(40 * HOP + 100, 60 * HOP + 300)]
    late = sound[: 60 * HOP + 10]  # what is cut off in its last hop ends where the samples end
    assert sounding_stretches(late) == [(40 * HOP + 100, len(late))]
