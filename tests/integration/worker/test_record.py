"""The record behind a real worker: kept after the answer, never in its way, whatever becomes of its database."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
import redis

from spotpop.record.store import RecordStore
from spotpop.settings import Settings
from spotpop.track import Track
from tests.integration.worker.harness import Inbox, Server, Worker, make_settings, track, until
from tests.integration.worker.scripted import report
from worker.queue.client import Client
from worker.queue.protocol import Outcome
from worker.recorder import MOST_WAITING, WAITING, Recorder

pytestmark = pytest.mark.timeout(400)

PATIENCE_S = 170.0
"""The keeper gives way to everything else, so on a busy machine it takes its time."""


def outcome_of(track_id: str) -> Outcome:
    return Outcome(kind="track", report=report(Track(title="A song", id=track_id)).to_json())


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
    worker = Worker(server.url, tmp_path)
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
    worker = Worker(server.url, tmp_path)
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
    first = Worker(server.url, tmp_path)
    names = [f"{number:022d}" for number in range(8)]
    async with Client(settings) as client:
        inbox = Inbox(client)
        await inbox.wait_for(await ask(client, *names))
        children = [process.pid for process in first.children()]
        first.process.send_signal(signal.SIGKILL)
        first.process.wait(30)
        await until(lambda: not any(_is_keeper(pid) for pid in children))
        first.close()
        second = Worker(server.url, tmp_path)
        try:
            await until(lambda: (tmp_path / "record.db").exists() and sorted(kept(settings)) == names, PATIENCE_S)
        finally:
            second.close()
        await inbox.close()


def _is_keeper(pid: int) -> bool:
    try:
        return b"record_keeper" in Path(f"/proc/{pid}/cmdline").read_bytes()
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


def test_what_waits_is_bounded(server: Server, tmp_path: Path) -> None:
    connection = redis.Redis.from_url(server.url)
    recorder = Recorder(make_settings(server.url, tmp_path), connection)
    pipe = connection.pipeline()
    pipe.rpush(WAITING, *(f"old {number}" for number in range(MOST_WAITING)))
    pipe.execute()
    assert recorder.offer(outcome_of("b" * 22)) == 1
    assert connection.llen(WAITING) == MOST_WAITING
    assert connection.lindex(WAITING, 0) == b"old 1"
    connection.close()


def test_a_dead_queue_is_no_error(server: Server, tmp_path: Path) -> None:
    connection = redis.Redis.from_url(server.url, socket_timeout=1)
    recorder = Recorder(make_settings(server.url, tmp_path), connection)
    server.kill()
    assert recorder.offer(outcome_of("b" * 22)) == 0
    connection.close()
