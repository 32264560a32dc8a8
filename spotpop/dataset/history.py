"""What an artist's other songs reach, without leaking the row itself: the columns that say who listens.

Each row gets the number and the median popularity of the artist's other songs in the same source, and of those among
them that were surely released before it. A song that is there twice (album and single) is one song, never its own
neighbour; popularity 0 is mostly a dead release id and is not counted; "Various Artists" are nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, Final

_NOBODY: Final = frozenset({"", "variousartists", "various artists", "various", "va", "unknown", "unknownartist"})


def with_history(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with ``artist_n_other``, ``artist_median_other``, ``artist_n_prior``, ``artist_median_prior``.

    Parameters
    ----------
    rows : sequence of mapping
        With ``source``, ``artist_key``, ``song_key``, ``popularity``, ``release`` (decimal year; a whole number is a
        bare year and counts as any day of it).
    """
    songs: dict[tuple[str, str], dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if (row.get("popularity") or 0) > 0:
            songs[_group(row)][str(row.get("song_key"))].append(row)
    return [{**row, **_history(row, songs.get(_group(row), {}))} for row in rows]


def _group(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row.get("source") or ""), str(row.get("artist_key") or "").casefold()


def _history(row: Mapping[str, Any], songs: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    nobody = _group(row)[1] in _NOBODY
    others = [] if nobody else [found for key, found in songs.items() if key != str(row.get("song_key"))]
    earlier = [found for found in others if any(_surely_before(one, row) for one in found)]
    found: dict[str, Any] = {}
    for name, chosen in (("other", others), ("prior", earlier)):
        # A song that is there twice counts once, by the more popular of its releases.
        points = [max(float(one["popularity"]) for one in versions) for versions in chosen]
        found[f"artist_n_{name}"] = len(points)
        found[f"artist_median_{name}"] = float(median(points)) if points else None
    if row.get("release") is None:
        found["artist_n_prior"] = found["artist_median_prior"] = None
    return found


def _surely_before(one: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    first, second = one.get("release"), row.get("release")
    if first is None or second is None:
        return False
    last_day = first + 1 if float(first).is_integer() else first
    return float(last_day) <= float(second)
