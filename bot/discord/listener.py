"""Messages that the bot answers by itself: in feedback channels, in its own DMs, and where it is mentioned."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.conversation import Ask, Understood, WrongIntent, refusal, understand_each
from bot.discord.rendering import DEFAULT_FILE_LIMIT, Channel, rendered
from bot.discord.sending import channel_address
from bot.discord.settings import FeedbackChannel
from bot.discord.submit import file_of, requester
from bot.messages.message import Message
from spotpop.errors import NothingFound, QueueUnavailable, SpotpopError
from spotpop.wording import Words, words_for

if TYPE_CHECKING:
    from bot.discord.app import SpotpopClient

log = structlog.get_logger(__name__)

_SEEN = 1000
"""Ids of messages that were taken: after a resume the gateway may tell them again."""

_NOBODY = discord.AllowedMentions.none()


class Listener:
    """Answers messages without being commanded."""

    def __init__(self, client: SpotpopClient) -> None:
        self._client = client
        self._seen: deque[int] = deque(maxlen=_SEEN)

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is in the message, if it is to be answered here; never bots, webhooks or itself."""
        if message.author.bot or message.webhook_id is not None or message.id in self._seen:
            return
        question = Understood(text=message.content, files=tuple(map(file_of, message.attachments)), chosen=False)
        asks = understand_each(
            question,
            max_upload_mib=self._client.settings.max_upload_mib,
            at_most=10,
            listings=message.guild is None,
        )
        watch = await self._watch(message, found=bool(asks))
        if watch is None:
            return
        self._seen.append(message.id)
        words = self._words(message)
        if not asks:
            if message.guild is None:
                await message.reply(**_shown(refusal(NothingFound(), words), words), allowed_mentions=_NOBODY)
            return
        await self._answer(message, asks[: watch.answers], watch, words)

    async def _watch(self, message: discord.Message, *, found: bool) -> FeedbackChannel | None:
        """Return how to answer this message, or None to stay silent."""
        if message.guild is None:
            return FeedbackChannel(answers=3)
        if not found:
            return None
        if self._client.user is not None and self._client.user in message.mentions:
            return FeedbackChannel(answers=1)
        try:
            return (await self._client.feedback.of(message.guild.id)).get(message.channel.id)
        except QueueUnavailable:
            log.warning("queue_away_feedback_channel_not_known")
            return None

    async def _answer(
        self,
        message: discord.Message,
        asks: list[Ask | SpotpopError | WrongIntent],
        watch: FeedbackChannel,
        words: Words,
    ) -> None:
        place = _place(message)
        try:
            where = await self._thread(message, words) if watch.threads else None
            for ask in asks:
                mine = await self._begin(message, where, words.plain("progress-taken"))
                await self._one(message, mine, ask, place, words)
        except discord.Forbidden as error:
            log.info("may_not_answer_in_this_channel", code=error.code)

    @staticmethod
    async def _begin(message: discord.Message, thread: discord.Thread | None, text: str) -> discord.Message:
        """Post the message that becomes the answer: into the thread, else as a reply that pings nobody."""
        if thread is not None:
            return await thread.send(text, allowed_mentions=_NOBODY)
        reference = message.to_reference(fail_if_not_exists=False)
        return await message.channel.send(text, reference=reference, allowed_mentions=_NOBODY)

    async def _thread(self, message: discord.Message, words: Words) -> discord.Thread | None:
        """Open a thread at the message; where that cannot be, the answer comes as a reply."""
        if not isinstance(message.channel, discord.TextChannel):
            return None
        try:
            return await message.create_thread(name=words.plain("feedback-thread"), auto_archive_duration=1440)
        except discord.Forbidden:
            return None

    async def _one(
        self,
        message: discord.Message,
        mine: discord.Message,
        ask: Ask | SpotpopError | WrongIntent,
        place: Channel,
        words: Words,
    ) -> None:
        address = channel_address(message, mine, place)
        try:
            if isinstance(ask, SpotpopError | WrongIntent):
                raise ask
            guild_id = message.guild.id if message.guild else None
            await self._client.submitter.submit(ask, address, requester(message.author.id, guild_id), words)
        except (SpotpopError, WrongIntent) as error:
            await self._client.submitter.reply(address, refusal(error, words))

    def _words(self, message: discord.Message) -> Words:
        """Return the server's language: a message does not tell its author's."""
        locale = str(message.guild.preferred_locale) if message.guild else None
        return words_for(locale, self._client.settings.locale)


def _place(message: discord.Message) -> Channel:
    if message.guild is None or isinstance(message.channel, discord.DMChannel | discord.PartialMessageable):
        return Channel()
    allowed = message.channel.permissions_for(message.guild.me)
    limit = max(message.guild.filesize_limit, DEFAULT_FILE_LIMIT)
    return Channel(attach=allowed.attach_files, embed=allowed.embed_links, file_limit=limit)


def _shown(message: Message, words: Words) -> dict[str, Any]:
    return {key: value for key, value in rendered(message, words, Channel()).items() if key != "view"}
