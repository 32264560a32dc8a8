"""The forecast as a value: what is known about a track besides its sound, and the distribution that follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from spotpop.model.genres import context_genre
from spotpop.report import Descriptor, Genre, Interval, Moments, Reason, WhatIf
from spotpop.track import Track

FloatArray = NDArray[np.float32]

LEVELS: tuple[float, ...] = tuple(round(0.01 * step, 2) for step in range(1, 100))
"""Probabilities of `Forecast.quantiles`: 0.01, 0.02 … 0.99."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known about a track besides its sound; None means unknown.

    Attributes
    ----------
    age_years : float or None
        Years since the release; 0 for an unreleased song.
    duration_s : float or None
        Length of the whole recording, not of its preview.
    genre : str or None
        One of `spotpop.model.genres.GENRES`; anything else counts as unknown.
    followers : float or None
        Spotify followers of the main artist.
    """

    age_years: float | None = None
    duration_s: float | None = None
    explicit: bool | None = None
    genre: str | None = None
    followers: float | None = None

    @classmethod
    def of(cls, track: Track, today: date, *, genre: str | None = None) -> Context:
        """Take from `track` what the model can use.

        Parameters
        ----------
        track : Track
            An unreleased track (``released=False``) has age 0: "expected in the first year".
        genre : str or None
            Stated by a person; otherwise the catalogue's genres are read.
        """
        if not track.released:
            age: float | None = 0.0
        else:
            age = track.release_date.age_years(today) if track.release_date else None
        return cls(
            age_years=age,
            duration_s=track.duration_s,
            explicit=track.explicit,
            genre=context_genre((genre,) if genre else track.genres),
            followers=None if track.followers is None else float(track.followers),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The distribution of popularity of one track, and why.

    Attributes
    ----------
    score : float
        Median forecast, 0 to 100, in points of the reference population.
    interval : Interval
        80 % interval (conformalised quantiles).
    percentile : float
        Share of reference tracks whose popularity is below the score, 0 to 100.
    baseline : float
        Forecast when nothing is known: the reference population's median.
    baseline_interval : Interval
        80 % interval without any knowledge.
    descriptors : tuple of Descriptor
        Shown only as precisely as they are known.
    reasons : tuple of Reason
        Largest first; `baseline` plus all of them is `score`, exactly.
    what_ifs : tuple of WhatIf
        Effects that hold in every source, for inputs that are known here.
    moments : Moments or None
        Occlusion curve in points.
    quantiles : ndarray of shape (99,)
        Popularity at each of `LEVELS`.
    """

    score: float
    interval: Interval
    percentile: float
    baseline: float
    baseline_interval: Interval
    descriptors: tuple[Descriptor, ...]
    genres: tuple[Genre, ...]
    reasons: tuple[Reason, ...]
    what_ifs: tuple[WhatIf, ...] = ()
    warnings: tuple[str, ...] = ()
    moments: Moments | None = None
    quantiles: FloatArray = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Forecast of the second track minus forecast of the first.

    Attributes
    ----------
    difference : float
        In points.
    interval : Interval
        80 % interval; noise that both share cancels.
    reliable : bool
        Whether the interval leaves 0 out.
    reasons : tuple of Reason
        What makes the difference, largest first; their sum is `difference`.
    """

    difference: float
    interval: Interval
    reliable: bool
    reasons: tuple[Reason, ...]
