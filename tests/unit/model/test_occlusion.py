"""Which seconds matter: the windows that are covered, and what is heard without one of them."""

from dataclasses import replace

import numpy as np
import pytest

from spotpop.audio.clip import Clip
from spotpop.audio.masking import features_without
from spotpop.model.occlusion import Window, occluded_features, occlusion_windows, visible_patches
from tests.unit.model.heard import demo_analysis


def lasting(seconds: float):
    samples = np.zeros(round(seconds * 22_050), np.float32)
    return replace(demo_analysis(), clip=Clip(samples, 0.0, seconds))


@pytest.mark.parametrize(("seconds", "count"), [(30.0, 10), (29.0, 10), (10.0, 3), (7.6, 3), (7.4, 0), (3.0, 0)])
def test_a_clip_is_covered_in_windows_of_about_three_seconds(seconds, count) -> None:
    windows = occlusion_windows(lasting(seconds))
    assert len(windows) == count
    if count:
        assert (windows[0].start_s, windows[-1].stop_s) == pytest.approx((0.0, seconds), abs=1e-3)
        assert [one.stop_s for one in windows[:-1]] == [one.start_s for one in windows[1:]]
        assert {round(one.stop_s - one.start_s, 3) for one in windows} == {round(seconds / count, 3)}


def test_what_was_not_measured_cannot_be_covered() -> None:
    assert occlusion_windows(replace(demo_analysis(), measures=None)) == ()


def test_patches_that_lie_mostly_inside_are_left_out() -> None:
    starts = np.array([0.0, 1.4, 1.6, 3.0, 4.4, 4.6, 9.0])
    assert visible_patches(starts, Window(3.0, 6.0)).tolist() == [True, True, False, False, False, True, True]


def test_all_stay_if_none_would_be_left() -> None:
    assert visible_patches(np.array([0.0, 0.1]), Window(0.0, 3.2)).tolist() == [True, True]


def test_the_features_are_those_without_the_window() -> None:
    found = occluded_features(demo_analysis(), Window(3.0, 6.0))
    np.testing.assert_array_equal(found, features_without(demo_analysis(), 3.0, 6.0).values)
