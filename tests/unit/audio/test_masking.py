"""A clip without a stretch is measured as if the rest were all there is; rhythm and key stay the whole clip's."""

from dataclasses import replace

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.masking import features_without


@pytest.fixture(scope="module")
def analysis():
    """Four seconds at 1 kHz, then four of 200 Hz, twenty decibels softer."""
    time = np.arange(4 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    samples = np.concatenate([0.5 * np.sin(2 * np.pi * 1000 * time), 0.05 * np.sin(2 * np.pi * 200 * time)])
    return analyse(Clip(samples.astype(np.float32), 0.0, 8.0))


def test_what_is_left_out_does_not_count(analysis):
    low = features_without(analysis, 0.0, 4.2)
    high = features_without(analysis, 3.8, 8.0)
    assert low["centroid_hz_p50"] == pytest.approx(200, rel=0.1)
    assert high["centroid_hz_p50"] == pytest.approx(1000, rel=0.05)
    assert high["loudness_lufs"] - low["loudness_lufs"] > 17
    assert (high["peak_dbfs"], low["peak_dbfs"]) == pytest.approx((-6.0, -26.0), abs=0.1)


def test_rhythm_and_key_stay_those_of_the_whole(analysis):
    found = features_without(analysis, 0.0, 4.0)
    for name in ("tempo_bpm", "key", "mode", "key_strength", "onset_rate_hz"):
        assert found[name] == analysis.features[name]


def test_nothing_left_out_changes_nothing(analysis):
    np.testing.assert_allclose(features_without(analysis, 2.0, 2.0).values, analysis.features.values, rtol=1e-5)
    np.testing.assert_allclose(features_without(analysis, -3.0, 0.0).values, analysis.features.values, rtol=1e-5)


def test_edges_are_rounded_to_frames(analysis):
    frame_s = 512 / SAMPLE_RATE_HZ
    exact = features_without(analysis, 10 * frame_s, 20 * frame_s).values
    np.testing.assert_array_equal(features_without(analysis, 10.4 * frame_s, 19.6 * frame_s).values, exact)
    assert not np.array_equal(features_without(analysis, 10.6 * frame_s, 20 * frame_s).values, exact)


def test_everything_left_out_and_nothing_measured_are_refused(analysis):
    with pytest.raises(ValueError, match="nothing remains of 8"):
        features_without(analysis, 0.0, 9.0)
    with pytest.raises(ValueError, match="does not hold"):
        features_without(replace(analysis, measures=None), 0.0, 1.0)
