"""Playlists as Apple Music's pages list them: in the description for search engines (schema.org, JSON-LD).

The page is documented nowhere, the vocabulary is (https://schema.org/MusicPlaylist): name, and of each song name,
length and address, which holds its id. Artists are not given.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from spotpop.errors import SourceUnavailable
from spotpop.links import parse_reference
from spotpop.sources import json_access
from spotpop.sources.backoff import NAMES
from spotpop.track import Track

_DATA: Final = re.compile(
    r"<script\b[^<>]{0,200}\bid=[\"']?schema:music-playlist[\"']?(?=[\s>])[^<>]{0,200}>", re.IGNORECASE
)
_LENGTH: Final = re.compile(r"PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5}(?:\.\d{1,6})?)S)?")
_MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class PlaylistEntry:
    """One song of a playlist: its id at Apple, empty where the page gives none."""

    id: str
    title: str
    duration_s: float | None

    def track(self) -> Track:
        """Return it as a track of which nothing else is known."""
        return Track(title=self.title, artists=(), duration_s=self.duration_s)


@dataclass(frozen=True, slots=True)
class Playlist:
    """What a page holds: the title, the rows, and how many songs there are in all."""

    title: str
    rows: tuple[PlaylistEntry, ...]
    total: int


def playlist_on(page: str) -> Playlist:
    """Read a playlist's page.

    Raises
    ------
    SourceUnavailable
        If the page is not of the form we know.
    """
    start = _DATA.search(page)
    try:
        data, _ = json.JSONDecoder().raw_decode(page[start.end() :].lstrip()) if start else ({}, 0)
    except (ValueError, RecursionError):
        data = {}
    title = json_access.text(data, "name")
    rows = tuple(row for item in json_access.objects(data, "track")[:_MOST] if (row := _row(item)))
    if title is None or not rows:
        raise SourceUnavailable(source=NAMES["itunes"])
    return Playlist(title, rows, json_access.integer(data, "numTracks") or 0)


def _row(item: dict[str, Any]) -> PlaylistEntry | None:
    title = json_access.text(item, "name")
    if title is None:
        return None
    found = parse_reference(json_access.text(item, "url") or "")
    is_song = found is not None and found.kind == "track" and found.service == "itunes"
    return PlaylistEntry(
        found.store_id if found and is_song else "", title, _seconds(json_access.text(item, "duration") or "")
    )


def _seconds(length: str) -> float | None:
    """Read an ISO 8601 length such as ``PT3M21S``."""
    given = _LENGTH.fullmatch(length)
    if given is None or not any(given.groups()):
        return None
    hours, minutes, seconds = (float(part or 0) for part in given.groups())
    return hours * 3600 + minutes * 60 + seconds
