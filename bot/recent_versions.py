"""A version of a song that a person asked about within the last day: recognised by its name, offered for comparison."""

from __future__ import annotations

from typing import Final

from bot.button_state import KEPT_S, ButtonState, ButtonStateStore
from bot.conversation import Understood
from bot.follow_up import again
from spotpop.record.song_versions import song_of
from spotpop.report import Report
from worker.queue.client import Client
from worker.queue.protocol import Job

MOST: Final = 20
"""Answers among which an earlier version is looked for."""


class RecentVersions:
    """Remembers for a day which songs a person asked about; `/forget` deletes it."""

    def __init__(self, queue: Client, states: ButtonStateStore) -> None:
        self._queue, self._states = queue, states

    async def note(self, job: Job, report: Report) -> ButtonState | None:
        """Note an answer, and return the last one about another version of the same song that may be named here.

        An answer that the person alone saw is not named where everybody reads.

        Raises
        ------
        QueueUnavailable
        """
        user, song = job.requester.user, song_of(report.track.title)
        if user is None or not song or report.score is None:
            return None
        known = await self._queue.note_get(_key(user))
        seen = [one for one in known if isinstance(one, list) and len(one) == 2] if isinstance(known, list) else []
        kept = [one for one in seen if one[0] != job.id][-MOST + 1 :]
        await self._queue.note_set(_key(user), [*kept, [job.id, song]], KEPT_S, user=user)
        for state, name in reversed(kept):
            if name == song and (earlier := await self._states.recall(str(state))) is not None:
                return await self._offered(job, str(state), earlier)
        return None

    async def _offered(self, job: Job, state: str, earlier: ButtonState) -> ButtonState | None:
        now = await self._states.recall(job.id)
        if now is None or (earlier.private and not now.private) or _asks_the_same(now, earlier):
            return None
        await self._queue.note_set(_pair(job.id), state, KEPT_S, user=job.requester.user)
        return earlier

    async def comparison(self, state: str) -> tuple[Understood, bool] | None:
        """Return the question that puts an answer beside the earlier version, and whether it is private.

        Raises
        ------
        QueueUnavailable
        """
        before = await self._queue.note_get(_pair(state))
        now, earlier = await self._states.recall(state), await self._states.recall(str(before or "none"))
        first, second = (None if one is None else again(one) for one in (earlier, now))
        if first is None or second is None or now is None or earlier is None:
            return None
        question = Understood(intent="compare", text=first.text, files=first.files, second=second)
        return question, now.private or earlier.private


def _asks_the_same(now: ButtonState, earlier: ButtonState) -> bool:
    """Whether both are one link, or nothing that could be fetched again."""
    if again(now) is None or again(earlier) is None:
        return True
    return now.reference is not None and now.reference == earlier.reference


def _key(user: str) -> str:
    return f"asked:{user}"


def _pair(state: str) -> str:
    return f"earlier:{state}"
