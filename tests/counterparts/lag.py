"""How late this process's loop runs: on a busy machine calls that left evenly arrive in bunches."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

EVERY_S = 0.02
REMEMBERED_S = 5.0


class LagMeter:
    """Sleeps shortly, again and again, and remembers by how much it woke too late."""

    def __init__(self) -> None:
        self._late: deque[tuple[float, float]] = deque()

    @property
    def seconds(self) -> float:
        """The worst of the last seconds; near 0 on an idle machine."""
        horizon = time.monotonic() - REMEMBERED_S
        while self._late and self._late[0][0] < horizon:
            self._late.popleft()
        return max((late for _, late in self._late), default=0.0)

    async def run(self) -> None:
        """Measure until it is cancelled."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(EVERY_S)
            now = time.monotonic()
            self._late.append((now, max(0.0, now - began - EVERY_S)))


@asynccontextmanager
async def measured_lag() -> AsyncIterator[LagMeter]:
    """Measure while the block runs."""
    meter = LagMeter()
    task = asyncio.create_task(meter.run())
    try:
        yield meter
    finally:
        task.cancel()
