"""Celery's consumer, made to outlive what Redis does: it starts anew where Celery would end the worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from celery import bootsteps
from celery.worker.consumer import Consumer
from redis.exceptions import RedisError

from worker.queue.logs import log

PAUSE_S = 0.5
TICK_S = 1.0


class ResilientConsumer(Consumer):  # type: ignore[misc]  # Celery is not typed
    """Takes whatever ends the event loop by way of the broker for a lost connection.

    To Celery only a closed socket is one. A server that refuses (READONLY after a failover, MISCONF, OOM …) raises
    other errors, and kombu itself an AttributeError when a connection goes while it is being read.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lost: tuple[type[BaseException], ...] = self.conninfo.connection_errors
        self.connection_errors = (*lost, RedisError, AttributeError)

    def on_connection_error_after_connected(self, exc: BaseException) -> None:
        """Wait a moment before the next try, because a refusal comes at once."""
        log.warning("broker_refused", error=type(exc).__name__)
        super().on_connection_error_after_connected(exc)
        time.sleep(PAUSE_S)


def tick_step(tick: Callable[[], None]) -> type[Any]:
    """Return a step of the consumer that calls `tick` every second, as long as its event loop goes round."""

    class TickStep(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery is not typed
        requires = ("celery.worker.consumer.tasks:Tasks",)

        def __init__(self, parent: Any, **kwargs: Any) -> None:
            super().__init__(parent, **kwargs)
            self._entry: Any = None

        def start(self, parent: Any) -> None:
            tick()
            self._entry = parent.timer.call_repeatedly(TICK_S, tick)

        def stop(self, parent: Any) -> None:  # noqa: ARG002 - Celery passes it
            if self._entry is not None:
                self._entry.cancel()

    return TickStep
