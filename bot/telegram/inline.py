"""Inline mode: ``@bot <link>`` in any chat shows a forecast that is known already, or a button to ask for it."""

from __future__ import annotations

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

from bot.conversation import answer_to
from bot.messages.message import Message
from bot.platform import Chat
from bot.service import Service
from bot.telegram.deep_links import payload_of
from bot.telegram.file_ids import FileIds
from bot.telegram.rendering import CAPTION_MAX, text_of
from spotpop.errors import QueueUnavailable
from spotpop.links import Reference, parse_reference
from spotpop.text import plain
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
        words = await self._service.words(
            Chat(user=f"telegram:{asked.from_user.id}", locale=asked.from_user.language_code or "", direct=True)
        )
        reference = parse_reference(asked.query)
        results: list[InlineQueryResult] = []
        if reference is None:
            button = InlineQueryResultsButton(words.plain("inline-paste"), start_parameter="help")
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

    def _more(self, reference: Reference, words: Words) -> InlineKeyboardMarkup:
        """Return a button to the bot itself: an inline message cannot carry the answer's own buttons."""
        url = f"https://t.me/{self._bot.username}?start={payload_of(reference)}"
        return InlineKeyboardMarkup([[InlineKeyboardButton(words.plain("inline-more"), url=url)]])


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


def _text_result(reference: Reference, message: Message, more: InlineKeyboardMarkup) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        text_of(message), parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(
        reference.id, plain(message.title), content, description=plain(message.lead), reply_markup=more
    )
