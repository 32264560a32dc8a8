"""Figures for Prometheus, and crash reports for Sentry; both cost nothing when they are not asked for.

A worker's processes share their figures by files (``PROMETHEUS_MULTIPROC_DIR``, set by `worker.run` before this module
is imported); what belongs to the installation as a whole is counted in Redis and read when Prometheus asks.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from prometheus_client import Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from spotpop.settings import Settings
    from worker.queue.protocol import Outcome
    from worker.queue.store import Store

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60)

JOB = Histogram("spotpop_job_seconds", "Time that a worker spent on a job.", ["kind"], buckets=_SECONDS)
WAIT = Histogram("spotpop_job_wait_seconds", "Time that a job waited for a worker.", ["kind"], buckets=_SECONDS)
STAGE = Histogram("spotpop_stage_seconds", "Time of each stage of a forecast.", ["stage"], buckets=_SECONDS)
FAILURES = Counter("spotpop_failures_total", "Jobs that ended with an error, by its code.", ["kind", "code"])
BATCHES = Histogram("spotpop_batch_size", "Clips read in one forward pass.", buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256))
SOURCES = Counter("spotpop_source_total", "Look-ups at catalogues and preview sources.", ["source", "outcome"])


def job_ended(kind: str, seconds: float, waited_s: float, outcome: Outcome) -> None:
    """Count a job that ended."""
    JOB.labels(kind).observe(seconds)
    WAIT.labels(kind).observe(waited_s)
    if outcome.failure is not None:
        FAILURES.labels(kind, outcome.failure.code).inc()
    for stage, milliseconds in (outcome.report or {}).get("timings_ms", {}).items():
        STAGE.labels(stage).observe(milliseconds / 1000)


def source_outcome(source: str, outcome: str) -> None:
    """Count a look-up at a source."""
    SOURCES.labels(source, outcome).inc()


def batch_read(size: int) -> None:
    """Count a forward pass."""
    BATCHES.observe(size)


class QueueCollector:
    """Reads what Redis knows when Prometheus asks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterable[Any]:
        """Yield the queue's figures; while Redis is away only that it is."""
        up = GaugeMetricFamily("spotpop_redis_up", "Whether Redis answers.")
        try:
            depths, counts = self._store.depths(), self._store.counts()
        except (RedisError, OSError):
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        waiting = GaugeMetricFamily("spotpop_queue_depth", "Jobs that wait or run.", labels=["queue"])
        for name, depth in depths.items():
            waiting.add_metric([name], depth)
        yield waiting
        workers = GaugeMetricFamily("spotpop_worker_slots", "Jobs that all living workers take at once.")
        workers.add_metric([], self._store.slots())
        yield workers
        total = CounterMetricFamily(
            "spotpop_questions",
            "Questions by what became of them: submitted, cache_hits, joined (single flight), done, failed, lost …",
            labels=["event"],
        )
        for name, number in counts.items():
            total.add_metric([name], number)
        yield total


def serve(settings: Settings, store: Store) -> None:
    """Serve the figures of all processes of this worker over HTTP, if a port is set."""
    if settings.metrics_port is None:
        return
    from prometheus_client import REGISTRY, CollectorRegistry, multiprocess, start_http_server

    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client
    registry.register(QueueCollector(store))
    start_http_server(settings.metrics_port, registry=registry)


def watch_crashes() -> None:
    """Start Sentry if ``SENTRY_DSN`` is set and the ``monitoring`` extra is installed."""
    if not os.environ.get("SENTRY_DSN"):
        return
    try:
        import sentry_sdk
    except ImportError:
        from worker.queue.logs import log

        log.warning("sentry_missing", hint="pip install 'spotpop[monitoring]'")
        return
    sentry_sdk.init(
        send_default_pii=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        default_integrations=False,
        before_send=scrub_event,
    )


def scrub_event(event: Any, _hint: Any) -> Any:
    """Keep of a crash report what tells where it happened; drop every message and value, which could hold a title."""
    for item in event.get("exception", {}).get("values", []):
        item["value"] = ""
    return {
        name: value for name, value in event.items() if name not in {"logentry", "message", "extra", "request", "user"}
    }


def report_crash(error: BaseException, job_id: str) -> None:
    """Send a crash to Sentry, if that is on."""
    if not os.environ.get("SENTRY_DSN"):
        return
    try:
        import sentry_sdk
    except ImportError:
        return
    with sentry_sdk.new_scope() as scope:
        scope.set_tag("job", job_id)
        sentry_sdk.capture_exception(error)
