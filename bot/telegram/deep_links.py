"""Deep links: what ``t.me/bot?start=…`` carries, so that one tap asks for a track. Pure."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final, cast

from spotpop.links import Kind, Reference, parse_reference, reference_to

PAYLOAD_MAX: Final = 64
"""Characters that Telegram allows, of A-Z a-z 0-9 _ and -."""

_ID = re.compile(r"(track|album|playlist)-([0-9A-Za-z]{22})")
_STORE_ID = re.compile(
    r"(?:(track|album)-(deezer-\d{1,19}|itunes-[a-z]{2}-\d{1,19})|(playlist)-(deezer-\d{1,19}|itunes-[a-z]{2}-pl_[0-9A-Za-z-]{8,44}))"
)
_ADDRESS = re.compile(r"at-([A-Za-z0-9_-]+)")


def payload_of(reference: Reference) -> str:
    """Return a start parameter that `reference_in` understands; ``help`` where it would be too long."""
    if reference.kind in {"track", "album", "playlist"}:
        return f"{reference.kind}-{reference.id.replace('.', '_')}"  # Apple's playlists have a dot
    packed = urlsafe_b64encode(reference.url.encode()).decode().rstrip("=")
    payload = f"at-{packed}"
    return payload if len(payload) <= PAYLOAD_MAX else "help"


def reference_in(payload: str) -> Reference | None:
    """Return what a start parameter asks for, or None for anything else, however odd."""
    if found := _STORE_ID.fullmatch(payload):
        try:
            return reference_to(cast("Kind", found[1] or found[3]), (found[2] or found[4]).replace("pl_", "pl.", 1))
        except ValueError:
            return None
    if found := _ID.fullmatch(payload):
        return parse_reference(f"https://open.spotify.com/{found[1]}/{found[2]}")
    if found := _ADDRESS.fullmatch(payload):
        try:
            return parse_reference(urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4)).decode())
        except ValueError:
            return None
    return None
