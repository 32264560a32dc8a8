"""The worker's main process between jobs: shows that it lives, mends what others left, answers health checks."""

from __future__ import annotations

import contextlib
import threading

from redis.exceptions import RedisError

from worker.health import LifeSign
from worker.logs import log
from worker.store import Store

LOOK_S = 3.0


class Keeper:
    """A thread that looks after the queue every few seconds. Any number of workers may do so at once.

    Parameters
    ----------
    store : Store
    name : str
        Of this worker.
    slots : int
        Jobs it takes at once.
    """

    def __init__(self, store: Store, name: str, slots: int) -> None:
        self._store, self._name, self._slots = store, name, slots
        self._alive = LifeSign.of_environment()
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

    def _run(self) -> None:
        away = False
        while True:
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
