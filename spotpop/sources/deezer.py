"""Deezer: needs no key, finds by ISRC and by search; states its errors inside HTTP 200."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Literal

from spotpop.errors import RateLimited, SourceUnavailable
from spotpop.sources import json_access, matching
from spotpop.sources.backoff import NAMES
from spotpop.sources.base import Candidate, Judged, StoreTrack, best_of, judged
from spotpop.sources.matching import Entry
from spotpop.sources.web_source import WebSource
from spotpop.track import Listing, ReleaseDate, Track

_SOURCE: Final = "deezer"
_QUOTA_EXCEEDED, _NO_DATA = 4, 800
_QUOTA_WINDOW_S: Final = 5.0
_LIMITED: Final[Mapping[int, float]] = {429: 30.0, 403: 60.0}
_RESULTS: Final = 25
_TOP: Final = 10
_EDITED: Final = 3
"""Value of ``explicit_content_lyrics`` for the version without explicit words."""


class Deezer(WebSource):
    """Finds previews on Deezer."""

    source = _SOURCE

    def find(self, track: Track) -> Candidate | None:
        """Return the preview of this recording: by its ISRC, else by search.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        return best_of(self.by_isrc(track)) or best_of(self.search(track))

    def by_isrc(self, track: Track) -> list[Judged]:
        """Return what Deezer keeps under the track's ISRC, which may be any of several ids.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        if not matching.is_isrc(track.isrc):
            return []
        return judged(track, _tracks([self._ask(f"/track/isrc:{track.isrc}")]), how="isrc")

    def search(self, track: Track) -> list[Judged]:
        """Return what Deezer finds by artist and title.

        Combined filters find 7 of 12 known songs, plain words 10 of 12 (beetbox/beets#6895): both are tried, and where
        only names stand in the way, the best result's own record is read, which lists all contributors.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        if not track.artists:
            return []
        artist, title = _quotable(track.artists[0].name), _quotable(matching.core_title(track.title))
        found: dict[str, StoreTrack] = {}
        results: list[Judged] = []
        for query in (f'artist:"{artist}" track:"{title}"', f"{artist} {title}"):
            answer = self._ask("/search", {"q": query, "limit": _RESULTS})
            for one in _tracks(json_access.objects(answer, "data")):
                found.setdefault(one.id or str(len(found)), one)
            results = self._with_contributors(track, judged(track, found.values(), how="search"))
            if best_of(results):
                break
        return results

    def _with_contributors(self, track: Track, results: list[Judged]) -> list[Judged]:
        """Read the record of the best results in whose way only names stand."""
        full: list[StoreTrack] = []
        for one in results:
            names_differ = bool(one.verdict.differences) and set(one.verdict.differences) <= {"artist", "guest"}
            known = None
            if names_differ and not one.stored.entry.contributors and len(full) < 2:
                known = self.by_id(one.stored.id)
            full.append(known or one.stored)
        return judged(track, full, how="search")

    def by_words(self, text: str) -> list[StoreTrack]:
        """Return what Deezer finds by free text.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        answer = self._ask("/search", {"q": text[:200], "limit": _RESULTS})
        return _tracks(json_access.objects(answer, "data"))

    def by_id(self, store_id: str) -> StoreTrack | None:
        """Return the track with this id.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        if not re.fullmatch(r"\d{1,19}", store_id):
            return None
        return next(iter(_tracks([self._ask(f"/track/{store_id}")])), None)

    def listing(self, kind: Literal["album", "playlist"], store_id: str, limit: int) -> Listing | None:
        """Return an album's or a playlist's tracks, with the preview of each; None if there is no such thing.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        answer = self._ask(f"/{kind}/{store_id}")
        title = json_access.text(answer, "title")
        if title is None:
            return None
        found = _tracks(json_access.objects(answer, "tracks", "data"))
        total = json_access.integer(answer, "nb_tracks") or len(found)
        known = [one.track() for one in found[:limit]]
        tracks = tuple(replace(one, album=title) if kind == "album" else one for one in known)
        return Listing(kind=kind, id=f"{_SOURCE}-{store_id}", title=title, tracks=tracks, total=max(total, len(tracks)))

    def with_facts(self, track: Track) -> Track:
        """Return the track with what Deezer says of its popularity and of its main artist's, if Deezer surely has it.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        found = [one for one in self.by_isrc(track) if one.verdict.usable]
        found = found or [one for one in self.search(track) if one.verdict.usable]
        if not found:
            return track
        stored = found[0].stored
        track = replace(track, deezer_rank=stored.rank)
        if not stored.artist_id:
            return track
        artist = self._ask(f"/artist/{stored.artist_id}")
        top = self._ask(f"/artist/{stored.artist_id}/top", {"limit": _TOP})
        ranks = (json_access.integer(one, "rank") for one in json_access.objects(top, "data")[:_TOP])
        return replace(
            track,
            deezer_fans=json_access.integer(artist, "nb_fan"),
            deezer_top_ranks=tuple(sorted((rank for rank in ranks if rank), reverse=True)),
        )

    def rank_of(self, isrc: str) -> int | None:
        """Return Deezer's popularity of the recording that it keeps under a code; None where it knows none.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        return json_access.integer(self._ask(f"/track/isrc:{isrc}"), "rank") or None

    def _ask(self, path: str, params: Mapping[str, str | int] | None = None) -> dict[str, Any] | None:
        name = NAMES[_SOURCE]
        with self._gate.asking(_SOURCE):
            answer = self._http.get_json(self._base + path, source=name, params=params, limited=_LIMITED)
            if answer is None:
                return None
            if not isinstance(answer, dict):
                raise SourceUnavailable(source=name)
            error = answer.get("error")
            if not error:
                return answer
            code = json_access.integer(error, "code")
            if code == _QUOTA_EXCEEDED:
                raise RateLimited(source=name, retry_after_s=_QUOTA_WINDOW_S)
            if code == _NO_DATA:
                return None
            raise SourceUnavailable(source=name)


ADAPTER: Final = Deezer


def _tracks(items: list[Any]) -> list[StoreTrack]:
    return [track for item in items if (track := _track(item))]


def _track(item: Any) -> StoreTrack | None:
    """Read one track; None for what is none, or what Deezer says cannot be played."""
    title = _title(item)
    if not title or json_access.truth(item, "readable") is False:
        return None
    number = json_access.integer(item, "id")
    names = [json_access.text(one, "name") for one in json_access.objects(item, "contributors")]
    explicit = json_access.truth(item, "explicit_lyrics")
    artist_number = json_access.integer(item, "artist", "id")
    entry = Entry(
        title=title,
        artist=json_access.text(item, "artist", "name") or "",
        contributors=tuple(name for name in names if name),
        duration_s=json_access.number(item, "duration"),
        exact=False,
        explicit=explicit,
        cleaned=json_access.integer(item, "explicit_content_lyrics") == _EDITED,
        isrc=json_access.text(item, "isrc"),
        album=json_access.text(item, "album", "title") or "",
        key=f"{number or ''} {json_access.text(item, 'preview') or ''}",
    )
    return StoreTrack(
        source=_SOURCE,
        id="" if number is None else str(number),
        entry=entry,
        preview_url=json_access.text(item, "preview"),
        page_url=f"https://www.deezer.com/track/{number}",
        image_url=json_access.text(item, "album", "cover_xl") or json_access.text(item, "album", "cover_big"),
        isrc=entry.isrc,
        release_date=ReleaseDate.parse(json_access.text(item, "release_date")),
        explicit=explicit,
        rank=json_access.integer(item, "rank"),
        artist_id=None if artist_number is None else str(artist_number),
    )


def _title(item: Any) -> str:
    """Return the title with its version, which Deezer keeps apart from it."""
    title = json_access.text(item, "title") or json_access.text(item, "title_short") or ""
    version = json_access.text(item, "title_version") or ""
    return title if version in title else f"{title} {version}"


def _quotable(name: str) -> str:
    return name.replace('"', " ").strip()[:200]
