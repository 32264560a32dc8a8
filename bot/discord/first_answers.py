"""Where a track was first answered in a server: for a day, the same track gets a link to that answer."""

from __future__ import annotations

from typing import Final

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
    progress : ProgressUpdates
        Knows which answers are under way.
    """

    def __init__(self, queue: Client, progress: ProgressUpdates) -> None:
        self._queue, self._states, self._progress = queue, ButtonStateStore(queue), progress

    async def of(self, server: str | None, ask: Ask) -> str | None:
        """Return the address of the first answer; None if there is none, it failed, or it was deleted."""
        key = _key(server, ask)
        if key is None:
            return None
        try:
            note = await self._queue.note_get(key)
            if not isinstance(note, dict):
                return None
            job_id = str(note.get("job"))
            if self._progress.is_following(job_id):
                return str(note["url"])
            known = await self._states.recall(job_id)
            return str(note["url"]) if known is not None and known.outcome.failure is None else None
        except (QueueUnavailable, KeyError):
            return None

    async def note(self, server: str | None, ask: Ask, url: str, job_id: str) -> None:
        """Remember where the answer to a track stands."""
        key = _key(server, ask)
        if key is None:
            return
        try:
            await self._queue.note_set(key, {"url": url, "job": job_id}, KEPT_S)
        except QueueUnavailable:
            log.info("answer_not_noted")


def _key(server: str | None, ask: Ask) -> str | None:
    first = ask.inputs[0]
    if server is None or ask.kind != "track" or not isinstance(first, Reference) or first.kind != "track":
        return None
    return f"discord:answered:{server}:{first.id}"
