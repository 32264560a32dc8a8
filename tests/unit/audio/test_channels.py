"""Every codec with every number of channels it takes: heard as two ears have it, and never a native crash."""

import io
import subprocess
import sys
from functools import lru_cache

import numpy as np
import pytest

from spotpop.audio.channels import Run, mix_to_mono
from spotpop.audio.clip import SAMPLE_RATE_HZ
from spotpop.audio.decode import decode
from spotpop.errors import AudioError, UnsupportedAudio
from tests.unit.audio.sounds import CHANNELS, LAYOUTS, can_pack, music, pack, wav_bytes

HALF = np.sqrt(0.5)


def tones(n_channels, seconds=6.0, rate_hz=SAMPLE_RATE_HZ):
    """A tone of its own in every channel, shape ``(n_channels, n_samples)``."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.stack([0.1 * np.sin(2 * np.pi * 220 * (k + 2) * time) for k in range(n_channels)]).astype(np.float32)


def level(samples, hz):
    """Amplitude of one tone."""
    middle = samples[SAMPLE_RATE_HZ : 4 * SAMPLE_RATE_HZ]
    time = np.arange(len(middle)) / SAMPLE_RATE_HZ
    return 2 * abs(np.mean(middle * np.exp(-2j * np.pi * hz * time)))


@lru_cache
def loudness_of_few(name, n):
    """How loud the song is in one or two channels of a codec, as a mean square's root."""
    samples = decode(pack(np.ascontiguousarray(music(6.0)[:n]), name)).samples
    return np.sqrt(np.mean(samples**2))


@pytest.mark.parametrize(("name", "n"), [(name, n) for name, counts in CHANNELS.items() for n in counts])
def test_every_codec_with_every_number_of_channels(name, n):
    """A stereo song in the front channels of any layout stays the song."""
    if not can_pack(name, n):
        pytest.skip(f"this FFmpeg writes no {name} of {n} channels, so there is none to read")
    front = music(6.0)
    sound = np.concatenate([front, np.zeros((n - 2, front.shape[1]), np.float32)]) if n > 2 else front[:n]
    clip = decode(pack(np.ascontiguousarray(sound), name))
    assert np.sqrt(np.mean(clip.samples**2)) == pytest.approx(loudness_of_few(name, min(n, 2)), rel=0.06)
    assert clip.duration_s == pytest.approx(6.0, abs=0.1)


@pytest.mark.parametrize("n", [3, 4, 5, 6, 7, 8])
def test_surround_is_mixed_down_as_the_standard_has_it(n):
    """ITU-R BS.775: centre and surrounds at -3 dB, no low-frequency effects; both sides' mean."""
    clip = decode(pack(tones(n), "wavfloat", SAMPLE_RATE_HZ))
    for k, channel in enumerate(names_of(n)):
        share = {"FL": 0.5, "FR": 0.5, "FC": HALF, "LFE": 0.0, "BC": 0.5}.get(channel, HALF / 2)
        assert level(clip.samples, 220 * (k + 2)) == pytest.approx(0.1 * share, abs=0.002), channel


def names_of(n):
    import av

    return [channel.name for channel in av.AudioLayout(LAYOUTS[n]).channels]


@pytest.mark.parametrize("n", [3, 4, 5, 6, 7, 8])
def test_a_file_that_only_counts_its_channels_has_the_usual_ones(n):
    plain = decode(wav_bytes(tones(n), SAMPLE_RATE_HZ))
    named = decode(pack(tones(n), "wavfloat", SAMPLE_RATE_HZ))
    np.testing.assert_allclose(plain.samples, named.samples, atol=1e-6)


def test_one_sided_stereo_is_not_halved():
    song = music(6.0)
    left_only = np.stack([song[0], np.zeros_like(song[0])])
    np.testing.assert_allclose(mix_to_mono(Run(left_only, ("FL", "FR"), 44_100)), song[0])
    np.testing.assert_allclose(mix_to_mono(Run(left_only[::-1].copy(), ("FL", "FR"), 44_100)), song[0])


def test_a_channel_turned_over_does_not_cancel_the_other():
    song = music(6.0)[0]
    mono = mix_to_mono(Run(np.stack([song, -song]), ("FL", "FR"), 44_100))
    np.testing.assert_allclose(mono, song, atol=1e-6)


def adts_joined():
    """Raw AAC of two channels that goes on in eight."""
    return pack(music(6.0), "adts") + pack(np.resize(music(2.0), (8, 88_200)), "adts")


needs_adts_of_eight = pytest.mark.skipif(
    not can_pack("adts", 8), reason="this FFmpeg writes no ADTS of eight channels, so there is none to read"
)


@needs_adts_of_eight
def test_channels_may_change_inside_a_file():
    clip = decode(adts_joined())
    assert clip.duration_s > 5.9


def test_more_channels_than_eight_are_named():
    with pytest.raises(UnsupportedAudio, match="16 channels"):
        decode(wav_bytes(np.zeros((16, 44_100 * 6), np.float32) + 0.1))


def test_planes_are_never_walked_beyond_their_end():
    """In a process of its own, because a broken guard ends it."""
    code = (
        "import numpy as np\n"
        "from tests.unit.audio.sounds import can_pack, music, pack\n"
        "from spotpop.audio.decode import decode\n"
        "for name in ('m4a', 'opus', 'webm', 'adts', 'alac', 'flac', 'wv'):\n"
        "    count = 6 if name == 'alac' or not can_pack(name, 8) else 8\n"
        "    print(name, decode(pack(np.resize(music(6.0), (count, 264600)), name)).duration_s)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 7


def test_chained_links_may_differ_in_channels():
    sound = music(6.0)
    joined = io.BytesIO(pack(sound, "opus") + pack(sound[:1], "opus"))
    clip = decode(joined.getvalue())
    assert clip.duration_s == pytest.approx(12.0, abs=0.2)


@needs_adts_of_eight
def test_frames_of_too_many_channels_behind_a_good_start_leave_the_start():
    try:
        clip = decode(pack(music(8.0), "adts") + pack(np.resize(music(2.0), (8, 88_200)), "adts")[:500])
    except AudioError:
        pytest.fail("the good part is lost")
    assert clip.duration_s == pytest.approx(8.0, abs=0.2)


@pytest.mark.parametrize("n", [3, 5, 6, 7, 8])
def test_a_mono_song_in_the_centre_is_as_loud_as_in_a_file_of_its_own(n):
    names = names_of(n)
    sound = np.zeros((n, 4000), np.float32)
    song = sound[names.index("FC")]
    song[:] = np.random.default_rng(3).standard_normal(4000) * 0.1
    np.testing.assert_array_equal(mix_to_mono(Run(sound, names, 44_100)), song)
    sound[names.index("FL")] = np.roll(song, 9) * 0.1  # somebody else plays, too: the standard's mix
    mixed = mix_to_mono(Run(sound, names, 44_100))
    np.testing.assert_allclose(mixed, HALF * song + 0.5 * sound[names.index("FL")], atol=1e-6)
