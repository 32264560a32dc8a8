"""What a worker's main process does beside its jobs, from the moment it is ready until it ends."""

from __future__ import annotations

import os
import threading
import time

from celery import Celery

from spotpop.settings import Settings
from worker import telemetry
from worker.context import WorkerContext
from worker.maintenance import Maintenance
from worker.pool import Pool
from worker.queue.adoption import adopt_questions
from worker.queue.logs import log
from worker.queue.store import retry_until_answered
from worker.record_schedule import RecordSchedule
from worker.slots import Slots
from worker.suggestions import SuggestionService

GRACE_S = 75.0
"""After SIGTERM a worker of threads ends by then, whatever still runs; what it held is done again by others."""
LAST_STEPS_S = 3.0
LOOK_S = 0.2


class Background:
    """Maintenance, the record's schedule and the figures of one worker.

    Parameters
    ----------
    app : Celery
        Whose configuration gets the record's schedule.
    name : str
        Of the worker.
    """

    def __init__(self, app: Celery, settings: Settings, name: str, pool: Pool) -> None:
        self._app = app
        self._settings = settings
        self._name = name
        self._pool = pool
        self._maintenance: Maintenance | None = None
        self._schedule: RecordSchedule | None = None
        self._suggestions: SuggestionService | None = None

    def start(self, context: WorkerContext) -> None:
        """Begin; again, when the consumer has started anew, does nothing."""
        if self._maintenance is not None:
            return
        store, pool = context.store, self._pool
        store.announce_generation(store.generation)
        retry_until_answered(lambda: adopt_questions(store.redis, self._settings))
        if pool.threads:
            context.warm_up()
            self._suggestions = context.suggestions
        self._maintenance = Maintenance(
            store,
            self._name,
            pool.slots,
            memory_mib=pool.memory_mib if pool.threads else None,  # of processes Celery looks after that
            threads=context.slots if pool.threads else None,
        )
        self._maintenance.start()
        self._schedule = RecordSchedule(self._app, self._settings, store.redis)
        self._schedule.start()
        telemetry.serve(self._settings, store.redis)
        log.info("worker_ready", slots=pool.slots, runtime=self._settings.runtime, model=store.generation)

    def tick(self) -> None:
        """Note that the worker's event loop has gone round."""
        if self._maintenance is not None:
            self._maintenance.tick()

    def stop(self) -> None:
        """End, and take the worker off the list."""
        if self._schedule is not None:
            self._schedule.stop()
        if self._maintenance is not None:
            self._maintenance.stop()
        if self._suggestions is not None:
            self._suggestions.stop()

    def leave_in_time(self, slots: Slots) -> None:
        """End a worker of threads that was asked to, once nobody waits for what still runs."""
        threading.Thread(target=self._leave, args=(slots,), name="leave", daemon=True).start()

    def _leave(self, slots: Slots) -> None:
        time.sleep(1.0)  # what ends by itself ends as it always does
        wait_for_the_awaited(slots, GRACE_S - 1.0)
        time.sleep(LAST_STEPS_S)
        if self._maintenance is not None:
            self._maintenance.stop()
        os._exit(0)  # a thread cannot be killed


def wait_for_the_awaited(slots: Slots, patience_s: float) -> bool:
    """Wait until no job runs that somebody waits for; False when that took too long."""
    end = time.monotonic() + patience_s
    while slots.awaited:
        if time.monotonic() >= end:
            return False
        time.sleep(LOOK_S)
    return True
