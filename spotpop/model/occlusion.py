"""Which seconds matter: what would have been heard if one window of the clip had been covered.

A covered window is taken out of both branches. Patches of the spectrogram branch that lie mostly inside it are left out
of the average; the statistics of the feature branch are taken over the other frames. Tempo, rhythm and key stay those
of the whole clip, because a cut in the middle would break the beat rather than cover it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.analysis import Analysis
from spotpop.audio.masking import features_without
from spotpop.model.patches import PATCH_SAMPLES, SAMPLE_RATE_HZ

WINDOW_S = 3.0
MIN_WINDOWS = 3
"""A clip with fewer windows than this is too short to ask which of its seconds matter."""

_PATCH_S = PATCH_SAMPLES / SAMPLE_RATE_HZ


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the clip, in seconds from its start."""

    start_s: float
    stop_s: float


def occlusion_windows(analysis: Analysis) -> tuple[Window, ...]:
    """Return the windows to cover, one after the other; none if the clip is too short, or not fully measured."""
    duration_s = analysis.clip.duration_s
    if analysis.measures is None:
        return ()
    count = round(duration_s / WINDOW_S)
    if count < MIN_WINDOWS:
        return ()
    edges = np.linspace(0, duration_s, count + 1)
    return tuple(Window(float(start), float(stop)) for start, stop in pairwise(edges))


def visible_patches(starts_s: NDArray[np.float64], window: Window) -> NDArray[np.bool_]:
    """Return which patches stay: those of which less than half lies inside the window.

    All stay if none would be left.
    """
    shared = np.minimum(starts_s + _PATCH_S, window.stop_s) - np.maximum(starts_s, window.start_s)
    kept = shared < _PATCH_S / 2
    return kept if kept.any() else np.ones_like(kept)


def occluded_features(analysis: Analysis, window: Window) -> NDArray[np.float32]:
    """Return the feature vector of the clip without the window, shape (n_features,)."""
    return features_without(analysis, window.start_s, window.stop_s).values
