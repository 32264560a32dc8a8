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

Kind = Literal["track", "album", "playlist", "artist", "episode", "show", "short"]

OPEN_HOST: Final = "open.spotify.com"
SHORT_HOSTS: Final = frozenset({"spotify.link", "spotify.app.link", "spoti.fi"})
LINK_HOSTS: Final = frozenset({OPEN_HOST, "play.spotify.com"}) | SHORT_HOSTS

_KINDS: Final = frozenset({"track", "album", "playlist", "artist", "episode", "show"})
_ID = re.compile(r"[0-9A-Za-z]{22}")
_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z_-]{0,62}[0-9A-Za-z])?")
_DECORATION = re.compile(r"embed|embed-podcast|intl-[a-z][a-z-]*", re.IGNORECASE)
_ANCHOR = re.compile(
    "https?://|spotify:|" + "|".join(re.escape(host) for host in sorted(LINK_HOSTS, reverse=True)), re.IGNORECASE
)
_ADDRESS = re.compile(r"[!#$%&*+,\-./0-9:;=?@A-Z_a-z~]*")
_TRAILING = "/.,;:!?*_~-"
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
        Spotify's 22-character id, or the code of a short link.
    url : str
        The canonical address: ``https://open.spotify.com/{kind}/{id}``, or the short link over https.
    """

    kind: Kind
    id: str
    url: str


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
    if kind not in _KINDS or not _ID.fullmatch(spotify_id):
        raise ValueError(f"no {kind} can have the id {spotify_id!r}")
    return Reference(kind, spotify_id, f"https://{OPEN_HOST}/{kind}/{spotify_id}")


def _scan(text: str) -> Iterator[Reference]:
    """Walk from anchor to anchor; every character is looked at a bounded number of times."""
    text = text.translate(_INVISIBLE)
    position = 0
    while anchor := _ANCHOR.search(text, position):
        position = anchor.end()
        word = anchor[0].lower()
        named = word.endswith(("://", ":"))
        # IGNORECASE folds the long s and the Kelvin sign to ASCII, which no host name does.
        if not anchor[0].isascii() or not _may_begin(text, anchor.start(), bare=not named):
            continue
        address = cast("re.Match[str]", _ADDRESS.match(text, position if named else anchor.start()))
        position = max(position, address.end())  # an address inside an address is not looked for
        found = _read_uri(address[0]) if word == "spotify:" else _read_url(address[0])
        if found and not _goes_on(text, address):
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


def _goes_on(text: str, address: re.Match[str]) -> bool:
    """Whether a letter with case, a digit or a mark beyond ASCII continues the last word of the path."""
    if address.end() == len(text) or "?" in address[0] or "#" in address[0]:
        return False
    return unicodedata.category(text[address.end()]) in {"Lu", "Ll", "Lt", "Mn", "Mc", "Me", "Nd", "Nl", "No"}


def _read_url(address: str) -> Reference | None:
    """Read an address without its scheme."""
    authority, _, path = re.split(r"[?#]", address, maxsplit=1)[0].partition("/")
    host = authority.lower().removesuffix(":443").removesuffix(":80").removesuffix(".")
    if host not in LINK_HOSTS:
        return None
    segments = path.rstrip(_TRAILING).split("/")
    if host in SHORT_HOSTS:
        return _short(f"https://{host}/", segments)
    segments = list(dropwhile(_DECORATION.fullmatch, segments)) or [""]
    if segments[0] == "s" and host == OPEN_HOST:
        return _short(f"https://{OPEN_HOST}/s/", segments[1:])
    if len(segments) == 4 and segments[0].lower() == "user":  # what playlists had before 2018
        segments = segments[2:]
    return _long(segments)


def _read_uri(address: str) -> Reference | None:
    """Read what follows ``spotify:``."""
    parts = re.split(r"[?#]", address, maxsplit=1)[0].rstrip(_TRAILING).split(":")
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
