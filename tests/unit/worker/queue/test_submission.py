"""Handing a question over: its uploads first, piece by piece, and what was refused leaves nothing behind."""

import asyncio

import pytest
import redis

from spotpop.errors import NoRoom, QueueUnavailable
from tests.integration.worker.harness import until, upload
from tests.integration.worker.steps import Hand
from worker.queue import submission as module
from worker.queue.client import Client
from worker.queue.session import Session
from worker.queue.submission import Submission

pytestmark = pytest.mark.network


def uploads(raw: redis.Redis) -> list[bytes]:
    return [raw.get(name) for name in raw.scan_iter("spotpop:upload:*")]


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 2000, 2500])
async def test_bytes_arrive_whole_in_pieces(client: Client, raw: redis.Redis, monkeypatch, size: int) -> None:
    monkeypatch.setattr(module, "PIECE_BYTES", 1000)
    data = bytes(range(256)) * 10
    await client.submit(upload(), {"song.mp3": data[:size]})
    assert uploads(raw) == [data[:size]]


async def test_an_upload_beyond_its_budget_is_refused_and_leaves_nothing(client: Client, hand: Hand, raw) -> None:
    raw.hset("spotpop:budgets", "uploads", 100)
    with pytest.raises(NoRoom):
        await client.submit(upload(), {"song.mp3": b"x" * 101})
    assert uploads(raw) == []
    assert hand.take() is None
    await client.submit(upload(), {"song.mp3": b"x" * 99})


async def test_a_refused_questions_uploads_are_discarded(queue_settings, raw: redis.Redis) -> None:
    full = Client(queue_settings.model_copy(update={"max_waiting": 1}))
    await full.submit(upload(), {"song.mp3": b"first"})
    with pytest.raises(Exception, match=r"."):
        await full.submit(upload(), {"song.mp3": b"second"})
    await until(lambda: uploads(raw) == [b"first"], 20)
    await full.close()


async def test_after_the_end_nothing_is_begun_in_the_background(queue_settings) -> None:
    session = Session(queue_settings)
    submission = Submission(session, 60)
    done = []

    async def work() -> None:
        done.append(1)

    submission.later(work())
    await asyncio.sleep(0)
    await submission.close()
    submission.later(work())
    await asyncio.sleep(0)
    assert done == [1]
    await session.close()


async def test_what_was_never_sent_was_not_taken(tmp_path) -> None:
    from tests.integration.worker.harness import free_port, make_settings, track

    away = Client(make_settings(f"redis://127.0.0.1:{free_port()}/0", tmp_path))
    with pytest.raises(QueueUnavailable) as caught:
        await away.submit(track("a"))
    assert type(caught.value) is QueueUnavailable  # not "perhaps"
    await away.close()
