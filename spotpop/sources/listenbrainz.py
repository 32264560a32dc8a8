"""ListenBrainz: how often a recording was listened to, openly counted; found by its ISRC through MusicBrainz.

A label for data sets of one's own, now that Spotify gives its popularity to few. Both need no key and give their data
away (CC0); MusicBrainz wants at most one question a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from spotpop.errors import SourceUnavailable
from spotpop.sources import json_access, matching
from spotpop.sources.backoff import NAMES
from spotpop.sources.web_source import WebSource
from spotpop.track import Track

_LIMITED: Final[Mapping[int, float]] = {429: 5.0, 503: 5.0}
"""MusicBrainz throttles with 503."""
_MOST_RECORDINGS: Final = 25
"""Of one ISRC."""
MOST_AT_ONCE: Final = 1000
"""Recordings that ListenBrainz takes in one call."""

Counts = tuple[int | None, int | None]
"""Listens and listeners of a recording; None where ListenBrainz does not know it."""


class ListenBrainz(WebSource):
    """Counts listens."""

    source = "listenbrainz"

    def plays(self, track: Track) -> int | None:
        """Return how often a recording was listened to, by all whom ListenBrainz counts; None if it does not know it.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        counts = self.counts(self.recordings(track.isrc, track.duration_s))
        known = [listens for listens, _ in counts.values() if listens is not None]
        return sum(known) if known else None

    def recordings(self, isrc: str | None, duration_s: float | None) -> list[str]:
        """Return MusicBrainz's ids of the recordings under a code whose length is about that of the track.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        if not matching.is_isrc(isrc):
            return []
        with self._gate.asking("musicbrainz"):
            answer = self._http.get_json(
                f"{self._settings.url_of('musicbrainz')}/ws/2/isrc/{isrc}",
                source=NAMES["musicbrainz"],
                params={"fmt": "json"},
                limited=_LIMITED,
            )
            if answer is not None and not isinstance(answer, dict):
                raise SourceUnavailable(source=NAMES["musicbrainz"])
        track = Track(title="", isrc=isrc, duration_s=duration_s)
        found = []
        for recording in json_access.objects(answer, "recordings"):
            name, length_s = json_access.text(recording, "id"), json_access.seconds(recording, "length")
            if name and (length_s is None or duration_s is None or matching.duration_agrees(track, length_s)):
                found.append(name)
        return found[:_MOST_RECORDINGS]

    def counts(self, recordings: Sequence[str]) -> dict[str, Counts]:
        """Return of up to `MOST_AT_ONCE` recordings how often, and by how many, each was listened to.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        if not recordings:
            return {}
        with self._gate.asking(self.source):
            answer = self._http.get_json(
                f"{self._base}/1/popularity/recording",
                source=NAMES[self.source],
                payload={"recording_mbids": list(recordings)},
                limited=_LIMITED,
            )
            if not isinstance(answer, list):
                raise SourceUnavailable(source=NAMES[self.source])
        return {
            name: (json_access.integer(entry, "total_listen_count"), json_access.integer(entry, "total_user_count"))
            for entry in answer
            if (name := json_access.text(entry, "recording_mbid"))
        }
