"""What is one person's business in a group: said in their private chat, else there for a minute."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import structlog
from telegram import ReplyParameters
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.messages.message import Message
from bot.telegram.sending import Sender
from bot.telegram.updates import TelegramChat

WRONG: Final = "🤔"
"""The reaction that leads a person to their private chat; one of those that Telegram offers bots."""

SHOWN_S: Final = 60.0
"""How long a word stands in a group that concerns one person alone: long enough to be read."""

_FAREWELL_S: Final = 3.0

_log = structlog.get_logger(__name__)


class Whispers:
    """Says things to one person of a group.

    Parameters
    ----------
    shown_s : float
        How long a word stands in a group.
    """

    def __init__(self, bot: ExtBot[Any], sender: Sender, *, shown_s: float = SHOWN_S) -> None:
        self._bot, self._sender, self.shown_s = bot, sender, shown_s
        self._passing: dict[asyncio.Task[None], tuple[int, int]] = {}

    async def say(self, chat: TelegramChat, message: Message) -> None:
        """Speak to a person alone; where the bot may not write to them, in the group for a minute.

        Raises
        ------
        telegram.error.TelegramError
        """
        if chat.is_private:
            await self._sender.say(chat, message)
        elif chat.person is not None and await self._sender.may_write_to(chat.person):
            await self._sender.react(chat, WRONG)
            await self._alone(chat, message)
        else:
            await self.briefly(chat, message)

    async def briefly(self, chat: TelegramChat, message: Message) -> None:
        """Say something that is taken back by itself, without a sound.

        Raises
        ------
        telegram.error.TelegramError
        """
        shown = await self._sender.post(chat, message, disable_notification=True)
        place = int(shown["chat"]), int(shown["message"])
        task = asyncio.create_task(self._take_back_later(*place))
        self._passing[task] = place
        task.add_done_callback(lambda done: self._passing.pop(done, None))

    async def close(self) -> None:
        """Take back at once what would be taken back later."""
        passing = dict(self._passing)
        for task in passing:
            task.cancel()
        await asyncio.gather(*passing, return_exceptions=True)
        try:
            async with asyncio.timeout(_FAREWELL_S):
                await asyncio.gather(*(self.take_back(*place) for place in passing.values()))
        except TimeoutError:
            _log.info("words_left_in_groups", count=len(passing))

    async def _alone(self, chat: TelegramChat, message: Message) -> None:
        """Write into the private chat, as an answer to the message in the group where Telegram allows that."""
        alone = chat.alone()
        try:
            about = ReplyParameters(chat.message_id, chat_id=chat.chat_id)
            await self._sender.say(alone, message, reply_parameters=about)
        except BadRequest:  # the group forbids that its messages are shown elsewhere, or it is gone
            await self._sender.say(alone, message)

    async def _take_back_later(self, chat_id: int, message_id: int) -> None:
        await asyncio.sleep(self.shown_s)
        await self.take_back(chat_id, message_id)

    async def take_back(self, chat_id: int, message_id: int) -> None:
        """Delete a message of ours, if it is still there."""
        try:
            await self._bot.delete_message(chat_id, message_id)
        except TelegramError as error:  # somebody else deleted it
            _log.info("word_not_taken_back", reason=type(error).__name__)
