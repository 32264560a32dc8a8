"""ListenBrainz: how often a recording was listened to, openly counted; found by its ISRC through MusicBrainz.

A label for data sets of one's own, now that Spotify gives its popularity to few. Both need no key and give their data
away (CC0); MusicBrainz wants at most one question a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from spotpop.errors import SourceUnavailable
from spotpop.net import HttpClient
from spotpop.settings import Settings
from spotpop.sources import json_access, matching
from spotpop.sources.backoff import NAMES, SourceGate
from spotpop.track import Track

_LIMITED: Final[Mapping[int, float]] = {429: 5.0, 503: 5.0}
"""MusicBrainz throttles with 503."""
_MOST_RECORDINGS: Final = 25


class ListenBrainz:
    """Counts listens."""

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate) -> None:
        self._musicbrainz = settings.url_of("musicbrainz")
        self._listenbrainz = settings.url_of("listenbrainz")
        self._http = http
        self._gate = gate

    def plays(self, track: Track) -> int | None:
        """Return how often a recording was listened to, by all whom ListenBrainz counts; None if it does not know it.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        recordings = self._recordings(track)
        if not recordings:
            return None
        with self._gate.asking("listenbrainz"):
            answer = self._http.get_json(
                f"{self._listenbrainz}/1/popularity/recording",
                source=NAMES["listenbrainz"],
                payload={"recording_mbids": recordings},
                limited=_LIMITED,
            )
            if not isinstance(answer, list):
                raise SourceUnavailable(source=NAMES["listenbrainz"])
        counts = [json_access.integer(entry, "total_listen_count") for entry in answer]
        known = [count for count in counts if count is not None]
        return sum(known) if known else None

    def _recordings(self, track: Track) -> list[str]:
        """Return MusicBrainz's ids of the recordings under the track's ISRC whose length is the track's."""
        if not matching.is_isrc(track.isrc):
            return []
        with self._gate.asking("musicbrainz"):
            answer = self._http.get_json(
                f"{self._musicbrainz}/ws/2/isrc/{track.isrc}",
                source=NAMES["musicbrainz"],
                params={"fmt": "json"},
                limited=_LIMITED,
            )
            if answer is not None and not isinstance(answer, dict):
                raise SourceUnavailable(source=NAMES["musicbrainz"])
        found = []
        for recording in json_access.objects(answer, "recordings"):
            name, length_s = json_access.text(recording, "id"), json_access.seconds(recording, "length")
            if name and (length_s is None or track.duration_s is None or matching.duration_agrees(track, length_s)):
                found.append(name)
        return found[:_MOST_RECORDINGS]
