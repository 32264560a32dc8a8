"""Celery as everybody sets it up, with results in Redis: what `benchmarks.queue` is measured against."""

from __future__ import annotations

import os

from celery import Celery

app = Celery("plain", broker=os.environ["REDIS_URL"], backend=os.environ["REDIS_URL"])
app.conf.update(task_acks_late=True, worker_prefetch_multiplier=1, broker_connection_retry_on_startup=True)


@app.task
def answer(name: str) -> dict[str, str]:
    """Answer at once."""
    return {"name": name, "answer": "x" * 1000}
