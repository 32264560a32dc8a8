"""One call measures all: levels, what a gain moves, and sane values for any sound."""

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.features import FEATURE_NAMES
from tests.unit.audio.sounds import RATE_HZ, TIME_S, measure, music, sine


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


def test_an_empty_clip_is_refused():
    with pytest.raises(ValueError, match="empty"):
        analyse(Clip(np.zeros(0, np.float32), 0.0, 0.0))


def test_the_rate_of_the_made_music_is_the_recorders():
    assert music(1.0).shape == (2, RATE_HZ)
