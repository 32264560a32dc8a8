"""The inputs of the popularity graph, by name, and how values become its arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.audience import USUAL_STEP, rung_of
from spotpop.model.descriptors import SOUND
from spotpop.model.forecast import Context
from spotpop.model.genres import genre_number

__all__ = ["ALBUM_TYPES", "AUDIENCE", "CONTEXT", "INPUTS", "PLAYERS", "SOUND", "graph_inputs", "input_row"]

HISTORY: Final[tuple[str, ...]] = ("usual", "usual_songs", "earlier", "earlier_songs")
"""Median popularity of the artist's other songs and of those released earlier, each with how many they are."""

AUDIENCE: Final[tuple[str, ...]] = ("followers", *HISTORY)
"""Inputs that say who listens to the artist."""

ALBUM: Final[tuple[str, ...]] = ("album_type", "album_tracks", "track_number")

DEEZER: Final[tuple[str, ...]] = ("deezer_fans", "deezer_rank")
"""Deezer's own figures. Tables without them teach nothing of them: the manifest names the inputs that a model knows."""

CONTEXT: Final[tuple[str, ...]] = ("age", "duration", "explicit", "followers", "genre", *HISTORY, *ALBUM, *DEEZER)
"""Years since release; seconds; 0 or 1; followers; number of the genre (0 unknown); popularity and songs; number of the
album type, tracks, position; Deezer's fans and rank."""

INPUTS: Final[tuple[str, ...]] = SOUND + CONTEXT
"""Columns of the graph's ``values`` and ``known``, in order."""

ALBUM_TYPES: Final[tuple[str, ...]] = ("single", "album", "compilation")
"""Position plus one is the number a model sees; Spotify counts EPs as singles."""

SONGS_OF: Final[Mapping[str, str]] = {"usual_songs": "usual", "earlier_songs": "earlier"}
"""A number of songs says nothing without the median that rests on them, unless it is 0: then there is no median."""

MEDIANS: Final[tuple[str, ...]] = ("usual", "earlier")
"""Inputs in points of popularity: they are stated at the level of their population, as the target is."""

PLAYERS: Final[Mapping[str, tuple[str, ...]]] = {
    **{name: (name,) for name in (*SOUND, "age", "duration", "explicit", "followers", "genre")},
    "usual": ("usual", "usual_songs"),
    "earlier": ("earlier", "earlier_songs"),
    "album": ALBUM,
    "deezer": DEEZER,
}
"""Inputs that come and go together when a forecast is explained, by the name of the reason."""

Values = NDArray[np.float32]


def column_of(name: str) -> int:
    """Return the column of an input."""
    return INPUTS.index(name)


def input_row(sound: Mapping[str, float], context: Context) -> Values:
    """Return one row of raw values, NaN where unknown.

    Returns
    -------
    ndarray of shape (n_inputs,)
        In the order of `INPUTS`.
    """
    genre = genre_number(context.genre)
    known: dict[str, float | None] = {
        **{name: sound.get(name) for name in SOUND},
        "age": context.age_years,
        "duration": context.duration_s,
        "explicit": None if context.explicit is None else float(context.explicit),
        "followers": context.followers,
        "genre": float(genre) if genre else None,
        "usual": context.usual_popularity,
        "usual_songs": context.usual_songs,
        "earlier": context.earlier_popularity,
        "earlier_songs": context.earlier_songs,
        "album_type": album_number(context.album_type),
        "album_tracks": context.album_tracks,
        "track_number": context.track_number,
        "deezer_fans": context.deezer_fans,
        "deezer_rank": context.deezer_rank,
    }
    row = np.array([np.nan if known[name] is None else known[name] for name in INPUTS], np.float32)
    one: Values = sensible(np.where(np.isfinite(row), row, np.nan).astype(np.float32)[None])[0]
    return one


def album_number(album_type: str | None) -> float | None:
    """Return the number a model sees for a type of album, None for one it does not know."""
    return float(ALBUM_TYPES.index(album_type) + 1) if album_type in ALBUM_TYPES else None


def sensible(rows: Values) -> Values:
    """Withhold a number of songs where the median is unknown that rests on them; that there are none can be stated."""
    rows = rows.copy()
    for songs, median in SONGS_OF.items():
        unfounded = np.isnan(rows[:, column_of(median)]) & (rows[:, column_of(songs)] != 0)
        rows[unfounded, column_of(songs)] = np.nan
    return rows


def knows_history(rows: Values) -> NDArray[np.bool_]:
    """Return which rows know something of the artist's other songs, be it that there are none."""
    return np.asarray(np.isfinite(rows[:, [column_of(name) for name in HISTORY]]).any(axis=1), np.bool_)


def knows_earlier_only(rows: Values) -> NDArray[np.bool_]:
    """Return which rows know something of the artist's songs that were out before, and nothing of all others."""
    usual = np.isfinite(rows[:, [column_of(name) for name in ("usual", "usual_songs")]]).any(axis=1)
    return np.asarray(knows_history(rows) & ~usual, np.bool_)


def coarse(rows: Values) -> Values:
    """Return rows with the audience as a person states it: followers by decade, popularity to within 15 points.

    Medians must be in points of popularity as Spotify shows them, not yet put at another level.
    """
    rows = rows.copy()
    followers = rows[:, column_of("followers")]
    known = np.isfinite(followers)
    followers[known] = [rung_of(float(value)).followers for value in followers[known]]
    for name in MEDIANS:
        at = column_of(name)
        rows[:, at] = np.clip(np.floor(rows[:, at] / USUAL_STEP), 0, 6) * USUAL_STEP + USUAL_STEP / 2
    return rows


def moved(rows: Values, points: float | np.floating | NDArray[np.floating]) -> Values:
    """Return rows whose medians of popularity are moved by `points`, one number or one for each row."""
    rows = rows.copy()
    for name in MEDIANS:
        rows[:, column_of(name)] += np.asarray(points, np.float32)
    return rows


def graph_inputs(rows: Values) -> dict[str, Values]:
    """Return the graph's inputs for rows with NaN where unknown.

    Parameters
    ----------
    rows : ndarray of shape (n, n_inputs)

    Returns
    -------
    dict
        ``values`` (n, n_inputs) with 0 where unknown, ``known`` (n, n_inputs) of 0 and 1.
    """
    known = np.isfinite(rows)
    return {"values": np.where(known, rows, 0).astype(np.float32), "known": known.astype(np.float32)}
