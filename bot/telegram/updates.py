"""What a Telegram message asks: its words with the links behind them, its audio, and whom it is addressed to. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType, MessageEntityType

from bot.conversation import File, Intent, Understood, names_a_song
from bot.platform import Chat
from spotpop.audio.formats import AUDIO_SUFFIXES
from spotpop.links import find_references

Addressed = Literal["private", "mention", "reply", "overheard"]
"""How a message that is no command reached the bot."""

_ANONYMOUS_ADMIN_ID = 1087968824
"""Telegram's stand-in for an administrator who posts as the group itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramChat(Chat):
    """Where a question was asked on Telegram.

    Attributes
    ----------
    chat_id, message_id : int
        The question's own message.
    thread_id : int or None
        The forum topic, if the group has topics.
    in_place : int
        A message of the bot's that the answer takes the place of; 0 for a new one.
    choice : str
        Distinguishes several questions that are asked from one message.
    overheard : bool
        Nobody put it to the bot.
    """

    chat_id: int
    message_id: int
    thread_id: int | None = None
    in_place: int = 0
    choice: str = ""
    overheard: bool = False

    @property
    def is_private(self) -> bool:
        """True in a chat with one person."""
        return self.server is None

    @property
    def person(self) -> int | None:
        """Who asked, whose id is that of their private chat; None where a group or a channel did."""
        number = int(self.user.removeprefix("telegram:"))
        return number if number > 0 else None

    def alone(self) -> TelegramChat:
        """Return the private chat of who asked; what is answered there is kept apart from what is answered here."""
        return replace(
            self, chat_id=self.person or self.chat_id, message_id=0, thread_id=None, server=None, direct=True,
            private=True, choice=f"{self.chat_id}.{self.message_id}",
        )  # fmt: skip


def person_of(address: Mapping[str, Any]) -> TelegramChat:
    """Return the group where a question was asked, and by whom, from the reply address of its answer."""
    chat, person = int(address["chat"]), address.get("person")
    return TelegramChat(
        chat_id=chat,
        message_id=int(address.get("reply_to") or 0),
        thread_id=address.get("thread"),
        user=f"telegram:{chat if person is None else person}",
        server=f"telegram:{chat}",
        locale=str(address.get("locale") or ""),
    )


def chat_of(message: Message, user: User | None = None) -> TelegramChat:
    """Return where `message` stands; `user` is who acts, if not its sender."""
    person = user or message.from_user
    as_group = user is None and message.sender_chat is not None
    who = message.sender_chat.id if as_group and message.sender_chat else person.id if person else message.chat_id
    is_private = message.chat.type == ChatType.PRIVATE
    return TelegramChat(
        chat_id=message.chat_id,
        message_id=message.message_id,
        thread_id=message.message_thread_id if message.is_topic_message else None,
        user=f"telegram:{who}",
        server=None if is_private else f"telegram:{message.chat_id}",
        locale=(person.language_code or "") if person else "",
        direct=is_private,
    )


def is_ours(message: Message, me: User) -> bool:
    """Say whether the message came through this bot: an inline answer that somebody chose is no question."""
    return message.via_bot is not None and message.via_bot.id == me.id


def says_something(message: Message) -> bool:
    """Say whether a message holds what could be a question: no sticker, no GIF, no word of the platform's own."""
    holders = (message.text, message.caption, message.audio, message.voice, message.video, message.video_note,
               message.document, message.photo)  # fmt: skip
    return message.animation is None and any(holders)


def is_by_a_bot(message: Message) -> bool:
    """Say whether another bot wrote this; an anonymous administrator is none."""
    person = message.from_user
    return person is not None and person.is_bot and person.id != _ANONYMOUS_ADMIN_ID


def addressed(message: Message, me: User) -> Addressed:
    """Say how a message reached the bot."""
    if message.chat.type == ChatType.PRIVATE:
        return "private"
    if _mentions(message, me):
        return "mention"
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == me.id:
        return "reply"
    return "overheard"


def is_overheard(message: Message, me: User) -> bool:
    """Say whether nobody put a message to the bot, neither by a command."""
    return addressed(message, me) == "overheard" and not (message.text or message.caption or "").startswith("/")


def _mentions(message: Message, me: User) -> bool:
    name = f"@{me.username}".lower()
    for entity, text in _entities(message).items():
        if entity.type == MessageEntityType.MENTION and text.lower() == name:
            return True
        if entity.type == MessageEntityType.TEXT_MENTION and entity.user is not None and entity.user.id == me.id:
            return True
    return False


def question_in(message: Message, intent: Intent, *, look_at_replied: bool) -> Understood:
    """Return what a message asks.

    Parameters
    ----------
    look_at_replied : bool
        Whether the message that it replies to counts: always for a comparison, which takes one from each; otherwise
        when the message itself holds nothing to listen to.
    """
    text, files = text_in(message), files_in(message)
    quoted = message.quote.text if message.quote is not None else ""
    replied = message.reply_to_message
    if look_at_replied and replied is not None and (intent == "compare" or not (files or find_references(text))):
        text, files = f"{quoted}\n{text_in(replied)}\n{text}", (*files_in(replied), *files)
    return Understood(intent=intent, text=text, files=files)


def named_in(message: Message, me: User) -> Understood | None:
    """Return the song that a mention asks for by its name, ``artist - title``; None below an answer of ours: thanks."""
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == me.id:
        return None
    said = re.sub(
        rf"@{re.escape(me.username or '')}\b", " ", message.text or message.caption or "", flags=re.IGNORECASE
    )
    text = " ".join(said.split())
    return Understood(text=text) if names_a_song(text) else None


def text_in(message: Message) -> str:
    """Return text or caption, followed by the addresses that lie behind words in it."""
    hidden = [entity.url for entity in _entities(message) if entity.type == MessageEntityType.TEXT_LINK and entity.url]
    return "\n".join([message.text or message.caption or "", *hidden]).strip()


def files_in(message: Message, *, spoken: bool = True) -> tuple[File, ...]:
    """Return what can be listened to: at most one, as a Telegram message holds no more.

    Parameters
    ----------
    spoken : bool
        Whether voice messages, videos and GIFs count; people chat with them, so only where somebody asks.
    """
    if (audio := message.audio) is not None:
        name = audio.file_name or " - ".join(part for part in (audio.performer, audio.title) if part) or "audio"
        return (_file(audio.file_id, name, audio.file_size, audio.mime_type or "audio/mpeg"),)
    if not spoken and (message.animation or message.video):
        return ()  # a GIF comes as an animation and as a document
    if spoken and (voice := message.voice) is not None:
        return (_file(voice.file_id, "voice.ogg", voice.file_size, voice.mime_type or "audio/ogg", spoken=True),)
    if spoken and (note := message.video_note) is not None:
        return (_file(note.file_id, "video-message.mp4", note.file_size, "video/mp4", spoken=True),)
    if spoken and (video := message.video) is not None:
        return (_file(video.file_id, video.file_name or "video.mp4", video.file_size, video.mime_type),)
    document = message.document
    if document is not None and not holds_other_file(message):
        file = _file(document.file_id, document.file_name or "file", document.file_size, document.mime_type)
        return (file,) if spoken or file.looks_like_audio else ()
    return ()


def holds_other_file(message: Message) -> bool:
    """Say whether a document came that promises to be something else than audio, such as a PDF."""
    document = message.document
    if document is None:
        return False
    kind = (document.mime_type or "application/octet-stream").partition("/")[0]
    named_audio = (document.file_name or "").lower().endswith(tuple(AUDIO_SUFFIXES))
    unnamed = document.mime_type in {None, "application/octet-stream", "application/ogg"}
    return not (kind in {"audio", "video"} or named_audio or unnamed)


def _file(handle: str, name: str, size: int | None, media_type: str | None, *, spoken: bool = False) -> File:
    return File(handle=handle, name=name, size_bytes=size, media_type=media_type, spoken=spoken)


def _entities(message: Message) -> dict[MessageEntity, str]:
    return message.parse_caption_entities() if message.caption else message.parse_entities() if message.text else {}
