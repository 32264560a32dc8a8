"""Updates that cannot be read: one is skipped by its id, and stops no other. Its content is logged nowhere.

Telegram adds kinds of content every few weeks, and a Bot API server of one's own may be older or newer than the
library. python-telegram-bot breaks on some of that, and takes some for what it is not (it checks no types). So what the
bot will look at is held to its types here, before anything is made of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Annotated, Any, Final

import structlog
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from telegram import Bot, Update

_log = structlog.get_logger(__name__)

_logged: deque[int] = deque(maxlen=1000)

Id = Annotated[int, Field(ge=-(2**63), lt=2**63)]
"""What a Bot API server may use as an id, and what it takes back."""

Count = Annotated[int, Field(ge=0, lt=2**63)]
Moment = Annotated[int, Field(ge=0, lt=2**36)]
"""Seconds since 1970, up to the year 4147."""


class _Part(BaseModel):
    """A part of an update; what is not named here is not looked at by the bot."""

    model_config = ConfigDict(strict=True, extra="ignore")


class _User(_Part):
    id: Id
    is_bot: bool
    first_name: str
    username: str | None = None
    language_code: str | None = None


class _Chat(_Part):
    id: Id
    type: str
    title: str | None = None
    username: str | None = None


class _Entity(_Part):
    type: str
    offset: Count
    length: Count
    url: str | None = None
    user: _User | None = None


class _File(_Part):
    file_id: str
    file_unique_id: str
    file_name: str | None = None
    file_size: Count | None = None
    mime_type: str | None = None
    performer: str | None = None
    title: str | None = None


class _Quote(_Part):
    text: str


class _Message(_Part):
    message_id: Id
    date: Moment
    chat: _Chat
    from_: Annotated[_User | None, Field(alias="from")] = None
    sender_chat: _Chat | None = None
    via_bot: _User | None = None
    message_thread_id: Id | None = None
    is_topic_message: bool | None = None
    edit_date: Moment | None = None
    media_group_id: str | None = None
    migrate_to_chat_id: Id | None = None
    text: str | None = None
    caption: str | None = None
    entities: list[_Entity] = []
    caption_entities: list[_Entity] = []
    quote: _Quote | None = None
    audio: _File | None = None
    voice: _File | None = None
    video: _File | None = None
    video_note: _File | None = None
    animation: _File | None = None
    document: _File | None = None
    reply_to_message: _Message | None = None


class _Query(_Part):
    id: str
    from_: Annotated[_User, Field(alias="from")]
    data: str | None = None
    query: str | None = None
    message: _Message | None = None


class _Member(_Part):
    status: str
    user: _User


class _Membership(_Part):
    chat: _Chat
    from_: Annotated[_User, Field(alias="from")]
    date: Moment
    old_chat_member: _Member
    new_chat_member: _Member


class _Update(_Part):
    update_id: int
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Query | None = None
    inline_query: _Query | None = None
    my_chat_member: _Membership | None = None


_LOOKED_AT: Final = TypeAdapter(_Update)
_ID: Final = TypeAdapter(int)


class Unreadable(Update):
    """An update that cannot be read: its id is all that is known of it."""

    __slots__ = ()


def read_update(fields: Any, bot: Bot | None = None) -> Update | None:
    """Return an update, or an `Unreadable` one, so that its id can still be confirmed.

    Returns
    -------
    Update or None
        None for what has no id that could be confirmed.
    """
    try:
        _LOOKED_AT.validate_python(fields)
        return Update.de_json(fields, bot)
    except Exception as error:  # noqa: BLE001 - a new kind of content breaks in many ways
        kind = "wrong types" if isinstance(error, ValidationError) else type(error).__name__
        update_id = fields.get("update_id") if isinstance(fields, dict) else None
        try:
            number = _ID.validate_python(update_id, strict=True)
        except ValidationError:
            _log.error("update_without_an_id", error=kind)
            return None
        if number not in _logged:  # Telegram repeats it until it is confirmed
            _logged.append(number)
            _log.error("update_unreadable", update_id=number, error=kind)
        return Unreadable(number)


def skip_unreadable() -> None:
    """Let python-telegram-bot, which reads all updates of a poll or none, read them one by one."""
    _logged.clear()
    Update.de_list = classmethod(_read_all)  # type: ignore[assignment] # the library has no other way in


def _read_all(_cls: type[Update], fields: Iterable[Any], bot: Bot | None = None) -> tuple[Update, ...]:
    return tuple(one for one in (read_update(each, bot) for each in fields) if one is not None)
