"""The record behind a real worker: kept after the answer, never in its way, whatever becomes of its database."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
import redis

from spotpop.record.entries import ForecastEntry
from spotpop.record.store import RecordStore
from spotpop.settings import Settings
from spotpop.track import Track
from tests.integration.worker.harness import Inbox, Server, Worker, make_settings, track, until
from tests.integration.worker.scripted import report
from tests.integration.worker.steps import Hand
from worker.queue.client import Client
from worker.queue.protocol import Outcome
from worker.recorder import WAITING, Recorder

pytestmark = pytest.mark.timeout(400)

MOST_WAITING = 10_000
"""As `finish.lua` has it."""
PATIENCE_S = 170.0
"""The record's process gives way to everything else, so on a busy machine it takes its time."""


def kept(settings: Settings) -> list[str]:
    store = RecordStore.open(settings)
    try:
        assert store.verify().intact
        return [case.forecast.track_id for case in store.cases()]
    finally:
        store.close()


async def ask(client: Client, *names: str) -> list[str]:
    jobs = [track(name) for name in names]
    for job in jobs:
        await client.submit(job)
    return [job.id for job in jobs]


async def test_forecasts_of_tracks_are_kept_and_scores_published(server: Server, tmp_path: Path) -> None:
    settings = make_settings(server.url, tmp_path)
    worker = Worker(server.url, tmp_path, hurried=True)
    try:
        async with Client(settings) as client:
            inbox = Inbox(client)
            await inbox.wait_for(await ask(client, *(f"{number:022d}" for number in range(3))))
            await until(lambda: (tmp_path / "record.db").exists() and len(kept(settings)) == 3, PATIENCE_S)
            assert sorted(kept(settings)) == [f"{number:022d}" for number in range(3)]
            await inbox.close()
        assert worker.process.poll() is None
    finally:
        worker.close()
    connection = redis.Redis.from_url(server.url)
    assert connection.llen(WAITING) == 0


async def test_a_dead_database_stops_no_answer_and_gets_it_later(server: Server, tmp_path: Path) -> None:
    settings = make_settings(server.url, tmp_path)
    (tmp_path / "record.db").mkdir()  # no SQLite can open this
    worker = Worker(server.url, tmp_path, hurried=True)
    connection = redis.Redis.from_url(server.url)
    try:
        async with Client(settings) as client:
            inbox = Inbox(client)
            await inbox.wait_for(await ask(client, *(f"{number:022d}" for number in range(3))))
            await until(lambda: '"duty": "write"' in worker.text())
            assert connection.llen(WAITING) == 3
            (tmp_path / "record.db").rmdir()
            await until(lambda: connection.llen(WAITING) == 0, PATIENCE_S)
            assert len(kept(settings)) == 3
            await inbox.close()
    finally:
        worker.close()


async def test_a_killed_worker_loses_no_forecast_and_leaves_no_process(server: Server, tmp_path: Path) -> None:
    settings = make_settings(server.url, tmp_path)
    first = Worker(server.url, tmp_path, hurried=True)
    names = [f"{number:022d}" for number in range(8)]
    async with Client(settings) as client:
        inbox = Inbox(client)
        await inbox.wait_for(await ask(client, *names))
        children = [process.pid for process in first.children()]
        first.process.send_signal(signal.SIGKILL)
        first.process.wait(30)
        await until(lambda: not any(_is_duty(pid) for pid in children))
        first.close()
        second = Worker(server.url, tmp_path, hurried=True)
        try:
            await until(lambda: (tmp_path / "record.db").exists() and sorted(kept(settings)) == names, PATIENCE_S)
        finally:
            second.close()
        await inbox.close()


def _is_duty(pid: int) -> bool:
    try:
        return b"record_duties" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


async def test_it_is_off_with_one_setting(server: Server, tmp_path: Path) -> None:
    settings = make_settings(server.url, tmp_path)
    worker = Worker(server.url, tmp_path, SPOTPOP_RECORD="false")
    connection = redis.Redis.from_url(server.url)
    try:
        async with Client(settings) as client:
            inbox = Inbox(client)
            await inbox.wait_for(await ask(client, "a" * 22))
            await inbox.close()
        assert connection.exists(WAITING) == 0
        assert not (tmp_path / "record.db").exists()
    finally:
        worker.close()


async def test_what_waits_is_bounded_and_only_the_end_that_counts_is_kept(server: Server, tmp_path: Path) -> None:
    settings = make_settings(server.url, tmp_path)
    connection = redis.Redis.from_url(server.url)
    connection.rpush(WAITING, *(f"old {number}" for number in range(MOST_WAITING)))
    hand = Hand(settings, "w")
    async with Client(settings) as client:
        await ask(client, "b" * 22)
        item = hand.take()
        answer = report(Track(title="A song", id="b" * 22))
        entries = Recorder(settings).entries([answer])
        assert len(entries) == 1
        outcome = Outcome(kind="track", report=answer.to_json())
        for _ in range(2):  # repeated, because its reply got lost
            hand.store.finish(item, outcome, record=entries)
    assert connection.llen(WAITING) == MOST_WAITING
    assert connection.lindex(WAITING, 0) == b"old 1"
    assert connection.lindex(WAITING, -1).decode() == entries[0]
    connection.close()


def test_what_cannot_be_kept_stops_no_answer(server: Server, tmp_path: Path) -> None:
    settings = make_settings(server.url, tmp_path)
    unread = report(Track(title="A song", id="b" * 22))
    object.__setattr__(unread, "model", None)  # as a fault of ours would leave it
    with pytest.raises(AttributeError):
        ForecastEntry.of(unread, 0.0)
    assert Recorder(settings).entries([unread]) == []
