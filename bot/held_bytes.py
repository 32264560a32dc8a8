"""How many bytes of files a front-end holds at once, from their download until the queue has them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Final

from bot.conversation import File

HELD_BYTES: Final = 50 << 20
"""All at once no more than the largest file that is taken."""


def bytes_of(files: Iterable[File], limit_mib: float) -> int:
    """Return how many bytes files may have: as many as are allowed where nobody says."""
    return sum(file.size_bytes or int(limit_mib * 2**20) for file in files)


class HeldBytes:
    """Room for so many bytes; who finds none waits, and what is larger than all of it goes alone.

    Parameters
    ----------
    most : int
        Bytes that may be held at once.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._free = most
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def room_for(self, size_bytes: int) -> AsyncIterator[None]:
        """Hold so many bytes as long as the context lasts."""
        wanted = min(size_bytes, self._most)
        async with self._changed:
            await self._changed.wait_for(lambda: self._free >= wanted)
            self._free -= wanted
        try:
            yield
        finally:
            self._free += wanted
            async with self._changed:
                self._changed.notify_all()
