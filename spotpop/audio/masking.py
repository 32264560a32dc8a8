"""The features that a clip would have without one stretch of it, from what is measured already: no second transform."""

from __future__ import annotations

import numpy as np

from spotpop.audio import filterbanks
from spotpop.audio.analysis import Analysis
from spotpop.audio.features import Features, gather_features
from spotpop.audio.loudness import measure_loudness


def features_without(analysis: Analysis, start_s: float, stop_s: float) -> Features:
    """Measure a clip with one stretch left out.

    Loudness and the statistics over frames are taken over what remains. Rhythm and key stay those of the whole clip:
    leaving seconds out would break the beat at the cut and say nothing about it.

    Parameters
    ----------
    analysis : Analysis
        As `spotpop.audio.analysis.analyse` returns it.
    start_s, stop_s : float
        From the start of the clip; rounded to whole frames.

    Raises
    ------
    ValueError
        If nothing would remain, or the analysis does not hold its measures.
    """
    measures, clip = analysis.measures, analysis.clip
    if measures is None:
        raise ValueError("the analysis does not hold what its features were computed from")
    rate = clip.sample_rate_hz / filterbanks.HOP
    n_frames = len(measures.k_power)
    first, stop = (min(max(round(edge * rate), 0), n_frames) for edge in (start_s, stop_s))
    if first == 0 and stop == n_frames:
        raise ValueError(f"nothing remains of {clip.duration_s:.1f} s without {start_s:.1f} to {stop_s:.1f} s")
    levels = measures.levels.without(first, stop)
    loudness = measure_loudness(levels, np.concatenate([measures.k_power[:first], measures.k_power[stop:]]))
    statistics = measures.frames.statistics_without(first, stop)
    return gather_features(statistics, levels, loudness, measures.rhythm, measures.tonality)
