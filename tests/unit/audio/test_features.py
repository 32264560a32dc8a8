"""The names of the features are fixed, and each is asked for by its name."""

import zlib
from dataclasses import replace

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.features import FEATURE_NAMES, FEATURES_VERSION, gather_features
from spotpop.audio.loudness import measure_loudness

TIME_S = np.arange(SAMPLE_RATE_HZ * 20) / SAMPLE_RATE_HZ
NAMES_CRC = 975103845


def measure(samples):
    samples = np.asarray(samples, np.float32)
    return analyse(Clip(samples, 0.0, len(samples) / SAMPLE_RATE_HZ)).features


def sine(hz, dbfs):
    return 10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * TIME_S)


def test_names_are_fixed():
    """Models are trained on these names in this order: a change needs a new FEATURES_VERSION and new models."""
    assert (FEATURES_VERSION, len(FEATURE_NAMES)) == (1, 229)
    assert zlib.crc32("\n".join(FEATURE_NAMES).encode()) == NAMES_CRC


def test_a_feature_is_asked_for_by_name():
    features = measure(sine(440, -6))
    assert features["key"] == features.values[FEATURE_NAMES.index("key")]
    with pytest.raises(KeyError):
        features["no such feature"]


def test_what_is_no_number_is_nothing():
    values = measure(np.ones(SAMPLE_RATE_HZ * 3)).values
    assert np.isfinite(values).all()


@pytest.mark.parametrize(("key", "hours"), [(0, 0), (7, 1), (2, 2), (5, 11), (6, 6)])
def test_keys_stand_on_the_circle_of_fifths(key, hours):
    """C, G, D … are neighbours: seven semitones are one twelfth of the way round."""
    heard = analyse(Clip(np.float32(sine(440, -10))[: SAMPLE_RATE_HZ * 3], 0.0, 3.0))
    measures = heard.measures
    features = gather_features(
        measures.frames.statistics(),
        measures.levels,
        measure_loudness(measures.levels, measures.k_power),
        measures.rhythm,
        replace(measures.tonality, key=key),
    )
    angle = 2 * np.pi * hours / 12
    assert (features["key_cos"], features["key_sin"]) == pytest.approx((np.cos(angle), np.sin(angle)), abs=1e-6)


def test_a_share_of_soft_frames_and_the_spread_of_pitches():
    sound = sine(440, -10)
    sound[: len(sound) // 4] *= 0.1
    assert measure(sound)["low_energy_ratio"] == pytest.approx(0.25, abs=0.02)
    one = measure(sine(440, -10))["pitch_class_entropy"]
    every = measure(0.05 * sum(sine(261.63 * 2 ** (step / 12), 0) for step in range(12)))["pitch_class_entropy"]
    assert one < 1.0
    assert every == pytest.approx(np.log2(12), abs=0.3)
