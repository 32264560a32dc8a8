"""Links that are understood but lead to no track by their id: other services, shared files, other pages of Spotify.

Each gets its own sentence with the next step. Of services that give a page's title without a key (oEmbed), the link
becomes a question all the same: "is it this one?".
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from spotpop.errors import FileOnShare, InputError, NotReleasedYet, OtherService, TrackNotFound, UnsupportedLink
from spotpop.links import OPEN_HOST, Reference


@dataclass(frozen=True, slots=True)
class MusicService:
    """A service that people link to.

    Attributes
    ----------
    title : str
        As people know it.
    hosts : tuple of str
        Its hosts; subdomains count too.
    share : bool
        Whether it holds files rather than songs.
    oembed : str or None
        Where it gives a page's title without a key.
    """

    title: str
    hosts: tuple[str, ...]
    share: bool = False
    oembed: str | None = None


SERVICES: Final = (
    MusicService("YouTube", ("youtube.com", "youtu.be", "youtube-nocookie.com"), oembed="https://www.youtube.com/oembed"),
    MusicService("SoundCloud", ("soundcloud.com", "snd.sc"), oembed="https://soundcloud.com/oembed"),
    MusicService("Bandcamp", ("bandcamp.com",)),
    MusicService("Tidal", ("tidal.com",)),
    MusicService("Amazon Music", ("music.amazon.com", "music.amazon.de", "music.amazon.co.uk", "music.amazon.es",
                             "music.amazon.fr", "music.amazon.it", "music.amazon.co.jp", "music.amazon.com.br",
                             "music.amazon.com.mx", "music.amazon.ca", "music.amazon.in", "music.amazon.com.au",
                             "music.amazon.nl", "music.amazon.se", "music.amazon.pl", "amzn.to", "amzn.eu")),
    MusicService("Apple Music", ("music.apple.com", "itunes.apple.com", "apple.co")),
    MusicService("Deezer", ("deezer.com", "dzr.page.link")),
    MusicService("Qobuz", ("qobuz.com",)),
    MusicService("Napster", ("napster.com",)),
    MusicService("Pandora", ("pandora.com", "pandora.app.link")),
    MusicService("Audiomack", ("audiomack.com",)),
    MusicService("Boomplay", ("boomplay.com",)),
    MusicService("Anghami", ("anghami.com", "play.anghami.com")),
    MusicService("JioSaavn", ("jiosaavn.com", "saavn.com")),
    MusicService("Gaana", ("gaana.com",)),
    MusicService("VK Music", ("vk.com", "vk.ru")),
    MusicService("Yandex Music", ("music.yandex.ru", "music.yandex.com")),
    MusicService("NetEase Music", ("music.163.com",)),
    MusicService("QQ Music", ("y.qq.com",)),
    MusicService("Genius", ("genius.com",)),
    MusicService("Shazam", ("shazam.com",)),
    MusicService("Beatport", ("beatport.com",)),
    MusicService("Mixcloud", ("mixcloud.com",)),
    MusicService("TikTok", ("tiktok.com",)),
    MusicService("Instagram", ("instagram.com",)),
    MusicService("Odesli", ("song.link", "album.link", "odesli.co")),
    MusicService("Linktree", ("linktr.ee", "lnk.to", "ffm.to", "distrokid.com", "hypeddit.com", "fanlink.to", "orcd.co",
                          "ditto.fm", "songwhip.com", "toneden.io", "smarturl.it", "bfan.link", "push.fm", "band.link",
                          "linkfire.com")),
    MusicService("X", ("x.com", "twitter.com")),
    MusicService("Facebook", ("facebook.com", "fb.watch")),
    MusicService("Twitch", ("twitch.tv",)),
    MusicService("Last.fm", ("last.fm",)),
    MusicService("MusicBrainz", ("musicbrainz.org",)),
    MusicService("Discogs", ("discogs.com",)),
    MusicService("Rate Your Music", ("rateyourmusic.com",)),
    MusicService("Musixmatch", ("musixmatch.com",)),
    MusicService("Vimeo", ("vimeo.com",)),
    MusicService("Reddit", ("reddit.com", "redd.it")),
    MusicService("Google Drive", ("drive.google.com", "docs.google.com"), share=True),
    MusicService("Discord", ("discordapp.com", "discordapp.net"), share=True),
    MusicService("Dropbox", ("dropbox.com", "db.tt", "dropboxusercontent.com"), share=True),
    MusicService("WeTransfer", ("wetransfer.com", "we.tl"), share=True),
    MusicService("OneDrive", ("1drv.ms", "onedrive.live.com"), share=True),
    MusicService("iCloud", ("icloud.com",), share=True),
    MusicService("MEGA", ("mega.nz", "mega.io"), share=True),
    MusicService("Box", ("box.com",), share=True),
    MusicService("MediaFire", ("mediafire.com",), share=True),
    MusicService("Vocaroo", ("vocaroo.com", "voca.ro"), share=True),
    MusicService("Untitled", ("untitled.stream",), share=True),
    MusicService("Samply", ("samply.app",), share=True),
    MusicService("DISCO", ("disco.ac",), share=True),
    MusicService("BandLab", ("bandlab.com",), share=True),
    MusicService("Soundtrap", ("soundtrap.com",), share=True),
    MusicService("Pixeldrain", ("pixeldrain.com",), share=True),
    MusicService("Gofile", ("gofile.io",), share=True),
    MusicService("Catbox", ("catbox.moe",), share=True),
    MusicService("1fichier", ("1fichier.com",), share=True),
    MusicService("LimeWire", ("limewire.com",), share=True),
    MusicService("Smash", ("fromsmash.com",), share=True),
    MusicService("SwissTransfer", ("swisstransfer.com",), share=True),
    MusicService("Filemail", ("filemail.com",), share=True),
    MusicService("pCloud", ("pcloud.com", "pcloud.link"), share=True),
    MusicService("Nextcloud", ("nextcloud.com",), share=True),
    MusicService("Filebin", ("filebin.net",), share=True),
    MusicService("Streamable", ("streamable.com",), share=True),
)  # fmt: skip
"""Links that people paste in feedback rooms, the most usual first. Odesli and link pages name a song everywhere."""

_SPOTIFY_PAGES: Final = {
    "audiobook": "audiobook", "chapter": "audiobook", "collection": "collection", "socialsession": "jam", "jam": "jam",
    "local": "local", "user": "user", "concert": "concert", "station": "radio", "radio": "radio", "blend": "blend",
    "artist": "artist", "show": "show", "episode": "episode", "genre": "genre", "section": "genre", "search": "search",
    "lyrics": "lyrics", "queue": "queue", "download": "download", "wrapped": "wrapped", "merch": "merch",
}  # fmt: skip
NAME_SCHEME: Final = "name:"
"""What the address of a song that is asked for by its name begins with."""
_LONGEST_NAME: Final = 200
_ADDRESS: Final = re.compile(r"(?:https?://)?(?:[a-z0-9_-]+\.)+[a-z]{2,}(?::\d+)?/[!-;=?-Z_a-z~]*", re.IGNORECASE)
_URI: Final = re.compile(r"(?<![\w:])spotify:(?://)?([a-z]+)(?:[:/][^\s:/]*[:/]([a-z]+))?", re.IGNORECASE)
_SPOTIFY_HOME: Final = re.compile(r"https?://(?:[a-z0-9-]+\.)?spotify\.com(?=[\s?#]|$)", re.IGNORECASE)


def service_of(host: str) -> MusicService | None:
    """Return the service that a host belongs to."""
    host = host.lower().removeprefix("www.").rstrip(".")
    return next((one for one in SERVICES if any(host == own or host.endswith(f".{own}") for own in one.hosts)), None)


def explain(text: str) -> InputError | None:
    """Say what a text without a reference links to, and what to do with it.

    Parameters
    ----------
    text : str
        A text in which `spotpop.links.find_references` finds nothing.

    Returns
    -------
    InputError or None
        None if it holds no link that is known.

    Examples
    --------
    >>> explain("https://www.dropbox.com/s/abc/mix.wav").params
    {'service': 'Dropbox'}
    """
    for found in _ADDRESS.finditer(text[:4000]):
        address = found[0] if "//" in found[0][:8] else f"https://{found[0]}"
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").lower()
        except ValueError:
            continue
        if host in {OPEN_HOST, "play.spotify.com"}:
            return _spotify_page([segment for segment in parts.path.split("/") if segment]) or _damaged(parts.path)
        if host == "spotify.com" or host.endswith(".spotify.com"):
            return UnsupportedLink(kind="own")
        if service := service_of(host):
            return FileOnShare(service=service.title) if service.share else OtherService(service=service.title)
    uri = _URI.search(text[:4000])
    if uri and (found_page := _spotify_page([uri[2]] if uri[2] and uri[1].lower() == "user" else [uri[1]])):
        return found_page
    return UnsupportedLink(kind="own") if _SPOTIFY_HOME.search(text[:4000]) else None


def unknown_site(text: str) -> InputError | None:
    """Say that an address leads to a place of which nothing is known; None where there is no address."""
    found = re.search(r"https?://([a-z0-9.-]{1,253})(?=[/:?#\s]|$)", text[:4000], re.IGNORECASE)
    return OtherService(service=found[1].lower().removeprefix("www.")) if found else None


def name_reference(text: str, *, any_words: bool = False) -> Reference | None:
    """Return ``artist - title`` as a question: whoever resolves it looks for the song by its name.

    Parameters
    ----------
    any_words : bool
        Take any words, where somebody said that they are a name.

    Returns
    -------
    Reference or None
        None where there is no dash with a name on either side.

    Examples
    --------
    >>> name_reference("Daft Punk - One More Time").url
    'name:Daft Punk - One More Time'
    >>> name_reference("hello") is None
    True
    """
    name = " ".join(text.split())[:_LONGEST_NAME]
    if "://" in name or (split_name(name) is None and not (any_words and re.search(r"\w|[!?$]", name))):
        return None
    digest = hashlib.sha256(name.casefold().encode("utf-8", "replace")).hexdigest()[:32]
    return Reference("short", f"name-{digest}", f"{NAME_SCHEME}{name}")


def split_name(name: str) -> tuple[str, str] | None:
    """Return artist and title out of ``artist - title``; None where there is no dash.

    Examples
    --------
    >>> split_name("Daft Punk - One More Time")
    ('Daft Punk', 'One More Time')
    """
    parts = [part.strip() for part in re.split(r"\s+[-\u2010-\u2015|]+\s+", name.strip()[:_LONGEST_NAME], maxsplit=1)]
    return (parts[0], parts[1]) if len(parts) == 2 and all(re.search(r"\w|[!?$]", part) for part in parts) else None


def titled_link(text: str) -> Reference | None:
    """Return a link to a page whose title its service gives without a key: the song is then looked for by it.

    It is a short link: what it means is found out by whoever resolves it. Its code is like that of no other link.

    Examples
    --------
    >>> titled_link("https://youtu.be/dQw4w9WgXcQ?si=x").url
    'https://youtu.be/dQw4w9WgXcQ?si=x'
    """
    for found in _ADDRESS.finditer(text[:4000]):
        address = found[0] if "//" in found[0][:8] else f"https://{found[0]}"
        try:
            parts = urlsplit(address)
            service = service_of(parts.hostname or "")
        except ValueError:
            continue
        if service and service.oembed and len(parts.path) > 1:
            page = f"https://{(parts.hostname or '').lower()}{parts.path}" + (f"?{parts.query}" if parts.query else "")
            digest = hashlib.sha256(page.encode("utf-8", "replace")).hexdigest()[:32]
            return Reference("short", f"{service.title.lower()}-{digest}", page)
    return None


def _damaged(path: str) -> InputError:
    """Say that an address at Spotify names a track whose id is cut off, or no song at all."""
    return TrackNotFound() if re.search(r"/track(?:/|$)", path, re.IGNORECASE) else UnsupportedLink(kind="own")


def _spotify_page(segments: list[str]) -> InputError | None:
    if len(segments) == 3 and segments[0].lower() == "user" and segments[2].lower() == "collection":
        segments = segments[2:]
    words = [word.lower() for word in segments if not re.fullmatch(r"intl-[a-z-]+|embed|[a-z]{2}", word, re.IGNORECASE)]
    if not words:
        return None
    if words[0] == "prerelease":
        return NotReleasedYet()
    kind = _SPOTIFY_PAGES.get(words[0])
    return UnsupportedLink(kind=kind) if kind else None
