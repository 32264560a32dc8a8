"""Figures for Prometheus, and crash reports for Sentry; both cost nothing when they are not asked for.

A worker's processes share their figures by files (`worker.figures_folder`, made before this module is imported); what
belongs to the installation as a whole is counted in Redis and read when Prometheus asks.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from prometheus_client import Counter, Histogram

from spotpop.errors import SettingsError
from worker.figures_folder import FIGURES_VARIABLE

if TYPE_CHECKING:
    import redis

    from spotpop.settings import Settings
    from worker.queue.protocol import Outcome

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


def serve(settings: Settings, client: redis.Redis) -> None:
    """Serve the figures of all processes of this worker, and the queue's, over HTTP, if a port is set."""
    if settings.metrics_port is None:
        return
    from prometheus_client import REGISTRY, CollectorRegistry, multiprocess

    from worker.queue import exporter

    registry = REGISTRY
    if os.environ.get(FIGURES_VARIABLE):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client
    registry.register(exporter.QueueCollector(client))
    try:
        exporter.serve(settings, registry)
    except SettingsError as error:  # figures are worth a line, not the worker
        from worker.queue.logs import log

        log.error("metrics_not_served", port=settings.metrics_port, problem=error.text)


def archive_dead_children() -> None:
    """Add the figures of children that have ended to one archive, and remove their files.

    Each child process leaves two files, and every one of them is read for each scrape.
    """
    folder = os.environ.get(FIGURES_VARIABLE)
    if not folder:
        return
    from prometheus_client.mmap_dict import MmapedDict

    for path in sorted(Path(folder).glob("*_*.db")):
        kind, _, number = path.stem.rpartition("_")
        if kind not in {"counter", "histogram"} or not number.isdecimal() or psutil.pid_exists(int(number)):
            continue
        archive = MmapedDict(str(path.with_name(f"{kind}_archive.db")))  # type: ignore[no-untyped-call]  # prometheus_client
        try:
            for name, value, _, _ in MmapedDict.read_all_values_from_file(str(path)):  # type: ignore[no-untyped-call]
                archive.write_value(name, archive.read_value(name)[0] + value, 0.0)  # type: ignore[no-untyped-call]
            path.unlink()
        finally:
            archive.close()  # type: ignore[no-untyped-call]


def watch_crashes() -> None:
    """Start Sentry if ``SENTRY_DSN`` is set and the ``monitoring`` extra is installed."""
    if not os.environ.get("SENTRY_DSN"):
        return
    try:
        import sentry_sdk
    except ImportError:
        from worker.queue.logs import log

        log.warning("sentry_missing", hint="from a checkout: pip install -c constraints.txt '.[monitoring]'")
        return
    sentry_sdk.init(
        send_default_pii=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        default_integrations=False,
        before_send=scrub_event,
    )


def scrub_event(event: Any, _hint: Any) -> Any:
    """Keep of a crash report what shows where it happened; drop every message and value, which could hold a title."""
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
