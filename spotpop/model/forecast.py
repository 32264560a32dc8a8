"""The forecast as a value: what is known about a track besides its sound, and the distribution that follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from spotpop.audience import Audience
from spotpop.model.genres import context_genre
from spotpop.report import (
    Expectation,
)
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
        Spotify followers of the main artist, or the middle of the decade in which they lie.
    usual_popularity, usual_songs : float or None
        Median popularity, 0 to 100, of the artist's other songs, and how many they are: 0 without a median says that
        there are none, which is something else than not to know.
    earlier_popularity, earlier_songs : float or None
        The same of the songs that were released before this one: all that there is on release day.
    album_type : str or None
        One of `spotpop.model.graph_inputs.ALBUM_TYPES`.
    album_tracks, track_number : float or None
        Tracks on the album, and the position of this one.
    deezer_fans, deezer_rank : float or None
        Deezer's own figures; only models that were trained on them use them.
    """

    age_years: float | None = None
    duration_s: float | None = None
    explicit: bool | None = None
    genre: str | None = None
    followers: float | None = None
    usual_popularity: float | None = None
    usual_songs: float | None = None
    earlier_popularity: float | None = None
    earlier_songs: float | None = None
    album_type: str | None = None
    album_tracks: float | None = None
    track_number: float | None = None
    deezer_fans: float | None = None
    deezer_rank: float | None = None

    @classmethod
    def of(
        cls,
        track: Track,
        today: date,
        *,
        genre: str | None = None,
        audience: Audience | None = None,
        explicit: bool | None = None,
        first_song: bool = False,
    ) -> Context:
        """Take from `track`, and from what a person stated, what the model can use.

        Parameters
        ----------
        track : Track
            An unreleased track (``released=False``) has age 0: "expected in the first year".
        genre : str or None
            Stated by a person; otherwise the catalogue's genres are read.
        audience : Audience or None
            Stated by a person; otherwise the catalogue's followers are taken, if it gives them.
        explicit : bool or None
            Stated by a person; otherwise the catalogue's mark.
        first_song : bool
            Stated by a person: the artist has no other song out. A usual popularity of other songs, if it is stated all
            the same, counts more.
        """
        if not track.released:
            age: float | None = 0.0
        else:
            age = track.release_date.age_years(today) if track.release_date else None
        audience = audience or Audience()
        followers = audience.known_followers
        if followers is None and track.followers is not None:
            followers = float(track.followers)
        # Before the release every other song of the artist is an earlier one, and the model knows the difference.
        usual = "usual" if track.released else "earlier"
        none = first_song and audience.usual_popularity is None
        songs = 0.0 if none else _optional(audience.usual_songs)
        return cls(
            age_years=age,
            duration_s=track.duration_s,
            explicit=track.explicit if explicit is None else explicit,
            genre=context_genre((genre,) if genre else track.genres),
            followers=followers,
            album_type=track.album_type,
            album_tracks=_optional(track.album_tracks),
            track_number=_optional(track.track_number),
            deezer_fans=_optional(track.deezer_fans),
            deezer_rank=_optional(track.deezer_rank),
            **{f"{usual}_popularity": audience.usual_popularity, f"{usual}_songs": songs},
        )


def _optional(value: int | None) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Expectation):
    """What is expected of one track, and the distribution of its popularity.

    Attributes
    ----------
    quantiles : ndarray of shape (99,)
        Popularity at each of `LEVELS`; empty when nothing was forecast.
    """

    quantiles: FloatArray = field(repr=False, compare=False)
