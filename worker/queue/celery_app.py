"""The Celery application: carries wake-ups, nothing else.

A message says "take the next work item of this queue"; what there is to do, who waits and who works on it is
recorded in Redis by our own scripts, which write the messages as well (`scripts/basics.lua`). So a lost wake-up loses
nothing (the reaper writes another), and one too many does nothing.
"""

from __future__ import annotations

from celery import Celery

from worker.queue.connection import broker
from worker.queue.keys import PREFIX, QUEUES

TASK = "spotpop.work"
SOFT_LIMIT_S, HARD_LIMIT_S = 60, 75


def make_celery(url: str, *, memory_mib: int = 2000) -> Celery:
    """Return a Celery application on the Redis at `url`, with the settings that survived every fault we could make.

    Celery's retry on a lost child process stays on: it brings a wake-up back sooner than the reaper's next look. The
    broker's own acknowledgements are off: a wake-up is gone when it is taken, which costs less, needs no memory that a
    full server would refuse, and loses nothing. There is no result backend; answers go through our outbox.

    Parameters
    ----------
    url : str
        May hold a password.
    memory_mib : int
        What a child process may grow to before it is replaced.
    """
    address, transport_options, tls = broker(url)
    app = Celery("spotpop", set_as_current=False)
    app.conf.update(
        broker_url=address,
        broker_use_ssl=tls or None,
        result_backend=None,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_default_queue=QUEUES[0],
        task_queues={name: {"exchange": name, "routing_key": name} for name in QUEUES},
        task_create_missing_queues=False,
        # The broker.
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=3,
        broker_transport_options={
            **transport_options,
            "ack_emulation": False,
            "socket_timeout": 5,
            "socket_connect_timeout": 3,
            "socket_keepalive": True,
            "health_check_interval": 5,
            "queue_order_strategy": "priority",  # interactive before bulk, always
            "global_keyprefix": PREFIX,
        },
        task_publish_retry_policy={"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2},
        # Nothing is lost.
        task_acks_late=True,
        task_retry_on_worker_lost=True,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        # Nothing runs away.
        task_soft_time_limit=SOFT_LIMIT_S,
        task_time_limit=HARD_LIMIT_S,
        worker_max_tasks_per_child=500,
        worker_max_memory_per_child=memory_mib * 1024,
        worker_proc_alive_timeout=60,
        # A free worker takes the best next wake-up instead of hoarding some.
        worker_prefetch_multiplier=1,
        worker_disable_prefetch=True,
        # A rolling restart lets the running task end.
        worker_soft_shutdown_timeout=HARD_LIMIT_S,
        worker_enable_soft_shutdown_on_idle=True,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
    )
    return app
