"""Messages that the bot answers by itself: in feedback channels, in its own DMs, and where it is mentioned."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import discord
import structlog

from bot.conversation import Ask, Plan, holds_something, plan_unasked
from bot.discord.services import Services
from bot.discord.settings import FeedbackChannel
from bot.discord.submit import MessageChat, chat_of_message
from bot.discord.updates import question_in, wants_silence
from bot.messages.track import word
from bot.platform import Address
from bot.service import MOST_AT_ONCE
from spotpop.errors import QueueUnavailable
from spotpop.links import Reference
from spotpop.wording import Link

log = structlog.get_logger(__name__)

_SEEN: Final = 1000
"""Ids of messages that were taken: after a resume the gateway may tell them again."""

EDITED_WITHIN: Final = timedelta(hours=1)
"""A link that is added later is a correction of something forgotten, no question."""

CATCH_UP_WITHIN: Final = timedelta(hours=6)
CATCH_UP_MESSAGES: Final = 25
"""What was posted while the bot was away is answered if it is not older and not more than this, channel by channel."""

ANSWER_KEPT_S: Final = 86_400.0
"""For so long the same track in the same server is answered by a link to the first answer."""

WEBHOOK_PAUSE_S: Final = 2.0
"""PluralKit deletes a member's message and repeats it by a webhook within this time."""


Readable = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
"""Where messages stand, unlike a forum, which holds threads only."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How a message is answered.

    Attributes
    ----------
    asked : bool
        Somebody put it to the bot; else the channel is watched.
    """

    asked: bool
    watch: FeedbackChannel = field(default_factory=FeedbackChannel)


class Listener:
    """Answers messages without being commanded.

    Parameters
    ----------
    me : callable
        Returns the bot's own user, once it is known.
    """

    def __init__(self, services: Services, client: discord.Client) -> None:
        self._services, self._client = services, client
        self._seen: deque[int] = deque(maxlen=_SEEN)

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is in the message, if it is to be answered here; never bots, nor itself."""
        if message.author.id == self._own_id or message.id in self._seen or message.is_system():
            return
        way = await self._way(message)
        if way is None:
            return
        question = question_in(message)
        if way.asked and not holds_something(question):
            question = question_in(await self._replied(message) or message)
        limit = self._services.service.platform.limit_mib
        chat = chat_of_message(message, threads=way.watch.threads and not way.asked)
        if way.asked:
            if message.guild is not None and not holds_something(question):
                return  # somebody only named the bot
            self._seen.append(message.id)
            await self._services.service.ask(chat, question)
            return
        found = plan_unasked(question, max_upload_mib=limit, at_most=MOST_AT_ONCE)
        if found.asks or found.left_out:
            self._seen.append(message.id)
            await self._answer(chat, found, way.watch)
        await self._note_read(message)

    async def on_edit(self, message: discord.Message) -> None:
        """Answer a message to which a link was added soon after."""
        if message.edited_at is not None and datetime.now(UTC) - message.created_at < EDITED_WITHIN:
            await self.on_message(message)

    async def catch_up(self) -> None:
        """Answer what was posted in watched channels while the bot was away, bounded by age and number."""
        for guild in self._client.guilds:
            try:
                watches = await self._services.feedback.of(guild.id)
            except QueueUnavailable:
                return
            for channel_id in watches:
                channel = guild.get_channel_or_thread(channel_id)
                places = [channel, *getattr(channel, "threads", ())]
                for place in places:
                    if isinstance(place, Readable):
                        await self._catch_up(place)

    async def _catch_up(self, channel: Readable) -> None:
        try:
            last = await self._services.feedback.read_up_to(channel.id)
            if last is None:
                return  # never read before: what stands there is none of our business
            after = max(discord.utils.snowflake_time(last), datetime.now(UTC) - CATCH_UP_WITHIN)
            missed = [one async for one in channel.history(limit=CATCH_UP_MESSAGES, after=after, oldest_first=False)]
        except (discord.HTTPException, QueueUnavailable) as error:
            log.info("not_caught_up", reason=type(error).__name__)
            return
        for message in reversed(missed):
            if message.id > last:
                await self.on_message(message)

    @property
    def _own_id(self) -> int:
        return self._client.user.id if self._client.user else 0

    async def _way(self, message: discord.Message) -> _Way | None:
        """Return how to answer this message, or None to stay silent."""
        if message.guild is None:
            return None if message.author.bot else _Way(asked=True)
        if wants_silence(message):
            return None
        if not message.author.bot and any(one.id == self._own_id for one in message.mentions):
            return _Way(asked=True)
        try:
            watch = await self._services.feedback.watching(message)
        except QueueUnavailable:
            log.warning("queue_away_channel_not_known")
            return None
        if watch is None or (message.author.bot and not (watch.webhooks and self._is_member_by_webhook(message))):
            return None
        if watch.webhooks and message.webhook_id is None and not await self._stays(message):
            return None
        return _Way(asked=False, watch=watch)

    def _is_member_by_webhook(self, message: discord.Message) -> bool:
        return message.webhook_id is not None and message.interaction_metadata is None

    @staticmethod
    async def _stays(message: discord.Message) -> bool:
        """Say whether a message is still there after a moment, and not repeated by a webhook instead."""
        await asyncio.sleep(WEBHOOK_PAUSE_S)
        try:
            await message.channel.fetch_message(message.id)
        except discord.NotFound:
            return False
        except discord.HTTPException:
            return True
        return True

    async def _replied(self, message: discord.Message) -> discord.Message | None:
        """Return the message that this one replies to."""
        reference = message.reference
        if reference is None or reference.message_id is None:
            return None
        if isinstance(reference.resolved, discord.Message):
            return reference.resolved
        try:
            return await message.channel.fetch_message(reference.message_id)
        except discord.HTTPException as error:
            log.info("replied_message_not_read", code=error.code)
            return None

    async def _answer(self, chat: MessageChat, found: Plan, watch: FeedbackChannel) -> None:
        service = self._services.service
        words = await service.words(chat)
        chosen = await service.chosen(chat)
        at_most = watch.answers if watch.answers > 1 else chosen.answers or watch.answers
        asks = []
        try:
            for ask in found.asks[:at_most]:
                first = await self._first_answer(chat, ask)
                if first is None:
                    asks.append(ask)
                else:
                    link = Link(words.plain("feedback-answered-link"), first)
                    await service.platform.reply(chat, word("feedback-answered", words, link=link))
            taken = await service.answer(chat, Plan(tuple(asks), found.left_out), words, at_most=len(asks) or 1)
        except discord.HTTPException as error:
            log.warning("not_answered_in_channel", status=error.status, code=error.code)
            return
        for ask, address in taken:
            await self._note_answer(chat, ask, address)

    async def _first_answer(self, chat: MessageChat, ask: Ask) -> str | None:
        """Return the address of the answer that the same track had in this server lately."""
        if (key := _answer_key(chat, ask)) is None:
            return None
        try:
            note = await self._services.service.queue.note_get(key)
        except QueueUnavailable:
            return None
        return note if isinstance(note, str) else None

    async def _note_answer(self, chat: MessageChat, ask: Ask, address: Address) -> None:
        key = _answer_key(chat, ask)
        if key is None or chat.message.guild is None:
            return
        url = f"https://discord.com/channels/{chat.message.guild.id}/{address['channel_id']}/{address['message_id']}"
        try:
            await self._services.service.queue.note_set(key, url, ANSWER_KEPT_S)
        except QueueUnavailable:
            log.info("answer_not_noted")

    async def _note_read(self, message: discord.Message) -> None:
        try:
            await self._services.feedback.note_read(message.channel.id, message.id)
        except QueueUnavailable:
            log.info("reading_not_noted")


def _answer_key(chat: MessageChat, ask: Ask) -> str | None:
    first = ask.inputs[0]
    if ask.kind != "track" or not isinstance(first, Reference) or first.kind != "track":
        return None
    return f"discord:answered:{chat.server}:{first.id}"
