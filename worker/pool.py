"""How a worker runs several jobs at once: in processes, or in threads that share one model and its batches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from spotpop.settings import Settings


@dataclass(frozen=True, slots=True)
class Pool:
    """What the settings ask for.

    Attributes
    ----------
    threads : bool
        Whether jobs run in threads of one process.
    slots : int
        Jobs at once.
    memory_mib : int
        What a process may grow to before it is replaced.
    """

    threads: bool
    slots: int
    memory_mib: int

    @classmethod
    def of(cls, settings: Settings, slots: int | None = None) -> Self:
        """Return it; threads mostly wait for the network or for the model's next pass, processes keep a core busy."""
        threads = settings.runtime == "tensorflow"
        if slots is None:
            slots = settings.batch_size if threads else settings.worker_processes
        return cls(threads, slots, settings.worker_memory_mib or (16_000 if threads else 2_000))

    @property
    def slots_per_process(self) -> int:
        """How many jobs one process has at once."""
        return self.slots if self.threads else 1

    @property
    def celery_name(self) -> str:
        """The name that Celery has for it."""
        return "threads" if self.threads else "prefork"
