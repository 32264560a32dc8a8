"""What a file says about itself: title and artist from its own tags, whatever its container."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import av

from spotpop.audio.container import sniff
from spotpop.audio.opening import open_container
from spotpop.encoding import unmisread, valid_unicode
from spotpop.errors import AudioError

_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Tags:
    """Untrusted text, as the file's author left it; empty where nothing is said."""

    title: str = ""
    artist: str = ""


def read_tags(data: bytes) -> Tags:
    """Read title and artist; a file that cannot be read has none.

    Parameters
    ----------
    data : bytes
        The file. Only its container is opened (forced, see `spotpop.audio.container`), nothing is decoded.
    """
    try:
        container, _ = sniff(data)
        with open_container(data, container) as source:
            found = dict(source.metadata)
            for stream in source.streams.audio[:1]:  # Ogg keeps its tags with the stream
                found.update(stream.metadata)
    except (AudioError, av.FFmpegError, OSError, ValueError):
        return Tags()
    named = {key.lower(): value for key, value in found.items()}
    return Tags(_plain(named.get("title", "")), _plain(named.get("artist", "")))


def _plain(text: str) -> str:
    return unmisread(valid_unicode(text.split("\0", maxsplit=1)[0])).strip()[:_LONGEST]
