"""The worker's main process between jobs: shows that it lives, mends what others left, answers health checks."""

from __future__ import annotations

import contextlib
import os
import signal
import threading

import psutil
from redis.exceptions import RedisError

from worker.queue.health import LivenessFile
from worker.queue.logs import log
from worker.queue.store import Store

LOOK_S = 3.0


class Maintenance:
    """A thread that looks after the queue every few seconds. Any number of workers may do so at once.

    Parameters
    ----------
    name : str
        Of this worker.
    slots : int
        Jobs it takes at once.
    memory_mib : int or None
        What this process may grow to before it asks itself to end, where nobody else looks after that.
    """

    def __init__(self, store: Store, name: str, slots: int, *, memory_mib: int | None = None) -> None:
        self._memory_mib = memory_mib
        self._store, self._name, self._slots = store, name, slots
        self._alive = LivenessFile.of_environment()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and take the worker off the list."""
        self._stop.set()
        self._thread.join(timeout=5)
        with contextlib.suppress(RedisError, OSError):
            self._store.dismiss(self._name)
        self._alive.end()

    def look(self) -> None:
        """Look once.

        Raises
        ------
        redis.exceptions.RedisError
            If Redis is away.
        """
        self._store.enlist(self._name, self._slots)
        self._store.reap()
        self._alive.show()

    def _weigh(self) -> None:
        """End gently when too large; whatever supervises this process starts it again."""
        size_mib = psutil.Process().memory_info().rss / 2**20
        if self._memory_mib is not None and size_mib > self._memory_mib:
            log.warning("worker_too_large", size_mib=round(size_mib), limit_mib=self._memory_mib)
            os.kill(os.getpid(), signal.SIGTERM)
            self._memory_mib = None

    def _run(self) -> None:
        away = False
        while True:
            self._weigh()
            try:
                self.look()
                if away:
                    log.info("redis_is_back")
                away = False
            except (RedisError, OSError) as error:
                if not away:
                    log.warning("redis_is_away", error=type(error).__name__)
                away = True
            if self._stop.wait(LOOK_S):
                return
