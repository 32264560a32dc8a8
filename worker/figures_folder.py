"""Where the processes of one worker write their figures for Prometheus, for one of them to add up."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator

SHARED_MEMORY = "/dev/shm"  # noqa: S108 - a folder of our own is made below it
FIGURES_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder; read by the counters when they are imported."""


@contextlib.contextmanager
def figures_of_processes(*, wanted: bool) -> Iterator[None]:
    """Give this process and its children a folder for their figures, and remove it in the end.

    Parameters
    ----------
    wanted : bool
        Whether anybody asks for figures of several processes.
    """
    if not wanted:
        yield
        return
    folder = os.environ[FIGURES_VARIABLE] = _new_folder()
    try:
        yield
    finally:
        os.environ.pop(FIGURES_VARIABLE, None)
        shutil.rmtree(folder, ignore_errors=True)


def _new_folder() -> str:
    """Return a new folder for the processes' figures, in memory where there is one.

    They are written through memory maps, and a process dies (SIGBUS) when the disk below one is full.
    """
    try:
        return tempfile.mkdtemp(prefix="spotpop-metrics-", dir=SHARED_MEMORY)
    except OSError:
        return tempfile.mkdtemp(prefix="spotpop-metrics-")
