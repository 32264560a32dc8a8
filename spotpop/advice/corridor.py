"""Where a song stands among others: the corridor between their 10th and 90th percentile, and its place in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
        genre, group = None, table.of_genre(None)
    standings = _standings(values, {name: _released(table, genre, name) for name in SHOWN})
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
    known = {key: [one[key] for one in references if np.isfinite(one.get(key, np.nan))] for key in SHOWN}
    standings = _standings(values, {key: _Others.of(np.array(found, np.float64)) for key, found in known.items()})
    return Corridor(kind="own", name=name, size=len(references), standings=standings) if standings else None


@dataclass(frozen=True, slots=True, eq=False)
class _Others:
    """One number of all that a song is put beside.

    Attributes
    ----------
    ordered : ndarray of shape (n,)
        Smallest first.
    low, high : float
        Ends of the corridor; NaN of none.
    """

    ordered: NDArray[np.float64]
    low: float
    high: float

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> _Others:
        ends = (0.1, 0.9) if len(values) >= LEAST_FOR_ENDS else (0.0, 1.0)
        low, high = np.quantile(values, ends) if len(values) else (np.nan, np.nan)
        return cls(np.sort(values), float(low), float(high))

    def rank(self, value: float) -> float | None:
        """Return a percentile in which equal values count by half; None among too few."""
        if len(self.ordered) < LEAST_FOR_RANK:
            return None
        below, upto = (int(np.searchsorted(self.ordered, value, side)) for side in ("left", "right"))
        return (below + upto) * 50 / len(self.ordered)


@lru_cache(maxsize=256)
def _released(table: ReferenceTable, genre: str | None, name: str) -> _Others:
    """Return a number of released tracks, loudness in LUFS; worked out once, because the table does not change."""
    values = table.values[name][table.of_genre(genre)]
    return _Others.of(values - SPOTIFY_DB_ABOVE_LUFS if name == "loudness" else values)


def _standings(values: Mapping[str, float], others: Mapping[str, _Others]) -> tuple[Standing, ...]:
    found = []
    for name in SHOWN:
        value, group = values.get(name, np.nan), others[name]
        if not np.isfinite(value) or not len(group.ordered):
            continue
        place: Place = "below" if value < group.low else "above" if value > group.high else "inside"
        found.append(
            Standing(
                name=name,
                value=float(value),
                low=group.low,
                high=group.high,
                place=place,
                percentile=group.rank(value),
            )
        )
    return tuple(found)
