"""Make the shipped table of released tracks, against which songs are compared in sound, from its MIT-licensed source.

    git clone https://github.com/john-s-lin/hit-song-classifier && git -C hit-song-classifier checkout f556c5f
    python -m tools.make_sounds_like hit-song-classifier/data spotpop/advice/data/sounds_like.csv.gz

Numbers, titles and names only. Taken are the tracks whose first artist has a genre in the same repository
(`million_songs_subset.csv`, column ``terms``); popularity 0 is left out, because it mostly marks releases that are
gone. Of several recordings of one song the most popular stays.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from spotpop.model.genres import context_genre

TRACKS: Final = "spotify_enhanced_dataset_regularized.csv"
ARTISTS: Final = "million_songs_subset.csv"
COLUMNS: Final = (
    "title", "artist", "genre", "popularity", "danceability", "energy", "valence", "acousticness", "instrumentalness",
    "speechiness", "loudness", "tempo", "duration",
)  # fmt: skip
"""Descriptors in Spotify's units; duration in seconds."""

_PLAIN: Final = ("danceability", "energy", "valence", "acousticness", "instrumentalness", "speechiness")
_GUESTS: Final = re.compile(r"\s+(?:featuring|feat\.?|ft\.?|with|&|and|x|/)\s+|,\s+", re.IGNORECASE)


def plain(text: str) -> str:
    """Return a name as it is compared: lower-case letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def genres_of(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the genre of every artist whose terms name one of `spotpop.model.genres.GENRES`."""
    terms: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        terms[plain(row["artist.name"])][row["terms"]] += 1
    found = {artist: context_genre(counts.elements()) for artist, counts in terms.items()}
    return {artist: genre for artist, genre in found.items() if artist and genre}


def select(rows: Iterable[Mapping[str, str]], genres: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the table's rows, ordered by artist and title."""
    best: dict[tuple[str, str], tuple[int, tuple[str, ...]]] = {}
    for row in rows:
        first = _GUESTS.split(row["artist"])[0]
        genre = genres.get(plain(row["artist"])) or genres.get(plain(first))
        popularity = round(float(row["popularity"]))
        song = plain(row["song"]), plain(first)
        if genre is None or popularity <= 0 or float(row["tempo"]) <= 0 or not all(song):
            continue
        line = (
            _clean(row["song"]),
            _clean(row["artist"]),
            genre,
            str(popularity),
            *(f"{float(row[name]):.3f}" for name in _PLAIN),
            f"{float(row['loudness']):.1f}",
            f"{float(row['tempo']):.1f}",
            f"{float(row['duration_ms']) / 1000:.0f}",
        )
        if song not in best or popularity > best[song][0]:
            best[song] = popularity, line
    return sorted((line for _, line in best.values()), key=lambda line: (line[1].lower(), line[0].lower()))


def _clean(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def pack(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Return the rows as a gzipped CSV file; the same rows give the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return gzip.compress(text.getvalue().encode("utf-8"), mtime=0)


def main() -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help=f"holds {TRACKS} and {ARTISTS}")
    parser.add_argument("output", type=Path)
    shown = parser.parse_args()
    with (shown.folder / ARTISTS).open(encoding="utf-8", newline="") as file:
        genres = genres_of(csv.DictReader(file))
    with (shown.folder / TRACKS).open(encoding="utf-8", newline="") as file:
        rows = select(csv.DictReader(file), genres)
    data = pack(rows)
    shown.output.write_bytes(data)
    sys.stdout.write(f"{len(rows)} tracks of {len({row[1] for row in rows})} artists, {len(data) / 1024:.0f} KiB\n")
    for genre, count in Counter(row[2] for row in rows).most_common():
        sys.stdout.write(f"  {genre:12} {count}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
