"""Counterpart of MusicBrainz's ISRC look-up and ListenBrainz's counts of listens."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence

from tests.counterparts.server import Counterpart, Request, Response, json_response
from tests.counterparts.songs import Song


class Brainz(Counterpart):
    """Both services on one port; knows the songs that have plays."""

    service = "brainz"

    def __init__(self, songs: Sequence[Song]) -> None:
        self.songs = [song for song in songs if song.plays is not None]
        super().__init__()

    def answer(self, request: Request) -> Response:
        if "spotpop/" not in request.headers.get("user-agent", ""):
            return Response(403, b"Please name yourself")
        isrc = re.fullmatch(r"/ws/2/isrc/([A-Z0-9]{12})", request.path)
        if request.method == "GET" and isrc and request.query.get("fmt") == "json":
            found = [song for song in self.songs if song.isrc == isrc[1]]
            if not found:
                return json_response({"error": "Not Found", "help": "For usage, please see: …"}, 404)
            recordings = [
                {"id": mbid(song), "title": song.title, "length": round(song.duration_s * 1000), "video": False}
                for song in found
            ]
            return json_response({"isrc": isrc[1], "recordings": recordings})
        if (request.method, request.path) == ("POST", "/1/popularity/recording"):
            wanted = json.loads(request.body)["recording_mbids"]
            plays = {mbid(song): song.plays for song in self.songs}
            return json_response(
                [{"recording_mbid": one, "total_listen_count": plays.get(one), "total_user_count": 3} for one in wanted]
            )
        return json_response({"error": "Not Found"}, 404)


def mbid(song: Song) -> str:
    """Return a made-up MusicBrainz id."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, song.id))
