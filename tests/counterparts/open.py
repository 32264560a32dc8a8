"""Counterpart of open.spotify.com: embed pages and short links (of the other short hosts too)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.counterparts.server import Counterpart, Request, Response, json_response
from tests.counterparts.songs import Shelf, Song, spotify_id

_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Spotify</title></head><body><div id="__next"></div>'
    '<script id="__NEXT_DATA__" type="application/json">%s</script></body></html>'
)


class OpenSpotify(Counterpart):
    """Gives embed pages, and redirects short links for clients that say "curl"; `pages` answer with a page instead."""

    service = "open"

    def __init__(
        self, songs: Sequence[Song], shelves: Sequence[Shelf], short_links: Mapping[str, str], cdn: str
    ) -> None:
        self.songs = {song.id: song for song in [*songs, *(song for shelf in shelves for song in shelf.songs)]}
        self.shelves = {(shelf.kind, shelf.id): shelf for shelf in shelves}
        self.short_links = dict(short_links)
        self.pages: dict[str, str] = {}
        self.titles: dict[str, dict[str, str]] = {}
        self.cdn = cdn
        super().__init__()

    def answer(self, request: Request) -> Response:
        embed = re.fullmatch(r"/embed/(track|album|playlist|artist)/([0-9A-Za-z]{22})", request.path)
        if embed and request.method == "GET":
            return self._embed(*embed.groups())
        host = request.headers.get("x-forwarded-host", "open.spotify.com")
        if request.path == "/oembed" and host in {"www.youtube.com", "soundcloud.com"}:
            shown = self.titles.get(request.query.get("url", ""))
            return _html("Not Found", 404) if shown is None else json_response(shown)
        target = self.short_links.get(f"https://{host}{request.path}")
        page = self.pages.get(f"https://{host}{request.path}")
        if page is not None:
            return _html(page)
        if target is None:
            return _html("<!DOCTYPE html><title>Page not found</title>", 404)
        if "curl" not in request.headers.get("user-agent", ""):
            return _html("<!DOCTYPE html><script>location = 'intent://open'</script>")
        return Response(307, b"", {"Location": target})

    def _embed(self, kind: str, found_id: str) -> Response:
        if kind == "track":
            entity = self._track(self.songs[found_id]) if found_id in self.songs else None
        elif kind == "artist":
            entity = self._artist(found_id)
        else:
            shelf = self.shelves.get((kind, found_id))  # type: ignore[call-overload] # a kind the pattern allows
            entity = self._shelf(shelf) if shelf else None
        if entity is None:
            return _html(_PAGE % json.dumps({"props": {"pageProps": {"status": 404}}, "page": "/_error"}), 404)
        state = {"data": {"entity": entity, "embeded_entity_uri": entity["uri"]}}
        data = {"props": {"pageProps": {"state": state}, "__N_SSP": True}, "page": f"/{kind}/[id]"}
        return _html(_PAGE % json.dumps(data).replace("</", "<\\/"))

    def _track(self, song: Song) -> dict[str, Any]:
        return {
            "type": "track",
            "id": song.id,
            "uri": f"spotify:track:{song.id}",
            "name": song.title_in("embed"),
            "title": song.title_in("embed"),
            "artists": [
                {"name": name, "uri": f"spotify:artist:{spotify_id('artist ' + name)}"} for name in song.artists
            ],
            "duration": round(song.duration_s * 1000),
            "isPlayable": True,
            "isExplicit": song.explicit,
            "releaseDate": {"isoString": f"{song.release_date}T00:00:00Z"},
            "visualIdentity": {
                "image": [
                    {"url": f"https://image-cdn-ak.spotifycdn.com/image/{size}", "maxWidth": size, "maxHeight": size}
                    for size in (300, 64, 640)
                ]
            },
            **self._preview(song),
        }

    def _artist(self, artist_id: str) -> dict[str, Any] | None:
        """Return an artist's page: ten songs at most, the most popular first."""
        songs = [one for one in self.songs.values() if spotify_id("artist " + one.artists[0]) == artist_id]
        if not songs:
            return None
        best = sorted(songs, key=lambda one: -one.popularity)[:10]
        shown = self._shelf(Shelf("playlist", songs[0].artists[0], tuple(best)))
        return {**shown, "type": "artist", "id": artist_id, "uri": f"spotify:artist:{artist_id}"}

    def _shelf(self, shelf: Shelf) -> dict[str, Any]:
        return {
            "type": shelf.kind,
            "id": shelf.id,
            "uri": f"spotify:{shelf.kind}:{shelf.id}",
            "name": shelf.title,
            "title": shelf.title,
            "subtitle": "Somebody",
            "releaseDate": None,
            "trackList": [
                {
                    "uri": f"spotify:track:{song.id}",
                    "uid": song.id[:20],
                    "title": song.title_in("embed"),
                    "subtitle": ",\xa0".join(song.artists),
                    "duration": round(song.duration_s * 1000),
                    "isPlayable": True,
                    "isExplicit": song.explicit,
                    "entityType": "track",
                    **self._preview(song),
                }
                for song in shelf.songs[:100]
            ],
        }

    def _preview(self, song: Song) -> dict[str, Any]:
        has = "embed" in song.previews
        return {"audioPreview": {"format": "MP3_96", "url": f"{self.cdn}/embed/{song.id}.mp3"} if has else None}


def _html(text: str, status: int = 200) -> Response:
    return Response(status, text.encode(), {"Content-Type": "text/html; charset=utf-8"})
