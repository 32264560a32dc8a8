"""Who is this track? The Web API where there are credentials, else the embed page; stores by their own ids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, Literal, TypeVar

from spotpop.errors import (
    AccessDenied,
    ListingNotFound,
    LookupIncomplete,
    PremiumLapsed,
    SourceError,
    SourcesOff,
    TrackNotFound,
    UnsupportedLink,
)
from spotpop.links import Reference
from spotpop.links.attachments import is_attachment
from spotpop.links.choices import Choice
from spotpop.net import HttpClient
from spotpop.settings import Settings
from spotpop.sources.attachments import Attachments
from spotpop.sources.backoff import NAMES, SourceGate, bulk_work
from spotpop.sources.base import Searches
from spotpop.sources.deezer import Deezer
from spotpop.sources.embed import EmbedPages
from spotpop.sources.itunes import ITunes
from spotpop.sources.registry import preview_adapters
from spotpop.sources.short_links import ShortLinks
from spotpop.sources.spotify import SpotifyApi
from spotpop.sources.stores import NameSearch
from spotpop.track import Listing, Track

SUGGESTION_S: Final = 1.6
"""Somebody types and waits: later than this nobody looks any more."""

Found = TypeVar("Found", Track, Listing, tuple[Reference, ...])


class Catalogue:
    """Says who a track is; safe to share between threads.

    Parameters
    ----------
    gate : SourceGate, optional
        Stands before every question; by default one that remembers pauses in this object.
    """

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate | None = None) -> None:
        self._settings = settings
        self._http = http
        self._gate = gate or SourceGate()
        self._catalogues: dict[str, SpotifyApi | EmbedPages] = {}
        self._stores: dict[str, Searches] = {}
        self._short_links = ShortLinks(settings, http, self._gate, self.search)
        if settings.preview_sources:  # else the operator has switched everything off
            for name in settings.catalogue_sources:
                if name == "embed":
                    self._catalogues[name] = EmbedPages(settings, http, self._gate)
                elif settings.spotify_client_id and settings.spotify_client_secret:
                    self._catalogues[name] = SpotifyApi(settings, http, self._gate)
            adapters = preview_adapters(settings, http, self._gate)
            self._stores = {one.source: one for one in adapters if isinstance(one, Searches)}
        self._attachments = Attachments(settings, http, self._gate)
        self._names = NameSearch(list(self._stores.values()), http)

    def track(self, reference: Reference) -> Track:
        """Look up a track. Every field but title and id may be absent.

        Raises
        ------
        UnsupportedLink
            If the reference is to something else than a track.
        TrackNotFound, ShortLinkDead
        SourcesOff, RateLimited, CredentialsRejected, SourceUnavailable
            When no catalogue can say.
        LookupIncomplete
            When one does not know it and another could not be asked.
        """
        reference = self.resolve(reference)
        if reference.kind != "track":
            raise UnsupportedLink(kind=reference.kind)
        if reference.service != "spotify":
            return self._store_track(reference)
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
        SourcesOff, RateLimited, CredentialsRejected, SourceUnavailable, LookupIncomplete
            When no catalogue can say.
        """
        reference = self.resolve(reference)
        if reference.kind != "album" and reference.kind != "playlist":
            raise UnsupportedLink(kind=reference.kind)
        kind = reference.kind
        most = limit or self._settings.listing_limit
        if reference.service != "spotify":
            return self._store_listing(reference, kind, most)
        found = self._first(lambda catalogue: catalogue.listing(kind, reference.id, most))
        if found is None or not found.tracks:
            raise ListingNotFound(kind=kind)
        return self._with_previews(found, most)

    def releases(self, reference: Reference, limit: int = 200) -> tuple[Reference, ...]:
        """Return what an artist released: albums and singles, or the songs on the artist's page where no app can ask.

        Raises
        ------
        UnsupportedLink
            If the reference is to something else than an artist at Spotify.
        ListingNotFound
        SourcesOff, RateLimited, CredentialsRejected, SourceUnavailable, LookupIncomplete
            When no catalogue can say.
        """
        if reference.kind != "artist" or reference.service != "spotify":
            raise UnsupportedLink(kind=reference.kind)
        found = self._first(lambda catalogue: catalogue.releases(reference.id, limit))
        if not found:
            raise ListingNotFound(kind=reference.kind)
        return found

    def resolve(self, reference: Reference) -> Reference:
        """Follow a short link to what it means; any other reference is returned as it is.

        Raises
        ------
        ShortLinkDead
            If it leads nowhere, or elsewhere.
        InputError
            If it leads to something that is understood, but is no track.
        SourcesOff, RateLimited, SourceUnavailable
        """
        if is_attachment(reference.kind, reference.id):
            return reference  # it is no track: whoever answers asks for its bytes
        if reference.kind == "short" and not self._settings.preview_sources:
            raise SourcesOff
        return self._short_links.resolve(reference)

    def attachment(self, reference: Reference) -> tuple[bytes, str]:
        """Return the bytes and the name of a file that a link to Discord's store leads to.

        Raises
        ------
        AttachmentExpired, TooLarge
        SourcesOff, RateLimited, SourceUnavailable
        """
        return self._attachments.fetch(reference)

    def search(self, name: str, limit: int = 3) -> list[Choice]:
        """Return songs that are called so, most likely first; each can be asked for by its `Choice.reference`.

        Parameters
        ----------
        name : str
            ``artist - title``, or any words.

        Raises
        ------
        SourcesOff
        RateLimited, SourceUnavailable
            If no store answers.
        """
        if not self._stores:
            raise SourcesOff
        return self._names.find(name, limit)

    def suggest(self, name: str, limit: int = 8) -> list[Choice]:
        """Return songs that somebody who types may mean, out of the part of a budget that is no single question's.

        Raises
        ------
        SourcesOff
        RateLimited, SourceUnavailable
            If nobody answers within 1.6 s.
        """
        if not self._stores:
            raise SourcesOff
        with bulk_work(), self._http.question(SUGGESTION_S):
            return self._names.suggest(name, limit)

    def with_facts(self, track: Track) -> Track:
        """Return the track with what Deezer says of its popularity; as it is where Deezer is off, away or has it not.

        Three questions, out of Deezer's budget: by ISRC (else a search), for the artist, for the artist's top tracks.
        """
        store = self._stores.get("deezer")
        if not isinstance(store, Deezer):
            return track
        try:
            with self._http.question():
                return store.with_facts(track)
        except SourceError:
            return track  # an extra

    def _store_track(self, reference: Reference) -> Track:
        store = self._stores.get(reference.service)
        if store is None:
            raise SourcesOff
        if isinstance(store, ITunes) and reference.country:
            found = store.by_id(reference.store_id, reference.country)
        else:
            found = store.by_id(reference.store_id)
        self._gate.observe(reference.service, "found" if found else "none")
        if found is None:
            raise TrackNotFound
        return found.track()

    def _store_listing(self, reference: Reference, kind: Literal["album", "playlist"], limit: int) -> Listing:
        store = self._stores.get(reference.service)
        if store is None:
            raise SourcesOff
        found: Listing | None = None
        if isinstance(store, Deezer):
            found = store.listing(kind, reference.store_id, limit)
        elif isinstance(store, ITunes):
            found = store.listing(kind, reference.store_id, limit, reference.country)
        self._gate.observe(reference.service, "found" if found else "none")
        if found is None or not found.tracks:
            raise ListingNotFound(kind=kind)
        return found

    def _with_previews(self, listing: Listing, limit: int) -> Listing:
        """Fill in the previews that the listing's page names: one request, where rows would cost two or three each."""
        page = self._catalogues.get("embed")
        wanted = "embed" in self._settings.preview_sources
        if not wanted or not isinstance(page, EmbedPages) or any(track.preview_url for track in listing.tracks):
            return listing
        try:
            listed = page.listing(listing.kind, listing.id, limit)
        except SourceError:
            return listing  # an extra: the rows are looked for one by one
        previews = {track.id: track.preview_url for track in listed.tracks if track.preview_url} if listed else {}
        tracks = (
            replace(track, preview_url=previews[track.id], preview_source="embed") if track.id in previews else track
            for track in listing.tracks
        )
        return replace(listing, tracks=tuple(tracks))

    def _first(self, ask: Callable[[SpotifyApi | EmbedPages], Found | None]) -> Found | None:
        """Ask one catalogue after the other until one knows it.

        That one does not know it proves little: the API denies editorial playlists, which have their page.

        Returns
        -------
        Track, Listing or None
            None if all answered and none knows it.

        Raises
        ------
        SourcesOff
            If there is none to ask.
        SourceError
            The first catalogue's, if none answers.
        LookupIncomplete
            If one does not know it and another could not be asked.
        """
        if not self._catalogues:
            raise SourcesOff
        failures: dict[str, SourceError] = {}
        answered: list[str] = []
        for source, catalogue in self._catalogues.items():
            try:
                with self._http.question():
                    found = ask(catalogue)
            except SourceError as error:
                failures[source] = error
                continue
            self._gate.observe(source, "found" if found else "none")
            if found:
                return found
            answered.append(source)
        if not failures:
            return None
        failed, failure = next(iter(failures.items()))
        if not answered or isinstance(failure, AccessDenied | PremiumLapsed):  # these say themselves what is wrong
            raise failure
        raise LookupIncomplete(answered=NAMES[answered[0]], failed=NAMES[failed])
