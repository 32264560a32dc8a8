"""iTunes: needs no key, finds by search and by Apple Music's ids, and throttles hard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from spotpop.errors import SourceUnavailable
from spotpop.net import HttpClient
from spotpop.settings import Settings
from spotpop.sources import json_access, matching
from spotpop.sources.apple_pages import playlist_on
from spotpop.sources.backoff import NAMES, SourceGate
from spotpop.sources.base import Candidate, Judged, StoreTrack, best_of, judged
from spotpop.sources.matching import Entry
from spotpop.sources.web_source import WebSource
from spotpop.track import Listing, ReleaseDate, Track

_SOURCE: Final = "itunes"
_LIMITED: Final[Mapping[int, float]] = {403: 60.0, 429: 60.0}
"""It throttles with either status, at about 20 questions a minute."""
_RESULTS: Final = 25
_MARKS: Final[Mapping[str, bool]] = {"explicit": True, "cleaned": False}
"""``notExplicit`` says neither: there is no other version."""


class ITunes(WebSource):
    """Finds previews in the iTunes store."""

    source = _SOURCE

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate) -> None:
        super().__init__(settings, http, gate)
        self._pages = settings.apple_music_url
        self._country = settings.itunes_country

    def find(self, track: Track) -> Candidate | None:
        """Return the preview of this recording by search.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        return best_of(self.search(track))

    def search(self, track: Track) -> list[Judged]:
        """Return what the store finds by artist and title.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        if not track.artists:
            return []
        found = self.by_words(f"{track.artists[0].name} {matching.core_title(track.title)}")
        return judged(track, found, how="search")

    def by_words(self, text: str) -> list[StoreTrack]:
        """Return what the store finds by free text.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        params: dict[str, str | int] = {"term": text[:300], "media": "music", "entity": "song", "limit": _RESULTS}
        return self._ask("/search", params)

    def by_id(self, store_id: str, country: str | None = None) -> StoreTrack | None:
        """Return the track with this id, as Apple Music's links hold it; ids differ from country to country.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        if not re.fullmatch(r"\d{1,19}", store_id):
            return None
        return next(iter(self._ask("/lookup", {"id": store_id, "entity": "song"}, country)), None)

    def listing(
        self, kind: Literal["album", "playlist"], store_id: str, limit: int, country: str | None = None
    ) -> Listing | None:
        """Return the tracks of an album or a playlist, with the preview of each; None if there is no such thing.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        country = (country or self._country).lower()
        if kind == "playlist":
            return self._playlist(store_id, limit, country)
        return self._album(store_id, limit, country)

    def _playlist(self, store_id: str, limit: int, country: str) -> Listing | None:
        """Read a playlist's page for ids, and look all of them up at once: the page names no artists."""
        with self._gate.asking(_SOURCE):
            page = self._http.get_text(f"{self._pages}/{country}/playlist/{store_id}", source=NAMES[_SOURCE])
        playlist = None if page is None else playlist_on(page)
        if playlist is None:
            return None
        wanted = playlist.rows[:limit]
        known: dict[str, Track] = {}
        if ids := ",".join(row.id for row in wanted if row.id):
            known = {one.id: one.track() for one in self._ask("/lookup", {"id": ids, "entity": "song"}, country)}
        tracks = tuple(known.get(row.id) or row.track() for row in wanted)
        name = f"{_SOURCE}-{country}-{store_id}"
        return Listing(
            kind="playlist", id=name, title=playlist.title, tracks=tracks, total=max(playlist.total, len(playlist.rows))
        )

    def _album(self, store_id: str, limit: int, country: str) -> Listing | None:
        found = self._results("/lookup", {"id": store_id, "entity": "song", "limit": 200}, country)
        album = next((item for item in found if item.get("wrapperType") == "collection"), None)
        title = json_access.text(album, "collectionName")
        if title is None:
            return None
        tracks = [one.track() for item in found if (one := _track(item, country))]
        total = max(json_access.integer(album, "trackCount") or 0, len(tracks))
        name = f"{_SOURCE}-{country}-{store_id}"
        return Listing(kind="album", id=name, title=title, tracks=tuple(tracks[:limit]), total=total)

    def _ask(self, path: str, params: Mapping[str, str | int], country: str | None = None) -> list[StoreTrack]:
        country = country or self._country
        return [track for item in self._results(path, params, country) if (track := _track(item, country.lower()))]

    def _results(self, path: str, params: Mapping[str, str | int], country: str) -> list[dict[str, Any]]:
        with self._gate.asking(_SOURCE):
            answer = self._http.get_json(
                f"{self._base}{path}",
                source=NAMES[_SOURCE],
                params={**params, "country": country},
                limited=_LIMITED,
            )
            if not isinstance(json_access.at(answer, "results"), list):
                raise SourceUnavailable(source=NAMES[_SOURCE])
            return json_access.objects(answer, "results")


ADAPTER: Final = ITunes


def _track(item: dict[str, Any], country: str) -> StoreTrack | None:
    """Read one song; None for albums, videos and what has no name."""
    title = json_access.text(item, "trackName")
    if title is None or item.get("kind", "song") != "song":
        return None
    number = json_access.integer(item, "trackId")
    mark = json_access.text(item, "trackExplicitness")
    explicit = _MARKS.get(mark or "")
    artwork = json_access.text(item, "artworkUrl100")
    genre = json_access.text(item, "primaryGenreName")
    entry = Entry(
        title=title,
        artist=json_access.text(item, "artistName") or "",
        duration_s=json_access.seconds(item, "trackTimeMillis"),
        explicit=explicit,
        cleaned=mark == "cleaned",
        album=json_access.text(item, "collectionName") or "",
        key=f"{number or ''} {json_access.text(item, 'previewUrl') or ''}",
    )
    return StoreTrack(
        source=_SOURCE,
        id="" if number is None else str(number),
        entry=entry,
        preview_url=json_access.text(item, "previewUrl"),
        page_url=f"https://music.apple.com/{country}/song/{number}",
        image_url=artwork and artwork.replace("100x100", "600x600"),
        release_date=ReleaseDate.parse(json_access.text(item, "releaseDate")),
        explicit=mark == "explicit" if mark else None,
        genres=(genre,) if genre else (),
        country=country,
    )
