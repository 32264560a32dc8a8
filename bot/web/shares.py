"""Share links: made on request only, for a day or a week, unguessable, and taken back by their secret link."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
import time
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from worker.queue.client import Client
from worker.queue.protocol import Outcome

LIFETIMES_S: Final = {"day": 86_400, "week": 7 * 86_400}
MOST_EACH: Final = 20
"""Links that one visitor may make in a week."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """An answer that whoever has the link may see.

    Attributes
    ----------
    expires_at : float
        Unix seconds.
    picture_size : tuple of int
        Width and height in pixels; (0, 0) without one.
    """

    outcome: Outcome
    locale: str
    expires_at: float
    picture_size: tuple[int, int] = (0, 0)
    secret_digest: str = field(repr=False, default="")

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture to it."""
        return self.picture_size != (0, 0)

    def opens(self, secret: str) -> bool:
        """Whether `secret` is what the maker was given, with which the link is taken back."""
        return hmac.compare_digest(_digest(secret), self.secret_digest)


class Shares:
    """Keeps share links in the queue's notes, which forget them by themselves."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def make(
        self, outcome: Outcome, picture: bytes | None, *, locale: str, lifetime_s: int, user: str
    ) -> tuple[str, str] | None:
        """Return the name of a new link, and the secret with which it is taken back; None when there are too many.

        Raises
        ------
        QueueUnavailable
        """
        owner, counted = _owner(user), f"shares:{user}"
        count = int(await self._client.note_get(counted) or 0)
        if count >= MOST_EACH:
            return None
        name, secret = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        note = {
            "outcome": outcome.model_copy(update={"picture_key": None, "job_id": ""}).model_dump(mode="json"),
            "locale": locale,
            "expires_at": time.time() + lifetime_s,
            "picture_size": png_size(picture) if picture else (0, 0),
            "secret_digest": _digest(secret),
        }
        if picture:
            body = base64.b64encode(picture).decode()
            await self._client.note_set(_picture_key(name), body, lifetime_s, user=owner)
        await self._client.note_set(_key(name), note, lifetime_s, user=owner)
        # Last, and for the longest: what is to be forgotten is remembered as long as any link lives.
        await self._client.note_set(counted, count + 1, LIFETIMES_S["week"], user=owner)
        return name, secret

    async def forget(self, user: str) -> int:
        """Delete all links of a visitor; returns how many things that were.

        Raises
        ------
        QueueUnavailable
        """
        return await self._client.forget(_owner(user))

    async def find(self, name: str) -> Share | None:
        """Return a link's answer; None when there is none any more.

        Raises
        ------
        QueueUnavailable
        """
        note: Any = await self._client.note_get(_key(name))
        try:
            return Share(
                outcome=Outcome.model_validate(note["outcome"]),
                locale=str(note["locale"]),
                expires_at=float(note["expires_at"]),
                picture_size=(int(note["picture_size"][0]), int(note["picture_size"][1])),
                secret_digest=str(note["secret_digest"]),
            )
        except (KeyError, TypeError, ValueError, ValidationError):
            return None

    async def picture(self, name: str) -> bytes | None:
        """Return its PNG.

        Raises
        ------
        QueueUnavailable
        """
        body = await self._client.note_get(_picture_key(name))
        return base64.b64decode(body) if isinstance(body, str) else None

    async def take_back(self, name: str) -> None:
        """Delete a link at once.

        Raises
        ------
        QueueUnavailable
        """
        await self._client.note_set(_key(name), None, None)
        await self._client.note_set(_picture_key(name), None, None)


def png_size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a PNG; (0, 0) of anything else."""
    if len(data) < 24 or not data.startswith(_PNG):
        return (0, 0)
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _owner(user: str) -> str:
    """Return the name under which links are forgotten: apart from answers, which live for a day only."""
    return f"{user}:shares"


def _key(name: str) -> str:
    return f"share:{name}"


def _picture_key(name: str) -> str:
    return f"share-picture:{name}"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
