"""Discord as a platform of the flow: acknowledge, reply, download; sending is in `bot.discord.sending`."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import aiohttp
import discord
import structlog

from bot.conversation import AskKind, File
from bot.discord.rendering import Channel, files_of, rendered
from bot.discord.sending import (
    ORIGINAL,
    SHOWN_S,
    Sender,
    address_of,
    channel_address,
    channel_at,
    channel_of_message,
    shown_before,
)
from bot.messages.message import Block, Message
from bot.platform import Address, Chat
from bot.reply_address import DiscordAddress, check_address
from spotpop.errors import SourceUnavailable
from spotpop.settings import Settings
from spotpop.text import Text
from spotpop.wording import Link, Words, words_for

log = structlog.get_logger(__name__)

DOWNLOAD_LIMIT_S: Final = 60.0

DISCORD_LIMIT_MIB: Final = 500.0
"""The largest file that any member may attach."""

_CANNOT_WRITE: Final = 50007
_THREAD_EXISTS: Final = 160004
_NO_HISTORY: Final = 160002
_PAUSES_S: Final = (0.5, 1.5, 4.0)
"""discord.py repeats some failures itself; a 503 on a first post is not among them."""

_NOBODY: Final = discord.AllowedMentions.none()

_DEFAULT_LOCALE: Final = "en-US"
"""What a server has in which nobody could choose."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionChat(Chat):
    """A command or a button: answered by its interaction.

    Attributes
    ----------
    in_place : bool
        The answer takes the place of the message whose button was clicked.
    """

    interaction: discord.Interaction[Any]
    in_place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageChat(Chat):
    """A message: answered by a reply, or in a thread of it.

    Attributes
    ----------
    overheard : bool
        Nobody put it to the bot.
    """

    message: discord.Message
    threads: bool = False
    overheard: bool = False


class DiscordPlatform:
    """Discord, as the flow sees it."""

    name = "discord"
    names_options = True
    sends_updates_once = True
    can_whisper = True
    shows_pictures = True

    def __init__(self, sender: Sender, settings: Settings) -> None:
        self._sender = sender
        self._settings = settings
        self._secret = (settings.token_of("discord") or "without a token").encode()

    @property
    def limit_mib(self) -> float:
        """The operator's limit, or Discord's."""
        return min(self._settings.max_upload_mib, DISCORD_LIMIT_MIB)

    def ways(self, words: Words) -> tuple[Text, ...]:
        """Return what else can be done on Discord."""
        return tuple(words.text(f"help-discord-{way}") for way in ("menu", "mention", "feedback"))

    async def acknowledge(
        self, chat: InteractionChat | MessageChat, message: Message, *, part: int, kind: AskKind, is_known: bool
    ) -> Address:
        """Show that a question was taken: defer an interaction, reply to a message."""
        del kind, is_known  # on Discord a message is edited as often as it takes
        if isinstance(chat, MessageChat):
            return await self._post(chat, message, part)
        interaction = chat.interaction
        if chat.in_place and not interaction.response.is_done():
            words = words_for(str(interaction.locale), self._settings.locale)
            before = shown_before(interaction.message)
            await interaction.response.edit_message(**rendered(message, words, channel_at(interaction)))
            return {**address_of(interaction, ORIGINAL, private=chat.private), **before}
        if not interaction.response.is_done():
            callback = await interaction.response.defer(ephemeral=chat.private, thinking=True)
            return address_of(interaction, callback.message_id if callback else ORIGINAL, private=chat.private)
        if part == 0:
            return address_of(interaction, ORIGINAL, private=chat.private)
        words = words_for(str(interaction.locale), self._settings.locale)
        content = {key: value for key, value in rendered(message, words, channel_at(interaction)).items() if value}
        sent = await interaction.followup.send(**content, ephemeral=chat.private, wait=True, allowed_mentions=_NOBODY)
        return address_of(interaction, sent.id, private=chat.private)

    def expected_address(self, chat: InteractionChat | MessageChat, part: int) -> Address | None:
        """Return where an interaction's own answer will be."""
        if isinstance(chat, InteractionChat) and part == 0:
            return address_of(chat.interaction, ORIGINAL, private=chat.private)
        return None

    async def reply(self, chat: InteractionChat | MessageChat, message: Message) -> None:
        """Say something: what is private to the person alone, where that cannot be as a reply that goes by itself."""
        if isinstance(chat, InteractionChat):
            await answer_interaction(chat.interaction, message, words_for(str(chat.interaction.locale)))
            return
        words = words_for(chat.locale, chat.server_locale, self._settings.locale)
        if chat.private or (message.private and not chat.direct):
            try:
                await self._reply_privately(chat, message, words)
            except discord.HTTPException as error:
                if chat.private or error.code != _CANNOT_WRITE:
                    raise
                content = {key: value for key, value in rendered(message, words, Channel()).items() if value}
                await patiently(
                    lambda: self._reply_to(chat.message, chat.message.channel, content, delete_after=SHOWN_S)
                )
            return
        content = {key: value for key, value in rendered(message, words, Channel()).items() if value}
        await patiently(lambda: self._reply_to(chat.message, chat.message.channel, content))

    @staticmethod
    async def _reply_privately(chat: MessageChat, message: Message, words: Words) -> None:
        """Write to the author of a message, with a link to it where it stands among others."""
        if not chat.direct:
            link = Link(words.plain("your-message"), chat.message.jump_url)
            message = replace(
                message, sections=(*message.sections, Block(lines=(words.text("about-message", link=link),)))
            )
        content = {key: value for key, value in rendered(message, words, Channel()).items() if value}
        person = await patiently(chat.message.author.create_dm)
        await patiently(lambda: person.send(**content, allowed_mentions=_NOBODY))

    async def send(self, address: Mapping[str, Any], message: Message) -> None:
        """Put the final message where the question was asked."""
        check_address(DiscordAddress, address)
        await self._sender.send(address, message)

    async def show(self, address: Mapping[str, Any], message: Message) -> None:
        """Show progress; the answer will show whatever Discord says against it."""
        try:
            await self._sender.show(address, message)
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.info("progress_refused", reason=type(error).__name__)

    async def download(self, file: File) -> bytes:
        """Fetch an attachment from the address in Discord's own payload.

        Raises
        ------
        SourceUnavailable
        """
        for pause_s in (0.5, None):
            try:
                fetching = self._sender.client.http.get_from_cdn(file.handle)
                return await asyncio.wait_for(fetching, DOWNLOAD_LIMIT_S)
            except (TimeoutError, discord.HTTPException, aiohttp.ClientError, OSError):
                if pause_s is None:
                    break
                await asyncio.sleep(pause_s)
        raise SourceUnavailable(source="Discord")

    def direct(self, user: str) -> Address:
        """Return a person's own channel; the nonce makes Discord drop a second try of the same."""
        person = int(user.removeprefix("discord:"))
        return {"user_id": person, "private": True, "nonce": str(time.time_ns())[:25]}

    def job_id(self, chat: InteractionChat | MessageChat, part: int) -> str:
        """Return one id for a message or a command, however often the gateway sends it."""
        what = f"{chat.interaction.id if isinstance(chat, InteractionChat) else chat.message.id}:{part}"
        return hmac.new(self._secret, what.encode(), hashlib.sha256).hexdigest()[:20]

    async def _post(self, chat: MessageChat, message: Message, part: int) -> Address:
        """Post the message that becomes the answer: into a thread, else as a reply that pings nobody.

        What is private goes to the person alone.
        """
        words = words_for(chat.locale, chat.server_locale, self._settings.locale)
        place = Channel() if chat.private else channel_of_message(chat.message)
        where: discord.abc.Messageable = chat.message.channel
        if chat.private:
            where = await patiently(chat.message.author.create_dm)
        elif chat.threads:
            thread = await patiently(lambda: _thread_of(chat.message, words))
            where = thread if thread is not None else where
        content = {key: value for key, value in rendered(message, words, place).items() if value}
        if where is chat.message.channel:
            mine = await patiently(lambda: self._reply_to(chat.message, where, content))
        else:
            mine = await patiently(lambda: where.send(**content, allowed_mentions=_NOBODY))
        return channel_address(
            chat.message,
            mine,
            place,
            private=chat.private,
            locale=words.language,
            overheard=part if chat.overheard else None,
        )

    @staticmethod
    async def _reply_to(
        message: discord.Message, channel: discord.abc.Messageable, content: Mapping[str, Any], **more: Any
    ) -> discord.Message:
        """Reply; where the history may not be read, a plain message does."""
        reference = message.to_reference(fail_if_not_exists=False)
        try:
            return await channel.send(**content, reference=reference, allowed_mentions=_NOBODY, **more)
        except discord.HTTPException as error:
            if error.code != _NO_HISTORY:
                raise
            return await channel.send(**content, allowed_mentions=_NOBODY, **more)


async def _thread_of(message: discord.Message, words: Words) -> discord.abc.Messageable | None:
    """Return a thread at the message: a new one, or the one that another bot opened first; None where none can be."""
    if not isinstance(message.channel, discord.TextChannel):
        return None
    try:
        return await message.create_thread(name=words.plain("feedback-thread"), auto_archive_duration=1440)
    except discord.Forbidden:
        return None
    except discord.HTTPException as error:
        if error.code != _THREAD_EXISTS:
            raise
        assert message.guild is not None
        known = message.guild.get_thread(message.id)  # a thread bears the id of the message that it hangs on
        return known or await _fetched(message)


async def _fetched(message: discord.Message) -> discord.abc.Messageable | None:
    assert message.guild is not None
    found = await message.guild.fetch_channel(message.id)
    return found if isinstance(found, discord.Thread) else None


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Call again after a hiccup of Discord's.

    Raises
    ------
    discord.HTTPException
        The last one, or one that is a plain no.
    """
    for pause_s in _PAUSES_S:
        try:
            return await call()
        except discord.HTTPException as error:
            if error.status != 429 and error.status < 500:
                raise
            log.info("discord_hiccup", status=error.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.info("discord_hiccup", error=type(error).__name__)
        await asyncio.sleep(pause_s)
    return await call()


async def answer_interaction(interaction: discord.Interaction[Any], message: Message, words: Words) -> None:
    """Answer for the person alone, by the first answer if there was none, else beside it."""
    place = channel_at(interaction)
    content = {key: value for key, value in rendered(message, words, place).items() if value}
    if files := files_of(message, place):
        content["files"] = files
    if interaction.response.is_done():
        await interaction.followup.send(**content, ephemeral=True, allowed_mentions=_NOBODY)
    else:
        await interaction.response.send_message(**content, ephemeral=True, allowed_mentions=_NOBODY)


def chat_of(interaction: discord.Interaction[Any], *, private: bool = False) -> InteractionChat:
    """Return where and by whom an interaction was made."""
    guild_locale = str(interaction.guild_locale or "")
    return InteractionChat(
        user=user_key(interaction.user.id),
        server=server_key(interaction.guild_id),
        locale=str(interaction.locale),
        server_locale="" if guild_locale == _DEFAULT_LOCALE else guild_locale,
        private=private,
        direct=bool(interaction.context.dm_channel),
        interaction=interaction,
    )


def chat_of_message(message: discord.Message, *, threads: bool = False) -> MessageChat:
    """Return where and by whom a message was written; it does not say its author's language."""
    guild = message.guild
    locale = str(guild.preferred_locale) if guild else ""
    return MessageChat(
        user=user_key(message.author.id),
        server=server_key(guild.id if guild else None),
        server_locale="" if locale == _DEFAULT_LOCALE else locale,
        direct=isinstance(message.channel, discord.DMChannel),
        message=message,
        threads=threads,
    )


def file_of(attachment: discord.Attachment) -> File:
    """Return an attachment as the conversation knows files."""
    return File(
        handle=attachment.url,
        name=attachment.filename,
        size_bytes=attachment.size,
        media_type=attachment.content_type,
        spoken=attachment.is_voice_message(),
    )


def user_key(user_id: int) -> str:
    """Return the opaque id of a person, as the queue stores it."""
    return f"discord:{user_id}"


def server_key(guild_id: int | None) -> str | None:
    """Return the opaque id of a server."""
    return None if guild_id is None else f"discord:{guild_id}"
