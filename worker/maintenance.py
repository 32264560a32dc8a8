"""The worker's main process between jobs: shows that it makes progress, repairs what others left, keeps Redis roomy."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time

import psutil
from redis.exceptions import RedisError

from spotpop.errors import DeadlineExceeded
from worker.queue import server
from worker.queue.health import LivenessFile
from worker.queue.keys import QUEUES, key
from worker.queue.logs import log
from worker.queue.protocol import Failure, Outcome
from worker.queue.store import Store, WorkItem
from worker.slots import Slots
from worker.telemetry import archive_dead_children

LOOK_S = 3.0
STILL_S = 20.0
"""The event loop has gone round within this time, or the worker counts as hung."""
IDLE_S = 90.0
"""So long a worker may leave work lying about that it has been woken for and has free slots for."""
MEMORY_LOOK_S = 30.0
EXIT_STUCK = 75


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
    threads : Slots or None
        The jobs of a worker of threads.
    """

    def __init__(
        self, store: Store, name: str, slots: int, *, memory_mib: int | None = None, threads: Slots | None = None
    ) -> None:
        self._memory_mib = memory_mib
        self._store, self._name, self._slots = store, name, slots
        self._threads = threads
        self._alive = LivenessFile.of_environment()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="maintenance", daemon=True)
        self._ticked = time.monotonic()
        self._busy = time.monotonic()
        self._next_memory_look = 0.0
        self._limit = -1

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def tick(self) -> None:
        """Note that the worker's event loop has gone round."""
        self._ticked = time.monotonic()

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
        if self._threads is not None and self._threads.give_up_hung(self._give_up) and self._threads.exhausted:
            log.error("worker_stuck", slots=self._threads.number)
            self._alive.end()
            self._store.dismiss(self._name)
            os._exit(EXIT_STUCK)  # nothing else ends a thread; whatever supervises this process starts it again
        self._store.enlist(self._name, self._slots)
        self._store.reap()
        self._look_at_memory()
        archive_dead_children()
        if self._makes_progress():
            self._alive.show()

    def _give_up(self, work_item: WorkItem) -> None:
        log.error("job_hangs", job=work_item.id)
        self._store.finish(work_item, Outcome(kind=work_item.work.kind, failure=Failure.of(DeadlineExceeded())))

    def _makes_progress(self) -> bool:
        """Whether this worker does what it is for; a thread that beats proves nothing about the others."""
        now = time.monotonic()
        if now - self._ticked > STILL_S:
            log.error("worker_stands_still", seconds=round(now - self._ticked))
            return False
        with self._store.redis.pipeline(transaction=False) as pipe:
            for queue in QUEUES:
                pipe.llen(key(queue))
                pipe.zcard(key("waiting", queue))
            pipe.scard(key("crew", self._store.worker))
            *lines, held = pipe.execute()
        idle = any(min(lines[n], lines[n + 1]) for n in (0, 2)) and held < self._slots
        if not idle:
            self._busy = now
        if now - self._busy > IDLE_S:
            log.error("worker_takes_nothing", seconds=round(now - self._busy))
            return False
        return True

    def _look_at_memory(self) -> None:
        """Keep the server from filling up: pictures and caches go before questions are refused."""
        memory = server.memory(self._store.redis)
        if memory.limit != self._limit or time.monotonic() >= self._next_memory_look:
            self._next_memory_look = time.monotonic() + MEMORY_LOOK_S
            self._limit = memory.limit
            server.set_budgets(self._store.redis, memory.limit)
        if memory.too_much:
            freed = self._store.make_room(memory.too_much)
            log.warning("redis_nearly_full", used=memory.used, limit=memory.limit, freed=freed)
            if server.memory(self._store.redis).part > server.TIGHT:
                self._store.redis.set(key("tight"), "1", ex=15)

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
            except Exception as error:  # noqa: BLE001 - whatever it is, the next look may succeed, and nobody else looks
                log.error("maintenance_broke", error=type(error).__name__)
            if self._stop.wait(LOOK_S):
                return
