"""Deezer: needs no key, finds by ISRC and by search; tells its errors inside HTTP 200."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from spotpop.errors import RateLimited, SourceUnavailable
from spotpop.net import HttpClient
from spotpop.report import PreviewMatch
from spotpop.settings import Settings
from spotpop.sources import json_access, matching
from spotpop.sources.backoff import NAMES, SourceGate
from spotpop.sources.base import Candidate
from spotpop.track import Track

_SOURCE: Final = "deezer"
_QUOTA_EXCEEDED, _NO_DATA = 4, 800
_QUOTA_WINDOW_S: Final = 5.0
_LIMITED: Final[Mapping[int, float]] = {429: 30.0, 403: 60.0}


class Deezer:
    """Finds previews on Deezer."""

    source = _SOURCE

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate) -> None:
        self._base = settings.deezer_url
        self._http = http
        self._gate = gate

    def find(self, track: Track) -> Candidate | None:
        """Return the preview of this recording: by its ISRC, else by search.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        return self._by_isrc(track) or self._by_search(track)

    def _by_isrc(self, track: Track) -> Candidate | None:
        if not matching.is_isrc(track.isrc):
            return None
        item = self._ask(f"/track/isrc:{track.isrc}")
        if item is None or json_access.truth(item, "readable") is False:
            return None
        confidence = matching.judge_by_isrc(
            track, title=_title(item), artist=_artist(item), duration_s=json_access.number(item, "duration")
        )
        return _candidate(item, "isrc", confidence)

    def _by_search(self, track: Track) -> Candidate | None:
        if not track.artists:
            return None
        artist, title = _quotable(track.artists[0].name), _quotable(matching.core_title(track.title))
        answer = self._ask("/search", {"q": f'artist:"{artist}" track:"{title}"', "limit": 15})
        best: Candidate | None = None
        for item in json_access.objects(answer, "data"):
            if json_access.truth(item, "readable") is False:
                continue
            confidence = matching.judge_by_search(
                track,
                title=_title(item),
                artist=_artist(item),
                duration_s=json_access.number(item, "duration"),
                album=json_access.text(item, "album", "title") or "",
            )
            found = _candidate(item, "search", confidence)
            if found and (best is None or found.match.confidence > best.match.confidence):
                best = found
        return best

    def _ask(self, path: str, params: Mapping[str, str | int] | None = None) -> dict[str, Any] | None:
        name = NAMES[_SOURCE]
        with self._gate.asking(_SOURCE):
            answer = self._http.get_json(self._base + path, source=name, params=params, limited=_LIMITED)
            if answer is None:
                return None
            if not isinstance(answer, dict):
                raise SourceUnavailable(source=name)
            error = answer.get("error")
            if not error:
                return answer
            code = json_access.whole(error, "code")
            if code == _QUOTA_EXCEEDED:
                raise RateLimited(source=name, retry_after_s=_QUOTA_WINDOW_S)
            if code == _NO_DATA:
                return None
            raise SourceUnavailable(source=name)


def _candidate(item: dict[str, Any], how: str, confidence: float | None) -> Candidate | None:
    url = json_access.text(item, "preview")
    if confidence is None or url is None:
        return None
    match = PreviewMatch(
        source=_SOURCE,
        how=how,
        confidence=confidence,
        title=json_access.text(item, "title") or _title(item),
        artist=_artist(item),
    )
    return Candidate(url, match)


def _title(item: dict[str, Any]) -> str:
    """Return the title with its version, which Deezer tells apart from it."""
    title = json_access.text(item, "title") or json_access.text(item, "title_short") or ""
    version = json_access.text(item, "title_version") or ""
    return title if version in title else f"{title} {version}"


def _artist(item: dict[str, Any]) -> str:
    return json_access.text(item, "artist", "name") or ""


def _quotable(name: str) -> str:
    return name.replace('"', " ").strip()[:200]
