"""What the buttons under an answer do; all they need is in the queue's notes, so they survive a restart."""

from __future__ import annotations

from typing import Any

import structlog
from telegram import CallbackQuery, Message, Update, User
from telegram.error import BadRequest
from telegram.ext import ContextTypes, ExtBot

from bot.button_state import ButtonState, ButtonStateStore
from bot.conversation import Understood
from bot.messages import track as track_messages
from bot.messages.message import Action, read_button_id
from bot.messages.why import why
from bot.telegram.handlers import Handlers
from bot.telegram.sending import Sender
from bot.telegram.submit import Submitter
from bot.telegram.updates import files_in, place_of
from spotpop.errors import SpotpopError
from spotpop.wording import Words
from worker.queue.client import Client

_LONGEST_NOTICE = 200
"""Characters of a callback answer."""

_log = structlog.get_logger(__name__)


class Buttons:
    """Handles the inline keyboard."""

    def __init__(
        self, bot: ExtBot[Any], client: Client, *, submitter: Submitter, sender: Sender, handlers: Handlers
    ) -> None:
        self._bot, self._submitter, self._sender, self._handlers = bot, submitter, sender, handlers
        self._memory = ButtonStateStore(client)

    async def click(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button says, and answer the click in any case, or its clock would tick on."""
        query = update.callback_query
        if query is None:
            return
        words = self._submitter.words(query.from_user.language_code or "")
        try:
            notice = await self._act(query, words)
        except SpotpopError as error:
            message = track_messages.failure(error, words)
            notice = "".join(span.text for span in message.lead)
        await _answer(query, notice)

    async def _act(self, query: CallbackQuery, words: Words) -> str | None:
        """Return what to tell the person in a small window, if anything."""
        read = read_button_id(query.data or "")
        message = query.message
        if read is None or not isinstance(message, Message):
            return words.plain("button-unknown")
        action, state = read
        remembered = await self._memory.recall(state)
        if action == "delete":
            return await self._delete(query, message, state, remembered, words)
        if remembered is None:
            return words.plain("why-gone" if action == "why" else "button-unknown")
        return await self._tell(action, message, query.from_user, remembered, words)

    async def _tell(
        self, action: Action, message: Message, user: User, remembered: ButtonState, words: Words
    ) -> str | None:
        place = place_of(message, user)
        if action == "why" and remembered.outcome.report is not None:
            await self._sender.say(place, why(remembered.outcome.read_report(), words))
            return None
        if action == "compare":
            asked = message.reply_to_message
            files = files_in(asked) if asked is not None and remembered.reference is None else ()
            text = remembered.reference.url if remembered.reference else ""
            if not text and not files:
                return words.plain("button-unknown")
            await self._handlers.prompt(place, Understood(text=text, files=files), force=place.is_private)
            return None
        return words.plain("button-unknown")

    async def _delete(
        self, query: CallbackQuery, message: Message, state: str, remembered: ButtonState | None, words: Words
    ) -> str:
        if not self._may_delete(query.from_user, message, remembered):
            return words.plain("button-not-yours")
        try:
            await self._bot.delete_message(message.chat_id, message.message_id)
        except BadRequest as error:  # older than 48 hours, or deleted by somebody else meanwhile
            _log.info("answer_not_deleted", reason=error.message)
            await self._strip(message)
        if remembered is not None:
            await self._memory.drop(state, remembered.owner)
        return words.plain("button-deleted")

    async def _strip(self, message: Message) -> None:
        try:
            await self._bot.edit_message_reply_markup(message.chat_id, message.message_id)
        except BadRequest as error:
            _log.info("keyboard_not_removed", reason=error.message)

    def _may_delete(self, user: User, message: Message, remembered: ButtonState | None) -> bool:
        place = place_of(message, user)
        if place.is_private:
            return True
        if remembered is not None:
            return remembered.owner == place.user
        asked = message.reply_to_message
        return asked is not None and asked.from_user is not None and asked.from_user.id == user.id


async def _answer(query: CallbackQuery, notice: str | None) -> None:
    try:
        await query.answer(None if notice is None else notice[:_LONGEST_NOTICE], show_alert=notice is not None)
    except BadRequest as error:  # the click is older than Telegram waits for an answer
        _log.info("click_answered_too_late", reason=error.message)
