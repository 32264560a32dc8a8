"""Counterpart of Deezer's API: errors inside HTTP 200, previews that expire."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

from tests.counterparts.server import Counterpart, Request, Response, json_response
from tests.counterparts.songs import Song

PREVIEW_LIFETIME_S = 900


class Deezer(Counterpart):
    """Finds by ISRC, by id, by the fielded search and by plain words; only a track's own record lists contributors."""

    service = "deezer"

    def __init__(self, songs: Sequence[Song], cdn: str) -> None:
        self.songs = [song for song in songs if song.on_deezer]
        self.cdn = cdn
        self.quota: int | None = None
        self.filters_work = True
        self._asked: deque[float] = deque()
        super().__init__()

    def answer(self, request: Request) -> Response:
        if self._over_quota():
            return json_response({"error": {"type": "Exception", "message": "Quota limit exceeded", "code": 4}})
        by_isrc = re.fullmatch(r"/track/isrc:([A-Z0-9]{12})", request.path)
        if by_isrc:
            found = next((song for song in self.songs if song.isrc == by_isrc[1]), None)
            if found is None:
                return json_response({"error": {"type": "DataException", "message": "no data", "code": 800}})
            return json_response(self._track(found))
        by_id = re.fullmatch(r"/track/(\d+)", request.path)
        if by_id:
            found = next((song for song in self.songs if song.number == int(by_id[1])), None)
            if found is None:
                return json_response({"error": {"type": "DataException", "message": "no data", "code": 800}})
            return json_response(self._track(found))
        if re.fullmatch(r"/artist/\d+", request.path):
            return json_response({"id": int(request.path.rpartition("/")[2]), "name": "Somebody", "nb_fan": 4711})
        shelf = re.fullmatch(r"/(album|playlist)/(\d+)", request.path)
        if shelf and shelf[2] == "7":
            data = [{**self._track(song), "contributors": None} for song in self.songs]
            return json_response({"id": 7, "title": f"Our {shelf[1]}", "nb_tracks": 9, "tracks": {"data": data}})
        if shelf:
            return json_response({"error": {"type": "DataException", "message": "no data", "code": 800}})
        if re.fullmatch(r"/artist/\d+/top", request.path):
            return json_response({"data": [{"rank": 400_000}, {"rank": 500_000}, {"rank": None}, {}], "total": 4})
        if request.path == "/search":
            return self._search(request)
        return json_response({"error": "Not Found"}, 404)

    def _search(self, request: Request) -> Response:
        text = request.query.get("q", "").lower()
        if not text:
            message = "Missing or wrong parameter: q"
            return json_response({"error": {"type": "ParameterException", "message": message, "code": 500}})
        query = re.fullmatch(r'artist:"([^"]*)" track:"([^"]*)"', text)
        found = [song for song in self.songs if self._fits(song, text, query)]
        limit = int(request.query.get("limit", "25"))
        data = [{**self._track(song), "contributors": None} for song in found[:limit]]
        return json_response({"data": data, "total": len(found)})

    def _fits(self, song: Song, text: str, query: re.Match[str] | None) -> bool:
        artist, title = song.credit_in("deezer").lower(), song.title_in("deezer").lower()
        if query:
            return self.filters_work and query[1] in artist and query[2] in title
        return all(word in f"{artist} {title}" for word in text.split())

    def _track(self, song: Song) -> dict[str, Any]:
        title = song.title_in("deezer")
        short, _, version = title.partition(" (")
        expiry = int(time.time()) + PREVIEW_LIFETIME_S
        has = "deezer" in song.previews and song.readable
        return {
            "id": song.number,
            "readable": song.readable,
            "title": title,
            "title_short": short,
            "title_version": f"({version}" if version else "",
            "isrc": song.isrc or "",
            "duration": int(song.length_in("deezer")),
            "rank": 500_000,
            "release_date": song.release_date,
            "explicit_lyrics": song.explicit,
            "preview": f"{self.cdn}/deezer/{song.id}.mp3?hdnea=exp={expiry}~acl=all" if has else "",
            "bpm": 0,
            "gain": -9.5,
            "contributors": [{"name": name} for name in song.artists],
            "artist": {"id": song.number % 10_000, "name": song.credit_in("deezer"), "type": "artist"},
            "album": {"id": song.number % 10_001, "title": song.album, "type": "album"},
            "type": "track",
        }

    def _over_quota(self) -> bool:
        """Keep the documented window of 5 s, where a test has set a quota."""
        now = time.monotonic()
        self._asked.append(now)
        while self._asked[0] < now - 5:
            self._asked.popleft()
        return self.quota is not None and len(self._asked) > self.quota
