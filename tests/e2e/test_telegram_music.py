"""From a link to a picture: the real pipeline with the shipped model, and every service on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from spotpop.demo import demo_song
from tests.counterparts.songs import Shelf, Song
from tests.counterparts.telegram import TelegramCounterpart
from tests.counterparts.telegram_rules import alive
from tests.counterparts.world import MusicWorld, start_music_world
from tests.e2e.conftest import StartBot
from tests.e2e.stage import Backstage
from tests.integration.worker.harness import until

pytestmark = [pytest.mark.network, pytest.mark.timeout(400)]

ADA = 700100200
PATIENCE_S = 120
LONELY = Song(title="Nobody has this", isrc=None, previews=frozenset(), on_deezer=False, on_itunes=False)


@pytest.fixture
def world() -> Iterator[MusicWorld]:
    audio = demo_song().read_bytes()
    songs = [Song(audio=audio), Song(title="<b>@durov</b> & evil.com", isrc="QZTST2600002", audio=audio), LONELY]
    shelf = Shelf("album", "Lantern Roads", (songs[0], LONELY))
    with start_music_world(songs, [shelf], {"https://spotify.link/abcDEF": songs[0].url}) as world:
        yield world


@pytest.fixture
async def playing(tmp_path: Path, world: MusicWorld) -> AsyncIterator[Backstage]:
    behind = Backstage(tmp_path, pipeline="", **world.env)
    try:
        await until(behind.worker.ready, tell=behind.worker.text)
        yield behind
    finally:
        behind.close()


async def test_music_becomes_pictures(
    telegram: TelegramCounterpart, world: MusicWorld, playing: Backstage, start_bot: StartBot
) -> None:
    songs = list(world.cdn.songs.values())
    await start_bot(playing.server.url)
    asked = await telegram.say(ADA, songs[0].url)
    shown = await telegram.answer(ADA, reply_to=asked, photo=True, timeout_s=PATIENCE_S)
    assert "Lantern Road — Mira Solberg" in shown.text
    assert "of 100" in shown.text
    assert shown.photo is not None
    assert len(shown.photo) > 20_000

    untrusted = await telegram.say(ADA, songs[1].url)
    shown = await telegram.answer(ADA, reply_to=untrusted, photo=True, timeout_s=PATIENCE_S)
    assert "durov" in shown.text
    assert alive(shown.text) == []

    song = await telegram.upload(ADA, demo_song().read_bytes(), name="feelings.mp3")
    shown = await telegram.answer(ADA, reply_to=song, photo=True, timeout_s=PATIENCE_S)
    assert "Your file" in shown.text or "feelings" in shown.text.lower()

    text = await telegram.upload(ADA, b"this is no music " * 1000, name="song.mp3")
    await telegram.answer(ADA, reply_to=text, holds="not audio", timeout_s=PATIENCE_S)
    lonely = await telegram.say(ADA, LONELY.url)
    await telegram.answer(ADA, reply_to=lonely, holds="could be found", timeout_s=PATIENCE_S)


async def test_comparison_album_and_reasons(
    telegram: TelegramCounterpart, world: MusicWorld, playing: Backstage, start_bot: StartBot
) -> None:
    songs = list(world.cdn.songs.values())
    await start_bot(playing.server.url)
    both = await telegram.say(ADA, f"/compare {songs[0].url} {songs[1].url}")
    shown = await telegram.answer(ADA, reply_to=both, photo=True, timeout_s=PATIENCE_S)
    assert "This is the same recording twice." in shown.text
    (shelf,) = world.spotify.shelves.values()
    album = await telegram.say(ADA, shelf.url)
    shown = await telegram.answer(ADA, reply_to=album, photo=True, timeout_s=PATIENCE_S)
    assert "Lantern Roads" in shown.text
    asked = await telegram.say(ADA, songs[0].url)
    shown = await telegram.answer(ADA, reply_to=asked, photo=True, timeout_s=PATIENCE_S)
    await telegram.click(ADA, shown, "Why")
    reasons = await telegram.answer(ADA, reply_to=shown, holds="Why", timeout_s=PATIENCE_S)
    assert "loudness" in reasons.text
