"""Which adapter serves which source: one line each. What is known of a source stands in `spotpop.net.services`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from spotpop.net import HttpClient
from spotpop.settings import Settings
from spotpop.sources.backoff import SourceGate
from spotpop.sources.base import PreviewAdapter
from spotpop.sources.deezer import Deezer
from spotpop.sources.embed import EmbedPages
from spotpop.sources.itunes import ITunes
from spotpop.sources.spotify import WebApiPreview

MAKERS: Final[dict[str, Callable[[Settings, HttpClient, SourceGate], PreviewAdapter]]] = {
    "spotify": lambda _settings, _http, _gate: WebApiPreview(),
    "deezer": Deezer,
    "itunes": ITunes,
    "embed": EmbedPages,
}


def preview_adapters(settings: Settings, http: HttpClient, gate: SourceGate) -> list[PreviewAdapter]:
    """Return the sources of previews that the operator lets be asked, in the operator's order."""
    return [MAKERS[key](settings, http, gate) for key in dict.fromkeys(settings.preview_sources)]
