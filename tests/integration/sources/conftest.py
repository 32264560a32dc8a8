"""A world of music services on loopback, with and without credentials for Spotify."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.counterparts.world import MusicWorld, start_music_world
from tests.integration.sources.songs import SONG


@pytest.fixture
def world() -> Iterator[MusicWorld]:
    with start_music_world([SONG]) as world:
        yield world


@pytest.fixture
def keyless() -> Iterator[MusicWorld]:
    with start_music_world([SONG], credentials=False) as world:
        yield world
