"""Signs of life for the work items that this process holds, from a thread of its own."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

from redis.exceptions import RedisError

from worker.queue.store import Store
from worker.slots import Running

BEAT_S = 2.0
NOBODY_WAITS = 2


class Heartbeat:
    """Beats for one work item as long as its ``with`` block runs; a killed process stops beating, a hung job as well.

    Parameters
    ----------
    running : Running
        The job; told when nobody waits for it any more.
    """

    def __init__(self, store: Store, running: Running) -> None:
        self._store = store
        self._running = running
        self._stage = ""
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._wake.set()

    def stage(self, name: str) -> None:
        """Tell that a stage begins; does not wait for Redis."""
        self._stage = name
        self._wake.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(BEAT_S)
            self._wake.clear()
            if self._stop.is_set() or self._running.is_hung(time.monotonic()):
                return
            try:
                answer = self._store.beat(self._running.work_item, self._stage)
            except (RedisError, OSError):
                self._stop.wait(BEAT_S)  # Redis is away: nobody can miss the beat
                continue
            if answer == NOBODY_WAITS and self._running.abandoned_at is None:
                self._running.abandoned_at = time.monotonic()
