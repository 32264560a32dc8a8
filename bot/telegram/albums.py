"""Files that were sent together: Telegram tells of each by an update of its own, with the caption on one of them."""

from __future__ import annotations

import asyncio
from typing import Final

from telegram import Message

GATHER_S: Final = 0.8
"""How long to wait for the next file of the same album; they come within a moment."""


class Albums:
    """Gathers the messages of media groups."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[list[Message], asyncio.Event]] = {}

    async def gather(self, message: Message) -> list[Message] | None:
        """Return all messages of an album to the first that asks, in their order, and None to the others.

        A message that belongs to no album is returned alone, at once. The others wait, too, so that Telegram gets no
        update confirmed before all are handled.
        """
        group = message.media_group_id
        if group is None:
            return [message]
        if group in self._open:
            messages, done = self._open[group]
            messages.append(message)
            await done.wait()
            return None
        messages, done = [message], asyncio.Event()
        self._open[group] = messages, done
        count = 0
        while count < len(messages):
            count = len(messages)
            await asyncio.sleep(GATHER_S)
        del self._open[group]
        done.set()
        return sorted(messages, key=lambda one: one.message_id)
