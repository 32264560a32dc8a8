"""What a chat's process reports to the operator about itself: is its platform reached, how often was it slowed down.

The queue's exporter serves it (docs/operations.md), so that a bot needs no port of its own.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

from worker.queue.client import Client

EVERY_S = 20.0
"""Well within the time after which a state counts as unknown."""


class PlatformState:
    """Counts, and reports now and then; a burst of events costs one small write.

    Parameters
    ----------
    front_end : str
        As in `ReplyAddress.front_end`.
    """

    def __init__(self, client: Client, front_end: str, *, every_s: float = EVERY_S) -> None:
        self._client = client
        self._front_end = front_end
        self._every_s = every_s
        self._counts: Counter[str] = Counter()

    def count(self, event: str) -> None:
        """Note that something happened, e.g. ``rate_limited``."""
        self._counts[event] += 1

    async def run(self, is_connected: Callable[[], bool]) -> None:
        """Report for ever. While Redis is away nothing is reported, and nothing raised."""
        while True:
            await self.report(is_connected())
            await asyncio.sleep(self._every_s)

    async def report(self, is_connected: bool) -> None:
        """Report once."""
        counts, self._counts = self._counts, Counter()
        for event, number in counts.items():
            await self._client.count(f"{event}:{self._front_end}", number)
        await self._client.report_state(f"gateway:{self._front_end}", float(is_connected))
