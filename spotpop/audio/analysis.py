"""A clip with all that is measured of it: one call, one transform."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spotpop.audio.clip import Clip
from spotpop.audio.features import Features, gather_features
from spotpop.audio.loudness import measure_loudness
from spotpop.audio.rhythm import Rhythm, measure_rhythm
from spotpop.audio.spectrum import MelSpectrogram, Spectrum, measure_spectrum
from spotpop.audio.tonality import Tonality, measure_tonality


@dataclass(frozen=True, eq=False)
class Measures:
    """What the features of one clip were computed from."""

    spectrum: Spectrum
    rhythm: Rhythm
    tonality: Tonality


@dataclass(frozen=True, eq=False)
class Analysis:
    """What a model and a picture need to know of a clip.

    Attributes
    ----------
    mel : MelSpectrogram
        For the picture.
    features : Features
        For the model and the reasons.
    measures : Measures or None
        What the features were computed from, for `spotpop.audio.covering`; None where nobody will ask.
    """

    clip: Clip
    mel: MelSpectrogram
    features: Features
    measures: Measures | None = None


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
    mel = MelSpectrogram(np.ascontiguousarray(spectrum.mel_db.T))
    return Analysis(clip, mel, features, Measures(spectrum, rhythm, tonality))
