"""Chat text to references: pure, total, in linear time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["track", "album", "playlist", "artist", "episode", "show", "short"]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a link points to.

    Attributes
    ----------
    kind : Kind
    id : str
        Spotify's 22-character id, or the code of a short link.
    url : str
        The canonical address: ``https://open.spotify.com/{kind}/{id}``, or the short link over https.
    """

    kind: Kind
    id: str
    url: str
