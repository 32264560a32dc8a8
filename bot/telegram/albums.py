"""Files that were sent together: Telegram sends each in an update of its own, with the caption on one of them."""

from __future__ import annotations

import asyncio
import json
from typing import Final

from telegram import Bot, Message

from spotpop.errors import QueueUnavailable
from worker.queue.client import Client

GATHER_S: Final = 0.8
"""How long to wait for the next file of the same album; they come within a moment."""

SHARED_KEPT_S: Final = 60.0
"""How long the files of an album lie where other processes of the bot find them."""


class Albums:
    """Gathers the messages of media groups.

    Parameters
    ----------
    queue : Client or None
        Where processes of one bot put what they have of an album, when each gets some of the updates (by a webhook);
        None where this one gets all.
    """

    def __init__(self, bot: Bot, queue: Client | None = None) -> None:
        self._bot, self._queue = bot, queue
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
        if self._queue is not None:
            messages = await self._with_others(self._queue, messages)
        return sorted(messages, key=lambda one: one.message_id) or None

    async def _with_others(self, queue: Client, mine: list[Message]) -> list[Message]:
        """Return the whole album where the first of its messages is one of `mine`, and nothing to the other processes.

        Whoever comes after it was taken is the first of what is left, so that no message is lost.
        """
        key = f"telegram:album:{mine[0].chat_id}:{mine[0].media_group_id}"
        person = mine[0].from_user
        user = f"telegram:{person.id}" if person is not None else None
        try:
            is_first = False
            for message in mine:
                count = await queue.note_append(key, message.to_json(), SHARED_KEPT_S, user=user)
                is_first = is_first or count == 1
            if not is_first:
                return []
            await asyncio.sleep(GATHER_S)
            found = await queue.note_take(key)
        except QueueUnavailable:
            return mine
        by_id = {one.message_id: one for one in mine}
        for text in found:
            other = Message.de_json(json.loads(text), self._bot)
            by_id.setdefault(other.message_id, other)
        return list(by_id.values())
