"""Chat text to references: pure, total, in linear time.

The grammar: an address begins with ``http(s)://``, with one of the hosts below, or with ``spotify:``, and reaches as
far as the ASCII characters of an address do. What is not understood to its last character is not a reference: the
caller builds its own address from kind and id, so nothing of the text but these two ever travels on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile
from typing import Final, Literal, cast

from spotpop.links.attachments import DISCORD_HOSTS, read_attachment

Kind = Literal["track", "album", "playlist", "artist", "episode", "show", "short"]

OPEN_HOST: Final = "open.spotify.com"
SHORT_HOSTS: Final = frozenset({"spotify.link", "spotify.app.link", "spoti.fi", "link.deezer.com", "deezer.page.link"})
"""Hosts whose links say nothing themselves: they lead somewhere."""
LINK_HOSTS: Final = frozenset({OPEN_HOST, "play.spotify.com", "www.open.spotify.com"}) | SHORT_HOSTS
APPLE_HOSTS: Final = frozenset({"music.apple.com", "geo.music.apple.com", "embed.music.apple.com", "itunes.apple.com"})
DEEZER_HOSTS: Final = frozenset({"deezer.com", "www.deezer.com", "m.deezer.com"})
ODESLI_HOSTS: Final = frozenset({"song.link", "www.song.link", "album.link", "odesli.co", "www.odesli.co"})
"""Pages that list a song at all services; some hold the id of one in their path."""
STORES: Final = ("deezer", "itunes")
"""Services other than Spotify whose links hold an id that can be asked for."""

_AT_STORES: Final = ("track", "album", "playlist")
_KINDS: Final = frozenset({"track", "album", "playlist", "artist", "episode", "show"})
_ID = re.compile(r"[0-9A-Za-z]{22}")
_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z_-]{0,62}[0-9A-Za-z])?")
_APPLE_PLAYLIST: Final = r"pl\.(?:[a-z]{1,3}-)?[0-9A-Za-z]{8,40}"
_STORE_ID = re.compile(rf"(deezer|itunes)-(?:([a-z]{{2}})-)?(\d{{1,19}}|{_APPLE_PLAYLIST})")
_DECORATION = re.compile(r"embed|embed-podcast|intl-[a-z0-9-]+|[a-z]{2}(?:-[a-z]{2}|-\d{3})?", re.IGNORECASE)
_HOSTS: Final = sorted(
    LINK_HOSTS | APPLE_HOSTS | DEEZER_HOSTS | ODESLI_HOSTS | DISCORD_HOSTS, key=lambda host: (-len(host), host)
)
_ANCHOR = re.compile("https?://|spotify:|" + "|".join(re.escape(host) for host in _HOSTS), re.IGNORECASE)
_ADDRESS = re.compile(r"[!#$%&*+,\-./0-9:;=?@A-Z_a-z~]{0,1000}")
_NEXT = re.compile(r"https?://|(?<![=\w])spotify:|(?<=[0-9A-Za-z]{22})(?:spotify:|open\.spotify\.com)", re.IGNORECASE)
"""Where the next of several addresses begins that are joined by a comma, or by nothing."""
_TRAILING = "/.,;:!?*_~+-"
_INVISIBLE = dict.fromkeys(
    [
        0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF,
        *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """What a link points to.

    Attributes
    ----------
    id : str
        Spotify's 22-character id; the code of a short link; ``deezer-123``, ``itunes-us-123`` or
        ``itunes-us-pl.1a2b`` at another service.
    url : str
        The canonical address: ``https://open.spotify.com/{kind}/{id}``, or the short link over https.
    """

    kind: Kind
    id: str
    url: str

    @property
    def service(self) -> str:
        """Whose id it is: ``spotify``, ``deezer`` or ``itunes``."""
        found = _STORE_ID.fullmatch(self.id)
        return found[1] if found and self.kind != "short" else "spotify"

    @property
    def store_id(self) -> str:
        """The id as its service writes it."""
        found = _STORE_ID.fullmatch(self.id)
        return found[3] if found else self.id

    @property
    def country(self) -> str | None:
        """The country of the store, where the link names one."""
        found = _STORE_ID.fullmatch(self.id)
        return found[2] if found else None


def find_references(text: str) -> tuple[Reference, ...]:
    """Read all references out of a text.

    Parameters
    ----------
    text : str
        Anything a person, or an enemy, can write.

    Returns
    -------
    tuple of Reference
        In order of appearance, each once; empty when there is none. Never raises.

    Examples
    --------
    >>> [found.id for found in find_references("<https://open.spotify.com/intl-de/track/2plbrEY59IikOBgBGLjaoe?si=1>")]
    ['2plbrEY59IikOBgBGLjaoe']
    """
    return tuple(dict.fromkeys(_scan(text)))


def parse_reference(text: str) -> Reference | None:
    """Read the first reference of a text, or None."""
    return next(_scan(text), None)


def reference_to(kind: Kind, spotify_id: str) -> Reference:
    """Build the reference to something whose id is known.

    Raises
    ------
    ValueError
        If `spotify_id` is not 22 letters and digits, or `kind` has no page under such an id.
    """
    if kind in _AT_STORES and (stored := _STORE_ID.fullmatch(spotify_id)):
        return store_reference(stored[1], stored[3], stored[2], kind=kind)
    if kind not in _KINDS or not _ID.fullmatch(spotify_id):
        raise ValueError(f"no {kind} can have the id {spotify_id!r}")
    return Reference(kind, spotify_id, f"https://{OPEN_HOST}/{kind}/{spotify_id}")


def store_reference(service: str, store_id: str, country: str | None = None, *, kind: Kind = "track") -> Reference:
    """Build the reference to a track, an album or a playlist at a service other than Spotify.

    Raises
    ------
    ValueError
        If the service is none of `STORES`, or the id is none that it gives to such a thing.
    """
    form = _APPLE_PLAYLIST if (service, kind) == ("itunes", "playlist") else r"\d{1,19}"
    if service not in STORES or kind not in _AT_STORES or not re.fullmatch(form, store_id):
        raise ValueError(f"{service} has no {kind} {store_id!r}")
    if service == "deezer":
        return Reference(kind, f"deezer-{store_id}", f"https://www.deezer.com/{kind}/{store_id}")
    country = country if country and re.fullmatch("[a-z]{2}", country) else "us"
    page = "song" if kind == "track" else kind
    return Reference(kind, f"itunes-{country}-{store_id}", f"https://music.apple.com/{country}/{page}/{store_id}")


def _scan(text: str) -> Iterator[Reference]:
    """Walk from anchor to anchor; every character is looked at a bounded number of times."""
    text = text.translate(_INVISIBLE)
    position, joined = 0, False
    while anchor := _ANCHOR.search(text, position):
        begins = joined and anchor.start() == position
        position, joined = anchor.end(), False
        word = anchor[0].lower()
        named = word.endswith(("://", ":"))
        # IGNORECASE folds the long s and the Kelvin sign to ASCII, which no host name does.
        if not anchor[0].isascii() or not (begins or _may_begin(text, anchor.start(), bare=not named)):
            continue
        start = position if named else anchor.start()
        end = cast("re.Match[str]", _ADDRESS.match(text, start)).end()
        cut = _NEXT.search(text, start if named else start + 1, end)
        uri = word == "spotify:"
        if cut and (cut.start() == start or uri or _host_of(text[start : cut.start()]) in LINK_HOSTS | ODESLI_HOSTS):
            end, joined = cut.start(), True  # the address inside this one is a reference of its own
        position = max(position, end)  # an address inside somebody else's address is not looked for
        address = text[start:end]
        found = _read_uri(address) if uri else _read_url(address)
        if found and (joined or not _goes_on(text, address, end)):
            yield found


def _may_begin(text: str, start: int, *, bare: bool) -> bool:
    """Whether an address can begin here, rather than in the middle of a longer name or path."""
    if start == 0:
        return True
    before = text[start - 1]
    if before in "+-./@%\\" or (before.isascii() and before.isalnum()):
        return False
    # A bare host must not be the tail of another host, which may hold any script's letters.
    return not bare or (before not in "=&?#" and unicodedata.category(before)[0] not in "LMN")


def _goes_on(text: str, address: str, end: int) -> bool:
    """Whether a letter with case, a digit or a mark beyond ASCII continues the last word of the path."""
    if end == len(text) or re.search("[?#&]", address):
        return False
    return unicodedata.category(text[end]) in {"Lu", "Ll", "Lt", "Mn", "Mc", "Me", "Nd", "Nl", "No"}


def _host_of(address: str) -> str:
    """Return the host of an address without its scheme, lower case, without a usual port."""
    authority = re.split(r"[/?#]", address, maxsplit=1)[0]
    return authority.lower().removesuffix(":443").removesuffix(":80").removesuffix(".")


def _read_url(address: str) -> Reference | None:
    """Read an address without its scheme."""
    host = _host_of(address)
    before, separator, query = _parted(address, r"[?#]")
    _, _, path = before.partition("/")
    path = re.sub("//+", "/", path).removeprefix("/")
    path = re.sub(r"(?:%20|%0[ad])+$", "", path, flags=re.IGNORECASE)
    segments = path.rstrip(_TRAILING).split("/")
    if host in APPLE_HOSTS:
        return _apple(segments, query)
    if host in DEEZER_HOSTS:
        return _deezer(segments)
    if host in ODESLI_HOSTS:
        return _odesli(segments, album=host == "album.link")
    if host in DISCORD_HOSTS:
        attached = read_attachment(path.rstrip(_TRAILING), query)
        return Reference("short", *attached) if attached else None
    if host in SHORT_HOSTS:
        return _short(
            f"https://{host}/", segments[1:] if host == "link.deezer.com" and segments[0] == "s" else segments
        )
    if host not in LINK_HOSTS:
        return None
    if not separator:  # people copy "&si=…" without the question mark
        path, _, query = path.partition("&")
        segments = path.rstrip(_TRAILING).split("/")
    segments = list(dropwhile(_is_decoration, segments)) or [""]
    if segments[0] == "s" and host == OPEN_HOST:
        return _short(f"https://{OPEN_HOST}/s/", segments[1:])
    if len(segments) == 4 and segments[0].lower() == "user":  # what playlists had before 2018
        segments = segments[2:]
    return _highlighted(query) or _long(segments) if segments[0].lower() in {"album", "playlist"} else _long(segments)


def _is_decoration(segment: str) -> bool:
    return _DECORATION.fullmatch(segment) is not None


def _parted(text: str, separators: str) -> tuple[str, str, str]:
    found = re.search(separators, text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def _highlighted(query: str) -> Reference | None:
    """Return the track that a link to an album marks: that is the one the person means."""
    found = re.search(
        r"(?:^|&)highlight=spotify(?::|%3a)track(?::|%3a)([0-9A-Za-z]{22})(?![0-9A-Za-z])", query, re.IGNORECASE
    )
    return reference_to("track", found[1]) if found else None


def _apple(segments: list[str], query: str) -> Reference | None:
    """Read ``us/album/name/123?i=456``, ``us/song/name/456``, ``us/album/name/123``, ``us/playlist/name/pl.1a2b``."""
    country = segments[0].lower() if re.fullmatch("[a-zA-Z]{2}", segments[0]) else None
    if country:
        segments = segments[1:]
    marked = re.search(r"(?:^|&)i=(\d{1,19})(?!\d)", query)
    if segments and segments[0].lower() == "album" and marked:
        return store_reference("itunes", marked[1], country)
    if len(segments) in {2, 3} and segments[0].lower() == "playlist" and re.fullmatch(_APPLE_PLAYLIST, segments[-1]):
        return store_reference("itunes", segments[-1], country, kind="playlist")
    album = re.fullmatch(r"(?:id)?(\d{1,19})", segments[-1])
    if len(segments) in {2, 3} and segments[0].lower() == "album" and album:
        return store_reference("itunes", album[1], country, kind="album")
    if len(segments) in {2, 3} and segments[0].lower() == "song" and re.fullmatch(r"\d{1,19}", segments[-1]):
        return store_reference("itunes", segments[-1], country)
    return None


def _deezer(segments: list[str]) -> Reference | None:
    if re.fullmatch("[a-zA-Z]{2}(-[a-zA-Z]{2})?", segments[0]):
        segments = segments[1:]
    if len(segments) == 2 and segments[0].lower() in _AT_STORES and re.fullmatch(r"\d{1,19}", segments[1]):
        return store_reference("deezer", segments[1], kind=cast("Kind", segments[0].lower()))
    return None


def _odesli(segments: list[str], *, album: bool) -> Reference | None:
    """Read ``s/{Spotify id}``, ``i/{Apple id}`` and ``d/{Deezer id}``; the country may stand before them."""
    if segments and re.fullmatch("[a-zA-Z]{2}", segments[0]):
        segments = segments[1:]
    if len(segments) != 2:
        return None
    service, found_id = segments
    kind: Kind = "album" if album else "track"
    if service == "s" and _ID.fullmatch(found_id):
        return reference_to(kind, found_id)
    store = {"i": "itunes", "d": "deezer"}.get(service)
    return store_reference(store, found_id, kind=kind) if store and re.fullmatch(r"\d{1,19}", found_id) else None


def _read_uri(address: str) -> Reference | None:
    """Read what follows ``spotify:``, also where people write ``spotify://``."""
    before = _parted(address, r"[?#&]")[0].rstrip(_TRAILING)
    parts = re.split("[/:]", before.removeprefix("//")) if before.startswith("//") else before.split(":")
    if len(parts) == 4 and parts[0].lower() == "user" and parts[2].lower() == "playlist":
        parts = parts[2:]
    return _long(parts)


def _long(parts: list[str]) -> Reference | None:
    if len(parts) != 2 or parts[0].lower() not in _KINDS or not _ID.fullmatch(parts[1]):
        return None
    return reference_to(cast("Kind", parts[0].lower()), parts[1])


def _short(base: str, parts: list[str]) -> Reference | None:
    if len(parts) != 1 or not _CODE.fullmatch(parts[0]):
        return None
    return Reference("short", parts[0], base + parts[0])
