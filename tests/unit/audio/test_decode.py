"""Every container, rate and channel count comes out as the same mono sound; limits hold before work is done."""

import time

import numpy as np
import pytest

from spotpop.audio.channels import Run
from spotpop.audio.clip import SAMPLE_RATE_HZ
from spotpop.audio.container import sniff
from spotpop.audio.decode import Limits, _to_clip, decode
from spotpop.audio.section import DecodedAudio
from spotpop.errors import SilentAudio, StartBeyondEnd, TooLarge, TooLong, TooShort, UnreadableAudio
from tests.unit.audio.sounds import COARSE, LOSSLESS, PACKINGS, RATE_HZ, VORBIS, music, pack, packed, wav_bytes

soxr = pytest.importorskip("soxr", reason="a dependency of the base install")


def expected(seconds=8.0):
    sound = soxr.resample(music(seconds).mean(axis=0), RATE_HZ, SAMPLE_RATE_HZ)
    return sound - sound.mean()  # a constant is taken out of what is decoded


def best_match(got, want, reach=1200):
    """Smallest relative error over shifts of up to `reach` samples (encoders delay), and that shift."""
    n = min(len(got), len(want))
    got, want = got[:n], want[:n]
    size = 1 << (2 * n - 1).bit_length()
    correlation = np.fft.irfft(np.fft.rfft(got, size) * np.conj(np.fft.rfft(want, size)), size)
    shift = int(np.argmax(np.concatenate([correlation[: reach + 1], correlation[-reach:]])))
    shift = shift if shift <= reach else shift - 2 * reach - 1
    a = got[max(0, shift) : n + min(0, shift)]
    b = want[max(0, -shift) : n - max(0, shift)]
    return float(np.sqrt(np.mean((a - b) ** 2) / np.mean(b**2))), shift


@pytest.mark.parametrize("name", [name for name in PACKINGS if name != "voc"])  # whose rates are rounded
def test_every_packing_gives_the_same_sound(name):
    clip = decode(packed(name))
    assert clip.sample_rate_hz == SAMPLE_RATE_HZ
    assert clip.duration_s == pytest.approx(8.0, abs=0.05)
    assert clip.audio_duration_s == pytest.approx(8.0, abs=0.05)
    error, shift = best_match(clip.samples, expected())
    assert error < (0.001 if name in LOSSLESS else 0.1 if name in COARSE else 0.2)
    assert abs(shift) <= (0 if name in LOSSLESS else 1024)


@pytest.mark.parametrize("name", PACKINGS)
def test_a_chosen_start_is_found_to_the_sample(name):
    start = 2.5
    clip = decode(packed(name), start_s=start)
    whole = decode(packed(name))
    first = round(start * SAMPLE_RATE_HZ)
    error, shift = best_match(clip.samples, whole.samples[first:])
    assert clip.start_s == pytest.approx(start)
    assert (error, abs(shift)) < (0.1, 3)


def test_vorbis_is_read():
    clip = decode(VORBIS.read_bytes())
    assert clip.duration_s == pytest.approx(6.0, abs=0.1)
    assert 0.3 < np.abs(clip.samples).max() < 0.7


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 32_000, 48_000, 96_000, 192_000])
def test_any_rate_keeps_pitch_and_level(rate):
    time_s = np.arange(rate * 6) / rate
    tone = 0.5 * np.sin(2 * np.pi * 1000 * time_s)
    clip = decode(wav_bytes(tone[None].astype(np.float32), rate))
    middle = clip.samples[SAMPLE_RATE_HZ : 3 * SAMPLE_RATE_HZ]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * SAMPLE_RATE_HZ / len(middle) == pytest.approx(1000, abs=1)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.01)


def test_level_is_kept_beyond_full_scale_and_damage_is_clipped():
    sound = np.tile(np.array([1.7, -1.7], np.float32), SAMPLE_RATE_HZ * 3)[None].copy()
    sound[0, 1000] = 99.0
    clip = decode(wav_bytes(sound, SAMPLE_RATE_HZ))
    assert clip.samples[500] == pytest.approx(1.7)
    assert clip.samples[1000] == 4.0


def test_a_number_that_is_none_is_refused():
    sound = music(6.0).copy()
    sound[:, 1000] = np.nan
    with pytest.raises(UnreadableAudio):
        decode(wav_bytes(sound))


def test_silence_is_reported():
    with pytest.raises(SilentAudio):
        decode(wav_bytes(np.zeros((2, RATE_HZ * 6), np.float32)))


def test_the_section_of_a_long_recording_begins_after_a_third():
    clip = decode(packed("flac", 90.0))
    assert (clip.start_s, clip.duration_s, clip.audio_duration_s) == pytest.approx((30.0, 30.0, 90.0))


def test_the_section_never_runs_over_the_end():
    clip = decode(packed("flac", 36.0))
    assert (clip.start_s, clip.duration_s) == pytest.approx((6.0, 30.0))


def test_a_preview_with_padding_is_heard_from_its_beginning():
    clip = decode(packed("mp3", 30.2))
    assert (clip.start_s, clip.duration_s) == pytest.approx((0.0, 30.0))


@pytest.mark.parametrize("start", [-1.0, 4.0, 8.0, 1e9, float("nan"), float("inf")])
def test_a_start_without_enough_behind_it_is_refused(start):
    with pytest.raises(StartBeyondEnd):
        decode(packed("mp3"), start_s=start)


@pytest.mark.parametrize("name", ["mp3", "m4a", "flac", "wav", "opus"])
def test_too_short_is_reported_with_its_length(name):
    with pytest.raises(TooShort) as caught:
        decode(packed(name, 2.0))
    assert caught.value.params["duration_s"] == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("name", ["mp3", "m4a", "adts", "flac", "wav", "opus", "webm"])
def test_too_long_is_reported(name):
    with pytest.raises(TooLong):
        decode(packed(name), limits=Limits(max_duration_s=7.0))


def test_too_large_is_reported_before_anything_is_read():
    with pytest.raises(TooLarge):
        decode(b"\0" * 2000, limits=Limits(max_bytes=1000))


def test_a_bomb_of_silence_costs_nothing():
    """Hours of silence shrink to kilobytes in FLAC; only the head and one section are read."""
    quiet = np.zeros((2, RATE_HZ * 1100), np.float32)
    bomb = pack(quiet, "flac")
    assert len(bomb) < 1 << 20
    began = time.process_time()
    with pytest.raises(SilentAudio):
        decode(bomb)
    with pytest.raises(TooLong):
        decode(bomb, limits=Limits(max_duration_s=600.0))
    assert time.process_time() - began < 2.0


def test_a_wav_that_claims_more_than_it_holds_gives_what_it_holds():
    data = bytearray(wav_bytes(music(8.0)))
    data[40:44] = (0x7FFFFFFF).to_bytes(4, "little")
    data[4:8] = (0x7FFFFFFF).to_bytes(4, "little")
    clip = decode(bytes(data))
    assert clip.duration_s == pytest.approx(8.0, abs=0.01)


def test_the_container_is_known_by_content():
    kinds = {
        "mp3": "mp3", "m4a": "mp4", "adts": "aac", "opus": "ogg",
        "webm": "matroska", "flac": "flac", "wav": "wav", "aiff": "aiff",
    }  # fmt: skip
    assert {name: sniff(packed(name))[0].key for name in kinds} == kinds


@pytest.mark.parametrize("name", ["mp3", "flac", "adts"])
def test_tags_in_front_are_passed_over(name):
    tag = b"ID3\x04\x00\x00" + bytes([0, 0, 0x10, 0]) + b"\0" * 2048
    assert decode(tag + packed(name)).duration_s == pytest.approx(8.0, abs=0.1)


def test_a_clip_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        decode(packed("mp3")).samples[0] = 1.0


@pytest.mark.parametrize(("lost", "heard"), [(0.0, True), (0.5, True), (0.51, False), (1.0, False)])
def test_a_section_of_which_more_than_half_is_lost_is_not_heard(lost, heard):
    sound = DecodedAudio((Run(music(6.0), ("FL", "FR"), RATE_HZ),), 0.0, 6.0, lost)
    if heard:
        assert _to_clip(sound, Limits()).duration_s == pytest.approx(6.0)
    else:
        with pytest.raises(UnreadableAudio):
            _to_clip(sound, Limits())
