"""What a person wants collected: links and CSV files to items. Asks nobody."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from spotpop.dataset.state import Item
from spotpop.errors import NothingFound, TableUnusable, UnsupportedLink
from spotpop.links import Reference, find_references, reference_to

_NAMES: Final = {
    "id": ("id", "track_id", "spotify_id", "link", "url", "uri"),
    "file": ("file", "path", "audio", "filename"),
    "popularity": ("popularity", "track_popularity"),
    "plays": ("plays", "streams", "play_count", "listens"),
    "date": ("date", "snapshot", "snapshot_date"),
    "title": ("title", "name", "track_name"),
    "artist": ("artist", "artists", "artist_name", "track_artist"),
    "isrc": ("isrc",),
    "genre": ("genre", "playlist_genre"),
    "release_date": ("release_date", "released", "release"),
    "duration_s": ("duration_s",),
    "duration_ms": ("duration_ms",),
    "explicit": ("explicit",),
    "followers": ("followers", "artist_followers"),
    "source": ("source",),
}
"""Columns, and the other names under which they are understood."""
_TRUTH: Final = {"true": 1.0, "yes": 1.0, "1": 1.0, "false": 0.0, "no": 0.0, "0": 0.0}


def read_inputs(inputs: list[str]) -> tuple[list[Item], list[Reference]]:
    """Read what was given on a command line.

    Parameters
    ----------
    inputs : list of str
        Paths of CSV files, paths of text files with links, and links themselves.

    Returns
    -------
    items : list of Item
    listings : list of Reference
        Albums, playlists, artists and short links, which must be asked what they hold.

    Raises
    ------
    NothingFound, UnsupportedLink
        If an input holds no link, or one to something else.
    TableUnusable
        If a CSV cannot be used; says which row and why.
    """
    items_of: list[Item] = []
    listings: list[Reference] = []
    for text in inputs:
        path = Path(text)
        if path.suffix.lower() in {".csv", ".tsv"}:
            items_of += read_csv(path)
            continue
        references = find_references(_text_of(path) if path.suffix.lower() == ".txt" else text)
        if not references:
            raise NothingFound
        for reference in references:
            if reference.kind in {"episode", "show"}:
                raise UnsupportedLink(kind=reference.kind)
            if reference.kind == "track":
                items_of.append(Item(id=reference.id))
            else:
                listings.append(reference)
    return items_of, listings


def read_csv(path: Path) -> list[Item]:
    """Read a CSV (comma, semicolon or tab) with a header; columns as in `docs/datasets.md`.

    Raises
    ------
    TableUnusable
    """
    text = _text_of(path)
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text.partition("\n")[0], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel  # a single column
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), dialect=dialect))
    except csv.Error as error:
        raise TableUnusable(path=path.name, problem=f"it is no CSV ({error})") from None
    if not rows:
        raise TableUnusable(path=path.name, problem="it has no rows")
    return list(_items(rows, path))


def _items(rows: list[dict[str, str]], path: Path) -> Iterator[Item]:
    for number, row in enumerate(rows, start=2):
        cells = {str(name).strip().lower(): str(cell or "").strip() for name, cell in row.items()}
        try:
            yield _item(cells, path.parent)
        except ValueError as error:
            raise TableUnusable(path=path.name, problem=f"row {number}: {error}") from None


def _item(cells: Mapping[str, str], folder: Path) -> Item:
    def text(column: str) -> str | None:
        return next((cells[name] for name in _NAMES[column] if cells.get(name)), None)

    def number(column: str, low: float, high: float) -> float | None:
        cell = text(column)
        if cell is None:
            return None
        try:
            value = float(cell)
        except ValueError:
            raise ValueError(f"{column} is “{cell[:40]}”, not a number") from None
        if math.isnan(value):
            return None
        if not low <= value <= high:
            raise ValueError(f"{column} is {value:g}, not between {low:g} and {high:g}")
        return value

    duration_ms = number("duration_ms", 1000, 36_000_000)
    explicit = text("explicit")
    if explicit is not None and explicit.lower() not in _TRUTH:
        raise ValueError(f"explicit is “{explicit[:40]}”, not true or false")
    spotify_id, file = _what(text("id"), text("file"), folder)
    return Item(
        id=spotify_id,
        file=file,
        popularity=number("popularity", 0, 100),
        plays=number("plays", 0, 1e12),
        date=_day(text("date")),
        title=text("title"),
        artist=text("artist"),
        isrc=text("isrc"),
        genre=text("genre"),
        release_date=text("release_date"),
        duration_s=number("duration_s", 1, 36_000) or (duration_ms / 1000 if duration_ms else None),
        explicit=None if explicit is None else _TRUTH[explicit.lower()],
        followers=number("followers", 0, 1e9),
        source=text("source") or "local",
    )


def _what(spotify_id: str | None, file: str | None, folder: Path) -> tuple[str | None, str | None]:
    """Return id and absolute path, at least one of them: an id says who it is, a file what it sounds like."""
    if not spotify_id and not file:
        raise ValueError("neither id nor file is given")
    path = (folder / file).resolve() if file else None
    if path and not path.is_file():
        raise ValueError(f"there is no file “{str(file)[:80]}” beside the table")
    return _track_id(spotify_id) if spotify_id else None, str(path) if path else None


def _track_id(text: str) -> str:
    try:
        return reference_to("track", text).id
    except ValueError:
        found = find_references(text)
    if not found or found[0].kind != "track":
        raise ValueError(f"“{text[:40]}” is neither a track's id nor its link")
    return found[0].id


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise ValueError(f"date is “{text[:40]}”, not of the form 2026-01-31") from None


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        raise TableUnusable(path=path.name, problem="it cannot be read") from None
    except UnicodeDecodeError:
        raise TableUnusable(path=path.name, problem="it is not UTF-8") from None
