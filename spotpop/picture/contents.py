"""What goes into a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Theme = Literal["dark", "light"]


class Spectrogram(Protocol):
    """A log-mel-spectrogram, as `spotpop.audio` makes it.

    Attributes
    ----------
    db : numpy.ndarray of float32, shape (n_mels, n_frames)
        Power of the transform in dB relative to 1, summed by filters of equal area.
    n_fft : int
        Samples under one frame.
    fmin_hz, fmax_hz : float
        Edges of the mel scale (Slaney's).
    """

    @property
    def db(self) -> NDArray[np.float32]: ...  # noqa: D102 - described above
    @property
    def n_fft(self) -> int: ...  # noqa: D102 - described above
    @property
    def sample_rate_hz(self) -> int: ...  # noqa: D102 - described above
    @property
    def fmin_hz(self) -> float: ...  # noqa: D102 - described above
    @property
    def fmax_hz(self) -> float: ...  # noqa: D102 - described above


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRow:
    """One track of an album or a playlist in a ranked picture.

    Attributes
    ----------
    title, artists : str
        Untrusted text; made harmless when it is drawn.
    score, low, high : float or None
        None when this track could not be forecast.
    problem : str
        Code of the error; empty when there is a score.
    """

    title: str
    artists: str = ""
    score: float | None = None
    low: float | None = None
    high: float | None = None
    problem: str = ""
