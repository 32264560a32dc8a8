"""From a question on Discord to a job in the queue: download what is attached, submit, follow."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
import discord
import structlog

from bot.conversation import Ask, File, Understood, WrongIntent, check_size, job_for, refusal, understand
from bot.discord.sending import Sender, address_of
from bot.messages.message import Message
from bot.progress import ProgressUpdates
from spotpop.errors import SourceUnavailable, SpotpopError
from spotpop.settings import Settings
from spotpop.wording import Words, words_for
from worker.queue.client import Client
from worker.queue.protocol import ReplyAddress, Requester

log = structlog.get_logger(__name__)

DOWNLOADS_AT_ONCE = 8
"""Files are held in memory on their way to the queue."""

DOWNLOAD_LIMIT_S = 60.0


class Submitter:
    """Turns questions into jobs."""

    def __init__(self, queue: Client, sender: Sender, followers: ProgressUpdates, settings: Settings) -> None:
        self._queue = queue
        self._sender = sender
        self._followers = followers
        self._settings = settings
        self._downloads = asyncio.Semaphore(DOWNLOADS_AT_ONCE)

    async def answer(
        self,
        interaction: discord.Interaction[Any],
        message_id: int | None,
        question: Understood,
        *,
        private: bool,
        start_s: float | None = None,
    ) -> None:
        """Take a question whose interaction is acknowledged already; what is wrong with it is told there."""
        words = self.words(interaction)
        address = address_of(interaction, message_id, private=private)
        try:
            ask = understand(question, max_upload_mib=self._settings.max_upload_mib)
            await self.submit(ask, address, requester_of(interaction), words, start_s=start_s)
        except (SpotpopError, WrongIntent) as error:
            await self.reply(address, refusal(error, words, private=private))

    async def submit(
        self,
        ask: Ask,
        address: dict[str, Any],
        requester: Requester,
        words: Words,
        *,
        start_s: float | None = None,
    ) -> None:
        """Download, submit, follow.

        Raises
        ------
        SpotpopError
            The question was not taken.
        """
        job, files = job_for(
            ask,
            reply=ReplyAddress(front_end=self._sender.name, data=address),
            requester=requester,
            locale=words.language,
            theme=self._settings.theme,
            start_s=start_s,
        )
        uploads = await self._download(files)
        receipt = await self._queue.submit(job, uploads)
        log.info("question_taken", job_id=job.id, kind=job.kind, position=receipt.position, cached=receipt.cached)
        if not receipt.cached:
            self._followers.follow(job.id, words, lambda message: self._sender.show(address, message))

    async def reply(self, address: Mapping[str, Any], message: Message) -> None:
        """Send a message that does not come from the queue, trying again for a moment."""
        from bot.delivery import NotSentYet

        for pause_s in (0.5, 2.0, 5.0):
            try:
                await self._sender.send(address, message)
            except NotSentYet as error:
                await asyncio.sleep(max(pause_s, error.retry_after_s or 0.0))
            else:
                return
        await self._sender.send(address, message)

    def words(self, interaction: discord.Interaction[Any]) -> Words:
        """Return the catalogue in the person's language."""
        return words_for(str(interaction.locale), self._settings.locale)

    async def _download(self, files: Mapping[str, File]) -> dict[str, bytes]:
        async with self._downloads:
            return {name: await self._fetch(file) for name, file in files.items()}

    async def _fetch(self, file: File) -> bytes:
        """Fetch an attachment from the address in Discord's own payload; its stated size was checked before."""
        try:
            data = await asyncio.wait_for(self._sender.client.http.get_from_cdn(file.handle), DOWNLOAD_LIMIT_S)
        except (TimeoutError, discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise SourceUnavailable(source="Discord") from error
        check_size(len(data), self._settings.max_upload_mib)
        return data


def file_of(attachment: discord.Attachment) -> File:
    """Return an attachment as the conversation knows files."""
    return File(
        handle=attachment.url,
        name=attachment.filename,
        size_bytes=attachment.size,
        media_type=attachment.content_type,
    )


def requester_of(interaction: discord.Interaction[Any]) -> Requester:
    """Return who asks, for fairness and for ``/forget``."""
    return requester(interaction.user.id, interaction.guild_id)


def requester(user_id: int, guild_id: int | None) -> Requester:
    """Return a person on Discord, in a server or not."""
    return Requester(user=user_key(user_id), server=None if guild_id is None else f"discord:{guild_id}")


def user_key(user_id: int) -> str:
    """Return the opaque id of a person, as the queue stores it."""
    return f"discord:{user_id}"
