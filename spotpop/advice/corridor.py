"""Where a song stands among others: the corridor between their 10th and 90th percentile, and its place in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spotpop.advice.neighbours import LEAST_OF_GENRE
from spotpop.advice.released_tracks import SPOTIFY_DB_ABOVE_LUFS, ReferenceTable, shipped_table
from spotpop.findings import Corridor, Place, Standing

SHOWN: Final[tuple[str, ...]] = (
    "loudness", "tempo", "duration", "energy", "danceability", "valence", "acousticness",
)  # fmt: skip
"""What is ranked, in order."""

LEAST_FOR_ENDS: Final = 10
"""Of fewer tracks the corridor goes from the smallest to the largest."""

LEAST_FOR_RANK: Final = 30
"""Among fewer tracks a percentile says more than is known."""


def genre_corridor(
    values: Mapping[str, float], genre: str | None, *, table: ReferenceTable | None = None
) -> Corridor | None:
    """Return where a song stands among released tracks of its genre, or among all where the genre has too few.

    Parameters
    ----------
    values : mapping of str to float
        Of `SHOWN`, what is known: loudness in LUFS, tempo in beats per minute, duration in seconds, else 0 to 1.

    Returns
    -------
    Corridor or None
        None where nothing is known.
    """
    table = table or shipped_table()
    group = table.of_genre(genre)
    if genre is None or group.sum() < LEAST_OF_GENRE:
        genre, group = None, np.ones(len(table), bool)
    others = {name: table.values[name][group] for name in SHOWN}
    others["loudness"] = others["loudness"] - SPOTIFY_DB_ABOVE_LUFS
    standings = _standings(values, others)
    if not standings:
        return None
    return Corridor(kind="genre" if genre else "all", name=genre or "", size=int(group.sum()), standings=standings)


def own_corridor(values: Mapping[str, float], references: Sequence[Mapping[str, float]], name: str) -> Corridor | None:
    """Return where a song stands among references of one's own.

    Parameters
    ----------
    values : mapping of str to float
        As for `genre_corridor`.
    references : sequence of mapping
        The same numbers of each reference.
    name : str
        What the person calls the set.

    Returns
    -------
    Corridor or None
        None without references or shared numbers.
    """
    others = {
        key: np.array([one[key] for one in references if np.isfinite(one.get(key, np.nan))], np.float64)
        for key in SHOWN
    }
    standings = _standings(values, others)
    return Corridor(kind="own", name=name, size=len(references), standings=standings) if standings else None


def _standings(values: Mapping[str, float], others: Mapping[str, NDArray[np.float64]]) -> tuple[Standing, ...]:
    found = []
    for name in SHOWN:
        value, group = values.get(name, np.nan), others[name]
        if not np.isfinite(value) or not len(group):
            continue
        ends = (0.1, 0.9) if len(group) >= LEAST_FOR_ENDS else (0.0, 1.0)
        low, high = (float(end) for end in np.quantile(group, ends))
        place: Place = "below" if value < low else "above" if value > high else "inside"
        rank = float(((group < value).mean() + (group <= value).mean()) * 50) if len(group) >= LEAST_FOR_RANK else None
        found.append(Standing(name=name, value=float(value), low=low, high=high, place=place, percentile=rank))
    return tuple(found)
