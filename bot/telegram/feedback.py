"""Groups in which songs are answered without being asked: ``/feedback``, and what is overheard there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from telegram import Message

from bot.conversation import Plan, Understood, plan_unasked
from bot.first_answers import FirstAnswers
from bot.messages import notices
from bot.messages.message import Message as Said
from bot.service import MOST_AT_ONCE, Service
from bot.telegram.sending import Sender
from bot.telegram.settings import ANSWERS_A_MESSAGE, Groups
from bot.telegram.submit import answered_key
from bot.telegram.updates import TelegramChat, files_in, text_in
from bot.telegram.whispers import Whispers
from spotpop.errors import QueueUnavailable, SpotpopError
from spotpop.wording import Link, Words

CATCH_UP_WITHIN: Final = timedelta(hours=6)
CATCH_UP_MESSAGES: Final = 25
"""What was posted while the bot was away is answered if it is not older and not more than this, group by group."""

LATE: Final = timedelta(minutes=5)
"""What is older than this was posted while the bot was away."""

_SUPERGROUP: Final = -1_000_000_000_000
"""Ids of supergroups lie below this; what comes before the rest of the digits is no part of their links."""

Take = Callable[[list[Message]], Awaitable[None]]
"""Remembers that messages were taken."""


class Feedback:
    """Answers what nobody put to the bot, where administrators said so."""

    def __init__(self, service: Service, *, sender: Sender, groups: Groups, whispers: Whispers) -> None:
        self._service, self._sender, self._groups, self._whispers = service, sender, groups, whispers
        self._first = FirstAnswers(service.queue, "telegram", service.progress)
        self._late: Counter[int] = Counter()

    async def overhear(self, chat: TelegramChat, together: list[Message], take: Take) -> None:
        """In a group with feedback on, answer each link and each audio file, up to a few."""
        question = Understood(
            text="\n".join(text_in(one) for one in together),
            files=tuple(file for one in together for file in files_in(one, spoken=False)),
            chosen=False,
        )
        found = plan_unasked(question, max_upload_mib=self._service.platform.limit_mib, at_most=MOST_AT_ONCE)
        if not (found.asks or found.left_out) or not await self._groups.has_feedback(chat.chat_id):
            return
        if self._is_beyond(chat.chat_id, together[0].date):
            return
        await take(together)
        chosen, words = await self._service.chosen(chat), await self._service.words(chat)
        at_most = chosen.answers or ANSWERS_A_MESSAGE
        if len(found.asks) <= at_most:
            found = await self._without_known(chat, found, words)
        taken = await self._service.answer(replace(chat, overheard=True), found, words, at_most=at_most)
        for part, (ask, _) in enumerate(taken):
            job_id = self._service.platform.job_id(chat, part)
            assert job_id is not None
            await self._first.note(chat.server, ask, job_id, message=chat.message_id, part=part)

    async def set(self, message: Message, chat: TelegramChat, choice: str) -> None:
        """``/feedback on|off``: answer links and audio in this group without being asked; for administrators."""
        words = await self._service.words(chat)
        try:
            said = await self._set(message, chat, words, choice)
        except SpotpopError as error:
            said = notices.failure(error, words, private=True)
        await (self._whispers.say(chat, said) if said.private else self._sender.say(chat, said))

    async def _set(self, message: Message, chat: TelegramChat, words: Words, choice: str) -> Said:
        if chat.is_private:
            return notices.word("only-in-group", words)
        if choice not in {"on", "off"}:
            return notices.word("group-feedback-usage", words, private=True)
        if not await self._groups.is_managed_by_sender(message):
            return notices.word("only-admins", words, private=True)
        await self._groups.set_feedback(chat.chat_id, on=choice == "on")
        if choice == "off":
            return notices.word("group-feedback-off", words)
        if not await self._groups.reads_all_messages(chat.chat_id):
            return notices.word("group-feedback-deaf", words)
        return notices.word("group-feedback-on", words, count=ANSWERS_A_MESSAGE)

    def _is_beyond(self, chat_id: int, posted: datetime) -> bool:
        """Say whether a message is left alone because it was posted too long ago, or with too many others."""
        age = datetime.now(UTC) - posted
        if age <= LATE:
            return False
        self._late[chat_id] += 1
        return age > CATCH_UP_WITHIN or self._late[chat_id] > CATCH_UP_MESSAGES

    async def _without_known(self, chat: TelegramChat, found: Plan, words: Words) -> Plan:
        """Answer what was answered here within a day by a link to that, and return the rest."""
        fresh = []
        for ask in found.asks:
            first = await self._first.of(chat.server, ask)
            if first is None:
                fresh.append(ask)
            else:
                await self._lead_to(chat, int(first.get("message", 0)), int(first.get("part", 0)), words)
        return Plan(tuple(fresh), found.left_out)

    async def _lead_to(self, chat: TelegramChat, question_id: int, part: int, words: Words) -> None:
        """Say where a track was answered: by a link, in groups that have none by a reply to that answer."""
        try:
            shown = await self._service.queue.note_get(answered_key(chat.chat_id, question_id, part))
        except QueueUnavailable:
            shown = None
        there = shown if isinstance(shown, int) else question_id  # under way: its answer will be the reply to it
        if chat.chat_id < _SUPERGROUP:
            link = Link(words.plain("feedback-answered-link"), f"https://t.me/c/{_SUPERGROUP - chat.chat_id}/{there}")
            await self._sender.say(chat, notices.word("feedback-answered", words, link=link))
        else:
            here = replace(chat, message_id=there)
            await self._sender.say(here, notices.word("feedback-answered-here", words))
