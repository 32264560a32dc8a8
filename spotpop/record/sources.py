"""The sources of outcomes: ListenBrainz, Spotify and Deezer as `OutcomeSource`, made from the settings."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from spotpop.errors import SourceError
from spotpop.net import HttpClient
from spotpop.record.measures import (
    DEEZER_RANK,
    LISTENBRAINZ_LISTENERS,
    LISTENBRAINZ_LISTENS,
    SPOTIFY_POPULARITY,
    Source,
)
from spotpop.record.outcomes import Budget, OutcomeSource, Values
from spotpop.record.store import Reading
from spotpop.settings import Settings
from spotpop.sources import matching
from spotpop.sources.backoff import BackoffStore, SourceGate
from spotpop.sources.deezer import Deezer
from spotpop.sources.listenbrainz import MOST_AT_ONCE, Counts, ListenBrainz
from spotpop.sources.spotify import SpotifyApi

_MUSICBRAINZ_INTERVAL_S: Final = 1.1
_DEEZER_INTERVAL_S: Final = 0.15


def make_sources(
    settings: Settings,
    budget: Budget,
    blocked: BackoffStore | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[Source, OutcomeSource]:
    """Return the sources that the settings name.

    Parameters
    ----------
    blocked : BackoffStore, optional
        Who remembers which source wants a pause.
    sleep : callable
        Waits between two questions.
    """
    http = HttpClient(settings)
    gate = SourceGate(
        blocked, throttle=Intervals({"musicbrainz": _MUSICBRAINZ_INTERVAL_S, "deezer": _DEEZER_INTERVAL_S}, sleep)
    )
    found: dict[Source, OutcomeSource] = {}
    if "listenbrainz" in settings.record_sources:
        found["listenbrainz"] = ListenBrainzOutcomes(settings, http, gate)
    if "spotify" in settings.record_sources and settings.spotify_client_id and settings.spotify_client_secret:
        found["spotify"] = SpotifyOutcomes(settings, http, gate, budget)
    if "deezer" in settings.record_sources:
        found["deezer"] = DeezerOutcomes(settings, http, gate)
    return found


class Intervals:
    """Keeps a distance between two questions to one source.

    Parameters
    ----------
    interval_s : mapping of str to float
        Seconds, by source; a source that is not named is not held up.
    """

    def __init__(self, interval_s: Mapping[str, float], sleep: Callable[[float], None]) -> None:
        self._interval_s = interval_s
        self._sleep = sleep
        self._next: dict[str, float] = {}

    def __call__(self, source: str) -> None:
        """Wait until `source` may be asked."""
        pause_s = self._interval_s.get(source)
        if pause_s is None:
            return
        wait = self._next.get(source, 0.0) - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        self._next[source] = time.monotonic() + pause_s


class ListenBrainzOutcomes:
    """Listens and listeners, openly counted: recordings by MusicBrainz's ISRC, counts of up to 1,000 in one call.

    What ListenBrainz does not know comes as null, and leaves the outcome open.
    """

    at_once = 20
    """One MusicBrainz question each, at one a second: about as long as a round may take."""

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate) -> None:
        self._listenbrainz = ListenBrainz(settings, http, gate)
        self._recordings: dict[tuple[str, float | None], list[str]] = {}

    def read(self, readings: Sequence[Reading]) -> dict[str, Values]:
        """Return the sums over each track's recordings.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        recordings = {reading.forecast: self._recordings_of(reading) for reading in readings}
        wanted = list(dict.fromkeys(one for found in recordings.values() for one in found))
        counts: dict[str, Counts] = {}
        for start in range(0, len(wanted), MOST_AT_ONCE):
            counts |= self._listenbrainz.counts(wanted[start : start + MOST_AT_ONCE])
        return {forecast: _sums([counts[one] for one in found if one in counts])
                for forecast, found in recordings.items()}  # fmt: skip

    def _recordings_of(self, reading: Reading) -> list[str]:
        if not matching.is_isrc(reading.isrc):
            return []
        assert reading.isrc is not None
        known = (reading.isrc, reading.duration_s)
        if known not in self._recordings:
            if len(self._recordings) > 10_000:
                self._recordings.clear()
            self._recordings[known] = self._listenbrainz.recordings(reading.isrc, reading.duration_s)
        return self._recordings[known]


def _sums(counts: Sequence[Counts]) -> Values:
    listens = [listened for listened, _ in counts if listened is not None]
    listeners = [heard for _, heard in counts if heard is not None]
    values: dict[str, float] = {}
    if listens:
        values[LISTENBRAINZ_LISTENS.name] = float(sum(listens))
    if listeners:
        # Somebody may have listened to two recordings of one track: the largest count is surely not too large.
        values[LISTENBRAINZ_LISTENERS.name] = float(max(listeners))
    return values


class SpotifyOutcomes:
    """Spotify's own popularity, for apps that still get it; an app that does not leaves everything open."""

    at_once = 10

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate, budget: Budget) -> None:
        self._api = SpotifyApi(settings, http, gate)
        self._most = settings.record_spotify_per_day
        self._budget = budget

    def read(self, readings: Sequence[Reading]) -> dict[str, Values]:
        """Return the popularity.

        Raises
        ------
        RateLimited, CredentialsRejected, SourceUnavailable
        """
        found: dict[str, Values] = {}
        for reading in readings:
            if not self._budget.take("spotify", self._most):
                break
            try:
                track = self._api.track(reading.track_id)
            except SourceError:
                if not found:
                    raise
                break  # what was learnt so far is kept
            popularity = None if track is None else track.popularity
            found[reading.forecast] = {} if popularity is None else {SPOTIFY_POPULARITY.name: float(popularity)}
        return found


class DeezerOutcomes:
    """Deezer's rank, by ISRC. Off by default: its terms are quoted as non-commercial."""

    at_once = 20

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate) -> None:
        self._deezer = Deezer(settings, http, gate)

    def read(self, readings: Sequence[Reading]) -> dict[str, Values]:
        """Return the ranks.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        found: dict[str, Values] = {}
        for reading in readings:
            try:
                found[reading.forecast] = self._rank(reading)
            except SourceError:
                if not found:
                    raise
                break
        return found

    def _rank(self, reading: Reading) -> Values:
        if reading.isrc is None or not matching.is_isrc(reading.isrc):
            return {}
        rank = self._deezer.rank_of(reading.isrc)
        return {} if rank is None or rank <= 0 else {DEEZER_RANK.name: float(rank)}
