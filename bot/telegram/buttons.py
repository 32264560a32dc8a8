"""What the buttons under an answer do; all they need is in the queue's notes, so they survive a restart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import structlog
from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes, ExtBot

from bot.button_state import ButtonState, may_delete
from bot.conversation import Understood
from bot.messages import notices
from bot.messages.message import read_button_id
from bot.service import Service
from bot.telegram.handlers import Handlers
from bot.telegram.sending import Sender
from bot.telegram.settings import Groups
from bot.telegram.updates import TelegramChat, chat_of, files_in
from spotpop.errors import SpotpopError
from spotpop.text import plain
from spotpop.wording import Words

_LONGEST_NOTICE: Final = 200
"""Characters of a callback answer."""

_log = structlog.get_logger(__name__)


class Buttons:
    """Handles the inline keyboard."""

    def __init__(
        self, bot: ExtBot[Any], service: Service, *, sender: Sender, groups: Groups, handlers: Handlers
    ) -> None:
        self._bot, self._service, self._sender = bot, service, sender
        self._groups, self._handlers = groups, handlers

    async def click(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button says, and answer the click in any case, or its clock would tick on."""
        query = update.callback_query
        if query is None:
            return
        message = query.message
        if not isinstance(message, Message):
            await _answer(query, None)
            return
        chat = chat_of(message, query.from_user)
        words = await self._service.words(chat)
        try:
            notice = await self._act(query, message, chat, words)
        except SpotpopError as error:
            notice = plain(notices.failure(error, words).lead)
        await _answer(query, notice)

    async def _act(self, query: CallbackQuery, message: Message, chat: TelegramChat, words: Words) -> str | None:
        """Return what to show the person in a small window, if anything."""
        read = read_button_id(query.data or "")
        if read is None:
            return words.plain("button-unknown")
        action, state = read
        if action == "delete":
            return await self._delete(chat, message, state, words)
        if action == "compare":
            return await self._compare(chat, message, state, words)
        if action == "choose":
            chat = replace(chat, in_place=message.message_id, choice=state)
        if action in {"audience", "versus", "details"}:
            chat = replace(chat, choice=f"{action}:{state}")  # each answer to it is a question of its own
        done = await self._service.click(chat, action, state)
        if done.edit is not None:
            await self._sender.retext(chat, message.message_id, done.edit, under_picture=bool(message.photo))
        if done.keys:
            await self._sender.rekey(chat, message.message_id, done.keys)
        elif said := done.reply or done.public:
            await self._sender.explain(chat, said)
        return done.notice

    async def _compare(self, chat: TelegramChat, message: Message, state: str, words: Words) -> str | None:
        known = await self._service.states.recall(state)
        asked = message.reply_to_message
        files = files_in(asked) if asked is not None and (known is None or known.reference is None) else ()
        text = known.reference.url if known is not None and known.reference else ""
        if not text and not files:
            return words.plain("button-unknown")
        question = Understood(intent="compare", text=text, files=files)
        await self._handlers.prompt(chat, question, force=chat.is_private)
        return None

    async def _delete(self, chat: TelegramChat, message: Message, state: str, words: Words) -> str:
        known = await self._service.states.recall(state)
        if not await self._may_delete(chat, message, known):
            return words.plain("button-not-yours")
        try:
            await self._bot.delete_message(message.chat_id, message.message_id)
        except BadRequest as error:  # older than 48 hours, or deleted by somebody else meanwhile
            _log.info("answer_not_deleted", reason=error.message)
            await self._strip(message)
        if known is not None:
            await self._service.states.drop(state, known.owner)
        return words.plain("button-deleted")

    async def _may_delete(self, chat: TelegramChat, message: Message, known: ButtonState | None) -> bool:
        """Say whether the person asked, or administers the group."""
        origin = message.reply_to_message
        person = chat.user.removeprefix("telegram:")
        asked = known is None and origin is not None and str(origin.from_user.id if origin.from_user else 0) == person
        if may_delete(chat, known, asked=asked, moderates=False):
            return True
        try:
            return await self._groups.is_manager(chat.chat_id, int(person))
        except TelegramError as error:
            _log.info("member_not_looked_up", reason=type(error).__name__)
            return False

    async def _strip(self, message: Message) -> None:
        try:
            await self._bot.edit_message_reply_markup(message.chat_id, message.message_id)
        except BadRequest as error:
            _log.info("keyboard_not_removed", reason=error.message)


async def _answer(query: CallbackQuery, notice: str | None) -> None:
    try:
        await query.answer(None if notice is None else notice[:_LONGEST_NOTICE], show_alert=notice is not None)
    except BadRequest as error:  # the click is older than Telegram waits for an answer
        _log.info("click_answered_too_late", reason=error.message)
