"""Signs of life for the work items that this process holds, from one thread for all of them."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from redis.exceptions import RedisError

from worker.queue.store import Store
from worker.slots import Running

BEAT_S = 2.0
LOOK_S = 0.2
"""How soon a new stage is shown; one that is over by then is not worth a trip to Redis."""
NOBODY_WAITS = 2


@dataclass(slots=True, eq=False)
class Heartbeat:
    """Beats for one work item as long as its ``with`` block runs; a killed process or a hung job stops."""

    running: Running
    _all: Heartbeats
    _stage: str = ""
    _written: str = ""
    _next: float = field(default_factory=lambda: time.monotonic() + BEAT_S)

    def __enter__(self) -> Self:
        self._all.begin(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._all.end(self)

    def stage(self, name: str) -> None:
        """Report that a stage begins; does not wait for Redis."""
        self._stage = name

    def beat(self, store: Store, now: float) -> None:
        """Beat if it is time to, or if there is something to report.

        Raises
        ------
        redis.exceptions.RedisError
            If Redis is away.
        """
        stage = self._stage
        if (now < self._next and stage == self._written) or self.running.is_hung(now):
            return
        answer = store.beat(self.running.work_item, stage)
        self._written, self._next = stage, now + BEAT_S
        if answer == NOBODY_WAITS and self.running.abandoned_at is None:
            self.running.abandoned_at = time.monotonic()


class Heartbeats:
    """The thread that beats; it starts with the first job, and sleeps while there is none."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._beating: set[Heartbeat] = set()
        self._lock = threading.Lock()
        self._some = threading.Event()
        self._thread: threading.Thread | None = None

    def of(self, running: Running) -> Heartbeat:
        """Return what beats for a job, which may be informed when nobody waits for it any more."""
        return Heartbeat(running, self)

    def begin(self, heartbeat: Heartbeat) -> None:
        """Beat for one more."""
        with self._lock:
            self._beating.add(heartbeat)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="heartbeats", daemon=True)
                self._thread.start()
        if not self._some.is_set():
            self._some.set()

    def end(self, heartbeat: Heartbeat) -> None:
        """Beat for it no more."""
        with self._lock:
            self._beating.discard(heartbeat)

    def _run(self) -> None:
        idle_since = time.monotonic()
        while True:
            self._some.wait()
            time.sleep(LOOK_S)
            now = time.monotonic()
            with self._lock:
                beating = list(self._beating)
                if beating:
                    idle_since = now
                elif now - idle_since > BEAT_S:  # not after each short job: waking a thread costs more than a look
                    self._some.clear()
            for heartbeat in beating:
                try:
                    heartbeat.beat(self._store, now)
                except (RedisError, OSError):
                    time.sleep(BEAT_S)  # Redis is away: nobody can miss the beat
                    break
