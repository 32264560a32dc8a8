"""Who is this track? The Web API where there are credentials, else or failing that the embed page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar
from urllib.parse import urlsplit

from spotpop.errors import (
    ListingNotFound,
    RateLimited,
    ShortLinkDead,
    SourceError,
    SourcesOff,
    SourceUnavailable,
    TrackNotFound,
    UnsupportedLink,
)
from spotpop.links import LINK_HOSTS, OPEN_HOST, Reference, find_references
from spotpop.net import HttpClient
from spotpop.settings import Settings
from spotpop.sources.backoff import NAMES, BackoffStore, Observe, SourceGate
from spotpop.sources.embed import EmbedPages
from spotpop.sources.spotify import SpotifyApi
from spotpop.track import Listing, Track

MAX_HOPS: Final = 4
Found = TypeVar("Found", Track, Listing)


class Catalogue:
    """Says who a track is; safe to share between threads.

    Parameters
    ----------
    blocked : BackoffStore or None
        Who remembers which source wants a pause; None remembers in this process.
    observe : callable or None
        Told (source, outcome) of every look-up, for metrics.
    throttle : callable or None
        Called with the source before every question; bulk work sleeps in it.
    """

    def __init__(
        self,
        settings: Settings,
        http: HttpClient,
        blocked: BackoffStore | None = None,
        observe: Observe | None = None,
        *,
        throttle: Callable[[str], None] | None = None,
    ) -> None:
        self._settings = settings
        self._http = http
        self._gate = SourceGate(blocked, observe, throttle)
        self._catalogues: dict[str, SpotifyApi | EmbedPages] = {}
        if not settings.preview_sources:  # the operator has switched everything off
            return
        for name in settings.catalogue_sources:
            if name == "embed":
                self._catalogues[name] = EmbedPages(settings, http, self._gate)
            elif settings.spotify_client_id and settings.spotify_client_secret:
                self._catalogues[name] = SpotifyApi(settings, http, self._gate)

    def track(self, reference: Reference) -> Track:
        """Look up a track. Every field but title and id may be absent.

        Raises
        ------
        UnsupportedLink
            If the reference is to something else than a track.
        TrackNotFound, ShortLinkDead
        SourcesOff, RateLimited, CredentialsRejected, SourceUnavailable
            When no catalogue can say.
        """
        reference = self.resolve(reference)
        if reference.kind != "track":
            raise UnsupportedLink(kind=reference.kind)
        found = self._first(lambda catalogue: catalogue.track(reference.id))
        if found is None:
            raise TrackNotFound
        return found

    def listing(self, reference: Reference, limit: int | None = None) -> Listing:
        """List an album's or a playlist's tracks, at most `limit` (the setting's, if None).

        Raises
        ------
        UnsupportedLink
            If the reference is to neither.
        ListingNotFound, ShortLinkDead
        SourcesOff, RateLimited, CredentialsRejected, SourceUnavailable
            When no catalogue can say.
        """
        reference = self.resolve(reference)
        if reference.kind != "album" and reference.kind != "playlist":
            raise UnsupportedLink(kind=reference.kind)
        kind = reference.kind
        most = limit or self._settings.listing_limit
        found = self._first(lambda catalogue: catalogue.listing(kind, reference.id, most))
        if found is None or not found.tracks:
            raise ListingNotFound(kind=kind)
        return found

    def resolve(self, reference: Reference) -> Reference:
        """Follow a short link to what it means; any other reference is returned as it is.

        At most 4 hops, each of which must lead over https to one of Spotify's link hosts. Where
        ``SPOTPOP_SPOTIFY_OPEN_URL`` names a stand-in for open.spotify.com, it stands in for the short hosts too: it is
        asked for the same path, with the host in ``X-Forwarded-Host``.

        Raises
        ------
        ShortLinkDead
            If it leads nowhere, or elsewhere.
        SourcesOff, RateLimited, SourceUnavailable
        """
        if reference.kind != "short":
            return reference
        if not self._catalogues:
            raise SourcesOff
        url = reference.url
        for _ in range(MAX_HOPS):
            location = self._next_hop(url)
            found = find_references(location)
            if not found or found[0].url == url:
                raise ShortLinkDead
            if found[0].kind != "short":
                self._gate.observe("links", "found")
                return found[0]
            url = found[0].url
        raise ShortLinkDead

    def _next_hop(self, url: str) -> str:
        """Return the address that a short link redirects to, once it is known to be a link of Spotify's."""
        host, path = urlsplit(url).netloc, urlsplit(url).path
        stand_in = self._settings.spotify_open_url
        standing_in = stand_in != f"https://{OPEN_HOST}"
        with self._gate.asking("links"):
            status, location = self._http.head(
                f"{stand_in}{path}" if standing_in else url,
                source=NAMES["links"],
                headers={"X-Forwarded-Host": host} if standing_in else None,
            )
            if status == 429:
                raise RateLimited(source=NAMES["links"], retry_after_s=60.0)
            if status >= 500:
                raise SourceUnavailable(source=NAMES["links"])
        if status not in {301, 302, 303, 307, 308} or location is None:
            raise ShortLinkDead
        if standing_in and location.startswith(f"{stand_in}/"):
            location = f"https://{OPEN_HOST}{location[len(stand_in) :]}"
        try:
            parts = urlsplit(location)
            allowed = parts.scheme == "https" and parts.netloc.lower() in LINK_HOSTS
        except ValueError:
            allowed = False
        if not allowed:
            raise ShortLinkDead
        return location

    def _first(self, ask: Callable[[SpotifyApi | EmbedPages], Found | None]) -> Found | None:
        """Ask one catalogue after the other until one knows it.

        That one does not know it proves little: the API denies editorial playlists, which have their page.

        Returns
        -------
        Track, Listing or None
            None if at least one answered and none knows it.

        Raises
        ------
        SourcesOff
            If there is none to ask.
        SourceError
            The first catalogue's, if none answers.
        """
        if not self._catalogues:
            raise SourcesOff
        failure: SourceError | None = None
        answered = False
        for source, catalogue in self._catalogues.items():
            try:
                found = ask(catalogue)
            except SourceError as error:
                failure = failure or error
                continue
            self._gate.observe(source, "found" if found else "none")
            if found:
                return found
            answered = True
        if failure and not answered:
            raise failure
        return None
