"""From a question in a chat to a job in the queue: acknowledge, download, submit, show progress."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.conversation import Ask, File, Understood, WrongIntent, check_size, job_for, refusal, understand
from bot.messages import track as track_messages
from bot.messages.message import Message
from bot.progress import ProgressUpdates
from bot.telegram.sending import Sender, address_of
from bot.telegram.updates import Chat
from spotpop.errors import QueueUnavailable, SourceUnavailable, SpotpopError, TooLarge, UnexpectedError
from spotpop.settings import Settings
from spotpop.wording import Words, words_for
from worker.queue.client import Client
from worker.queue.protocol import Job, ReplyAddress, Requester

PUBLIC_LIMIT_MIB = 20.0
"""The largest file that a bot may download from Telegram's own Bot API server."""

OWN_SERVER_LIMIT_MIB = 2000.0
"""The same from a self-hosted Bot API server."""

_DOWNLOADS_AT_ONCE = 4
_DOWNLOAD_TRIES = 3
_DOWNLOAD_TIMEOUT_S = 90.0

_LOOKUP_S = 0.3
"""How long an acknowledgement may wait for the queue's notes."""

_TRIED_KEPT_S = 3600.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An acknowledged question: its reply address and its language."""

    address: dict[str, Any]
    words: Words


class Submitter:
    """Takes questions."""

    def __init__(
        self, bot: ExtBot[Any], client: Client, sender: Sender, followers: ProgressUpdates, settings: Settings
    ) -> None:
        self._bot, self._client, self._sender, self._followers = bot, client, sender, followers
        self._settings = settings
        self.limit_mib = limit_mib(settings)
        self._downloads = asyncio.Semaphore(_DOWNLOADS_AT_ONCE)
        self._secret = settings.telegram_token.get_secret_value().encode() if settings.telegram_token else b""

    def words(self, locale: str) -> Words:
        """Return the catalogue for a person, or the operator's choice."""
        return words_for(locale, self._settings.locale)

    async def take(self, place: Chat, question: Understood) -> None:
        """Answer a question, or say why not."""
        words = self.words(place.locale)
        try:
            ask = understand(question, max_upload_mib=self.limit_mib)
        except (SpotpopError, WrongIntent) as error:
            await self._sender.say(place, refusal(error, words))
        else:
            await self.put(place, ask)

    async def put(self, place: Chat, ask: Ask | SpotpopError | WrongIntent, *, part: int = 0) -> None:
        """Acknowledge one ask and hand it to the queue; `part` counts the asks of one message.

        Safe to be called again for the same message: it then uses the same acknowledgement and the same job.
        """
        words = self.words(place.locale)
        if not isinstance(ask, Ask):
            await self._sender.say(place, refusal(ask, words))
            return
        job_id = self._job_id(place, part)
        message_id = await self._tried_before(job_id)
        if message_id is None:
            message_id = await self._sender.say(place, track_messages.progress(words))
            await self._note_try(job_id, message_id, place)
        taken = Taken(address=address_of(place, message_id), words=words)
        self._sender.begin_action(taken.address)
        try:
            await self._submit(place, ask, job_id, taken)
        except SpotpopError as error:
            await self._refuse(taken, track_messages.failure(error, words))
        except Exception:
            await self._refuse(taken, track_messages.failure(UnexpectedError(), words))
            raise

    async def _submit(self, place: Chat, ask: Ask, job_id: str, taken: Taken) -> None:
        job, files = job_for(
            ask,
            reply=ReplyAddress(front_end=self._sender.name, data=taken.address),
            requester=Requester(user=place.user, server=place.server),
            locale=taken.words.language,
            theme=self._settings.theme,
        )
        job = Job.model_validate({**job.model_dump(), "id": job_id})
        uploads = {name: await self._download(file) for name, file in files.items()}
        receipt = await self._client.submit(job, uploads)
        if not receipt.cached:
            self._followers.follow(job.id, taken.words, self._show(taken.address))

    def _show(self, address: Mapping[str, Any]) -> Any:
        async def show(message: Message) -> None:
            try:
                await self._sender.edit(address, message, spare=True)
            except TelegramError as error:
                _log.debug("progress_skipped", reason=type(error).__name__)

        return show

    async def _refuse(self, taken: Taken, message: Message) -> None:
        self._sender.end_action(taken.address)
        await self._sender.edit(taken.address, message)

    async def _download(self, file: File) -> bytes:
        """Fetch a file from Telegram.

        Raises
        ------
        TooLarge, SourceUnavailable
        """
        check_size(file.size_bytes, self.limit_mib)
        async with self._downloads:
            for attempt in range(1, _DOWNLOAD_TRIES + 1):
                try:
                    async with asyncio.timeout(_DOWNLOAD_TIMEOUT_S):
                        found = await self._bot.get_file(file.handle)
                        check_size(found.file_size, self.limit_mib)
                        data = bytes(await found.download_as_bytearray())
                except BadRequest as error:
                    if "too big" in error.message.lower():
                        size_mib = (file.size_bytes or 0) / 2**20
                        raise TooLarge(size_mib=max(size_mib, self.limit_mib), maximum_mib=self.limit_mib) from None
                    break
                except (TelegramError, TimeoutError, OSError) as error:
                    _log.info("download_failed", attempt=attempt, reason=type(error).__name__)
                    await asyncio.sleep(attempt)
                else:
                    check_size(len(data), self.limit_mib)
                    return data
        raise SourceUnavailable(source="Telegram")

    def _job_id(self, place: Chat, part: int) -> str:
        """Return the same unguessable id whenever the same message is asked about."""
        what = f"{place.chat_id}:{place.message_id}:{part}"
        return hmac.new(self._secret, what.encode(), hashlib.sha256).hexdigest()[:20]

    async def _tried_before(self, job_id: str) -> int | None:
        """Return the acknowledgement of an earlier try: of a bot that died, and got the update once more."""
        try:
            async with asyncio.timeout(_LOOKUP_S):
                note = await self._client.note_get(_tried_key(job_id))
        except (QueueUnavailable, TimeoutError):
            return None
        return note if isinstance(note, int) else None

    async def _note_try(self, job_id: str, message_id: int, place: Chat) -> None:
        try:
            async with asyncio.timeout(_LOOKUP_S):
                await self._client.note_set(_tried_key(job_id), message_id, _TRIED_KEPT_S, user=place.user)
        except (QueueUnavailable, TimeoutError):
            _log.info("acknowledged_but_not_noted", job_id=job_id)


def limit_mib(settings: Settings) -> float:
    """Return the size of the largest file that is accepted: the operator's limit, or the platform's."""
    return min(settings.max_upload_mib, OWN_SERVER_LIMIT_MIB if settings.telegram_api_url else PUBLIC_LIMIT_MIB)


def _tried_key(job_id: str) -> str:
    return f"telegram:tried:{job_id}"
