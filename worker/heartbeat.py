"""Signs of life for the flights that this process holds, from a thread of its own."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from redis.exceptions import RedisError

from worker.queue.store import Store, WorkItem

BEAT_S = 2.0


class Heartbeat:
    """Beats for one flight as long as its ``with`` block runs; a killed process stops beating."""

    def __init__(self, store: Store, work_item: WorkItem) -> None:
        self._store = store
        self._work_item = work_item
        self._stage = ""
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

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
            if self._stop.is_set():
                return
            try:
                self._store.beat(self._work_item, self._stage)
            except (RedisError, OSError):
                self._stop.wait(BEAT_S)  # Redis is away: nobody can miss the beat
