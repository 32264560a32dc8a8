"""The Spotify Web API through spotipy, with client credentials.

What a development-mode app gets today is little and changes: every field may be absent. A 429 is raised at once with
its Retry-After, because a lock-out can last a day and spotipy's own answer to it is to sleep.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Any, Final, Literal

import requests

from spotpop.errors import (
    AccessDenied,
    CredentialsRejected,
    PremiumLapsed,
    RateLimited,
    SourceError,
    SourceUnavailable,
)
from spotpop.links import Reference, reference_to
from spotpop.net import HttpClient, retry_after_s
from spotpop.report import PreviewMatch
from spotpop.settings import Settings
from spotpop.sources import json_access
from spotpop.sources.backoff import NAMES, SourceGate
from spotpop.sources.base import Candidate
from spotpop.sources.web_source import WebSource
from spotpop.track import Artist, Listing, ReleaseDate, Track

_SOURCE: Final = "spotify"
_REJECTION_KEPT_S: Final = 300.0
_PAGE: Final = 50
_DISCOGRAPHY_PAGE: Final = 10
"""The most that an artist's albums are listed by since February 2026."""


class SpotifyApi(WebSource):
    """Looks up tracks, albums and playlists; safe to share between threads.

    Parameters
    ----------
    settings : Settings
        With ``spotify_client_id`` and ``spotify_client_secret``.
    """

    source = "spotify"

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate) -> None:
        super().__init__(settings, http, gate)
        self._lock = Lock()
        self._made: Any = None
        self._rejected_until = 0.0
        self._rejection: type[SourceError] = CredentialsRejected

    def track(self, track_id: str) -> Track | None:
        """Return the track, or None if Spotify does not know it.

        Raises
        ------
        RateLimited, CredentialsRejected, SourceUnavailable
        """
        data = self._ask(lambda client: client.track(track_id))
        if data is None:
            return None
        track = track_from(data)
        if track is None:
            raise SourceUnavailable(source=NAMES[_SOURCE])
        # Only an app that still gets popularity gets the artist's followers and genres: others save the request.
        if track.popularity is not None and track.artists and track.artists[0].id:
            return self._with_artist(track, track.artists[0].id)
        return track

    def listing(self, kind: Literal["album", "playlist"], listing_id: str, limit: int) -> Listing | None:
        """Return the first `limit` tracks of an album or playlist, or None if Spotify does not know it.

        Raises
        ------
        RateLimited, CredentialsRejected, SourceUnavailable
            SourceUnavailable also when the API hides a playlist's items, as it does from apps that do not own it.
        """
        if kind == "album":
            data = self._ask(lambda client: client.album(listing_id))
        else:
            data = self._ask(lambda client: client.playlist(listing_id, additional_types=("track",)))
        if data is None:
            return None
        page = json_access.mapping(data, "items") or json_access.mapping(data, "tracks")  # renamed in February 2026
        if "items" not in page:
            raise SourceUnavailable(source=NAMES[_SOURCE])
        total = json_access.integer(page, "total") or len(json_access.objects(page, "items"))
        album = data if kind == "album" else None
        tracks = _tracks_of(page, album)
        seen = len(json_access.objects(page, "items"))
        while len(tracks) < limit and seen < total and json_access.text(page, "next"):
            page = self._page(kind, listing_id, seen)
            items = json_access.objects(page, "items")
            if not items:
                break
            seen += len(items)
            tracks += _tracks_of(page, album)
        title = json_access.text(data, "name") or ""
        return Listing(kind=kind, id=listing_id, title=title, tracks=tuple(tracks[:limit]), total=total)

    def releases(self, artist_id: str, limit: int) -> tuple[Reference, ...] | None:
        """Return references to the first `limit` albums and singles of an artist, or None if Spotify knows no such.

        Raises
        ------
        RateLimited, CredentialsRejected, SourceUnavailable
        """
        found: list[Reference] = []
        for offset in range(0, limit, _DISCOGRAPHY_PAGE):
            page = self._ask(
                lambda client, offset=offset: client.artist_albums(  # type: ignore[misc]
                    artist_id, include_groups="album,single", limit=_DISCOGRAPHY_PAGE, offset=offset
                )
            )
            if page is None:
                return None
            ids = [json_access.text(album, "id") for album in json_access.objects(page, "items")]
            found += [reference_to("album", one) for one in ids if one]
            if not ids or not json_access.text(page, "next"):
                break
        return tuple(found[:limit])

    def _page(self, kind: str, listing_id: str, offset: int) -> dict[str, Any]:
        if kind == "album":
            page = self._ask(lambda client: client.album_tracks(listing_id, limit=_PAGE, offset=offset))
        else:
            page = self._ask(
                lambda client: client.playlist_items(
                    listing_id, limit=_PAGE, offset=offset, additional_types=("track",)
                )
            )
        return json_access.mapping(page)

    def _with_artist(self, track: Track, artist_id: str) -> Track:
        try:
            artist = self._ask(lambda client: client.artist(artist_id))
        except SourceError:
            return track  # an extra: the track is known without it
        genres = json_access.at(artist, "genres")
        return replace(
            track,
            followers=json_access.integer(artist, "followers", "total"),
            genres=tuple(genre for genre in genres if isinstance(genre, str)) if isinstance(genres, list) else (),
        )

    def _ask(self, question: Callable[[Any], Any]) -> dict[str, Any] | None:
        """Ask one question; None for a 404.

        Raises
        ------
        RateLimited, CredentialsRejected, SourceUnavailable
        """
        with self._gate.asking(_SOURCE), self._http.question():
            try:
                answer = self._ask_with_token(question)
            except RecursionError:  # brackets within brackets within …
                raise SourceUnavailable(source=NAMES[_SOURCE]) from None
            except (requests.RequestException, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                raise SourceUnavailable(source=NAMES[_SOURCE]) from error
        if answer is not None and not isinstance(answer, dict):
            raise SourceUnavailable(source=NAMES[_SOURCE])
        return answer

    def _ask_with_token(self, question: Callable[[Any], Any]) -> Any:
        """Ask, and once more with a new token if the old one is not liked any more."""
        import spotipy

        for last in (False, True):
            try:
                answer = question(self._client())
            except spotipy.SpotifyException as error:
                if error.http_status in {400, 404}:
                    return None
                if error.http_status == 401 and not last:
                    self._made = None
                    continue
                raise self._meaning(error.http_status, error.headers, str(error.msg)) from error
            except spotipy.SpotifyOauthError as error:
                response = getattr(error.__context__, "response", None)
                status = getattr(response, "status_code", 0)
                if error.error in {"invalid_client", "unauthorized_client", "invalid_request"}:
                    status = 401
                headers = getattr(response, "headers", None)
                raise self._meaning(401 if status == 403 else status, headers) from error
            if answer is None:  # how spotipy says that the answer was no JSON
                raise SourceUnavailable(source=NAMES[_SOURCE])
            return answer
        raise AssertionError("unreachable")  # pragma: no cover

    def _meaning(self, status: int, headers: Any, message: str = "") -> SourceError:
        """Say in our words what an HTTP status means.

        Rejected credentials and a lapsed Premium close the whole API for some minutes; any other 403 speaks of what
        was asked for only, such as a playlist that the app does not own.
        """
        if status == 429:
            pause = retry_after_s((headers or {}).get("Retry-After"))
            return RateLimited(source=NAMES[_SOURCE], retry_after_s=pause)
        if status == 403 and "premium" not in message.lower():
            return AccessDenied(source=NAMES[_SOURCE])
        if status in {401, 403}:
            self._rejected_until = time.monotonic() + _REJECTION_KEPT_S
            self._rejection = PremiumLapsed if status == 403 else CredentialsRejected
            self._made = None
            return self._rejection(source=NAMES[_SOURCE])
        return SourceUnavailable(source=NAMES[_SOURCE])

    def _client(self) -> Any:
        """Return the client with a valid token; one thread at a time fetches it."""
        with self._lock:
            if time.monotonic() < self._rejected_until:
                raise self._rejection(source=NAMES[_SOURCE])
            if self._made is None:
                self._made = _make_client(self._settings, self._http)
            self._made.auth_manager.get_access_token(as_dict=False)
            return self._made


class WebApiPreview:
    """The Web API's own ``preview_url``, which only old and extended apps still get."""

    source = _SOURCE

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate) -> None:
        """Need none of them: the address comes with the track."""

    def find(self, track: Track) -> Candidate | None:
        """Return the preview that came with the track."""
        if not track.preview_url:
            return None
        return Candidate(
            track.preview_url,
            PreviewMatch(source="spotify", how="id", confidence=1.0, title=track.title, artist=track.artist_line),
        )


ADAPTER: Final = WebApiPreview


def track_from(data: Any, album: Any = None) -> Track | None:
    """Read a track object; `album` stands in where the track does not carry its own.

    Returns
    -------
    Track or None
        None if it has no name, as local files and removed tracks may.
    """
    title = json_access.text(data, "name")
    if title is None:
        return None
    album = json_access.mapping(data, "album") or json_access.mapping(album)
    images = sorted(json_access.objects(album, "images"), key=lambda image: -(json_access.number(image, "width") or 0))
    isrc = json_access.text(data, "external_ids", "isrc")
    return Track(
        title=title,
        artists=tuple(
            Artist(name=name, id=json_access.text(artist, "id"))
            for artist in json_access.objects(data, "artists")
            if (name := json_access.text(artist, "name"))
        ),
        id=json_access.text(data, "id"),
        duration_s=json_access.seconds(data, "duration_ms"),
        release_date=ReleaseDate.parse(
            json_access.text(album, "release_date"), json_access.text(album, "release_date_precision")
        ),
        explicit=json_access.truth(data, "explicit"),
        isrc=isrc.replace("-", "").upper() if isrc else None,
        popularity=_popularity(data),
        preview_url=json_access.text(data, "preview_url"),
        album=json_access.text(album, "name"),
        album_type=_album_type(album),
        album_tracks=json_access.integer(album, "total_tracks"),
        track_number=json_access.integer(data, "track_number"),
        image_url=json_access.text(images[0], "url") if images else None,
    )


def _album_type(album: Any) -> str | None:
    found = json_access.text(album, "album_type")
    return found.lower() if found and found.lower() in {"single", "album", "compilation"} else None


def _popularity(data: Any) -> int | None:
    found = json_access.integer(data, "popularity")
    return found if found is not None and 0 <= found <= 100 else None


def _tracks_of(page: dict[str, Any], album: Any) -> list[Track]:
    """Read one page of an album's or a playlist's items; episodes, local files and gaps are left out."""
    tracks = []
    for entry in json_access.objects(page, "items"):
        item = (
            json_access.mapping(entry, "item") or json_access.mapping(entry, "track") or entry
        )  # renamed in February 2026
        track = track_from(item, album) if item.get("type", "track") == "track" else None
        if track and track.id and not entry.get("is_local") and not item.get("is_local"):
            tracks.append(track)
    return tracks


def _make_client(settings: Settings, http: HttpClient) -> Any:
    import spotipy
    from spotipy.cache_handler import MemoryCacheHandler

    logging.getLogger("spotipy").setLevel(logging.CRITICAL)  # it logs what it raises, with whole addresses
    assert settings.spotify_client_id is not None
    assert settings.spotify_client_secret is not None
    manager = spotipy.SpotifyClientCredentials(
        client_id=settings.spotify_client_id.get_secret_value(),
        client_secret=settings.spotify_client_secret.get_secret_value(),
        requests_session=http.session,
        requests_timeout=settings.network_timeout_s,
        cache_handler=MemoryCacheHandler(),
    )
    manager.OAUTH_TOKEN_URL = f"{settings.spotify_accounts_url}/api/token"
    client = spotipy.Spotify(
        auth_manager=manager, requests_session=http.session, requests_timeout=settings.network_timeout_s
    )
    client.prefix = f"{settings.url_of(_SOURCE)}/"
    return client
