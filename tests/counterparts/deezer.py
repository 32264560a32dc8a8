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
    """Finds by ISRC and by the fielded search."""

    service = "deezer"

    def __init__(self, songs: Sequence[Song], cdn: str) -> None:
        self.songs = [song for song in songs if song.on_deezer]
        self.cdn = cdn
        self.quota: int | None = None
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
        if request.path == "/search":
            return self._search(request)
        return json_response({"error": "Not Found"}, 404)

    def _search(self, request: Request) -> Response:
        query = re.fullmatch(r'artist:"([^"]*)" track:"([^"]*)"', request.query.get("q", ""))
        if query is None:
            message = "Missing or wrong parameter: q"
            return json_response({"error": {"type": "ParameterException", "message": message, "code": 500}})
        artist, title = query[1].lower(), query[2].lower()
        found = [
            song
            for song in self.songs
            if artist in song.credit_in("deezer").lower() and title in song.title_in("deezer").lower()
        ]
        limit = int(request.query.get("limit", "25"))
        return json_response({"data": [self._track(song) for song in found[:limit]], "total": len(found)})

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
