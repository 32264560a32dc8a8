"""A song that is out for 31 days: kept in a real Valkey, looked up by the record's process at services on loopback."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

from bot import my_songs
from spotpop.record.song_versions import DAY_S, Release
from spotpop.settings import Settings
from tests.counterparts.world import MusicWorld, Song, start_music_world
from tests.integration.worker.harness import Server
from tests.unit.record.test_song_versions import version
from worker import record_duties
from worker.queue.client import Client

OUT = Song(title="Night Drive", isrc="QZTST2600077", duration_s=180.0, popularity=71, plays=1234)


@contextmanager
def services() -> Iterator[MusicWorld]:
    """Start the music services, which know the release."""
    with start_music_world([OUT], extended=True) as world:
        yield world


@asynccontextmanager
async def kept_for(user: str, language: str, server: Server, folder: Path) -> AsyncIterator[tuple[Client, Settings]]:
    """Keep a person's upload that was tied to its release a month ago; yields the queue and its settings."""
    with services() as world:
        settings = world.settings(redis_url=server.url, data_dir=folder)
        async with Client(settings) as client:
            await client.kept_songs.agree(user, language)
            made = replace(version(1), made_at=time.time() - 40 * DAY_S)
            release = Release(
                track_id=OUT.id, url=f"https://open.spotify.com/track/{OUT.id}", title=OUT.title, isrc=OUT.isrc,
                duration_s=OUT.duration_s, tied_at=time.time() - 31 * DAY_S,
            )  # fmt: skip
            assert await client.kept_songs.keep(user, made)
            assert await client.kept_songs.keep(user, replace(made, release=release), change=True)
            yield client, settings


def look_up(settings: Settings) -> None:
    """Do what the worker's beat starts a process for."""
    record_duties.songs(settings)


async def was_reported(client: Client, user: str) -> bool:
    """Say whether the person has seen it, so that nobody reports it again."""
    kept = await client.kept_songs.of(user)
    assert kept is not None
    release = kept.versions[0].release
    return release is not None and release.reported


def look_often(monkeypatch) -> None:
    """Let a bot look for something to tell every tenth of a second instead of every minute."""
    monkeypatch.setattr(my_songs, "LOOK_S", 0.1)
