"""The features that a clip would have without one stretch of it, from what is measured already: no second transform."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final

import numpy as np

from spotpop.audio import banks
from spotpop.audio.analysis import Analysis
from spotpop.audio.features import Features, gather_features
from spotpop.audio.loudness import measure_loudness
from spotpop.audio.spectrum import Spectrum

_BY_FRAME: Final = tuple(field.name for field in fields(Spectrum) if field.name != "low_magnitude")
"""What the features read of a spectrum; the magnitudes that pitches were looked for in are not among it."""


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
    rate = clip.sample_rate_hz / banks.HOP
    first, stop = round(start_s * rate), round(stop_s * rate)
    frames = np.ones(len(measures.spectrum.mel_db), bool)
    frames[first:stop] = False
    samples = np.concatenate([clip.samples[: first * banks.HOP], clip.samples[stop * banks.HOP :]])
    if not frames.any() or not len(samples):
        raise ValueError(f"nothing remains of {clip.duration_s:.1f} s without {start_s:.1f} to {stop_s:.1f} s")
    kept = {name: getattr(measures.spectrum, name)[frames] for name in _BY_FRAME}
    spectrum = replace(measures.spectrum, **kept)
    rhythm = replace(
        measures.rhythm,
        onset_strength=measures.rhythm.onset_strength[frames],
        band_strength=measures.rhythm.band_strength[frames],
    )
    loudness = measure_loudness(samples, spectrum.k_power)
    return gather_features(samples, spectrum, loudness, rhythm, measures.tonality)
