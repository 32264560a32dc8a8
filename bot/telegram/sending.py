"""Puts messages into chats: new ones, edits of progress, and the final picture."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog
from telegram import InputFile, InputMediaDocument, InputMediaPhoto, LinkPreviewOptions, ReplyParameters
from telegram import Message as Sent
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.messages.message import Attachment, Block, Button, Message, Picture
from bot.telegram.file_ids import FileIds
from bot.telegram.refusals import (
    FORBIDDEN_PICTURE,
    TOPIC_GONE,
    UNFIT_PICTURE,
    classified,
    is_gone,
    says,
    unless_unchanged,
)
from bot.telegram.rendering import CAPTION_MAX, keyboard_of, text_of
from bot.telegram.updates import TelegramChat
from spotpop.wording import words_for

_ACTION_EVERY_S = 4.5
"""Telegram shows a chat action for 5 s."""

SEEN = "👀"
"""The reaction that acknowledges a question in a group; one of those that Telegram offers bots."""

_HALF_SENT = 256
"""Answers that are remembered as shown while what goes along with them is tried again."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_log = structlog.get_logger(__name__)


class Sender:
    """Says things in chats, and is the front-end that `bot.delivery.Courier` hands answers to.

    Parameters
    ----------
    bot : telegram.ext.ExtBot
        With a `RateLimiter`.
    photos : FileIds
        Called with the file ids of pictures that were sent, for inline answers.
    action_for_s : float
        Longest time for which “is sending a photo …” is kept up.
    """

    name = "telegram"

    def __init__(self, bot: ExtBot[Any], file_ids: FileIds, *, action_for_s: float = 600.0) -> None:
        self._bot, self._file_ids, self._action_for_s = bot, file_ids, action_for_s
        self._acting: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._moved: dict[int, int] = {}
        self._shown: deque[tuple[int, int, str]] = deque(maxlen=_HALF_SENT)

    async def say(self, place: TelegramChat, message: Message, **extra: Any) -> int:
        """Answer a question with a new message, and return its id.

        Raises
        ------
        telegram.error.TelegramError
        """
        return int((await self.post(place, message, **extra))["message"])

    async def post(self, place: TelegramChat, message: Message, **extra: Any) -> dict[str, Any]:
        """Answer a question with a new message, and return where that stands: a group may have moved meanwhile.

        Raises
        ------
        telegram.error.TelegramError
        """
        address = self._at(address_of(place))
        try:
            sent = await self._new(address, message, **extra)
        except ChatMigrated as error:
            self._moved[int(address["chat"])] = error.new_chat_id
            address = self._at(address)
            sent = await self._new(address, message, **extra)
        return {**address, "message": sent.message_id}

    async def may_write_to(self, user_id: int) -> bool:
        """Say whether a person has ever talked to the bot alone, and still does: only then may it write to them."""
        try:
            return await self._bot.send_chat_action(user_id, ChatAction.TYPING)
        except (BadRequest, Forbidden):
            return False

    def _at(self, address: Mapping[str, Any]) -> dict[str, Any]:
        """Return the address, where the group has moved since: no message of the old one stands there."""
        new = self._moved.get(int(address["chat"]))
        return dict(address) if new is None else {**address, "chat": new, "message": 0, "thread": None, "reply_to": 0}

    async def put(self, place: TelegramChat, message: Message) -> None:
        """Answer a command with a new message, its picture and its files.

        Raises
        ------
        telegram.error.TelegramError
        """
        if message.picture is None:
            await self.say(place, message)
            for attachment in message.attachments:
                await self._attach(address_of(place), attachment)
        else:
            await self._answer(address_of(place), message)

    async def explain(self, place: TelegramChat, message: Message) -> None:
        """Say more than a caption holds, and show the picture by itself below it.

        Raises
        ------
        telegram.error.TelegramError
        """
        picture = message.picture
        await self.say(place, replace(message, picture=None))
        if picture is not None:
            try:
                await self._new_photo({**address_of(place), "silent": True}, Message(), picture)
            except BadRequest as error:  # the words are there; a group may not want pictures
                _log.info("picture_refused", reason=error.message)

    async def react(self, place: TelegramChat, emoji: str = SEEN) -> bool:
        """Acknowledge by a reaction, which costs a group's rate nothing; False where reactions are not allowed."""
        try:
            return await self._bot.set_message_reaction(place.chat_id, place.message_id, emoji, rate_limit_args="free")
        except TelegramError as error:
            _log.info("reaction_refused", reason=type(error).__name__)
            return False

    async def retext(self, place: TelegramChat, message_id: int, message: Message, *, under_picture: bool) -> None:
        """Give a message of ours another text and other buttons; what it shows stays.

        Raises
        ------
        telegram.error.TelegramError
        """
        common: dict[str, Any] = {
            "chat_id": place.chat_id, "message_id": message_id, "parse_mode": ParseMode.HTML,
            "reply_markup": keyboard_of(message.buttons),
        }  # fmt: skip
        with unless_unchanged():
            if under_picture:
                await self._bot.edit_message_caption(caption=text_of(message, CAPTION_MAX), **common)
            else:
                await self._bot.edit_message_text(text_of(message), link_preview_options=_NO_PREVIEW, **common)

    async def rekey(self, place: TelegramChat, message_id: int, buttons: tuple[Button, ...]) -> None:
        """Give a message of ours other buttons; its words stay.

        Raises
        ------
        telegram.error.TelegramError
        """
        with unless_unchanged():
            await self._bot.edit_message_reply_markup(place.chat_id, message_id, reply_markup=keyboard_of(buttons))

    async def edit(self, address: Mapping[str, Any], message: Message, *, spare: bool = False) -> None:
        """Replace the text of a message that `say` sent.

        Raises
        ------
        telegram.error.TelegramError
            `bot.telegram.rate_limiter.CallDropped` among them, when `spare`.
        """
        with unless_unchanged():
            await self._bot.edit_message_text(
                text_of(message),
                chat_id=address["chat"],
                message_id=address["message"],
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard_of(message.buttons),
                rate_limit_args="spare" if spare else None,
            )

    def begin_action(self, address: Mapping[str, Any]) -> None:
        """Show that something is being worked on, until the answer is sent."""
        key = _key(address)
        if key not in self._acting:
            task = asyncio.create_task(self._act(dict(address)))
            self._acting[key] = task
            task.add_done_callback(lambda _: self._acting.pop(key, None))

    def end_action(self, address: Mapping[str, Any]) -> None:
        """Stop showing it."""
        task = self._acting.pop(_key(address), None)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        """Stop everything that runs in the background."""
        tasks = list(self._acting.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _act(self, address: Mapping[str, Any]) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._action_for_s):
                while True:
                    with suppress(TelegramError):  # a courtesy: whatever is wrong, the answer itself will show
                        await self._bot.send_chat_action(
                            address["chat"],
                            ChatAction.UPLOAD_PHOTO,
                            message_thread_id=address.get("thread"),
                            rate_limit_args="spare",
                        )
                    await asyncio.sleep(_ACTION_EVERY_S)

    async def send(self, address: Mapping[str, Any], message: Message) -> dict[str, Any]:
        """Turn the progress message into the answer; where it is gone, answer with a new one.

        Returns
        -------
        dict
            The address, with the message that the answer is.

        Raises
        ------
        NotSentYet, NeverSendable
        """
        self.end_action(address)
        address = self._at(address)
        with classified():
            try:
                return {**address, "message": await self._answer(address, message)}
            except ChatMigrated as error:
                self._moved[int(address["chat"])] = error.new_chat_id
        return await self.send(address, message)

    async def _answer(self, address: Mapping[str, Any], message: Message) -> int:
        """Show an answer and what goes along with it; return the id of its message."""
        shown, message_id = (*_key(address), text_of(message)), int(address.get("message") or 0)
        if shown not in self._shown:  # else only what goes along failed before
            if message.picture is None:
                message_id = await self._text_answer(address, message)
            else:
                message_id = await self._picture_answer(address, message, message.picture)
            if message.attachments:
                self._shown.append(shown)
        for attachment in message.attachments:
            await self._attach(address, attachment)
        return message_id

    async def _text_answer(self, address: Mapping[str, Any], message: Message) -> int:
        if not address.get("message"):
            return (await self._new(address, message)).message_id
        try:
            await self.edit(address, message)
        except BadRequest as error:
            if not is_gone(error):
                raise
            return (await self._new(address, message)).message_id
        return int(address["message"])

    async def _picture_answer(self, address: Mapping[str, Any], message: Message, picture: Picture) -> int:
        caption = text_of(message, CAPTION_MAX)
        photo = InputMediaPhoto(picture.on_phone, caption=caption, parse_mode=ParseMode.HTML, filename=picture.name)
        try:
            if address.get("message"):
                sent = await self._media(address, photo, message)
            else:
                sent = await self._new_photo(address, message, picture)
        except BadRequest as error:
            if is_gone(error):
                sent = await self._new_photo(address, message, picture)
            elif says(error, UNFIT_PICTURE) and address.get("message"):
                _log.warning("picture_refused_as_a_photo", reason=error.message)
                document = InputMediaDocument(
                    picture.data, caption=caption, parse_mode=ParseMode.HTML, filename=picture.name
                )
                sent = await self._media(address, document, message)
            elif says(error, FORBIDDEN_PICTURE):
                return await self._text_answer(address, _without_picture(message, address))
            else:
                raise
        if sent is not None and sent.photo and message.url:
            await self._file_ids.remember(message.url, sent.photo[-1].file_id)
        return sent.message_id if sent is not None else int(address.get("message") or 0)

    async def _media(
        self, address: Mapping[str, Any], media: InputMediaPhoto | InputMediaDocument, message: Message
    ) -> Sent | None:
        sent: Sent | bool = False
        with unless_unchanged():
            sent = await self._bot.edit_message_media(
                media,
                chat_id=address["chat"],
                message_id=address["message"],
                reply_markup=keyboard_of(message.buttons),
            )
        return sent if isinstance(sent, Sent) else None

    async def _new(self, address: Mapping[str, Any], message: Message, **extra: Any) -> Sent:
        """Send a new message; where its topic is closed or gone, into the group itself.

        Raises
        ------
        telegram.error.TelegramError
        """
        try:
            return await self._send_text(address, message, **extra)
        except BadRequest as error:
            if not (address.get("thread") and says(error, TOPIC_GONE)):
                raise
            return await self._send_text({**address, "thread": None, "reply_to": 0}, message, **extra)

    async def _send_text(self, address: Mapping[str, Any], message: Message, **extra: Any) -> Sent:
        return await self._bot.send_message(
            address["chat"],
            text_of(message),
            parse_mode=ParseMode.HTML,
            message_thread_id=address.get("thread"),
            link_preview_options=_NO_PREVIEW,
            **{"reply_parameters": _reply_to(address), "reply_markup": keyboard_of(message.buttons), **extra},
        )

    async def _new_photo(self, address: Mapping[str, Any], message: Message, picture: Picture) -> Sent:
        try:
            return await self._send_photo(address, message, picture)
        except BadRequest as error:
            if not (address.get("thread") and says(error, TOPIC_GONE)):
                raise
            return await self._send_photo({**address, "thread": None, "reply_to": 0}, message, picture)

    async def _send_photo(self, address: Mapping[str, Any], message: Message, picture: Picture) -> Sent:
        return await self._bot.send_photo(
            address["chat"],
            InputFile(picture.on_phone, filename=picture.name),
            caption=text_of(message, CAPTION_MAX),
            parse_mode=ParseMode.HTML,
            message_thread_id=address.get("thread"),
            reply_parameters=_reply_to(address),
            reply_markup=keyboard_of(message.buttons),
            disable_notification=bool(address.get("silent")),
        )

    async def _attach(self, address: Mapping[str, Any], attachment: Attachment) -> None:
        """Send what goes along; what a group refuses must not cost the answer that stands there already."""
        try:
            await self._bot.send_document(
                address["chat"],
                InputFile(attachment.data, filename=attachment.name),
                message_thread_id=address.get("thread"),
                reply_parameters=_reply_to(address),
                disable_notification=True,
            )
        except BadRequest as error:
            if address.get("thread") and says(error, TOPIC_GONE):
                await self._attach({**address, "thread": None, "reply_to": 0}, attachment)
                return
            _log.info("attachment_refused", reason=error.message)


def address_of(place: TelegramChat, message_id: int = 0) -> dict[str, Any]:
    """Return the reply address: what travels with the job, plain JSON."""
    return {
        "private": place.private,
        "person": None if place.is_private else place.person,
        "chat": place.chat_id,
        "thread": place.thread_id,
        "message": message_id,
        "reply_to": place.message_id,
        "locale": place.locale,
    }


def _without_picture(message: Message, address: Mapping[str, Any]) -> Message:
    """Return the words alone, and why they are alone."""
    why = Block(lines=(words_for(address.get("locale")).text("group-no-pictures"),))
    return replace(message, picture=None, sections=(why, *message.sections))


def _reply_to(address: Mapping[str, Any]) -> ReplyParameters | None:
    origin = address.get("reply_to")
    return ReplyParameters(origin, allow_sending_without_reply=True) if origin else None


def _key(address: Mapping[str, Any]) -> tuple[int, int]:
    return int(address["chat"]), int(address["message"] or -int(address.get("reply_to") or 0))
