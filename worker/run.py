"""``spotpop worker``: one Celery worker with our task, its model loaded once per process."""

from __future__ import annotations

import socket
import uuid
import warnings
from typing import Any

from redis.exceptions import RedisError

from spotpop.settings import Settings
from worker.figures_folder import figures_of_processes
from worker.pool import Pool
from worker.queue import logs, server
from worker.queue.address import queue_url
from worker.queue.connection import connect
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
    pool = Pool.of(settings, processes)
    with figures_of_processes(wanted=settings.metrics_port is not None and not pool.threads):
        return _serve(settings, pool, queues)


def _serve(settings: Settings, pool: Pool, queues: tuple[str, ...]) -> int:
    from celery import signals

    # Only now: the counters look for the folder of figures when they are imported.
    from worker import tasks, telemetry
    from worker.background import Background
    from worker.consumer import tick_step
    from worker.queue.celery_app import make_celery

    # What is dangerous about it is pickle, and our messages are JSON.
    warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")
    logs.set_up(settings)
    telemetry.watch_crashes()
    app = make_celery(queue_url(settings), memory_mib=pool.memory_mib)
    app.conf.worker_consumer = "worker.consumer:ResilientConsumer"
    name = f"{socket.gethostname()}-{uuid.uuid4().hex[:8]}"
    own_options = {"worker": name, "queues": queues, "slots": pool.slots_per_process}
    tasks.register(app, settings, **own_options)
    background = Background(app, settings, name, pool)
    app.steps["consumer"].add(tick_step(background.tick))

    def own() -> Any:
        return tasks.context(settings, **own_options)

    @signals.setup_logging.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _keep_our_logging(**_: Any) -> None:
        """Celery leaves logging alone when this signal has a receiver."""

    @signals.worker_process_init.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _warm_up(**_: Any) -> None:
        own().warm_up()

    @signals.worker_ready.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _begin(**_: Any) -> None:
        background.start(own())

    @signals.worker_shutting_down.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _end_in_time(**_: Any) -> None:
        if pool.threads:
            background.leave_in_time(own().slots)

    @signals.worker_shutdown.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery is not typed
    def _end(**_: Any) -> None:
        background.stop()

    check_server(settings)
    # Not `app.worker_main`: Celery's command line imports every tool that is installed beside it, for seconds.
    worker = app.Worker(
        hostname=f"{name}@{socket.gethostname()}",
        queues=list(queues),
        concurrency=pool.slots,
        pool_cls=pool.celery_name,
        loglevel=settings.log_level,
        quiet=True,
        without_gossip=True,
        without_mingle=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


def check_server(settings: Settings) -> None:
    """Refuse a server that cannot work, and log what may lose something.

    Raises
    ------
    SettingsError
    """
    client = connect(queue_url(settings))
    try:
        server.refuse_unusable(client)
        for problem in server.problems(client):
            logs.log.warning(f"redis_{problem.name}", problem=problem.sentence, repair=problem.repair)
    except (RedisError, OSError):
        logs.log.warning("redis_is_away")
    finally:
        client.close()
