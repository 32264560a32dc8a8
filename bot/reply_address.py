"""Where answers go, as models: what another version wrote is read as far as it fits, and what does not is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.delivery import NeverSendable

VERSION: Final = 1
"""Of addresses that are written now. A newer version may add keys; those that are there keep their meaning."""


class StoredAddress(BaseModel):
    """Common to all chats: keys that a newer version adds are left to it.

    Attributes
    ----------
    version : int
        `VERSION` of who wrote it; 1 where none was written.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1


class TelegramAddress(StoredAddress):
    """A message of Telegram's.

    Attributes
    ----------
    chat : int
        Its id.
    thread : int or None
        The topic.
    message : int
        The one that becomes the answer; 0 asks for a new one.
    reply_to : int or None
        The question's message.
    person : int or None
        Who asked, in a group.
    """

    chat: int
    message: int = 0
    thread: int | None = None
    reply_to: int | None = None
    person: int | None = None


class DiscordAddress(StoredAddress):
    """A message of Discord's, or a person.

    Attributes
    ----------
    user_id : int
        Who asked.
    nonce : str
        By which Discord drops a second try of the same.
    message_id : int, "@original" or None
        The one that becomes the answer; without it the person is written to.
    channel_id : int or None
        Where it stands.
    token, token_dies_at, application_id
        Of an interaction.
    """

    user_id: int
    nonce: str
    message_id: int | Literal["@original"] | None = None
    channel_id: int | None = None
    application_id: int | None = None
    token: str | None = None
    token_dies_at: float = 0.0


def check_address(kind: type[StoredAddress], address: Mapping[str, Any]) -> None:
    """See that an address holds what a chat needs.

    Raises
    ------
    NeverSendable
        Naming the first key that is missing or of another type; never its value, which may be a credential.
    """
    try:
        kind.model_validate(address)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise NeverSendable(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
