"""Made sounds: as many as they are said to be, from very soft to clipped, the same every time."""

import numpy as np

from spotpop.model.patches import SAMPLE_RATE_HZ
from spotpop.training.made_sounds import made_sounds


def test_there_are_nine_from_very_soft_to_clipped() -> None:
    sounds = made_sounds(3.0)
    assert [(sound.shape, sound.dtype) for sound in sounds] == [((3 * SAMPLE_RATE_HZ,), np.float32)] * 9
    peaks = [float(np.abs(sound).max()) for sound in sounds]
    assert min(peaks) < 0.01
    assert (np.abs(sounds[8]) == 1).mean() > 0.5
    assert all(np.isfinite(sound).all() for sound in sounds)
    assert np.array_equal(sounds[0], made_sounds(3.0)[0])  # the same every time
