"""Which released tracks sound alike, and how popular they are: equal sounds end anywhere between 0 and 90."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.advice.released_tracks import POPULARITY_YEAR, ReferenceTable, shipped_table
from spotpop.findings import SimilarTrack, SoundsLike

COMPARED: Final[tuple[str, ...]] = (
    "danceability", "energy", "valence", "acousticness", "instrumentalness", "speechiness", "loudness", "tempo",
)  # fmt: skip
"""Descriptors that are compared; length is not a matter of sound."""

LEAST_OF_GENRE: Final = 100
"""A genre with fewer tracks in the table is no genre to search in: all are searched."""

LEAST_DESCRIPTORS: Final = 4
"""Fewer descriptors say too little of a sound to look for others like it."""

_NOT_NAMES: Final = re.compile(r"\(.*?\)|\[.*?\]| - .*|[^\w]", re.DOTALL)


def sounds_like(
    sound: Mapping[str, float],
    *,
    spread: Mapping[str, float] | None = None,
    genre: str | None = None,
    title: str = "",
    artist: str = "",
    count: int = 5,
    table: ReferenceTable | None = None,
) -> SoundsLike | None:
    """Return the tracks nearest in sound, of the same genre where it is known; at most one an artist.

    Parameters
    ----------
    sound : mapping of str to float
        Descriptors in Spotify's units; unknown ones are absent.
    spread : mapping of str to float or None
        Standard deviations of their errors (log2 for tempo). What is heard badly counts less: a descriptor weighs by
        the share of its variance that its error leaves, and not at all where the error is as large as the variety.
    genre : str or None
        One of `spotpop.model.genres.GENRES`.
    title, artist : str
        Of the song itself, which is not its own neighbour.

    Returns
    -------
    SoundsLike or None
        None where too little is known of the sound.
    """
    table = table or shipped_table()
    known = [name for name in COMPARED if np.isfinite(sound.get(name, np.nan))]
    if len(known) < LEAST_DESCRIPTORS:
        return None
    group = table.of_genre(genre)
    if genre is None or group.sum() < LEAST_OF_GENRE:
        genre, group = None, table.of_genre(None)
    distance = _distances(table, sound, spread or {}, known)
    chosen: list[SimilarTrack] = []
    artists: set[str] = set()
    itself = _plain(title), _plain(artist)
    for at in np.argsort(np.where(group, distance, np.inf), kind="stable"):
        if len(chosen) == count or not group[at]:
            break
        name = _plain(table.artists[at])
        if name in artists or (_plain(table.titles[at]), name) == itself:
            continue
        artists.add(name)
        chosen.append(
            SimilarTrack(
                title=table.titles[at],
                artist=table.artists[at],
                popularity=int(table.popularity[at]),
                distance=round(float(distance[at]), 3),
            )
        )
    return SoundsLike(genre=genre, year=POPULARITY_YEAR, tracks=tuple(chosen))


def _distances(
    table: ReferenceTable, sound: Mapping[str, float], spread: Mapping[str, float], known: list[str]
) -> NDArray[np.float64]:
    total, weights = np.zeros(len(table)), 0.0
    for name in known:
        values, deviation = _scale(table, name)
        gap = np.abs(values - _as_compared(name, np.array(sound[name], np.float64)))
        if name == "tempo":
            gap = np.minimum(gap, np.abs(gap - 1.0))
        weight = max(0.0, 1.0 - (spread.get(name, 0.0) / deviation) ** 2)
        total += weight / deviation**2 * np.square(gap, out=gap)
        weights += weight
    return np.asarray(np.sqrt(total / max(weights, 1e-9)))


@lru_cache(maxsize=32)
def _scale(table: ReferenceTable, name: str) -> tuple[NDArray[np.float64], float]:
    """Return a descriptor of all tracks and how much it varies; worked out once, because the table does not change."""
    values = _as_compared(name, table.values[name])
    return values, float(values.std()) or 1.0


def _as_compared(name: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return tempi in octaves: half and double time feel alike, and are confused by ears and programs."""
    return np.asarray(np.log2(np.maximum(values, 20.0))) if name == "tempo" else values


def _plain(name: str) -> str:
    return _NOT_NAMES.sub("", name.casefold())
