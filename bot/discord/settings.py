"""Feedback channels: where the bot answers links and audio by itself, because an admin of the server said so."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

import discord

from worker.queue.client import Client
from worker.queue.newest import Newest

CACHE_S: Final = 60.0
"""How long a server's settings are believed; another process may have changed them meanwhile."""

CACHED_SERVERS: Final = 10_000

SEEN_KEPT_S: Final = 7 * 86_400.0
"""How long it is remembered up to which message a channel was read."""

NEEDED: Final = ("view_channel", "read_message_history")
"""Rights without which nothing can be answered in a channel; the right to write depends on its kind."""

Watchable = discord.TextChannel | discord.ForumChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
"""Where people post songs: text and announcement channels, forums, threads, and the text beside voice."""


@dataclass(frozen=True, slots=True)
class FeedbackChannel:
    """How a channel is watched, with all its threads.

    Attributes
    ----------
    answers : int
        At most so many answers to one message.
    threads : bool
        Answer in a thread.
    webhooks : bool
        Answer what webhooks post, too: PluralKit repeats members' messages by them.
    """

    answers: int = 1
    threads: bool = False
    webhooks: bool = False


class FeedbackChannels:
    """The watched channels of each server, in the queue's notes."""

    def __init__(self, queue: Client) -> None:
        self._queue = queue
        self._cache = Newest[int, tuple[float, dict[int, FeedbackChannel]]](CACHED_SERVERS)

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
        watches = {int(channel): _read(watch) for channel, watch in note.items()} if isinstance(note, dict) else {}
        self._remember(guild_id, watches)
        return watches

    async def add(self, guild_id: int, channel_id: int, watch: FeedbackChannel, *, since: int = 0) -> None:
        """Watch a channel.

        Parameters
        ----------
        since : int
            The id of what happened last: older messages are none of the bot's business.

        Raises
        ------
        QueueUnavailable
        """
        await self._store(guild_id, {**await self._fresh(guild_id), channel_id: watch})
        if since and await self.read_up_to(channel_id) is None:
            await self.note_read(channel_id, since)

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
        await self._queue.note_set(_seen_key(channel_id), None, None)
        return True

    async def forget(self, guild_id: int) -> None:
        """Delete all settings of a server that removed the bot.

        Raises
        ------
        QueueUnavailable
        """
        for channel_id in await self._fresh(guild_id):
            await self._queue.note_set(_seen_key(channel_id), None, None)
        await self._store(guild_id, {})

    async def read_up_to(self, channel_id: int) -> int | None:
        """Return the id of the last message that was looked at in a watched channel.

        Raises
        ------
        QueueUnavailable
        """
        note = await self._queue.note_get(_seen_key(channel_id))
        return note if isinstance(note, int) else None

    async def note_read(self, channel_id: int, message_id: int) -> None:
        """Remember that a watched channel was read up to a message.

        Raises
        ------
        QueueUnavailable
        """
        await self._queue.note_set(_seen_key(channel_id), message_id, SEEN_KEPT_S)

    async def _fresh(self, guild_id: int) -> dict[int, FeedbackChannel]:
        self._cache.pop(guild_id, None)
        return await self.of(guild_id)

    async def _store(self, guild_id: int, watches: dict[int, FeedbackChannel]) -> None:
        note: dict[str, Any] | None = {str(channel): asdict(watch) for channel, watch in watches.items()} or None
        await self._queue.note_set(_key(guild_id), note, None)
        self._remember(guild_id, watches)

    def _remember(self, guild_id: int, watches: dict[int, FeedbackChannel]) -> None:
        self._cache[guild_id] = (time.monotonic(), watches)


def missing_rights(channel: Watchable, *, threads: bool) -> list[str]:
    """Return which rights the bot lacks to answer in a channel, by Discord's names of them.

    Parameters
    ----------
    threads : bool
        Answers go into threads.
    """
    allowed = channel.permissions_for(channel.guild.me)
    needed = list(NEEDED)
    if isinstance(channel, discord.ForumChannel | discord.Thread):
        needed.append("send_messages_in_threads")
    else:
        needed.append("send_messages")
        if isinstance(channel, discord.VoiceChannel | discord.StageChannel):
            needed.append("connect")  # without it the text beside voice cannot be seen
        if threads:
            needed += ["create_public_threads", "send_messages_in_threads"]
    needed += ["embed_links", "attach_files"]
    return [right for right in needed if not getattr(allowed, right)]


def _read(watch: Mapping[str, Any]) -> FeedbackChannel:
    """Return a watch as it was stored; what a newer version added is left out."""
    known = {one.name for one in fields(FeedbackChannel)}
    return FeedbackChannel(**{name: value for name, value in watch.items() if name in known})


def _seen_key(channel_id: int) -> str:
    return f"discord:seen:{channel_id}"


def _key(guild_id: int) -> str:
    return f"discord:channels:{guild_id}"
