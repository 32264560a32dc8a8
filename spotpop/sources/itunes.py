"""iTunes: needs no key, finds by search only, and throttles hard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from spotpop.errors import SourceUnavailable
from spotpop.net import HttpClient
from spotpop.report import PreviewMatch
from spotpop.settings import Settings
from spotpop.sources import json_access, matching
from spotpop.sources.backoff import NAMES, SourceGate
from spotpop.sources.base import Candidate
from spotpop.track import Track

_SOURCE: Final = "itunes"
_LIMITED: Final[Mapping[int, float]] = {403: 60.0, 429: 60.0}
"""It throttles with either status, at about 20 questions a minute."""


class ITunes:
    """Finds previews in the iTunes store."""

    source = _SOURCE

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate) -> None:
        self._base = settings.itunes_url
        self._country = settings.itunes_country
        self._http = http
        self._gate = gate

    def find(self, track: Track) -> Candidate | None:
        """Return the preview of this recording by search.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        if not track.artists:
            return None
        term = f"{track.artists[0].name} {matching.core_title(track.title)}"[:300]
        best: Candidate | None = None
        for item in self._search(term):
            found = _candidate(item, track)
            if found and (best is None or found.match.confidence > best.match.confidence):
                best = found
        return best

    def _search(self, term: str) -> list[dict[str, Any]]:
        with self._gate.asking(_SOURCE):
            answer = self._http.get_json(
                f"{self._base}/search",
                source=NAMES[_SOURCE],
                params={"term": term, "media": "music", "entity": "song", "country": self._country, "limit": 25},
                limited=_LIMITED,
            )
            if not isinstance(json_access.at(answer, "results"), list):
                raise SourceUnavailable(source=NAMES[_SOURCE])
            return json_access.objects(answer, "results")


def _candidate(item: dict[str, Any], track: Track) -> Candidate | None:
    title, artist = json_access.text(item, "trackName") or "", json_access.text(item, "artistName") or ""
    url = json_access.text(item, "previewUrl")
    confidence = matching.judge_by_search(
        track,
        title=title,
        artist=artist,
        duration_s=json_access.seconds(item, "trackTimeMillis"),
        album=json_access.text(item, "collectionName") or "",
    )
    if confidence is None or url is None:
        return None
    return Candidate(url, PreviewMatch(source=_SOURCE, how="search", confidence=confidence, title=title, artist=artist))
