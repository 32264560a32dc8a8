"""From what is known of a recording to its row in the data set; labels are joined last, because they may change."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from spotpop.dataset.state import Item
from spotpop.report import PreviewMatch
from spotpop.sources.matching import normalised, song_key
from spotpop.track import Track


def scalars_of(item: Item, track: Track, match: PreviewMatch, length_s: float | None) -> dict[str, Any]:
    """Return the columns that do not change with the label."""
    artist = track.artists[0].name if track.artists else ""
    released = track.release_date
    return {
        "id": item.id or item.key,
        "title": track.title,
        "artist": track.artist_line,
        # Without an artist every recording is its own, so that a split never joins strangers.
        "artist_key": normalised(artist) or item.key,
        "song_key": song_key(track) if artist else item.key,
        "isrc": track.isrc,
        "album": track.album,
        "genre": ", ".join(track.genres) or None,
        "release": _decimal_year(released.day) if released else None,
        "duration_s": length_s,
        "explicit": None if track.explicit is None else float(track.explicit),
        "artist_followers": track.followers,
        "album_type": track.album_type,
        "album_tracks": track.album_tracks,
        "track_number": track.track_number,
        "deezer_fans": track.deezer_fans,
        "deezer_rank": track.deezer_rank,
        "matched_by": f"{match.source} {match.how}",
        "match_confidence": match.confidence,
    }


def with_labels(items: list[tuple[Item, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Join rows and labels. Plays become a percentile among the plays of their source, 0 to 100."""
    rows = []
    plays: dict[str, list[float]] = {}
    for item, _ in items:
        if item.plays is not None and item.popularity is None:
            plays.setdefault(item.source, []).append(item.plays)
    sorted_plays = {source: np.sort(values) for source, values in plays.items()}
    for item, scalars in items:
        popularity = item.popularity
        if popularity is None and item.plays is not None:
            known = sorted_plays[item.source]
            below = np.searchsorted(known, item.plays, "left") + np.searchsorted(known, item.plays, "right")
            popularity = float(100 * below / (2 * len(known)))
        day = date.fromisoformat(item.date) if item.date else None
        rows.append(
            {
                **scalars,
                "source": item.source,
                "popularity": popularity,
                "plays": item.plays,
                "snapshot": _decimal_year(day) if day else None,
            }
        )
    return rows


def _decimal_year(day: date) -> float:
    """Return a day as a decimal year, such as 2026.5 for the beginning of July."""
    start = date(day.year, 1, 1)
    return day.year + (day - start).days / (date(day.year + 1, 1, 1) - start).days
