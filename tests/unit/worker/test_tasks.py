"""The one task: what it takes it ends once, well or badly, and nobody's words reach the log."""

import os
from typing import ClassVar

import pytest
import redis
from celery.exceptions import SoftTimeLimitExceeded
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs

from spotpop.settings import Settings
from tests.integration.worker.harness import album, track
from tests.integration.worker.scripted import Scripted, report
from tests.integration.worker.steps import code
from worker import tasks
from worker.context import PIPELINE_VARIABLE, WorkerContext
from worker.queue.address import queue_url
from worker.queue.celery_app import TASK, make_celery
from worker.queue.client import Client
from worker.recorder import WAITING, read_waiting

pytestmark = pytest.mark.network
RELEASED = "4uLU6hMCjMI75M1A2tKUQC"


class Late(Scripted):
    """The scripted pipeline, which also runs out of its time, and tells what the log is bound to."""

    bound: ClassVar[dict[str, object]] = {}

    def predict(self, question, **options):
        Late.bound = dict(get_contextvars())
        if getattr(question, "id", "").startswith("late"):
            raise SoftTimeLimitExceeded
        return super().predict(question, **options)


def make(settings, *, blocked, observe):
    """Be what the worker is set to make its pipeline with."""
    return Late(blocked)


@pytest.fixture(autouse=True)
def _scripted(monkeypatch, tmp_path):
    monkeypatch.setenv(PIPELINE_VARIABLE, f"{__name__}:make")
    monkeypatch.setenv("SPOTPOP_TEST_RUNS", str(tmp_path / "runs"))
    monkeypatch.setattr(tasks, "_context", None)


@pytest.fixture
def own(queue_settings: Settings) -> WorkerContext:
    context = WorkerContext(queue_settings, worker="w")
    context.store.announce_generation("g")
    return context


async def ended(client: Client, own: WorkerContext, script: str):
    """Ask, let the task work on it, and return the question, the answer and the log."""
    job = track(script)
    await client.submit(job)
    item = own.store.take("interactive", "task", 0)
    assert item is not None
    with capture_logs() as log:
        tasks.run_work_item(own, item)
    deliveries = client.deliveries("test", "t")
    delivery = await anext(deliveries)
    await delivery.ack()
    await deliveries.aclose()
    assert delivery.job.id == job.id
    return delivery.outcome, {line["event"]: line for line in log}


def test_a_process_has_one_context_and_a_forked_child_its_own(queue_settings: Settings, monkeypatch) -> None:
    first = tasks.context(queue_settings, worker="w")
    assert tasks.context(queue_settings, worker="other") is first
    monkeypatch.setattr(tasks, "_context", (os.getpid() + 1, first))  # as a child finds it that was forked off
    child = tasks.context(queue_settings, worker="w", slots=3)
    assert child is not first
    assert child.store.redis is not first.store.redis
    assert (child.store.worker, child.slots.number) == ("w", 3)


async def test_an_answer_is_reported_counted_and_recorded(client: Client, own: WorkerContext, raw: redis.Redis) -> None:
    outcome, log = await ended(client, own, RELEASED)
    assert outcome.read_report().score == report(outcome.read_report().track).score
    assert outcome.picture_key is not None
    assert await client.picture(outcome.picture_key)
    [waiting] = raw.lrange(WAITING, 0, -1)
    entry = read_waiting(waiting)
    assert entry is not None
    assert entry.track_id == RELEASED
    assert (log["job_started"]["tries"], log["job_started"]["phase"]) == (1, "run")
    assert (log["job_ended"]["code"], log["job_ended"]["answered"]) == ("ok", 1)
    assert own.slots.awaited == 0
    assert await client.cached(track(RELEASED).inputs[0].reference) is not None


@pytest.mark.parametrize(
    ("script", "shown"),
    [("fail-x", "preview-not-found"), ("late-x", "deadline-exceeded"), ("break-x", "unexpected")],
)
async def test_whatever_goes_wrong_is_an_answer_and_nothing_else(
    client: Client, own: WorkerContext, raw: redis.Redis, script: str, shown: str
) -> None:
    outcome, log = await ended(client, own, script)
    assert code(outcome) == shown
    assert log["job_ended"]["code"] == shown
    assert raw.llen(WAITING) == 0
    assert own.slots.awaited == 0
    if shown == "unexpected":
        broke = log["job_broke"]
        assert broke["error"] == "RuntimeError"
        assert broke["where"][-1].startswith("scripted.py:")
        assert 1 < len(broke["where"]) <= 4
    else:
        assert "job_broke" not in log
    assert "secret" not in str(log)


async def test_a_listing_goes_on_as_its_tracks(client: Client, own: WorkerContext) -> None:
    await client.submit(album(2, "sleep-0"))
    item = own.store.take("bulk", "task", 0)
    assert item is not None
    with capture_logs() as log:
        tasks.run_work_item(own, item)
    assert [line["event"] for line in log] == ["job_started", "job_goes_on"]
    assert own.slots.awaited == 0
    found = [own.store.take("bulk", f"task-{number}", 0) for number in range(3)]
    assert [one is not None and one.work.kind for one in found] == ["track", "track", False]


async def test_the_task_takes_the_next_of_its_queue_and_is_content_with_none(
    client: Client, queue_settings: Settings
) -> None:
    app = make_celery(queue_url(queue_settings))
    tasks.register(app, queue_settings, worker="w")
    task = app.tasks[TASK]
    task.apply(args=["interactive"], throw=True)
    single, listing = track("sleep-0"), album(1, "sleep-0")
    await client.submit(single)
    await client.submit(listing)

    async def states() -> list[str]:
        return [progress.state for job in (single, listing) if (progress := await client.progress(job.id)) is not None]

    task.apply(args=["bulk"], throw=True)
    assert await states() == ["done", "queued"], "a person who waits for one song goes before a list"
    task.apply(args=["bulk"], throw=True)
    assert await states() == ["done", "running"]
    assert Late.bound["kind"] == "track"
    assert Late.bound["job"]
    assert get_contextvars() == {}
