"""A clip is mono float32 that nobody changes."""

import numpy as np
import pytest

from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip


def test_a_clip_is_read_only_and_knows_its_length():
    clip = Clip(np.zeros(SAMPLE_RATE_HZ * 3 // 2, np.float32), 2.0, 10.0)
    assert clip.duration_s == 1.5
    assert (clip.sample_rate_hz, clip.meter) == (22_050, None)
    with pytest.raises(ValueError, match="read-only"):
        clip.samples[0] = 1.0


@pytest.mark.parametrize("samples", [np.zeros((2, 10), np.float32), np.zeros(10), np.zeros(10, np.int16)])
def test_other_arrays_are_refused(samples):
    with pytest.raises(ValueError, match="one-dimensional float32"):
        Clip(samples, 0.0, 1.0)
