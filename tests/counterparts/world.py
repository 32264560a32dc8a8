"""All music services at once on loopback, and the environment that points the project at them.

>>> with start_music_world([Song(title="Lantern Road")]) as world:
...     run_something(env={**os.environ, **world.env})
...     world.deezer.fail(status=429, headers={"Retry-After": "7"})
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from spotpop.settings import Settings, load_settings
from tests.counterparts.brainz import Brainz
from tests.counterparts.deezer import Deezer
from tests.counterparts.itunes import ITunes
from tests.counterparts.open import OpenSpotify
from tests.counterparts.server import Counterpart, Request, Response
from tests.counterparts.songs import Shelf, Song, spotify_id, tone_wav
from tests.counterparts.spotify import CLIENT_ID, CLIENT_SECRET, SpotifyAccounts, SpotifyApi

__all__ = ["MusicWorld", "Shelf", "Song", "spotify_id", "start_music_world", "tone_wav"]


class Cdn(Counterpart):
    """Where all services keep their previews; Deezer's addresses expire."""

    service = "cdn"

    def __init__(self) -> None:
        self.songs: dict[str, Song] = {}
        self.files: dict[str, Response] = {}
        super().__init__()

    def answer(self, request: Request) -> Response:
        if request.path in self.files:
            return self.files[request.path]
        path = re.fullmatch(r"/(spotify|deezer|itunes|embed)/([0-9A-Za-z]{22})\.(?:mp3|m4a)", request.path)
        song = self.songs.get(path[2]) if path else None
        if path is None or song is None or path[1] not in song.previews:
            return Response(404, b"<Error>NoSuchKey</Error>", {"Content-Type": "application/xml"})
        if path[1] == "deezer":
            expiry = re.match(r"exp=(\d+)~", request.query.get("hdnea", ""))
            if expiry is None or int(expiry[1]) < time.time():
                return Response(403, b"Access Denied", {"Content-Type": "text/html"})
        return Response(200, song.bytes, {"Content-Type": "audio/mpeg"})


@dataclass
class MusicWorld:
    """The running services. `env` points the project at them, `requests` tells what was asked, in order a service."""

    spotify: SpotifyApi
    accounts: SpotifyAccounts
    open: OpenSpotify
    deezer: Deezer
    itunes: ITunes
    brainz: Brainz
    cdn: Cdn
    env: dict[str, str]

    @property
    def services(self) -> tuple[Counterpart, ...]:
        return (self.accounts, self.spotify, self.open, self.deezer, self.itunes, self.brainz, self.cdn)

    @property
    def requests(self) -> list[Request]:
        return [request for service in self.services for request in service.requests]

    def asked(self) -> dict[str, int]:
        """How many requests each service got; those with none are left out."""
        return {service.service: len(service.requests) for service in self.services if service.requests}

    def forget(self) -> None:
        """Forget what was asked so far."""
        for service in self.services:
            service.requests.clear()

    def settings(self, **overrides: Any) -> Settings:
        """Return settings that point here, whatever the environment says."""
        fields: dict[str, Any] = {
            "spotify_api_url": f"{self.spotify.url}/v1",
            "spotify_accounts_url": self.accounts.url,
            "spotify_open_url": self.open.url,
            "deezer_url": self.deezer.url,
            "itunes_url": self.itunes.url,
            "apple_music_url": self.itunes.url,
            "musicbrainz_url": self.brainz.url,
            "listenbrainz_url": self.brainz.url,
            "discord_cdn_url": self.cdn.url,
            "network_timeout_s": 5.0,
        }
        known = "SPOTIPY_CLIENT_ID" in self.env
        fields["spotify_client_id"] = CLIENT_ID if known else None
        fields["spotify_client_secret"] = CLIENT_SECRET if known else None
        return load_settings(**{**fields, **overrides})


@contextmanager
def start_music_world(
    songs: Sequence[Song] = (Song(),),
    shelves: Sequence[Shelf] = (),
    short_links: Mapping[str, str] | None = None,
    *,
    credentials: bool = True,
    extended: bool = False,
) -> Iterator[MusicWorld]:
    """Start all services.

    Parameters
    ----------
    songs, shelves
        What they know; the songs of shelves are known too.
    short_links : mapping of str to str
        Whole address of each short link (``https://spotify.link/abc``) to where it redirects.
    credentials : bool
        Whether `env` and `settings` hold the client credentials of an app.
    extended : bool
        Whether that app still gets previews, popularity and playlists' items.
    """
    everything = list({song.id: song for song in [*songs, *(one for shelf in shelves for one in shelf.songs)]}.values())
    cdn = Cdn()
    cdn.songs = {song.id: song for song in everything}
    accounts = SpotifyAccounts()
    api = SpotifyApi(everything, shelves, accounts, cdn.url, extended=extended)
    pages = OpenSpotify(everything, shelves, short_links or {}, cdn.url)
    deezer, itunes, brainz = Deezer(everything, cdn.url), ITunes(everything, cdn.url), Brainz(everything)
    env = {
        "SPOTPOP_SPOTIFY_API_URL": f"{api.url}/v1",
        "SPOTPOP_SPOTIFY_ACCOUNTS_URL": accounts.url,
        "SPOTPOP_SPOTIFY_OPEN_URL": pages.url,
        "SPOTPOP_DEEZER_URL": deezer.url,
        "SPOTPOP_ITUNES_URL": itunes.url,
        "SPOTPOP_APPLE_MUSIC_URL": itunes.url,
        "SPOTPOP_MUSICBRAINZ_URL": brainz.url,
        "SPOTPOP_LISTENBRAINZ_URL": brainz.url,
        "SPOTPOP_DISCORD_CDN_URL": cdn.url,
    }
    if credentials:
        env |= {"SPOTIPY_CLIENT_ID": CLIENT_ID, "SPOTIPY_CLIENT_SECRET": CLIENT_SECRET}
    world = MusicWorld(api, accounts, pages, deezer, itunes, brainz, cdn, env)
    try:
        yield world
    finally:
        for service in world.services:
            service.close()
