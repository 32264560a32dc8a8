"""What a group has chosen: whether links and audio in it are answered without being asked."""

from __future__ import annotations

from typing import Any

from telegram import Message
from telegram.constants import ChatMemberStatus
from telegram.ext import ExtBot

from spotpop.errors import QueueUnavailable
from worker.queue.client import Client

ANSWERS_A_MESSAGE = 3
"""In a group with feedback on, at most so many links and files of one message are answered."""

_MANAGERS = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


class Groups:
    """The groups' settings, in the queue's notes; they name nobody."""

    def __init__(self, bot: ExtBot[Any], client: Client) -> None:
        self._bot, self._client = bot, client

    async def has_feedback(self, chat_id: int) -> bool:
        """Say whether everything is answered there; when the queue is away, it is not."""
        try:
            note = await self._client.note_get(_key(chat_id))
        except QueueUnavailable:
            return False
        return isinstance(note, dict) and bool(note.get("feedback"))

    async def set_feedback(self, chat_id: int, on: bool) -> None:
        """Switch it on or off.

        Raises
        ------
        QueueUnavailable
        """
        await self._client.note_set(_key(chat_id), {"feedback": True} if on else None, None)

    async def move(self, old: int, new: int) -> None:
        """Keep the choice when a group becomes a supergroup, under another id.

        Raises
        ------
        QueueUnavailable
        """
        if await self.has_feedback(old):
            await self.set_feedback(new, on=True)
            await self.set_feedback(old, on=False)

    async def is_managed_by_sender(self, message: Message) -> bool:
        """Say whether an administrator wrote this, perhaps anonymously.

        Raises
        ------
        telegram.error.TelegramError
        """
        if message.sender_chat is not None:
            return message.sender_chat.id == message.chat_id
        if message.from_user is None:
            return False
        return await self.is_manager(message.chat_id, message.from_user.id)

    async def is_manager(self, chat_id: int, user_id: int) -> bool:
        """Say whether a person administers a group.

        Raises
        ------
        telegram.error.TelegramError
        """
        return (await self._bot.get_chat_member(chat_id, user_id)).status in _MANAGERS

    async def reads_all_messages(self, chat_id: int) -> bool:
        """Say whether the bot sees all messages there: privacy mode is off, or it is an administrator itself.

        Raises
        ------
        telegram.error.TelegramError
        """
        if self._bot.bot.can_read_all_group_messages:
            return True
        return (await self._bot.get_chat_member(chat_id, self._bot.id)).status in _MANAGERS


def _key(chat_id: int) -> str:
    return f"telegram:chat:{chat_id}"
