"""The one Celery task: take the next work item, work on it, end it once."""

from __future__ import annotations

import os
import time
import traceback
from typing import Any

import structlog
from celery import Celery
from celery.exceptions import SoftTimeLimitExceeded

from spotpop.errors import DeadlineExceeded, SpotpopError, UnexpectedError
from spotpop.settings import Settings
from worker import telemetry
from worker.context import WorkerContext
from worker.handler import Result
from worker.queue.celery_app import TASK
from worker.queue.keys import Queue
from worker.queue.logs import log
from worker.queue.protocol import Failure, Outcome
from worker.queue.store import WorkItem
from worker.slots import Running

_context: tuple[int, WorkerContext] | None = None


def context(settings: Settings, **options: Any) -> WorkerContext:
    """Return what this process has; a forked child makes its own, because connections do not survive a fork."""
    global _context  # noqa: PLW0603 - one per process is the point
    if _context is None or _context[0] != os.getpid():
        _context = (os.getpid(), WorkerContext(settings, **options))
    return _context[1]


def register(app: Celery, settings: Settings, **options: Any) -> None:
    """Add the task to the application.

    Parameters
    ----------
    **options
        Of `WorkerContext`.
    """

    @app.task(name=TASK, bind=True, max_retries=2, default_retry_delay=2)  # type: ignore[untyped-decorator]  # Celery is not typed
    def work(self: Any, queue: Queue) -> None:
        """Work on the next work item of a queue, if there is one."""
        own = context(settings, **options)
        work_item = own.store.take(queue, self.request.id, self.request.retries)
        if work_item is not None:
            with structlog.contextvars.bound_contextvars(job=work_item.id, kind=work_item.work.kind):
                run_work_item(own, work_item)


def run_work_item(own: WorkerContext, work_item: WorkItem) -> None:
    """Work on a work item and end it, well or badly; only the death of the process keeps it from ending."""
    running = own.slots.begin(work_item)
    try:
        _run(own, work_item, running)
    finally:
        own.slots.end(running)


def _run(own: WorkerContext, work_item: WorkItem, running: Running) -> None:
    began = time.monotonic()
    log.info("job_started", phase=work_item.phase, tries=work_item.tries, waited_s=round(work_item.waited_s, 3))
    result: Result | None
    with own.heartbeats.of(running) as heartbeat:
        try:
            result = own.handler().answer(work_item, heartbeat.stage)
        except SpotpopError as error:
            result = _failed(work_item, error)
        except SoftTimeLimitExceeded:
            result = _failed(work_item, DeadlineExceeded())
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer and the operator a line
            log.error("job_broke", error=type(error).__name__, where=_where(error))
            telemetry.report_crash(error, work_item.id)
            result = _failed(work_item, UnexpectedError())
        seconds = time.monotonic() - began
        if result is None:
            log.info("job_goes_on", seconds=round(seconds, 3))
            return
        answered = own.store.finish(
            work_item,
            result.outcome,
            picture=result.picture,
            subject=result.subject,
            seconds=seconds,
            record=own.recorder.entries(result.reports),
        )
    failure = result.outcome.failure
    telemetry.job_ended(work_item.work.kind, seconds, work_item.waited_s, result.outcome)
    log.info("job_ended", code=failure.code if failure else "ok", seconds=round(seconds, 3), answered=answered)


def _failed(work_item: WorkItem, error: SpotpopError) -> Result:
    return Result(Outcome(kind=work_item.work.kind, failure=Failure.of(error)))


def _where(error: BaseException) -> list[str]:
    """Return the last frames, without the message: it could hold what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return [f"{os.path.basename(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]  # noqa: PTH119 - of a string
