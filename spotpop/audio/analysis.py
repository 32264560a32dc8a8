"""A clip with all that is measured of it: one call, one transform."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spotpop.audio.clip import Clip
from spotpop.audio.features import Features, gather_features
from spotpop.audio.loudness import measure_loudness
from spotpop.audio.rhythm import measure_rhythm
from spotpop.audio.spectrum import MelSpectrogram, measure_spectrum
from spotpop.audio.tonality import measure_tonality


@dataclass(frozen=True, eq=False)
class Analysis:
    """What a model and a picture need to know of a clip.

    Attributes
    ----------
    mel : MelSpectrogram
        For the picture.
    features : Features
        For the model and the reasons.
    """

    clip: Clip
    mel: MelSpectrogram
    features: Features


def analyse(clip: Clip) -> Analysis:
    """Measure a clip.

    Raises
    ------
    ValueError
        If the clip is empty or at another rate than `SAMPLE_RATE_HZ`.
    """
    if not len(clip.samples):
        raise ValueError("an empty clip cannot be analysed")
    spectrum = measure_spectrum(clip)
    loudness = measure_loudness(clip.samples, spectrum.k_power)
    rhythm = measure_rhythm(spectrum.mel_db)
    tonality = measure_tonality(spectrum.low_magnitude)
    features = gather_features(clip.samples, spectrum, loudness, rhythm, tonality)
    return Analysis(clip, MelSpectrogram(np.ascontiguousarray(spectrum.mel_db.T)), features)
