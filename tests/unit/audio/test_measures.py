"""Loudness, tempo and key of sounds whose answers are known."""

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.features import FEATURE_NAMES, FEATURES_VERSION
from spotpop.audio.loudness import DUAL_MONO_DB
from tests.unit.audio.sounds import RATE_HZ, music

TIME_S = np.arange(SAMPLE_RATE_HZ * 20) / SAMPLE_RATE_HZ


def measure(samples):
    samples = np.asarray(samples, np.float32)
    return analyse(Clip(samples, 0.0, len(samples) / SAMPLE_RATE_HZ)).features


def sine(hz, dbfs):
    return 10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * TIME_S)


@pytest.mark.parametrize(("hz", "dbfs", "lufs"), [(997, 0, -3.01), (997, -20, -23.01), (1000, -40, -43.0)])
def test_loudness_of_the_standards_sine(hz, dbfs, lufs):
    """BS.1770: a 997 Hz sine at full scale in one channel measures -3.01 LKFS; here two speakers play it."""
    assert measure(sine(hz, dbfs))["loudness_lufs"] == pytest.approx(lufs + DUAL_MONO_DB, abs=0.05)


def test_quiet_parts_are_gated():
    """EBU Tech 3341, case 3 in spirit: quiet stretches before and after do not lower the programme's loudness."""
    sound = sine(1000, -23)
    sound[: SAMPLE_RATE_HZ * 5] *= 0.1
    sound[-SAMPLE_RATE_HZ * 5 :] *= 0.1
    assert measure(sound)["loudness_lufs"] == pytest.approx(-23.0, abs=0.15)


def test_loudness_range_of_two_levels():
    """EBU Tech 3342, case 1: ten seconds at -20 and ten at -30 LUFS have a range of 10 LU."""
    sound = sine(1000, -20)
    sound[len(sound) // 2 :] *= 10 ** (-10 / 20)
    assert measure(sound)["loudness_range_lu"] == pytest.approx(10.0, abs=1.0)


@pytest.mark.parametrize("kind", ["music", "noise", "bass"])
def test_loudness_agrees_with_an_independent_meter(kind):
    pyloudnorm = pytest.importorskip("pyloudnorm", reason="the test extra is not installed")
    if kind == "music":
        from spotpop.audio.decode import decode
        from spotpop.demo import demo_song

        sound = decode(demo_song().read_bytes()).samples
    elif kind == "noise":
        sound = 0.1 * np.random.default_rng(0).standard_normal(len(TIME_S))
    else:
        sound = 0.3 * np.sin(2 * np.pi * 55 * TIME_S) + 0.05 * np.sin(2 * np.pi * 3000 * TIME_S)
    theirs = pyloudnorm.Meter(SAMPLE_RATE_HZ).integrated_loudness(np.asarray(sound, float)) + DUAL_MONO_DB
    assert measure(sound)["loudness_lufs"] == pytest.approx(theirs, abs=0.1)


def test_levels():
    features = measure(sine(440, -6))
    assert features["peak_dbfs"] == pytest.approx(-6.0, abs=0.01)
    assert features["rms_dbfs"] == pytest.approx(-9.01, abs=0.01)
    assert features["crest_factor_db"] == pytest.approx(3.01, abs=0.02)
    assert features["dynamic_range_db"] == pytest.approx(0.0, abs=0.2)


def test_gain_moves_levels_and_nothing_else():
    sound = music(8.0, rate_hz=SAMPLE_RATE_HZ).mean(axis=0)
    loud, quiet = measure(sound), measure(sound / 10)
    assert loud["loudness_lufs"] - quiet["loudness_lufs"] == pytest.approx(20.0, abs=0.01)
    for name in ("centroid_hz_mean", "tempo_bpm", "key", "chroma_00_mean", "contrast_03_mean", "zero_crossing_rate"):
        assert loud[name] == pytest.approx(quiet[name], rel=1e-3)


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


def cadence(tonic, *, minor=False, cents=0.0):
    """I, IV, V and I (or their minor forms) with partials, one second each."""
    third = 3 if minor else 4
    chords = [(0, third, 7), (5, 5 + third, 12), (7, 11, 14), (0, third, 7)]
    time = np.arange(SAMPLE_RATE_HZ * 2) / SAMPLE_RATE_HZ
    sound = [
        sum(
            np.sin(2 * np.pi * 220 * 2 ** ((tonic - 9 + note + cents / 100) / 12) * k * time) / k**2
            for note in chord
            for k in range(1, 5)
        )
        for chord in chords * 2
    ]
    return 0.1 * np.concatenate(sound)


@pytest.mark.parametrize("tonic", range(12))
@pytest.mark.parametrize("minor", [False, True])
def test_key_and_mode_of_a_cadence(tonic, minor):
    features = measure(cadence(tonic, minor=minor))
    assert (features["key"], features["mode"]) == (tonic, 0 if minor else 1)
    assert features["key_strength"] > 0.6


@pytest.mark.parametrize("cents", [-40, -20, 20, 40])
def test_key_of_a_recording_out_of_tune(cents):
    features = measure(cadence(2, cents=cents))
    assert features["tuning_cents"] == pytest.approx(cents, abs=10)
    assert features["key"] == 2


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(SAMPLE_RATE_HZ * 5),
        np.ones(SAMPLE_RATE_HZ * 5),
        np.full(10, 0.5),
        4.0 * np.sign(np.sin(TIME_S * 3000)),
        np.r_[1.0, np.zeros(SAMPLE_RATE_HZ * 5)],
    ],
    ids=["silence", "offset", "ten samples", "square at four", "one click"],
)
def test_every_feature_of_any_sound_is_finite(sound):
    values = measure(sound).values
    assert values.dtype == np.float32
    assert values.shape == (len(FEATURE_NAMES),)
    assert np.isfinite(values).all()
    assert np.abs(values).max() < 1e5


def test_names_are_fixed():
    """Models are trained on these names in this order: a change needs a new FEATURES_VERSION and new models."""
    import zlib

    assert (FEATURES_VERSION, len(FEATURE_NAMES)) == (1, 229)
    assert zlib.crc32("\n".join(FEATURE_NAMES).encode()) == NAMES_CRC


NAMES_CRC = 975103845


def test_an_empty_clip_is_refused():
    with pytest.raises(ValueError, match="empty"):
        analyse(Clip(np.zeros(0, np.float32), 0.0, 0.0))


def test_a_feature_is_asked_for_by_name():
    features = measure(sine(440, -6))
    assert features.as_dict()["key"] == features["key"]
    with pytest.raises(KeyError):
        features["no such feature"]


def test_the_rate_of_the_made_music_is_the_recorders():
    assert music(1.0).shape == (2, RATE_HZ)
