"""The inputs of the popularity graph, by name, and how values become its arrays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from spotpop.model.forecast import Context
from spotpop.model.genres import genre_number

SOUND: tuple[str, ...] = (
    "danceability", "energy", "valence", "acousticness", "instrumentalness", "speechiness", "liveness", "loudness",
    "tempo", "mode",
)  # fmt: skip
"""Descriptors in Spotify's units (0 to 1; dB; beats per minute; mode 0 minor, 1 major, or the probability of major)."""

CONTEXT: tuple[str, ...] = ("age", "duration", "explicit", "followers", "genre")
"""Years since release; seconds; 0 or 1; followers; number of the genre (0 unknown)."""

INPUTS: tuple[str, ...] = SOUND + CONTEXT
"""Columns of the graph's ``values`` and ``known``, in order."""

Values = NDArray[np.float32]


def input_row(sound: Mapping[str, float], context: Context) -> Values:
    """Return one row of raw values, NaN where unknown.

    Returns
    -------
    ndarray of shape (15,)
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
    }
    row = np.array([np.nan if known[name] is None else known[name] for name in INPUTS], np.float32)
    return np.where(np.isfinite(row), row, np.nan).astype(np.float32)


def graph_inputs(rows: Values) -> dict[str, Values]:
    """Return the graph's inputs for rows with NaN where unknown.

    Returns
    -------
    dict
        ``values`` (n, 15) with 0 where unknown, ``known`` (n, 15) of 0 and 1.
    """
    known = np.isfinite(rows)
    return {"values": np.where(known, rows, 0).astype(np.float32), "known": known.astype(np.float32)}
