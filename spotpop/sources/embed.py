"""The page that Spotify gives to web sites for embedding: needs no key, holds a lot, is documented nowhere.

It may change any day, so nothing but its presence is relied on: a page that cannot be read is a source that does not
answer.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, Literal

from spotpop.errors import SourceUnavailable
from spotpop.links import Reference, reference_to
from spotpop.report import PreviewMatch
from spotpop.sources import json_access
from spotpop.sources.backoff import NAMES
from spotpop.sources.base import Candidate
from spotpop.sources.web_source import WebSource
from spotpop.track import Artist, Listing, ReleaseDate, Track

_SOURCE: Final = "embed"
_PAGE_KEPT_S: Final = 60.0
"""The page that says who a track is also names its preview: one request serves both."""
_DATA: Final = re.compile(r"<script\b[^<>]{0,200}\bid=[\"']__NEXT_DATA__[\"'][^<>]{0,200}>")


class EmbedPages(WebSource):
    """Reads embed pages."""

    source = _SOURCE

    def track(self, track_id: str) -> Track | None:
        """Return the track, or None if Spotify does not know it. The ISRC stays unknown.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        entity = self._entity("track", track_id)
        return None if entity is None else _track_from(entity, track_id)

    def listing(self, kind: Literal["album", "playlist"], listing_id: str, limit: int) -> Listing | None:
        """Return the first `limit` tracks that the page shows, or None if there is no such page.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        entity = self._entity(kind, listing_id)
        if entity is None:
            return None
        title = _title(entity) or ""
        released = ReleaseDate.parse(json_access.text(entity, "releaseDate", "isoString"))
        items = json_access.objects(entity, "trackList")
        tracks = [
            _track_in_list(item, title if kind == "album" else None, released if kind == "album" else None)
            for item in items
        ]
        known = tuple(track for track in tracks if track)
        return Listing(kind=kind, id=listing_id, title=title, tracks=known[:limit], total=max(len(items), len(known)))

    def releases(self, artist_id: str, limit: int) -> tuple[Reference, ...] | None:
        """Return references to the songs that an artist's page shows, the most popular ones; None for no page.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        entity = self._entity("artist", artist_id)
        if entity is None:
            return None
        songs = [_track_in_list(item, None, None) for item in json_access.objects(entity, "trackList")]
        return tuple(reference_to("track", song.id) for song in songs if song and song.id)[:limit]

    def find(self, track: Track) -> Candidate | None:
        """Return the preview that the track's page names.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        entity = self._entity("track", track.id) if track.id else None
        url = json_access.text(entity, "audioPreview", "url")
        if entity is None or url is None:
            return None
        match = PreviewMatch(
            source=_SOURCE,
            how="id",
            confidence=1.0,
            title=_title(entity) or "",
            artist=", ".join(artist.name for artist in _artists(entity)),
        )
        return Candidate(url, match)

    def _entity(self, kind: str, spotify_id: str) -> dict[str, Any] | None:
        with self._gate.asking(_SOURCE):
            page = self._http.get_text(
                f"{self._base}/embed/{kind}/{spotify_id}",
                source=NAMES[_SOURCE],
                headers={"Accept-Language": "en"},
                keep_s=_PAGE_KEPT_S,
            )
            return None if page is None else entity_of(page, f"spotify:{kind}:{spotify_id}")


ADAPTER: Final = EmbedPages


def entity_of(page: str, uri: str) -> dict[str, Any] | None:
    """Return the entity that an embed page is about, or None if the page says that there is none.

    Raises
    ------
    SourceUnavailable
        If the page is not of the form we know, or is about something else.
    """
    start = _DATA.search(page)
    try:
        data, _ = json.JSONDecoder().raw_decode(page[start.end() :].lstrip()) if start else ({}, 0)
    except (ValueError, RecursionError):
        data = {}
    properties = json_access.mapping(data, "props", "pageProps")
    entity = json_access.mapping(properties, "state", "data", "entity")
    if not entity and _says_gone(properties):
        return None
    if _title(entity) is None or json_access.text(entity, "uri") not in {uri, None}:
        raise SourceUnavailable(source=NAMES[_SOURCE])
    return entity


def _says_gone(properties: dict[str, Any]) -> bool:
    """Whether a page without an entity says that it is gone or forbidden, rather than that the page is in trouble."""
    status = json_access.integer(properties, "status")
    return "forbiddenReason" in properties or (status is not None and 400 <= status < 500 and status != 429)


def _track_from(entity: dict[str, Any], track_id: str) -> Track:
    return Track(
        title=_title(entity) or "",
        artists=_artists(entity),
        id=track_id,
        duration_s=json_access.seconds(entity, "duration"),
        release_date=ReleaseDate.parse(json_access.text(entity, "releaseDate", "isoString")),
        explicit=json_access.truth(entity, "isExplicit"),
        preview_url=json_access.text(entity, "audioPreview", "url"),
        preview_source=_SOURCE,
        image_url=_image(entity),
    )


def _track_in_list(item: dict[str, Any], album: str | None, released: ReleaseDate | None) -> Track | None:
    uri = (json_access.text(item, "uri") or "").split(":")
    title = json_access.text(item, "title")
    if uri[:2] != ["spotify", "track"] or len(uri) != 3 or title is None:
        return None
    # Names are joined by a comma and a no-break space; a plain space belongs to a name ("Tyler, The Creator").
    names = (json_access.text(item, "subtitle") or "").split(",\xa0")
    return Track(
        title=title,
        artists=tuple(Artist(name=name.replace("\xa0", " ").strip()) for name in names if name.strip()),
        id=uri[2],
        duration_s=json_access.seconds(item, "duration"),
        release_date=released,
        explicit=json_access.truth(item, "isExplicit"),
        preview_url=json_access.text(item, "audioPreview", "url"),
        preview_source=_SOURCE,
        album=album,
    )


def _title(entity: dict[str, Any]) -> str | None:
    return json_access.text(entity, "name") or json_access.text(entity, "title")


def _artists(entity: dict[str, Any]) -> tuple[Artist, ...]:
    return tuple(
        Artist(name=name, id=(json_access.text(artist, "uri") or "").removeprefix("spotify:artist:") or None)
        for artist in json_access.objects(entity, "artists")
        if (name := json_access.text(artist, "name"))
    )


def _image(entity: dict[str, Any]) -> str | None:
    """Return the largest picture; older pages keep it as ``coverArt.sources``."""
    images = json_access.objects(entity, "visualIdentity", "image") or json_access.objects(
        entity, "coverArt", "sources"
    )
    if not images:
        return None
    largest = max(
        images, key=lambda image: json_access.number(image, "maxWidth") or json_access.number(image, "width") or 0
    )
    return json_access.text(largest, "url")
