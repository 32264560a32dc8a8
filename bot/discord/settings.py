"""Feedback channels: where the bot answers links and audio by itself, because an admin of the server said so."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import Any

from worker.queue.client import Client

CACHE_S = 60.0
"""How long a server's settings are believed; another process may have changed them meanwhile."""

CACHED_SERVERS = 10_000

MOST_ANSWERS = 5
"""Most answers a message that an admin can choose."""


@dataclass(frozen=True, slots=True)
class FeedbackChannel:
    """How a channel is watched.

    Attributes
    ----------
    answers : int
        At most so many answers to one message.
    threads : bool
        Answer in a thread.
    """

    answers: int = 1
    threads: bool = False


class FeedbackChannels:
    """The watched channels of each server, in the queue's notes."""

    def __init__(self, queue: Client) -> None:
        self._queue = queue
        self._cache: dict[int, tuple[float, dict[int, FeedbackChannel]]] = {}

    async def of(self, guild_id: int) -> dict[int, FeedbackChannel]:
        """Return the watched channels of a server.

        Raises
        ------
        QueueUnavailable
        """
        cached = self._cache.get(guild_id)
        if cached is not None and time.monotonic() - cached[0] < CACHE_S:
            return cached[1]
        note = await self._queue.note_get(_key(guild_id))
        watches = (
            {int(channel): FeedbackChannel(**watch) for channel, watch in note.items()}
            if isinstance(note, dict)
            else {}
        )
        self._remember(guild_id, watches)
        return watches

    async def add(self, guild_id: int, channel_id: int, watch: FeedbackChannel) -> None:
        """Watch a channel.

        Raises
        ------
        QueueUnavailable
        """
        await self._store(guild_id, {**await self._fresh(guild_id), channel_id: watch})

    async def remove(self, guild_id: int, channel_id: int) -> bool:
        """Watch it no more; return whether it was watched.

        Raises
        ------
        QueueUnavailable
        """
        watches = dict(await self._fresh(guild_id))
        if watches.pop(channel_id, None) is None:
            return False
        await self._store(guild_id, watches)
        return True

    async def forget(self, guild_id: int) -> None:
        """Delete all settings of a server that removed the bot.

        Raises
        ------
        QueueUnavailable
        """
        await self._store(guild_id, {})

    async def _fresh(self, guild_id: int) -> dict[int, FeedbackChannel]:
        self._cache.pop(guild_id, None)
        return await self.of(guild_id)

    async def _store(self, guild_id: int, watches: dict[int, FeedbackChannel]) -> None:
        note: dict[str, Any] | None = {str(channel): asdict(watch) for channel, watch in watches.items()} or None
        await self._queue.note_set(_key(guild_id), note, None)
        self._remember(guild_id, watches)

    def _remember(self, guild_id: int, watches: dict[int, FeedbackChannel]) -> None:
        if len(self._cache) >= CACHED_SERVERS:
            self._cache.pop(next(iter(self._cache)))
        self._cache[guild_id] = (time.monotonic(), watches)


def _key(guild_id: int) -> str:
    return f"discord:channels:{guild_id}"
