"""Telegram as a platform of the flow: acknowledge, reply, download; sending is in `bot.telegram.sending`."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

import structlog
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.conversation import AskKind, File, check_size
from bot.first_answers import KEPT_S
from bot.messages.message import Message, is_for_one_person
from bot.platform import Address
from bot.reply_address import TelegramAddress, check_address
from bot.telegram.refusals import classified, is_gone
from bot.telegram.sending import Sender, address_of
from bot.telegram.updates import TelegramChat, person_of
from bot.telegram.whispers import Whispers
from spotpop.errors import QueueUnavailable, SourceUnavailable, TooLarge
from spotpop.settings import Settings
from spotpop.text import Text, Trusted
from spotpop.wording import Words
from worker.queue.client import Client

PUBLIC_LIMIT_MIB: Final = 20.0
"""The largest file that a bot may download from Telegram's own Bot API server."""

OWN_SERVER_LIMIT_MIB: Final = 2000.0
"""The same from a self-hosted Bot API server."""

_DOWNLOAD_PAUSES_S: Final = (1.0, 2.0)
"""Between tries; after the last one the person hears of it at once."""

_DOWNLOAD_TIMEOUT_S: Final = 90.0

_LOOKUP_S: Final = 0.3
"""How long an acknowledgement may wait for the queue's notes."""

_TRIED_KEPT_S: Final = 3600.0

_log = structlog.get_logger(__name__)


class TelegramPlatform:
    """Telegram, as the flow sees it.

    Parameters
    ----------
    queue : worker.queue.client.Client
        Remembers acknowledgements, so that a question is not acknowledged twice after a crash.
    """

    name = "telegram"
    names_options = False
    sends_updates_once = False
    can_whisper = False
    shows_pictures = True

    def __init__(self, bot: ExtBot[Any], queue: Client, sender: Sender, whispers: Whispers, settings: Settings) -> None:
        self._bot, self._queue, self._sender, self._whispers = bot, queue, sender, whispers
        self._limit_mib = limit_mib(settings)
        self._secret = (settings.token_of("telegram") or "").encode()

    @property
    def limit_mib(self) -> float:
        """The operator's limit, or that of the Bot API server."""
        return self._limit_mib

    def ways(self, words: Words) -> tuple[Text, ...]:
        """Return what else can be done on Telegram."""
        name = Trusted(f"@{self._bot.username}")
        return tuple(words.text(f"help-telegram-{one}", name=name) for one in ("voice", "second", "group", "inline"))

    async def acknowledge(
        self, chat: TelegramChat, message: Message, *, part: int, kind: AskKind, is_known: bool
    ) -> Address:
        """Show that a question was taken: by a message that becomes the answer, in groups by a reaction.

        A group's rate is 20 messages a minute, edits included. There an answer is one message: nothing is said before
        what is known already, and a reaction stands for “taken” where the answer comes soon.
        """
        if chat.in_place:
            await self._sender.edit(address_of(chat, chat.in_place), message)
            address = address_of(chat, chat.in_place)
            self._sender.begin_action(address)
            return address
        if not chat.is_private and (is_known or (kind in {"track", "upload"} and await self._sender.react(chat))):
            return self._address(chat, 0, part)
        job_id = self.job_id(chat, part)
        message_id = await self._tried_before(job_id)
        if message_id is None:
            address = {**await self._sender.post(chat, message), **_overheard(chat, part)}
            await self._note_try(job_id, address["message"], chat)
        else:
            address = self._address(chat, message_id, part)
        self._sender.begin_action(address)
        return address

    def expected_address(self, _chat: TelegramChat, _part: int) -> Address | None:
        """Return nothing: what was asked is sent again, or asked by who sees that nothing comes."""
        return None

    async def reply(self, chat: TelegramChat, message: Message) -> None:
        """Say something as a new message; what is private is sent to the person alone."""
        await (self._whispers.say(chat, message) if message.private else self._sender.say(chat, message))

    async def send(self, address: Mapping[str, Any], message: Message) -> None:
        """Turn the progress message into the answer; remember where it stands if others may be led to it.

        What went wrong in a group is shown to who asked alone, and nothing stays of the question there.
        """
        check_address(TelegramAddress, address)
        if "person" in address and int(address["chat"]) < 0 and is_for_one_person(message):
            await self._aside(address, message)
            return
        shown = await self._sender.send(address, message)
        part = address.get("overheard")
        if part is None or not shown.get("message"):
            return
        key = answered_key(int(shown["chat"]), int(address.get("reply_to") or 0), int(part))
        with suppress(QueueUnavailable):
            await self._queue.note_set(key, int(shown["message"]), KEPT_S)

    async def _aside(self, address: Mapping[str, Any], message: Message) -> None:
        """Show who asked alone what went wrong; nobody reads what nobody asked.

        Raises
        ------
        NotSentYet, NeverSendable
        """
        self._sender.end_action(address)
        with classified():
            if address.get("overheard") is None:
                await self._whispers.say(person_of(address), message)
            if address.get("message"):
                await self._whispers.take_back(int(address["chat"]), int(address["message"]))

    async def show(self, address: Mapping[str, Any], message: Message) -> None:
        """Show progress where a message stands for the question; dropped when the chat has no room for it."""
        if not address.get("message"):
            return
        try:
            await self._sender.edit(address, message, spare=True)
        except TelegramError as error:
            if isinstance(error, BadRequest) and not is_gone(error):
                raise  # a text that Telegram cannot take is a bug of ours
            _log.debug("progress_skipped", reason=type(error).__name__)

    async def download(self, file: File) -> bytes:
        """Fetch a file from Telegram.

        Raises
        ------
        TooLarge, SourceUnavailable
        """
        for pause_s in (*_DOWNLOAD_PAUSES_S, None):
            try:
                async with asyncio.timeout(_DOWNLOAD_TIMEOUT_S):
                    found = await self._bot.get_file(file.handle)
                    check_size(found.file_size, self._limit_mib)
                    return bytes(await found.download_as_bytearray())
            except BadRequest as error:
                if "too big" in error.message.lower():
                    raise self._too_big(file) from None
                break
            except (TelegramError, TimeoutError, OSError) as error:
                _log.info("download_failed", again_in_s=pause_s, reason=type(error).__name__)
                if pause_s is not None:
                    await asyncio.sleep(pause_s)
        raise SourceUnavailable(source="Telegram")

    def direct(self, user: str) -> Address:
        """Return a person's private chat, whose id is their own."""
        return {"chat": int(user.removeprefix("telegram:")), "thread": None, "message": 0, "reply_to": 0}

    def _too_big(self, file: File) -> TooLarge:
        """Return the refusal of the Bot API server, with its own limit: one run without ``--local`` has the public."""
        size_mib = (file.size_bytes or 0) / 2**20
        if size_mib > PUBLIC_LIMIT_MIB:
            self._limit_mib = min(self._limit_mib, PUBLIC_LIMIT_MIB)  # true of the next file, too
        return TooLarge(size_mib=max(size_mib, self._limit_mib), maximum_mib=self._limit_mib)

    @staticmethod
    def _address(chat: TelegramChat, message_id: int, part: int) -> Address:
        return {**address_of(chat, message_id), **_overheard(chat, part)}

    def job_id(self, chat: TelegramChat, part: int) -> str:
        """Return the same unguessable id whenever the same message is asked about."""
        what = f"{chat.chat_id}:{chat.message_id}:{part}" + (f":{chat.choice}" if chat.choice else "")
        return hmac.new(self._secret, what.encode(), hashlib.sha256).hexdigest()[:20]

    async def _tried_before(self, job_id: str) -> int | None:
        """Return the acknowledgement of an earlier try: of a bot that died, and got the update once more."""
        try:
            async with asyncio.timeout(_LOOKUP_S):
                note = await self._queue.note_get(_tried_key(job_id))
        except (QueueUnavailable, TimeoutError):
            return None
        return note if isinstance(note, int) else None

    async def _note_try(self, job_id: str, message_id: int, chat: TelegramChat) -> None:
        try:
            async with asyncio.timeout(_LOOKUP_S):
                await self._queue.note_set(_tried_key(job_id), message_id, _TRIED_KEPT_S, user=chat.user)
        except (QueueUnavailable, TimeoutError):
            _log.info("acknowledged_but_not_noted", job_id=job_id)


def limit_mib(settings: Settings) -> float:
    """Return the size of the largest file that is accepted: the operator's limit, or the platform's."""
    return min(settings.max_upload_mib, OWN_SERVER_LIMIT_MIB if settings.api_url_of("telegram") else PUBLIC_LIMIT_MIB)


def answered_key(chat_id: int, question_id: int, part: int) -> str:
    """Return the note that says which message answers a question that was overheard."""
    return f"telegram:answer:{chat_id}:{question_id}:{part}"


def _overheard(chat: TelegramChat, part: int) -> dict[str, int]:
    """Return what an answer needs so that others can be led to it; nothing where somebody asked."""
    return {"overheard": part} if chat.overheard else {}


def _tried_key(job_id: str) -> str:
    return f"telegram:tried:{job_id}"
