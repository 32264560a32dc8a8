"""Inline mode: ``@bot <link>`` in any chat shows a forecast that is known already, or a button to ask for it.

``@bot <name>`` offers songs that are called so.
"""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes, ExtBot

from bot.messages.message import Message
from bot.messages.outcome import answer_to
from bot.platform import Chat
from bot.service import Service
from bot.telegram.deep_links import payload_of
from bot.telegram.file_ids import FileIds
from bot.telegram.rendering import CAPTION_MAX, text_of
from spotpop.errors import QueueUnavailable
from spotpop.links import Reference, parse_reference
from spotpop.links.choices import Choice
from spotpop.text import Span, plain, sanitise
from spotpop.wording import Words

_CACHE_S = 30
"""How long Telegram may repeat an answer by itself; short, because a forecast may be ready soon."""

_log = structlog.get_logger(__name__)


class Inline:
    """Answers inline queries."""

    def __init__(self, bot: ExtBot[Any], service: Service, *, file_ids: FileIds) -> None:
        self._bot, self._service, self._file_ids = bot, service, file_ids

    async def query(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what was typed so far."""
        asked = update.inline_query
        if asked is None:
            return
        chat = Chat(user=f"telegram:{asked.from_user.id}", locale=asked.from_user.language_code or "", direct=True)
        words = await self._service.words(chat)
        reference = parse_reference(asked.query)
        results: list[InlineQueryResult] = []
        if reference is None:
            button = InlineQueryResultsButton(words.plain("inline-paste"), start_parameter="help")
            results = await self._named(chat, asked.query, words)
        elif reference.kind in {"artist", "episode", "show"}:
            button = InlineQueryResultsButton(words.plain("inline-wrong"), start_parameter="help")
        else:
            button = InlineQueryResultsButton(words.plain("inline-ask"), start_parameter=payload_of(reference))
            results = await self._known(reference, words)
        try:
            await self._bot.answer_inline_query(
                asked.id, results, cache_time=_CACHE_S, is_personal=True, button=None if results else button
            )
        except BadRequest as error:  # the person typed on, and Telegram no longer waits for this one
            _log.info("inline_query_answered_too_late", reason=error.message)

    async def _named(self, chat: Chat, name: str, words: Words) -> list[InlineQueryResult]:
        """Return the songs that a name may mean: the forecast where there is one, else a button to ask for it."""
        found = await self._service.suggest(chat, name)
        known = await asyncio.gather(*(self._known(choice.reference, words) for choice in found))
        return [
            *(
                one[0] if one else _song_result(choice, words, self._more(choice.reference, words, "inline-forecast"))
                for choice, one in zip(found, known, strict=True)
            )
        ]

    async def _known(self, reference: Reference, words: Words) -> list[InlineQueryResult]:
        if reference.kind != "track":
            return []
        try:
            outcome = await self._service.queue.cached(reference, locale=words.language)
            photo = await self._file_ids.of(reference.url)
        except QueueUnavailable:
            return []
        if outcome is None or outcome.report is None:
            return []
        message = answer_to(outcome, words, picture=None)
        return (
            [_photo_result(reference, message, photo, self._more(reference, words))]
            if photo
            else [_text_result(reference, message, self._more(reference, words))]
        )

    def _more(self, reference: Reference, words: Words, key: str = "inline-more") -> InlineKeyboardMarkup:
        """Return a button to the bot itself: an inline message cannot carry the answer's own buttons."""
        url = f"https://t.me/{self._bot.username}?start={payload_of(reference)}"
        return InlineKeyboardMarkup([[InlineKeyboardButton(words.plain(key), url=url)]])


def _photo_result(
    reference: Reference, message: Message, photo: str, more: InlineKeyboardMarkup
) -> InlineQueryResultCachedPhoto:
    return InlineQueryResultCachedPhoto(
        reference.id,
        photo,
        title=plain(message.title),
        description=plain(message.lead),
        caption=text_of(message, CAPTION_MAX),
        parse_mode=ParseMode.HTML,
        reply_markup=more,
    )


def _song_result(choice: Choice, words: Words, more: InlineKeyboardMarkup) -> InlineQueryResultArticle:
    label = sanitise(choice.label)
    message = Message(title=(Span(choice.label, untrusted=True),), url=choice.reference.url)
    content = InputTextMessageContent(
        text_of(message), parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(
        choice.reference.id, label or choice.id, content, description=words.plain("inline-song"), reply_markup=more
    )


def _text_result(reference: Reference, message: Message, more: InlineKeyboardMarkup) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        text_of(message), parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(
        reference.id, plain(message.title), content, description=plain(message.lead), reply_markup=more
    )
