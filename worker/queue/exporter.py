"""The queue's figures for Prometheus; ``python -m worker.queue.exporter`` serves them where no worker runs.

Everything here is read from Redis when Prometheus asks, so any number of processes may serve it: take ``max`` over
them, not ``sum``.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable
from typing import Any

import redis
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from redis.exceptions import RedisError

from spotpop.errors import SettingsError, SpotpopError
from spotpop.settings import Settings, load_settings
from worker.queue.overview import Figures, read_figures


class QueueCollector:
    """Reads what Redis knows when Prometheus asks."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def collect(self) -> Iterable[Any]:
        """Yield the queue's figures; while Redis is away only that it is."""
        try:
            figures = read_figures(self._client)
        except (RedisError, OSError):
            yield _gauge("spotpop_redis_up", "Whether Redis answers.", 0)
            return
        yield _gauge("spotpop_redis_up", "Whether Redis answers.", 1)
        yield from _of_queues(figures)
        yield from _of_front_ends(figures)
        yield from _of_memory(figures)
        yield _of_sources(figures)
        documentation = "Forecasts that wait for the track record's database; grows while that is away."
        yield _gauge("spotpop_record_waiting", documentation, figures.record_waiting)


def _of_queues(figures: Figures) -> Iterable[Any]:
    yield _gauges("spotpop_queue_depth", "Work items that wait or run.", "queue", figures.depths)
    oldest = "For how long the next work item of a queue has waited."
    yield _gauges("spotpop_queue_oldest_wait_seconds", oldest, "queue", figures.oldest_wait_s)
    slots = max(1, figures.slots)
    expected = {queue: figures.depths[queue] / slots * average for queue, average in figures.average_s.items()}
    documentation = "How long a question asked now would wait: the figure to scale workers by."
    yield _gauges("spotpop_queue_expected_wait_seconds", documentation, "queue", expected)
    yield _gauge("spotpop_workers", "Living workers.", figures.workers)
    yield _gauge("spotpop_worker_slots", "Jobs that all living workers take at once.", figures.slots)
    total = CounterMetricFamily(
        "spotpop_questions",
        "Questions by what became of them: submitted, cache_hits, joined (single flight), done, failed, lost …",
        labels=["event"],
    )
    for name, number in figures.counts.items():
        if ":" not in name:
            total.add_metric([name], number)
    yield total


def _of_front_ends(figures: Figures) -> Iterable[Any]:
    lengths = {name: float(outbox.length) for name, outbox in figures.outboxes.items()}
    yield _gauges("spotpop_outbox_length", "Answers that a front-end has not delivered yet.", "front_end", lengths)
    ages = {name: outbox.oldest_s for name, outbox in figures.outboxes.items()}
    yield _gauges("spotpop_outbox_oldest_seconds", "Age of the first of them.", "front_end", ages)
    events = CounterMetricFamily(
        "spotpop_front_end_events", "What front-ends count: delivered, rate_limited …", labels=["event", "front_end"]
    )
    for name, number in figures.counts.items():
        event, colon, front_end = name.partition(":")
        if colon:
            events.add_metric([event, front_end], number)
    yield events
    states = GaugeMetricFamily(
        "spotpop_front_end_state", "What front-ends report: gateway 1 is connected …", labels=["state", "front_end"]
    )
    for name, value in figures.states.items():
        state, _, front_end = name.partition(":")
        states.add_metric([state, front_end], value)
    yield states


def _of_memory(figures: Figures) -> Iterable[Any]:
    memory = {"used": float(figures.memory.used), "limit": float(figures.memory.limit)}
    yield _gauges("spotpop_redis_memory_bytes", "Memory that Redis uses, and may use (0: no limit).", "kind", memory)
    shelves = {name: float(size) for name, size in figures.shelf_bytes.items()}
    yield _gauges("spotpop_shelf_bytes", "Bytes of pictures, forecasts and uploads.", "shelf", shelves)


def _of_sources(figures: Figures) -> Any:
    left = GaugeMetricFamily(
        "spotpop_source_questions_left",
        "Questions that all workers together may still ask a source in this minute, and today where that is limited.",
        labels=["source", "window"],
    )
    for (source, window), number in figures.source_left.items():
        left.add_metric([source, window], number)
    return left


def _gauge(name: str, documentation: str, value: float) -> Any:
    family = GaugeMetricFamily(name, documentation)
    family.add_metric([], value)
    return family


def _gauges(name: str, documentation: str, label: str, values: dict[str, Any]) -> Any:
    family = GaugeMetricFamily(name, documentation, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def serve(settings: Settings, registry: Any) -> Any:
    """Serve a registry's figures over HTTP at the address of the settings; return the server.

    Raises
    ------
    SettingsError
        If nobody can listen there.
    """
    from prometheus_client import start_http_server

    try:
        return start_http_server(settings.metrics_port or 0, addr=settings.metrics_address, registry=registry)[0]
    except OSError:
        problem = f"nobody can listen on {settings.metrics_address} at port {settings.metrics_port}"
        raise SettingsError(name="SPOTPOP_METRICS_PORT", problem=problem) from None


def main() -> int:
    """Serve the queue's figures until SIGTERM."""
    from prometheus_client import CollectorRegistry

    from worker.queue.address import queue_url
    from worker.queue.connection import connect

    try:
        settings = load_settings()
        if settings.metrics_port is None:
            raise SettingsError(name="SPOTPOP_METRICS_PORT", problem="it is not set")
        registry = CollectorRegistry()
        registry.register(QueueCollector(connect(queue_url(settings))))
        server = serve(settings, registry)
    except SpotpopError as error:
        sys.stderr.write(f"{error.text} {error.advice}\n")
        return 2
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
