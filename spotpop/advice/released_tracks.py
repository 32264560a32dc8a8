"""The shipped table of released tracks as arrays. See ``data/README.md`` for where it comes from and what it is not."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

POPULARITY_YEAR: Final = 2021
"""When the popularity in the table was read."""

NUMBERS: Final[tuple[str, ...]] = (
    "danceability", "energy", "valence", "acousticness", "instrumentalness", "speechiness", "loudness", "tempo",
    "duration",
)  # fmt: skip
"""Columns of numbers: 0 to 1, but loudness in Spotify's dB, tempo in beats per minute, duration in seconds."""

SPOTIFY_DB_ABOVE_LUFS: Final = 1.43
"""Spotify's ``loudness`` of a track minus the LUFS of its preview: mean over 195 previews, 1.6 dB of mean error."""

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ReferenceTable:
    """Released tracks.

    Attributes
    ----------
    titles, artists, genres : tuple of str
        One a track; titles and artists are untrusted text.
    popularity : ndarray of shape (n,)
    values : dict of str to ndarray of shape (n,)
        `NUMBERS` by name.
    """

    titles: tuple[str, ...]
    artists: tuple[str, ...]
    genres: tuple[str, ...]
    popularity: NDArray[np.int64]
    values: Mapping[str, Array]

    def __len__(self) -> int:
        return len(self.titles)

    def of_genre(self, genre: str | None) -> NDArray[np.bool_]:
        """Return which tracks are of a genre; all for None."""
        return _of_genre(self, genre)


@lru_cache(maxsize=32)
def _of_genre(table: ReferenceTable, genre: str | None) -> NDArray[np.bool_]:
    of_genre = np.array([genre in {None, one} for one in table.genres], bool)
    of_genre.setflags(write=False)  # all who ask share it
    return of_genre


def read_released_tracks(data: bytes) -> ReferenceTable:
    """Read the gzipped CSV that `tools.make_sounds_like` writes.

    Raises
    ------
    ValueError
        If a column is missing or a number is none.
    """
    head, *rows = csv.reader(io.StringIO(gzip.decompress(data).decode("utf-8")))
    missing = {"title", "artist", "genre", "popularity", *NUMBERS} - set(head)
    if missing:
        raise ValueError(f"the table lacks {', '.join(sorted(missing))}")
    columns = dict(zip(head, zip(*rows, strict=True), strict=True))
    return ReferenceTable(
        titles=columns["title"],
        artists=columns["artist"],
        genres=columns["genre"],
        popularity=np.array(columns["popularity"], np.int64),
        values={name: np.array(columns[name], np.float64) for name in NUMBERS},
    )


@lru_cache(maxsize=1)
def shipped_table() -> ReferenceTable:
    """Return the table that comes with the package, read once."""
    return read_released_tracks(files(__package__).joinpath("data", "sounds_like.csv.gz").read_bytes())
