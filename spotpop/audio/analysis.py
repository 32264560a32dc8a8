"""A clip with all that is measured of it: one call, one transform."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.clip import Clip
from spotpop.audio.features import Features, gather_features
from spotpop.audio.frames import FrameTable, tabulate
from spotpop.audio.levels import Levels, measure_levels
from spotpop.audio.loudness import measure_loudness
from spotpop.audio.rhythm import Rhythm, measure_rhythm
from spotpop.audio.spectrum import MelSpectrogram, measure_spectrum
from spotpop.audio.tonality import Tonality, measure_tonality


@dataclass(frozen=True, eq=False)
class Measures:
    """What the features of one clip were computed from.

    Attributes
    ----------
    k_power : shape (n_frames,)
        See `spotpop.audio.spectrum.Spectrum`.
    """

    frames: FrameTable
    levels: Levels
    k_power: NDArray[np.float32]
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
        What the features were computed from, for `spotpop.audio.masking`; None where nobody will ask.
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
    levels = measure_levels(clip.samples)
    rhythm = measure_rhythm(spectrum.mel_db)
    tonality = measure_tonality(spectrum.low_magnitude)
    frames = tabulate(spectrum, levels, rhythm)
    loudness = measure_loudness(levels, spectrum.k_power)
    features = gather_features(frames.statistics(), levels, loudness, rhythm, tonality)
    mel = MelSpectrogram(np.ascontiguousarray(spectrum.mel_db.T))
    return Analysis(clip, mel, features, Measures(frames, levels, spectrum.k_power, rhythm, tonality))
