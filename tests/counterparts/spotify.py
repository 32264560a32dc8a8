"""Counterpart of Spotify's Web API and its accounts service, as a development-mode app of 2026 meets them.

Composed from the published description and changelogs; `extended` brings back what old and extended apps still get.
"""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from tests.counterparts.server import Counterpart, Request, Response, json_response
from tests.counterparts.songs import Shelf, Song, spotify_id

CLIENT_ID, CLIENT_SECRET = "a-client-id", "a-client-secret"


class SpotifyAccounts(Counterpart):
    """Gives tokens to one app by client credentials."""

    service = "accounts"

    def __init__(self) -> None:
        self.tokens: dict[str, float] = {}
        self.lifetime_s = 3600
        super().__init__()

    def answer(self, request: Request) -> Response:
        if (request.method, request.path) != ("POST", "/api/token"):
            return json_response({"error": "not_found"}, 404)
        form = parse_qs(request.body.decode())
        expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {expected}":
            return json_response({"error": "invalid_client", "error_description": "Invalid client"}, 400)
        if form.get("grant_type") != ["client_credentials"]:
            return json_response({"error": "unsupported_grant_type"}, 400)
        token = f"token-{len(self.tokens) + 1}"
        self.tokens[token] = time.time() + self.lifetime_s
        return json_response({"access_token": token, "token_type": "Bearer", "expires_in": self.lifetime_s})


class SpotifyApi(Counterpart):
    """Answers what is left of the Web API."""

    service = "spotify"

    def __init__(
        self, songs: Sequence[Song], shelves: Sequence[Shelf], accounts: SpotifyAccounts, cdn: str, *, extended: bool
    ) -> None:
        self.songs = {song.id: song for song in [*songs, *(song for shelf in shelves for song in shelf.songs)]}
        self.shelves = {(shelf.kind, shelf.id): shelf for shelf in shelves}
        self.accounts = accounts
        self.cdn = cdn
        self.extended = extended
        super().__init__()

    def answer(self, request: Request) -> Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.accounts.tokens.get(token, 0) < time.time():
            return error(401, "The access token expired" if token in self.accounts.tokens else "Invalid access token")
        if request.method != "GET":
            return error(405, "Method not allowed")
        route = re.fullmatch(r"/v1/(tracks|albums|playlists|artists)/([^/]*)/?(tracks|items|albums)?/?", request.path)
        if route is None:
            batch = request.path.rstrip("/") in {"/v1/tracks", "/v1/albums", "/v1/artists"}
            return error(403 if batch else 404, "Forbidden" if batch else "Service not found")
        kind, found_id, rest = route.groups()
        if not re.fullmatch(r"[0-9A-Za-z]{22}", found_id):
            return error(400, "Invalid base62 id")
        if kind == "tracks" and rest is None:
            song = self.songs.get(found_id)
            return json_response(self.track(song)) if song else error(404, "Resource not found")
        if kind == "artists" and rest is None:
            return self._artist(found_id)
        if kind == "artists" and rest == "albums":
            return self._discography(found_id, request)
        shelf = self.shelves.get((kind[:-1], found_id))  # type: ignore[call-overload] # a kind the pattern allows
        if shelf is None or kind not in {"albums", "playlists"}:
            return error(404, "Resource not found")
        if rest is None:
            return json_response(self._shelf(shelf, request))
        if rest != ("tracks" if kind == "albums" else "items") or (kind == "playlists" and not self.extended):
            return error(403, "Forbidden")
        return self._page(shelf, request)

    def track(self, song: Song, *, simple: bool = False) -> dict[str, Any]:
        """Return a track object; `simple` is the form within an album."""
        data: dict[str, Any] = {
            "artists": [_artist(name) for name in song.artists],
            "disc_number": 1,
            "duration_ms": round(song.duration_s * 1000),
            "explicit": song.explicit,
            "external_urls": {"spotify": song.url},
            "href": f"https://api.spotify.com/v1/tracks/{song.id}",
            "id": song.id,
            "is_local": False,
            "name": song.title_in("spotify"),
            "track_number": 1,
            "type": "track",
            "uri": f"spotify:track:{song.id}",
        }
        if not simple:
            data["album"] = self._album(song)
            data["external_ids"] = {"isrc": song.isrc} if song.isrc else {}
        if self.extended:
            has = "spotify" in song.previews
            data["preview_url"] = f"{self.cdn}/spotify/{song.id}.mp3" if has else None
            if not simple:
                data["popularity"] = song.popularity
        return data

    def _album(self, song: Song) -> dict[str, Any]:
        return {
            "album_type": "single",
            "artists": [_artist(name) for name in song.artists],
            "id": spotify_id(f"album {song.album}"),
            "images": [
                {"url": f"https://i.scdn.co/image/{size}", "width": size, "height": size} for size in (300, 640, 64)
            ],
            "name": song.album,
            "release_date": song.release_date,
            "release_date_precision": {4: "year", 7: "month"}.get(len(song.release_date), "day"),
            "total_tracks": 1,
            "type": "album",
        }

    def _artist(self, artist_id: str) -> Response:
        for song in self.songs.values():
            for name in song.artists:
                if _artist(name)["id"] == artist_id:
                    extra = {"followers": {"href": None, "total": song.followers}, "popularity": song.popularity}
                    return json_response(
                        {**_artist(name), "genres": list(song.genres), **(extra if self.extended else {})}
                    )
        return error(404, "Resource not found")

    def _discography(self, artist_id: str, request: Request) -> Response:
        limit, offset = request.query.get("limit", "5"), request.query.get("offset", "0")
        if not limit.isdigit() or not 1 <= int(limit) <= 10 or not offset.isdigit():
            return error(400, "Invalid limit")
        albums = [shelf for shelf in self.shelves.values() if shelf.kind == "album"]
        shelves = [shelf for shelf in albums if _artist(shelf.songs[0].artists[0])["id"] == artist_id]
        start, stop = int(offset), int(offset) + int(limit)
        items = [{"album_type": "album", "id": one.id, "name": one.title, "type": "album"} for one in shelves]
        following = f"https://api.spotify.com/v1/artists/{artist_id}/albums?offset={stop}&limit={limit}"
        return json_response(
            {
                "items": items[start:stop],
                "limit": int(limit),
                "offset": start,
                "total": len(items),
                "next": following if stop < len(items) else None,
            }
        )

    def _shelf(self, shelf: Shelf, request: Request) -> dict[str, Any]:
        data: dict[str, Any] = {"id": shelf.id, "name": shelf.title, "type": shelf.kind, "images": []}
        if shelf.kind == "album":
            first = shelf.songs[0]
            data |= {"release_date": first.release_date, "release_date_precision": "day"}
            data["tracks"] = self._page_of(shelf, 50, 0)
        elif self.extended:
            data["tracks"] = self._page_of(shelf, 100, 0)
        return data  # a development-mode app sees no items of playlists that it does not own

    def _page(self, shelf: Shelf, request: Request) -> Response:
        limit, offset = request.query.get("limit", "20"), request.query.get("offset", "0")
        if not limit.isdigit() or not 1 <= int(limit) <= 50 or not offset.isdigit():
            return error(400, "Invalid limit")
        return json_response(self._page_of(shelf, int(limit), int(offset)))

    def _page_of(self, shelf: Shelf, limit: int, offset: int) -> dict[str, Any]:
        songs = shelf.songs[offset : offset + limit]
        items: list[dict[str, Any]] = [self.track(song, simple=shelf.kind == "album") for song in songs]
        if shelf.kind == "playlist":
            items = [{"added_at": "2026-01-01T00:00:00Z", "is_local": False, "item": item} for item in items]
        path = f"{shelf.kind}s/{shelf.id}/{'tracks' if shelf.kind == 'album' else 'items'}"
        more = offset + limit < len(shelf.songs)
        following = f"https://api.spotify.com/v1/{path}?offset={offset + limit}&limit={limit}"
        return {
            "items": items,
            "limit": limit,
            "offset": offset,
            "total": len(shelf.songs),
            "next": following if more else None,
        }


def error(status: int, message: str, **more: Any) -> Response:
    """Return an error in the Web API's form."""
    return json_response({"error": {"status": status, "message": message, **more}}, status)


def _artist(name: str) -> dict[str, Any]:
    artist_id = spotify_id(f"artist {name}")
    return {"id": artist_id, "name": name, "type": "artist", "uri": f"spotify:artist:{artist_id}"}
