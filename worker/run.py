"""``spotpop worker``: one Celery worker with our task, its model loaded once per process."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import uuid
from typing import Any

from spotpop.settings import Settings
from worker.queue.keys import QUEUES


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
        figures = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="spotpop-metrics-")
    try:
        return _serve(settings, processes, queues)
    finally:
        if figures is not None:
            shutil.rmtree(figures, ignore_errors=True)


def _serve(settings: Settings, slots: int, queues: tuple[str, ...]) -> int:
    from celery import signals

    from worker import metrics, tasks
    from worker.maintenance import Maintenance
    from worker.queue import logs
    from worker.queue.address import queue_url
    from worker.queue.celery_app import WakeupSender, make_app

    logs.set_up(settings)
    metrics.watch_crashes()
    threads = settings.runtime == "tensorflow"
    memory_mib = settings.worker_memory_mib or (16_000 if threads else 2_000)
    app = make_app(queue_url(settings), memory_mib=memory_mib)
    tasks.register(app, settings)
    office = WakeupSender(app)
    name = f"{socket.gethostname()}-{uuid.uuid4().hex[:8]}"
    keepers: list[Maintenance] = []

    @signals.setup_logging.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _keep_our_logging(**_: Any) -> None:
        """Celery leaves logging alone when this signal has a receiver."""

    @signals.worker_process_init.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _warm_up(**_: Any) -> None:
        tasks.context(settings, office).warm_up()

    @signals.worker_ready.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _begin(**_: Any) -> None:
        own = tasks.context(settings, office)
        own.store.announce_generation(own.store.generation)
        if threads:
            own.warm_up()
        maintenance = Maintenance(own.store, name, slots, memory_mib=memory_mib if threads else None)
        maintenance.start()
        keepers.append(maintenance)
        metrics.serve(settings, own.store)
        logs.log.info("worker_ready", slots=slots, runtime=settings.runtime, model=own.store.generation)

    @signals.worker_shutdown.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _end(**_: Any) -> None:
        for maintenance in keepers:
            maintenance.stop()

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
