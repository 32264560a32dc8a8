"""Links to files in Discord's own store: what they look like, and when they stop working. Pure."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

DISCORD_HOSTS: Final = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
CDN: Final = "https://cdn.discordapp.com"
_PATH: Final = re.compile(r"((?:ephemeral-)?attachments/\d{1,20}/\d{1,20})/([\w.%-]{1,300})", re.ASCII)
_SIGNATURE: Final = re.compile(r"(?:^|&)(ex|is|hm)=([0-9a-fA-F]{1,128})(?=&|$)")
_CODE: Final = "discord-"


def read_attachment(path: str, query: str) -> tuple[str, str] | None:
    """Return code and address of a file, from path and query of its link; None for any other path.

    The code stays the same when Discord signs the link anew.

    Examples
    --------
    >>> read_attachment("attachments/1/2/mix.mp3", "ex=66aa&is=66a9&hm=ab12&width=1")[1]
    'https://cdn.discordapp.com/attachments/1/2/mix.mp3?ex=66aa&is=66a9&hm=ab12'
    """
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    signature = "&".join(f"{name}={value}" for name, value in _SIGNATURE.findall(query))
    code = hashlib.sha256(found[0].encode()).hexdigest()[:32]
    return f"{_CODE}{code}", f"{CDN}/{found[0]}" + (f"?{signature}" if signature else "")


def is_attachment(kind: str, code: str) -> bool:
    """Say whether kind and id of a reference are those of a file in Discord's store."""
    return kind == "short" and re.fullmatch(rf"{_CODE}[0-9a-f]{{32}}", code) is not None


def attachment_name(url: str) -> str:
    """Return the file's name, as its link says. Untrusted text."""
    return unquote(PurePosixPath(url.partition("?")[0]).name, errors="replace")[:200]


def has_expired(url: str, now: float | None = None) -> bool:
    """Say whether the time that Discord signed the link for is over; a link without a signature says nothing."""
    found = re.search(r"[?&]ex=([0-9a-fA-F]{1,12})(?:&|$)", url)
    return found is not None and int(found[1], 16) < (time.time() if now is None else now)
