"""The stages of an answer: announced as they begin, and their time taken."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from spotpop.question import StageCallback
from spotpop.stage_names import Stage


def silent(stage: Stage) -> None:
    """Report to nobody that a stage begins."""


@contextmanager
def timed_stage(name: Stage, timings_ms: dict[str, float], progress: StageCallback) -> Iterator[None]:
    """Announce a stage and add its milliseconds to `timings_ms`, unless it fails."""
    progress(name)
    began = time.perf_counter()
    yield
    timings_ms[name] = timings_ms.get(name, 0.0) + (time.perf_counter() - began) * 1e3
