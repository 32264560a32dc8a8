"""The services that are asked: what each is called, where it lives, and how often it may be asked. One place for all.

A new source of previews is a row here and a module of that name in `spotpop.sources`: settings, allow-list, intervals
of bulk work, budgets, doctor and the choice of adapters draw from the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MINUTE_S, DAY_S = 60, 86_400
"""Windows in which questions are counted, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """One service.

    Attributes
    ----------
    key : str
        Its name in settings, metrics and stored keys.
    title : str
        Its name for people.
    previews : bool
        Whether it is asked for previews, by the adapter in the module of its key.
    url : str
        Base address of a source that has no setting of its own for it: ``SPOTPOP_SOURCE_URLS`` may name another.
    url_settings : tuple of str
        Settings that hold its base addresses; hosts of those that an operator changes are trusted.
    hosts, domains : tuple of str
        Hosts, and domains with all their hosts, that may be asked and downloaded from.
    per_minute : int
        Questions a minute that all workers together may ask.
    per_day : int or None
        Questions a day; None where the service counts no days.
    bulk_interval_s : float
        Seconds between two questions of bulk work.
    """

    key: str
    title: str
    previews: bool = False
    url: str = ""
    url_settings: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    per_minute: int
    per_day: int | None = None
    bulk_interval_s: float


SOURCES: Final = {
    spec.key: spec
    for spec in (
        SourceSpec(
            key="spotify",
            title="Spotify",
            previews=True,
            url_settings=("spotify_api_url", "spotify_accounts_url"),
            hosts=("api.spotify.com", "accounts.spotify.com", "p.scdn.co"),
            domains=(".scdn.co",),
            per_minute=120,
            per_day=1000,  # lock-outs of half a day were reported from 476 questions a day on, mostly at about 1,100
            bulk_interval_s=1.0,
        ),
        SourceSpec(
            key="embed",
            title="Spotify's embed page",
            previews=True,
            url_settings=("spotify_open_url",),
            hosts=("open.spotify.com",),
            per_minute=120,
            bulk_interval_s=1.0,
        ),
        SourceSpec(
            key="links",
            title="Spotify's short-link service",
            hosts=("spotify.link", "spotify.app.link", "spoti.fi", "link.deezer.com", "deezer.page.link",
                   "www.deezer.com", "www.youtube.com", "soundcloud.com"),
            per_minute=120,
            bulk_interval_s=1.0,
        ),
        SourceSpec(
            key="deezer",
            title="Deezer",
            previews=True,
            url_settings=("deezer_url",),
            hosts=("api.deezer.com",),
            domains=(".deezer.com", ".dzcdn.net"),
            per_minute=600,  # 50 in 5 s
            bulk_interval_s=0.15,
        ),
        SourceSpec(
            key="itunes",
            title="iTunes",
            previews=True,
            url_settings=("itunes_url", "apple_music_url"),
            hosts=("itunes.apple.com", "music.apple.com"),
            domains=(".itunes.apple.com", ".mzstatic.com"),
            per_minute=20,
            bulk_interval_s=3.2,
        ),
        SourceSpec(
            key="discord",
            title="Discord",
            url_settings=("discord_cdn_url",),
            hosts=("cdn.discordapp.com",),
            per_minute=120,
            bulk_interval_s=1.0,
        ),
        SourceSpec(
            key="musicbrainz",
            title="MusicBrainz",
            url_settings=("musicbrainz_url",),
            hosts=("musicbrainz.org",),
            per_minute=60,
            bulk_interval_s=1.1,
        ),
        SourceSpec(
            key="listenbrainz",
            title="ListenBrainz",
            url_settings=("listenbrainz_url",),
            hosts=("api.listenbrainz.org",),
            per_minute=120,
            bulk_interval_s=0.5,
        ),
    )
}  # fmt: skip
"""Every service by its key."""

PREVIEW_SOURCES: Final = tuple(spec.key for spec in SOURCES.values() if spec.previews)
"""Keys of the sources of previews: what the setting of that name takes."""
