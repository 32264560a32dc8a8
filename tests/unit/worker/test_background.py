"""What goes on beside the jobs: it begins once, is on the list while it lives, and leaves when nobody waits."""

import time

import pytest
import redis

from spotpop.settings import Settings
from worker import background as module
from worker.background import Background, wait_for_the_awaited
from worker.context import PIPELINE_VARIABLE, WorkerContext
from worker.pool import Pool
from worker.queue.address import queue_url
from worker.queue.celery_app import make_celery
from worker.queue.server import living_workers
from worker.slots import Slots
from worker.suggestions import THREADS

PATIENCE_S = 60.0


def until(condition) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def context(queue_settings: Settings, monkeypatch, tmp_path) -> WorkerContext:
    monkeypatch.setenv(PIPELINE_VARIABLE, "tests.integration.worker.scripted:make")
    monkeypatch.setenv("SPOTPOP_HEALTH_FILE", str(tmp_path / "alive"))
    return WorkerContext(queue_settings, worker="w", slots=4)


@pytest.mark.network
@pytest.mark.parametrize("threads", [True, False])
def test_it_begins_once_shows_the_worker_and_takes_it_off_the_list(
    context: WorkerContext, queue_settings: Settings, raw: redis.Redis, tmp_path, threads: bool
) -> None:
    app = make_celery(queue_url(queue_settings))
    background = Background(app, queue_settings, "w", Pool(threads, 4, 1_000_000))
    background.tick()  # Celery's loop may go round before the worker is ready
    background.stop()
    background.start(context)
    try:
        assert raw.get("spotpop:generation") == b"made"
        assert (context._handler is not None) == threads, "processes warm up after their fork, each its own"
        assert len(context.suggestions._threads) == (THREADS if threads else 0)
        until(lambda: living_workers(raw) == {"w": 4})
        until((tmp_path / "alive").exists)
        first = background._maintenance
        background.start(context)
        assert background._maintenance is first
        assert first is not None
        assert (first._memory_mib, first._threads) == ((1_000_000, context.slots) if threads else (None, None))
        assert {one["task"] for one in app.conf.beat_schedule.values()} >= {"spotpop.record.songs"}
        first._ticked = 0.0
        background.tick()
        assert first._ticked > 0
        assert background._schedule is not None
        assert background._schedule._thread.is_alive()
    finally:
        background.stop()
    assert living_workers(raw) == {}
    assert not (tmp_path / "alive").exists()
    assert not background._schedule._thread.is_alive()
    assert [thread.is_alive() for thread in context.suggestions._threads] == [False] * (THREADS if threads else 0)


def test_a_worker_leaves_when_nobody_waits_and_in_the_end_in_any_case(monkeypatch) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.001)
    slots = Slots(2)
    assert wait_for_the_awaited(slots, 0.0)
    awaited, abandoned = slots.begin("a"), slots.begin("b")
    abandoned.abandoned_at = time.monotonic()
    assert not wait_for_the_awaited(slots, 0.01)
    slots.end(awaited)
    assert wait_for_the_awaited(slots, 0.0), "for what nobody waits for nobody waits"
