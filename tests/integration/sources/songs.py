"""What the tests of the music sources ask for, and whom."""

from __future__ import annotations

from typing import Any

from spotpop.links import Reference, reference_to
from spotpop.net import HttpClient
from spotpop.sources import Catalogue, Previews, SourceGate
from tests.counterparts.world import MusicWorld, Song

SONG = Song(artists=("Mira Solberg", "Bo"))


def open_sources(world: MusicWorld, **overrides: Any) -> tuple[Catalogue, Previews]:
    settings = world.settings(**overrides)
    http = HttpClient(settings)
    gate = SourceGate()
    return Catalogue(settings, http, gate), Previews(settings, http, gate)


def reference(song: Song = SONG) -> Reference:
    return reference_to("track", song.id)
