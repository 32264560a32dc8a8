"""Where a track was first answered in a server or group: for a day, the same track gets a link to that answer."""

from __future__ import annotations

from typing import Any, Final

import structlog

from bot.button_state import ButtonStateStore
from bot.conversation import Ask
from bot.progress import ProgressUpdates
from spotpop.errors import QueueUnavailable
from spotpop.links import Reference
from worker.queue.client import Client

log = structlog.get_logger(__name__)

KEPT_S: Final = 86_400.0


class FirstAnswers:
    """The first answers, in the queue's notes; they name a track, a server and a message, and nobody.

    Parameters
    ----------
    platform : str
        Its name.
    progress : ProgressUpdates
        Knows which answers are under way.
    """

    def __init__(self, queue: Client, platform: str, progress: ProgressUpdates) -> None:
        self._queue, self._platform = queue, platform
        self._states, self._progress = ButtonStateStore(queue), progress

    async def of(self, server: str | None, ask: Ask) -> dict[str, Any] | None:
        """Return where the first answer stands, as noted; None if there is none, it failed, or it was deleted."""
        key = self._key(server, ask)
        if key is None:
            return None
        try:
            note = await self._queue.note_get(key)
            if not isinstance(note, dict):
                return None
            job_id = str(note.get("job"))
            if self._progress.is_following(job_id):
                return note
            known = await self._states.recall(job_id)
        except QueueUnavailable:
            return None
        return note if known is not None and known.outcome.failure is None else None

    async def note(self, server: str | None, ask: Ask, job_id: str, **place: str | int) -> None:
        """Remember where the answer to a track stands, in the platform's own terms."""
        key = self._key(server, ask)
        if key is None:
            return
        try:
            await self._queue.note_set(key, {**place, "job": job_id}, KEPT_S)
        except QueueUnavailable:
            log.info("answer_not_noted")

    def _key(self, server: str | None, ask: Ask) -> str | None:
        first = ask.inputs[0]
        if server is None or ask.kind != "track" or not isinstance(first, Reference) or first.kind != "track":
            return None
        return f"{self._platform}:answered:{server}:{first.id}"
