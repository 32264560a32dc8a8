"""Which adapter serves which source of previews: the ``ADAPTER`` of the module that bears the source's key."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from spotpop.net import HttpClient
from spotpop.settings import Settings
from spotpop.sources.backoff import SourceGate
from spotpop.sources.base import PreviewAdapter

Maker = Callable[[Settings, HttpClient, SourceGate], PreviewAdapter]


def maker_of(source: str) -> Maker:
    """Return what makes the adapter of a source, by its key in `spotpop.source_specs.PREVIEW_SOURCES`."""
    return cast("Maker", import_module(f"spotpop.sources.{source}").ADAPTER)


def preview_adapters(settings: Settings, http: HttpClient, gate: SourceGate) -> list[PreviewAdapter]:
    """Return the sources of previews that the operator lets be asked, in the operator's order."""
    return [maker_of(key)(settings, http, gate) for key in dict.fromkeys(settings.preview_sources)]
