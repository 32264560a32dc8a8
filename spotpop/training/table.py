"""The training table: one row per song and source, its schema (`docs/model.md`) and its checks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spotpop.errors import TableUnusable
from spotpop.model.descriptors import DESCRIPTOR_SPECS
from spotpop.model.genres import context_genre, genre_number
from spotpop.model.graph_inputs import INPUTS, album_number, sensible

MIN_AGE_YEARS = 0.0
LIMITS: dict[str, tuple[float, float]] = {
    "popularity": (0, 100),
    **{spec.name: spec.limits for spec in DESCRIPTOR_SPECS if spec.forecast},
    "duration_s": (1, 36_000),
    "explicit": (0, 1),
    "artist_followers": (0, 1e9),
    "artist_median_other": (0, 100),
    "artist_n_other": (0, 1e6),
    "artist_median_prior": (0, 100),
    "artist_n_prior": (0, 1e6),
    "album_tracks": (0, 10_000),
    "track_number": (0, 10_000),
    "deezer_fans": (0, 1e9),
    "deezer_rank": (0, 1e7),
    "weight": (0, 1000),
    "release": (1860, 2100),
    "snapshot": (2008, 2100),
    "age": (-2, 170),
}
"""Accepted range of every numeric column; values outside are an error, missing ones are not."""

_COLUMN_OF = {
    "duration": "duration_s",
    "followers": "artist_followers",
    "usual": "artist_median_other",
    "usual_songs": "artist_n_other",
    "earlier": "artist_median_prior",
    "earlier_songs": "artist_n_prior",
}
"""Columns whose names differ from the inputs they become."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A checked training table as arrays, row by row.

    Attributes
    ----------
    rows : ndarray of shape (n, n_inputs), float32
        Raw inputs in the order of `spotpop.model.graph_inputs.INPUTS`, NaN where unknown.
    popularity : ndarray of shape (n,), float32
        0 to 100.
    source : ndarray of shape (n,), str
        Where a row comes from: levels are compared within a source only, and it is never an input.
    artist, song : ndarray of shape (n,), str
        Keys: splits keep an artist's rows together; equal songs across sources share a key.
    snapshot : ndarray of shape (n,), float32
        Decimal year in which popularity was read, NaN where unknown.
    errors : ndarray of shape (n, n_inputs), float32
        Standard deviation of each input's error, 0 where it is exact: descriptors that were read from audio.
    weight : ndarray of shape (n,), float32
        How much a row counts in training, 1 by default: less for a source that is not one even draw.
    """

    rows: NDArray[np.float32]
    popularity: NDArray[np.float32]
    source: NDArray[np.str_]
    artist: NDArray[np.str_]
    song: NDArray[np.str_]
    snapshot: NDArray[np.float32]
    errors: NDArray[np.float32]
    weight: NDArray[np.float32]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.popularity)

    def take(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> Table:
        """Return the chosen rows (mask or positions)."""
        return Table(
            rows=self.rows[which],
            popularity=self.popularity[which],
            source=self.source[which],
            artist=self.artist[which],
            song=self.song[which],
            snapshot=self.snapshot[which],
            errors=self.errors[which],
            weight=self.weight[which],
        )

    def weighted(self, factors: Mapping[str, float]) -> Table:
        """Let the rows of some sources count less, or more: those of a source that is not one even draw.

        Raises
        ------
        TableUnusable
            If a source is not in the table.
        """
        weight = self.weight.copy()
        for name, factor in factors.items():
            where = self.source == name
            if not where.any():
                raise TableUnusable(path=name, problem="no row of the table has this source")
            weight[where] *= factor
        return replace(self, weight=weight)

    def without_zeros(self) -> Table:
        """Leave out rows of popularity 0: mostly dead release ids, not unpopular music."""
        return self.take(self.popularity > 0)


def read_table(path: Path) -> Table:
    """Read and check a table from Parquet or CSV.

    Raises
    ------
    TableUnusable
        If the file cannot be read or breaks the schema; says which column and why.
    """
    return as_table(read_frame(path), name=path.name)


def read_frame(path: Path) -> pd.DataFrame:
    """Read Parquet or CSV as it is.

    Raises
    ------
    TableUnusable
        If the file cannot be read.
    """
    try:
        return pd.read_parquet(path) if path.suffix.lower() in {".parquet", ".pq"} else pd.read_csv(path)
    except (OSError, ValueError, ImportError) as error:
        raise TableUnusable(path=path.name, problem=f"it cannot be read ({type(error).__name__})") from error


def as_table(frame: pd.DataFrame, *, name: str = "table") -> Table:
    """Check a frame against the schema and turn it into arrays.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``popularity`` and ``artist_key`` (or ``artist``, see `artist_key`) are required. ``source`` defaults to
        ``local``; ``song_key`` to ``title`` and artist; ``age`` to ``snapshot`` minus ``release``; ``duration_ms`` is
        understood.
    name : str
        What an error calls the table.

    Raises
    ------
    TableUnusable
    """
    frame = frame.copy()
    if "duration_s" not in frame and "duration_ms" in frame:
        frame["duration_s"] = frame["duration_ms"] / 1000
    if "age" not in frame and {"snapshot", "release"} <= set(frame):
        frame["age"] = frame["snapshot"] - frame["release"]
    if "artist_key" not in frame and "artist" in frame:
        frame["artist_key"] = frame["artist"].map(lambda name: artist_key(str(name)), na_action="ignore")
    for column in ("popularity", "artist_key"):
        if column not in frame:
            raise TableUnusable(path=name, problem=f"the column {column} is missing")
        if frame[column].isna().any():
            raise TableUnusable(path=name, problem=f"the column {column} has empty cells")
    if not len(frame):
        raise TableUnusable(path=name, problem="it has no rows")
    _check_ranges(frame, name)
    source = frame["source"].astype(str) if "source" in frame else pd.Series("local", index=frame.index)
    return Table(
        rows=_rows(frame),
        popularity=frame["popularity"].to_numpy(np.float32),
        source=source.to_numpy(str),
        artist=frame["artist_key"].to_numpy(str),
        song=_songs(frame),
        snapshot=_column(frame, "snapshot", np.nan),
        errors=np.stack([_column(frame, f"{name}_sd", 0.0) for name in INPUTS], axis=1),
        weight=_column(frame, "weight", 1.0),
    )


_GUESTS = re.compile(r"\s*[(\[]?\b(?:feat(?:uring)?|ft|with|vs)\b\.?.*|\s*[&,;/].*|\s+(?:and|x)\s.*", re.IGNORECASE)


def artist_key(name: str) -> str:
    """Return the key under which an artist's rows stay together: the first artist, without article and accents.

    Examples
    --------
    >>> artist_key("The Notorious B.I.G. Featuring Puff Daddy & Mase"), artist_key("Motörhead")
    ('notoriousbig', 'motorhead')
    """
    first = _GUESTS.sub("", name).strip() or name
    plain = "".join(char for char in unicodedata.normalize("NFKD", first) if not unicodedata.combining(char)).casefold()
    key = re.sub(r"[\W_]+", "", plain.removeprefix("the "))
    return key or name.casefold().strip()


def _column(frame: pd.DataFrame, name: str, missing: float) -> NDArray[np.float32]:
    if name not in frame:
        return np.full(len(frame), missing, np.float32)
    return np.asarray(frame[name].fillna(missing), np.float32)


def _check_ranges(frame: pd.DataFrame, name: str) -> None:
    for column, (low, high) in LIMITS.items():
        if column not in frame:
            continue
        numbers = pd.to_numeric(frame[column], errors="coerce")
        if (numbers.isna() & frame[column].notna()).any():
            raise TableUnusable(path=name, problem=f"the column {column} holds something that is not a number")
        outside = int(((numbers < low) | (numbers > high)).sum())
        if outside:
            raise TableUnusable(
                path=name, problem=f"{outside} values of {column} are outside {low:g} to {high:g} (see the units)"
            )
        frame[column] = numbers


def _songs(frame: pd.DataFrame) -> NDArray[np.str_]:
    if "song_key" in frame:
        return frame["song_key"].to_numpy(str)
    if "title" in frame:
        return (frame["title"].astype(str).str.casefold() + "|" + frame["artist_key"].astype(str)).to_numpy(str)
    return np.array([f"row{number}" for number in range(len(frame))])


def _rows(frame: pd.DataFrame) -> NDArray[np.float32]:
    columns = []
    for name in INPUTS:
        column = _COLUMN_OF.get(name, name)
        if column not in frame:
            columns.append(np.full(len(frame), np.nan, np.float32))
        elif name == "album_type":
            types = [album_number(str(text).lower()) for text in frame[column]]
            columns.append(np.array([np.nan if one is None else one for one in types], np.float32))
        elif name == "genre":
            known = {text: genre_number(context_genre((str(text),))) for text in frame[column].dropna().unique()}
            numbers = frame[column].map(known).to_numpy(np.float32)
            columns.append(np.where(numbers > 0, numbers, np.nan).astype(np.float32))
        else:
            columns.append(frame[column].to_numpy(np.float32))
    rows = np.stack(columns, axis=1)
    age = INPUTS.index("age")
    rows[:, age] = np.maximum(rows[:, age], MIN_AGE_YEARS)
    return sensible(rows)
