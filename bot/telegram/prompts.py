"""“Send the second one”: a prompt of the bot's and what the reply to it is to be compared with."""

from __future__ import annotations

from typing import Any

from bot.conversation import File
from worker.queue.client import Client

KEPT_S = 3600.0
"""How long a prompt waits for its reply."""


class Prompts:
    """Remembers open prompts for an hour; ``/forget`` deletes them too."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def remember(self, chat_id: int, message_id: int, user: str, *, text: str, files: tuple[File, ...]) -> None:
        """Note that the reply to this message is the second of a comparison.

        Raises
        ------
        QueueUnavailable
        """
        held = [[file.handle, file.name, file.size_bytes, file.media_type] for file in files[:1]]
        note = {"text": text[:500], "files": held}
        await self._client.note_set(_key(chat_id, message_id), note, KEPT_S, user=user)

    async def first_of(self, chat_id: int, message_id: int) -> tuple[str, tuple[File, ...]] | None:
        """Return text and files of the first, or None if this is no prompt or it is too old.

        Raises
        ------
        QueueUnavailable
        """
        note: Any = await self._client.note_get(_key(chat_id, message_id))
        if not isinstance(note, dict):
            return None
        files = tuple(
            File(handle=h, name=name, size_bytes=size, media_type=kind) for h, name, size, kind in note["files"]
        )
        return note["text"], files


def _key(chat_id: int, message_id: int) -> str:
    return f"telegram:prompt:{chat_id}:{message_id}"
