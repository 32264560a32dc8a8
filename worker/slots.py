"""What a worker of threads is at: a thread cannot be killed, so one that hangs is given up and its slot written off."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from worker.queue.celery_app import HARD_LIMIT_S
from worker.queue.store import WorkItem

ABANDONED_S = 10.0
"""A job that nobody waits for any more may go on for so long, for the cache; then it counts as hung."""


@dataclass(slots=True, eq=False)
class Running:
    """One job in one thread.

    Attributes
    ----------
    began : float
        Of the monotonic clock.
    abandoned_at : float or None
        Since when nobody waits.
    """

    work_item: WorkItem
    began: float = field(default_factory=time.monotonic)
    abandoned_at: float | None = None
    stuck: bool = False

    def is_hung(self, now: float) -> bool:
        """Whether it has had more time than any job gets."""
        if self.abandoned_at is not None and now - self.abandoned_at > ABANDONED_S:
            return True
        return now - self.began > HARD_LIMIT_S


class Slots:
    """All jobs of a process.

    Parameters
    ----------
    number : int
        Threads that take jobs.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._running: set[Running] = set()
        self._lock = threading.Lock()

    def begin(self, work_item: WorkItem) -> Running:
        """Note that a job begins."""
        running = Running(work_item)
        with self._lock:
            self._running.add(running)
        return running

    def end(self, running: Running) -> None:
        """Note that a job has ended, hung or not: its thread is free."""
        with self._lock:
            self._running.discard(running)

    def give_up_hung(self, give_up: Callable[[WorkItem], None]) -> int:
        """Give up what hangs and was not given up before; return how many threads are lost by now.

        Parameters
        ----------
        give_up : callable
            Ends the work item for those who wait.
        """
        now = time.monotonic()
        with self._lock:
            hung = [one for one in self._running if not one.stuck and one.is_hung(now)]
            for one in hung:
                one.stuck = True
        for one in hung:
            give_up(one.work_item)
        return self.stuck

    @property
    def stuck(self) -> int:
        """How many threads are lost."""
        with self._lock:
            return sum(one.stuck for one in self._running)

    @property
    def exhausted(self) -> bool:
        """Whether no thread is left that could take a job."""
        return self.stuck >= self.number

    @property
    def awaited(self) -> int:
        """How many jobs run that somebody still waits for."""
        with self._lock:
            return sum(not one.stuck and one.abandoned_at is None for one in self._running)
