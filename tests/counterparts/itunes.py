"""Counterpart of the iTunes search."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.counterparts.server import Counterpart, Request, Response, json_response
from tests.counterparts.songs import Song


class ITunes(Counterpart):
    """Finds songs by words; throttles with 403 where a test has set a quota."""

    service = "itunes"

    def __init__(self, songs: Sequence[Song], cdn: str) -> None:
        self.songs = [song for song in songs if song.on_itunes]
        self.cdn = cdn
        self.quota: int | None = None
        super().__init__()

    def answer(self, request: Request) -> Response:
        if self.quota is not None:
            if self.quota <= 0:
                return Response(403, b"")
            self.quota -= 1
        query = request.query
        if request.path == "/lookup" and query.get("id") == "7":
            album = {"wrapperType": "collection", "collectionName": "Our album", "trackCount": 9}
            results = [album, *(self._song(song) for song in self.songs)]
            return json_response({"resultCount": len(results), "results": results})
        if request.path == "/lookup":
            wanted = query.get("id", "").split(",")
            return self._answer([song for song in self.songs if str(song.number) in wanted])
        if request.path == "/de/playlist/pl.u-ourplaylist":
            return Response(200, self._playlist_page().encode(), {"Content-Type": "text/html; charset=utf-8"})
        if request.path != "/search":
            return Response(404, b"")
        country, limit = query.get("country", ""), query.get("limit", "50")
        if query.get("media") != "music" or query.get("entity") != "song" or len(country) != 2 or not query.get("term"):
            return json_response({"errorMessage": "Invalid value(s) for key(s)", "queryParameters": query}, 400)
        if not limit.isdigit() or not 1 <= int(limit) <= 200:
            return json_response({"errorMessage": "Invalid value(s) for key(s): [limit]"}, 400)
        words = query["term"].lower().split()
        found = [song for song in self.songs if all(word in self._words(song) for word in words)][: int(limit)]
        return self._answer(found)

    def _playlist_page(self) -> str:
        """Return a playlist's page as Apple writes it: songs backwards, and one that the store does not sell."""
        songs = [
            {
                "@type": "MusicRecording",
                "name": song.title_in("itunes"),
                "url": f"https://music.apple.com/de/song/{song.number}",
                "duration": f"PT{int(song.length_in('itunes')) // 60}M{int(song.length_in('itunes')) % 60}S",
            }
            for song in reversed(self.songs)
        ]
        songs.append({"@type": "MusicRecording", "name": "Gone", "url": "https://music.apple.com/de/song/gone/1"})
        data = {"@context": "http://schema.org", "@type": "MusicPlaylist", "name": "Our playlist", "numTracks": 9}
        script = json.dumps({**data, "track": songs})
        return f'<html><script id=schema:music-playlist type="application/ld+json">{script}</script></html>'

    def _answer(self, found: Sequence[Song]) -> Response:
        results = [self._song(song) for song in found]
        return json_response(
            {"resultCount": len(results), "results": results}, content_type="text/javascript; charset=utf-8"
        )

    def _words(self, song: Song) -> str:
        return f"{song.title_in('itunes')} {song.credit_in('itunes')} {song.album}".lower()

    def _song(self, song: Song) -> dict[str, Any]:
        data = {
            "wrapperType": "track",
            "kind": "song",
            "trackId": song.number,
            "trackName": song.title_in("itunes"),
            "artistName": song.credit_in("itunes"),
            "collectionName": song.album,
            "trackTimeMillis": round(song.length_in("itunes") * 1000),
            "releaseDate": f"{song.release_date}T07:00:00Z",
            "trackExplicitness": "explicit" if song.explicit else "notExplicit",
            "primaryGenreName": "Pop",
            "country": "USA",
        }
        if "itunes" in song.previews:
            data["previewUrl"] = f"{self.cdn}/itunes/{song.id}.m4a"
        return data
