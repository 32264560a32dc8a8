"""File ids of pictures that Telegram holds already: inline answers cannot carry an upload, only such an id."""

from __future__ import annotations

import structlog

from spotpop.errors import QueueUnavailable
from worker.queue.client import Client

_KEPT_S = 86_400.0

_log = structlog.get_logger(__name__)


class FileIds:
    """Remembers, for a day, which picture was sent for a track."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def remember(self, url: str, file_id: str) -> None:
        """Note the file id of a track's picture; a queue that is away now is no reason to fail."""
        try:
            await self._client.note_set(_key(url), file_id, _KEPT_S)
        except QueueUnavailable:
            _log.info("photo_not_noted")

    async def of(self, url: str) -> str | None:
        """Return the file id of a track's picture, if one was sent lately.

        Raises
        ------
        QueueUnavailable
        """
        note = await self._client.note_get(_key(url))
        return note if isinstance(note, str) else None


def _key(url: str) -> str:
    return f"telegram:photo:{url}"
