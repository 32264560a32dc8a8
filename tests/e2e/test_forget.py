"""``/forget`` on either platform: every key of the queue is looked through, before and after."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any

import pytest

from bot.delivery import Courier
from bot.messages.message import Message
from bot.progress import ProgressUpdates
from spotpop.links import Reference
from tests.counterparts.songs import spotify_id
from tests.e2e.stage import Backstage
from tests.integration.worker.harness import make_settings, until
from tests.unit.record.test_song_versions import version
from worker.queue.client import Client
from worker.queue.protocol import Job, ReplyAddress, Requester, TrackInput, UploadInput

pytestmark = [pytest.mark.network, pytest.mark.timeout(400)]

PERSON, OTHER = "80351110224678912", "90000000000000001"
SECRET = "unreleased-secret"


class Recorder:
    """A front-end that keeps what it was given."""

    def __init__(self, name: str) -> None:
        self.name, self.shows_pictures = name, True
        self.sent: list[Mapping[str, Any]] = []

    async def send(self, address: Mapping[str, Any], message: Message) -> None:
        self.sent.append(address)


@pytest.fixture
async def client(backstage: Backstage) -> AsyncIterator[Client]:
    async with Client(make_settings(backstage.server.url, backstage.folder)) as client:
        yield client


def jobs(platform: str, person: str) -> list[tuple[Job, dict[str, bytes]]]:
    """Return one question of each kind by a person, each address as personal as the platform's is."""

    def ask(kind: Any, *inputs: Any) -> Job:
        data = {"token": f"credential of {person}", "user": person, "message": 7}
        who = Requester(user=f"{platform}:{person}", server=f"{platform}:server")
        return Job(kind=kind, inputs=inputs, reply=ReplyAddress(front_end=platform, data=data), requester=who)

    def link(kind: Any, name: str) -> TrackInput:
        found = spotify_id(name)
        return TrackInput(reference=Reference(kind, found, f"https://open.spotify.com/{kind}/{found}"))

    name = f"{SECRET}-{person}.mp3"
    song = f"bytes of {SECRET} {person}".encode()
    return [
        (ask("track", link("track", "one")), {}),
        (ask("upload", UploadInput(name=name)), {name: song}),
        (ask("comparison", link("track", "two"), UploadInput(name=name)), {name: song}),
        (ask("listing", link("album", "three")), {}),
    ]


def traces(stored: Mapping[str, str], person: str) -> dict[str, str]:
    return {key: value for key, value in stored.items() if person in f"{key}{value}"}


@pytest.mark.parametrize("platform", ["discord", "telegram"])
async def test_nothing_of_the_person_is_left_and_nothing_of_others_is_lost(
    backstage: Backstage, client: Client, platform: str
) -> None:
    front = Recorder(platform)
    courier = asyncio.create_task(Courier(client, front, consumer="one", followers=ProgressUpdates(client)).run())
    backstage.gate.touch()
    for person in (PERSON, OTHER):
        for job, uploads in jobs(platform, person):
            await client.submit(job, uploads)
        await client.note_set(f"{platform}:prompt:{person}", {"text": person}, 3600, user=f"{platform}:{person}")
        await client.kept_songs.agree(f"{platform}:{person}", "en")
        await client.kept_songs.keep(f"{platform}:{person}", version(1))
    await client.note_set(f"{platform}:guild:42", {"channel": {"answers": 1}}, None)
    open_questions = traces(backstage.everything_stored(), PERSON)
    assert len(open_questions) >= 5, "while questions are open, something must be stored"
    backstage.gate.unlink()
    await until(lambda: len(front.sent) == 8, tell=backstage.worker.text)
    await until(lambda: not any("outbox" in key for key in traces(backstage.everything_stored(), PERSON)))
    await asyncio.sleep(0.5)
    before = traces(backstage.everything_stored(), PERSON)
    assert any("note" in key for key in before), "what the buttons need is remembered"
    assert not any("credential" in value for value in before.values()), "a token is gone with its answer"
    assert not any(f"bytes of {SECRET}" in value for value in before.values()), "uploads are gone with their answers"

    assert await client.forget(f"{platform}:{PERSON}") >= 5

    after = backstage.everything_stored()
    assert traces(after, PERSON) == {}
    assert traces(after, OTHER), "others keep what is theirs"
    assert await client.note_get(f"{platform}:guild:42")
    assert any("forecast" in key for key in after), "forecasts of public tracks name nobody"
    courier.cancel()
    with suppress(asyncio.CancelledError):
        await courier


async def test_forgetting_while_a_question_is_open_answers_it_and_leaves_nothing(
    backstage: Backstage, client: Client
) -> None:
    front = Recorder("telegram")
    courier = asyncio.create_task(Courier(client, front, consumer="one", followers=ProgressUpdates(client)).run())
    backstage.gate.touch()
    for job, uploads in jobs("telegram", PERSON)[:2]:
        await client.submit(job, uploads)
    await client.forget(f"telegram:{PERSON}")
    backstage.gate.unlink()
    await until(lambda: len(front.sent) == 2, tell=backstage.worker.text)
    await until(lambda: traces(backstage.everything_stored(), PERSON) == {})
    courier.cancel()
    with suppress(asyncio.CancelledError):
        await courier


async def test_what_is_about_a_person_lives_a_day_at_most(backstage: Backstage, client: Client) -> None:
    front = Recorder("discord")
    courier = asyncio.create_task(Courier(client, front, consumer="one", followers=ProgressUpdates(client)).run())
    for job, uploads in jobs("discord", PERSON):
        await client.submit(job, uploads)
    await until(lambda: len(front.sent) == 4, tell=backstage.worker.text)
    await asyncio.sleep(0.5)
    lives = {key: backstage.life_s(key) for key in traces(backstage.everything_stored(), PERSON)}
    assert lives
    assert {key: life for key, life in lives.items() if not 0 < life <= 86_400} == {}
    courier.cancel()
    with suppress(asyncio.CancelledError):
        await courier
