"""What a model heard in a clip, before anything is said about popularity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotpop.model.descriptors import DESCRIPTORS
from spotpop.report import Genre

__all__ = ["DESCRIPTORS", "ClipPrediction", "Occlusion", "PatchOutputs", "SoundPrediction"]


@dataclass(frozen=True, slots=True)
class Occlusion:
    """The descriptors that the clip would have if one window of it had not been heard.

    Attributes
    ----------
    times_s : tuple of float
        Centres of the covered windows, seconds from the start of the clip's section.
    window_s : float
        Length of a covered window.
    descriptors : ndarray of float64, shape (n_windows, 10)
        Columns as in `DESCRIPTORS`; NaN where a descriptor is withheld.
    """

    times_s: tuple[float, ...]
    window_s: float
    descriptors: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SoundPrediction:
    """What both branches gave for one clip: the first row for the whole of it, one more for each covered window.

    Attributes
    ----------
    embedding, tags : ndarray of float32, shape (1 + n_windows, 200) and (1 + n_windows, 50)
        MusiCNN's answers, averaged over the patches that were heard.
    features : ndarray of float32, shape (1 + n_windows, n_features)
    """

    embedding: NDArray[np.float32]
    tags: NDArray[np.float32]
    features: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class PatchOutputs:
    """What went into the network and came out of it, patch by patch: what a change is heard against.

    Attributes
    ----------
    patches : ndarray of float32, shape (n_patches, 187, 96)
        See `spotpop.model.patches`.
    starts_s : ndarray of float64, shape (n_patches,)
        Where they begin, seconds from the start of the clip's section.
    embedding, tags : ndarray of float32, shape (n_patches, 200) and (n_patches, 50)
        MusiCNN's answers.
    """

    patches: NDArray[np.float32]
    starts_s: NDArray[np.float64]
    embedding: NDArray[np.float32]
    tags: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ClipPrediction:
    """What was heard in one clip.

    Attributes
    ----------
    descriptors : mapping of str to float
        By the names of `DESCRIPTORS`, in Spotify's units. A descriptor that cannot be trusted for this clip
        (instrumentalness outside the training domain) is absent: the forecast treats it as unknown.
    spread : mapping of str to float
        Standard deviation of each descriptor's error on artists that the model had not heard, in the same units
        (of log2 for tempo).
    tags : mapping of str to float
        Probability of each of MusiCNN's 50 MagnaTagATune tags, 0 to 1.
    genres : tuple of Genre
        A suggestion, most probable first.
    warnings : tuple of str
        What lies outside the training domain: ``silence``, ``quiet``, ``speech``, ``noise``, ``tone``, ``classical``,
        ``short``.
    moments : Occlusion or None
        Which seconds matter; None if not asked for, or if the clip is too short to cover anything.
    sound : SoundPrediction or None
        For models that forecast from the branches themselves and not from descriptors.
    outputs : PatchOutputs or None
        For `spotpop.model.audio_model.AudioModel.read_changed`.
    likely_tempo : float or None
        The mean of all tempi, each as likely as it repeats, in beats per minute; None where only one is known.
    tempi : tuple of (float, float)
        These tempi and their chances; none where only one is known.
    """

    descriptors: Mapping[str, float]
    spread: Mapping[str, float]
    tags: Mapping[str, float]
    genres: tuple[Genre, ...]
    warnings: tuple[str, ...]
    moments: Occlusion | None = None
    sound: SoundPrediction | None = None
    likely_tempo: float | None = None
    tempi: tuple[tuple[float, float], ...] = ()
    outputs: PatchOutputs | None = None

    @property
    def forecast_from(self) -> Mapping[str, float]:
        """Descriptors as a forecast takes them in: the tempo in the middle of those that are likely.

        A tempo and its double often repeat equally well, and which of them wins hangs on a rounding error. The score is
        the mean over them all; see `spotpop.model.tempo`.
        """
        if self.likely_tempo is None or "tempo" not in self.descriptors:
            return self.descriptors
        return {**self.descriptors, "tempo": self.likely_tempo}
