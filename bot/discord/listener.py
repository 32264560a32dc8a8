"""Messages that the bot answers by itself: in feedback channels, in its own DMs, and where it is mentioned."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import discord
import structlog

from bot.conversation import SKIP, Plan, Understood, holds_something, names_a_song, plan_unasked
from bot.discord.catch_up import catch_up
from bot.discord.services import Services
from bot.discord.settings import FeedbackChannel
from bot.discord.submit import MessageChat, chat_of_message
from bot.discord.updates import holds_nothing, named_in, question_in
from bot.first_answers import FirstAnswers
from bot.messages.message import Message
from bot.messages.notices import word
from bot.service import MOST_AT_ONCE
from spotpop.errors import QueueUnavailable
from spotpop.wording import Link
from worker.queue.newest import Newest

log = structlog.get_logger(__name__)

_SEEN: Final = 1000
"""Ids of messages that were taken: after a resume the gateway may send them again."""

_PARENTS: Final = 1000
"""Threads that Discord did not announce, whose parents were looked up."""

EDITED_WITHIN: Final = timedelta(hours=1)
"""A link that is added later is a correction of something forgotten, no question."""

WEBHOOK_PAUSE_S: Final = 2.0
"""PluralKit deletes a member's message and repeats it by a webhook within this time."""

_FORBIDDEN_DM: Final = 50007


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
    """Answers messages without being commanded."""

    def __init__(self, services: Services, client: discord.Client) -> None:
        self._services, self._client = services, client
        self._first = FirstAnswers(services.service.queue, "discord", services.service.progress)
        self._seen: deque[int] = deque(maxlen=_SEEN)
        self._parents = Newest[int, int | None](_PARENTS)

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is in the message, if it is to be answered here; never bots, nor itself."""
        if message.author.id == self._own_id or message.id in self._seen or message.is_system():
            return
        way = await self._way(message)
        if way is None:
            return
        if way.asked:
            await self._answer_asked(message)
            return
        found = plan_unasked(
            question_in(message), max_upload_mib=self._services.service.platform.limit_mib, at_most=MOST_AT_ONCE
        )
        if found.asks or found.left_out:
            await self._take(message)
            await self._answer_unasked(message, found, way.watch)
        await self._note_read(message)

    async def on_edit(self, message: discord.Message) -> None:
        """Answer a message to which a link was added soon after."""
        if message.edited_at is None or datetime.now(UTC) - message.created_at > EDITED_WITHIN:
            return
        try:
            if await self._services.service.queue.note_get(_taken_key(message)):
                return  # by an earlier run of the bot
        except QueueUnavailable:
            return
        await self.on_message(message)

    async def catch_up(self) -> None:
        """Answer what was posted in watched channels while the bot was away."""
        await catch_up(self._client.guilds, self._services.feedback, self.on_message)

    @property
    def _own_id(self) -> int:
        return self._client.user.id if self._client.user else 0

    async def _way(self, message: discord.Message) -> _Way | None:
        """Return how to answer this message, or None to stay silent."""
        if message.guild is None:
            return None if message.author.bot or holds_nothing(message) else _Way(asked=True)
        if SKIP.search(message.content):
            return None
        if not message.author.bot and self._is_named(message):
            return _Way(asked=True)
        try:
            watch = await self._watch(message, message.guild)
        except QueueUnavailable:
            log.warning("queue_away_channel_not_known")
            return None
        if watch is None or (message.author.bot and not (watch.webhooks and _is_member_by_webhook(message))):
            return None
        if watch.webhooks and message.webhook_id is None and not await _stays(message):
            return None
        return _Way(asked=False, watch=watch)

    def _is_named(self, message: discord.Message) -> bool:
        """Say whether a message mentions the bot, or by mistake its role, which bears the same name."""
        role = message.guild.self_role if message.guild else None
        return any(one.id == self._own_id for one in message.mentions) or role in message.role_mentions

    async def _watch(self, message: discord.Message, guild: discord.Guild) -> FeedbackChannel | None:
        """Return how the place of a message is watched: by itself, else as its parent is.

        Raises
        ------
        QueueUnavailable
        """
        watches = await self._services.feedback.of(guild.id)
        if not watches:
            return None
        parent_id = await self._parent_id(message, guild)
        return watches.get(message.channel.id) or (watches.get(parent_id) if parent_id is not None else None)

    async def _parent_id(self, message: discord.Message, guild: discord.Guild) -> int | None:
        """Return the channel that a thread belongs to, also when Discord has not announced the thread."""
        channel = message.channel
        if isinstance(channel, discord.Thread):
            return channel.parent_id
        if not isinstance(channel, discord.PartialMessageable):
            return None
        if channel.id not in self._parents:
            try:
                found = await guild.fetch_channel(channel.id)
            except (discord.HTTPException, discord.InvalidData):
                return None
            self._parents[channel.id] = found.parent_id if isinstance(found, discord.Thread) else None
        return self._parents[channel.id]

    async def _answer_asked(self, message: discord.Message) -> None:
        """Answer what somebody put to the bot: the message, else the one that it replies to."""
        question = question_in(message)
        if not holds_something(question):
            meant = await self._meant(message, question)
            if meant is None:
                return  # somebody only named the bot, or replied to it
            question = meant
        chat = chat_of_message(message)
        if holds_something(question) or names_a_song(question.text):
            await self._take(message)
        if message.guild is not None and (await self._services.service.chosen(chat)).private:
            chat = replace(chat, private=True)
        try:
            await self._services.service.ask(chat, question)
        except discord.HTTPException as error:
            if not chat.private or error.code != _FORBIDDEN_DM:
                raise
            await self._say(message, "cannot-write-to-you")

    async def _meant(self, message: discord.Message, question: Understood) -> Understood | None:
        """Return what a message without a song asks about: the one it replies to, else a song that it names."""
        replied = await self._replied(message)
        is_ours = replied is not None and replied.author.id == self._own_id
        if replied is not None and not is_ours and holds_something(question_in(replied)):
            return question_in(replied)
        if not is_ours and (named := named_in(message)) is not None:
            return named
        if message.guild is None:
            return question
        if replied is not None and holds_nothing(replied):
            await self._say_unreadable(message)
        return None

    async def _say_unreadable(self, message: discord.Message) -> None:
        """Without the intent Discord hides what stands in others' messages; the menu of a message shows it."""
        if not self._services.reads_messages:
            await self._say(message, "help-discord-menu")

    async def _say(self, message: discord.Message, key: str) -> None:
        chat = chat_of_message(message)
        service = self._services.service
        said: Message = word(key, await service.words(chat))
        await service.platform.reply(chat, said)

    async def _replied(self, message: discord.Message) -> discord.Message | None:
        """Return the message that this one replies to."""
        reference = message.reference
        if reference is None or reference.message_id is None or message.message_snapshots:
            return None
        if isinstance(reference.resolved, discord.Message):
            return reference.resolved
        try:
            return await message.channel.fetch_message(reference.message_id)
        except discord.HTTPException as error:
            log.info("replied_message_not_read", code=error.code)
            return None

    async def _answer_unasked(self, message: discord.Message, found: Plan, watch: FeedbackChannel) -> None:
        service = self._services.service
        chat = replace(chat_of_message(message), overheard=True)
        words, chosen = await service.words(chat), await service.chosen(chat)
        chat = replace(chat, threads=watch.threads or bool(chosen.threads))
        at_most = watch.answers if watch.answers > 1 else chosen.answers or watch.answers
        asks = []
        try:
            for ask in found.asks[:at_most]:
                first = await self._first.of(chat.server, ask)
                if first is None:
                    asks.append(ask)
                else:
                    link = Link(words.plain("feedback-answered-link"), str(first["url"]))
                    await service.platform.reply(chat, word("feedback-answered", words, link=link))
            taken = await service.answer(chat, Plan(tuple(asks), found.left_out), words, at_most=len(asks) or 1)
        except discord.HTTPException as error:
            log.warning("not_answered_in_channel", status=error.status, code=error.code)
            return
        for part, (ask, address) in enumerate(taken):
            job_id = service.platform.job_id(chat, part)
            assert job_id is not None
            url = _url(chat, address["channel_id"], address["message_id"])
            await self._first.note(chat.server, ask, job_id, url=url)

    async def _take(self, message: discord.Message) -> None:
        """Remember that a message was taken, so that an edit of it is no new question."""
        self._seen.append(message.id)
        try:
            kept_s = EDITED_WITHIN.total_seconds()
            await self._services.service.queue.note_set(_taken_key(message), True, kept_s)
        except QueueUnavailable:
            log.info("taken_but_not_noted")

    async def _note_read(self, message: discord.Message) -> None:
        """Remember how far a place was read, and its channel: threads opened later are newer than that."""
        parent_id = getattr(message.channel, "parent_id", None)
        try:
            await self._services.feedback.note_read(message.channel.id, message.id)
            if parent_id is not None:
                await self._services.feedback.note_read(parent_id, message.id)
        except QueueUnavailable:
            log.info("reading_not_noted")


def _is_member_by_webhook(message: discord.Message) -> bool:
    return message.webhook_id is not None and message.interaction_metadata is None


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


def _url(chat: MessageChat, channel_id: int, message_id: int) -> str:
    guild = chat.message.guild
    assert guild is not None
    return f"https://discord.com/channels/{guild.id}/{channel_id}/{message_id}"


def _taken_key(message: discord.Message) -> str:
    return f"discord:taken:{message.id}"
