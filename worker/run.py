"""``spotpop worker``: one Celery worker with our task, its model loaded once per process."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
import time
import uuid
import warnings
from typing import Any

from spotpop.settings import Settings
from worker.queue.keys import QUEUES

GRACE_S = 75.0
"""After SIGTERM a worker of threads ends by then, whatever still runs; what it held is done again by others."""
LAST_STEPS_S = 3.0
SHARED_MEMORY = "/dev/shm"  # noqa: S108 - a folder of our own is made below it


def run_worker(settings: Settings, *, processes: int | None = None, queues: tuple[str, ...] = QUEUES) -> int:
    """Run until SIGTERM or Ctrl-C, which let running jobs end.

    Parameters
    ----------
    processes : int, optional
        Jobs at once; with the TensorFlow runtime threads of one process, that share the model and its batches.
    queues : tuple of str
        Which queues to serve, in order of preference.

    Returns
    -------
    int
        Exit status.
    """
    if processes is None:
        # Threads mostly wait for the network or for the model's next pass; processes are bounded by the cores.
        processes = settings.batch_size if settings.runtime == "tensorflow" else settings.worker_processes
    figures = None
    if settings.metrics_port is not None and settings.runtime != "tensorflow":
        figures = os.environ["PROMETHEUS_MULTIPROC_DIR"] = _folder_for_figures()
    try:
        return _serve(settings, processes, queues)
    finally:
        if figures is not None:
            shutil.rmtree(figures, ignore_errors=True)


def _folder_for_figures() -> str:
    """Return a new folder for the processes' figures, in memory where there is one.

    They are written through memory maps, and a process dies (SIGBUS) when the disk below one is full.
    """
    try:
        return tempfile.mkdtemp(prefix="spotpop-metrics-", dir=SHARED_MEMORY)
    except OSError:
        return tempfile.mkdtemp(prefix="spotpop-metrics-")


def _serve(settings: Settings, slots: int, queues: tuple[str, ...]) -> int:
    from celery import signals

    from worker import monitoring, tasks
    from worker.consumer import tick_step
    from worker.maintenance import Maintenance
    from worker.queue import logs, server
    from worker.queue.address import queue_url
    from worker.queue.adoption import adopt_questions
    from worker.queue.celery_app import make_celery
    from worker.queue.store import retry_until_answered
    from worker.record_schedule import RecordSchedule

    # What is dangerous about it is pickle, and our messages are JSON.
    warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")
    logs.set_up(settings)
    monitoring.watch_crashes()
    threads = settings.runtime == "tensorflow"
    memory_mib = settings.worker_memory_mib or (16_000 if threads else 2_000)
    app = make_celery(queue_url(settings), memory_mib=memory_mib)
    app.conf.worker_consumer = "worker.consumer:ResilientConsumer"
    name = f"{socket.gethostname()}-{uuid.uuid4().hex[:8]}"
    own_options = {"worker": name, "queues": queues, "slots": slots if threads else 1}
    tasks.register(app, settings, **own_options)
    running: list[Maintenance] = []
    schedules: list[RecordSchedule] = []

    def own() -> Any:
        return tasks.context(settings, **own_options)

    def tick() -> None:
        for maintenance in running:
            maintenance.tick()

    app.steps["consumer"].add(tick_step(tick))

    @signals.setup_logging.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _keep_our_logging(**_: Any) -> None:
        """Celery leaves logging alone when this signal has a receiver."""

    @signals.worker_process_init.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _warm_up(**_: Any) -> None:
        own().warm_up()

    @signals.worker_ready.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _begin(**_: Any) -> None:
        if running:
            return  # the consumer has started anew
        context = own()
        context.store.announce_generation(context.store.generation)
        retry_until_answered(lambda: adopt_questions(context.store.redis, settings))
        if threads:
            context.warm_up()
        maintenance = Maintenance(
            context.store,
            name,
            slots,
            memory_mib=memory_mib if threads else None,
            threads=context.slots if threads else None,
        )
        running.append(maintenance)
        maintenance.start()
        schedules.append(RecordSchedule(app, settings, context.store.redis))
        schedules[-1].start()
        monitoring.serve(settings, context.store.redis)
        logs.log.info("worker_ready", slots=slots, runtime=settings.runtime, model=context.store.generation)

    @signals.worker_shutting_down.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _end_in_time(**_: Any) -> None:
        if threads:
            threading.Thread(target=_leave, args=(own().slots, running), name="leave", daemon=True).start()

    @signals.worker_shutdown.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _end(**_: Any) -> None:
        for schedule in schedules:
            schedule.stop()
        for maintenance in running:
            maintenance.stop()

    _warn_of_the_server(server.problems, server.refuse_unusable, settings)
    # Not `app.worker_main`: Celery's command line imports every tool that is installed beside it, for seconds.
    worker = app.Worker(
        hostname=f"{name}@{socket.gethostname()}",
        queues=list(queues),
        concurrency=slots,
        pool_cls="threads" if threads else "prefork",
        loglevel=settings.log_level,
        quiet=True,
        without_gossip=True,
        without_mingle=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


def _leave(slots: Any, running: list[Any]) -> None:
    """End a worker of threads that was asked to, once nobody waits for what still runs; a thread cannot be killed."""
    end = time.monotonic() + GRACE_S
    time.sleep(1.0)  # what ends by itself ends as it always does
    while slots.awaited and time.monotonic() < end:
        time.sleep(0.2)
    time.sleep(LAST_STEPS_S)
    for maintenance in running:
        maintenance.stop()
    os._exit(0)


def _warn_of_the_server(problems: Any, refuse_unusable: Any, settings: Settings) -> None:
    """Refuse a server that cannot work, and warn of one that may lose something."""
    from redis.exceptions import RedisError

    from worker.queue.address import queue_url
    from worker.queue.connection import connect
    from worker.queue.logs import log

    client = connect(queue_url(settings))
    refuse_unusable(client)
    try:
        for problem in problems(client):
            log.warning(f"redis_{problem.name}", problem=problem.sentence, repair=problem.repair)
    except (RedisError, OSError):
        log.warning("redis_is_away")
    finally:
        client.close()
