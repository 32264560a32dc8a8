"""What an answer's buttons need, remembered in the queue's notes for at most 24 hours and deleted by ``/forget``."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from bot.conversation import File
from bot.platform import Chat
from spotpop.links import Reference
from worker.queue.client import Client
from worker.queue.protocol import Job, Outcome, TrackInput

VERSION = 2
"""Of what is remembered. Older notes are read, newer ones are left to who wrote them."""

KEPT_S = 86_400.0
"""One day: the longest that anything about a person is kept that they did not choose by ``/settings``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonState:
    """The state behind the buttons of one answer.

    Attributes
    ----------
    owner : str or None
        Who asked, as in `worker.queue.protocol.Requester.user`.
    reference : Reference or None
        The link that was asked about; None for an upload, whose audio is deleted by now.
    """

    owner: str | None
    locale: str
    outcome: Outcome
    reference: Reference | None = None
    private: bool = False
    """Whether the answer was for the person who asked alone: all that follows it is, too."""
    inputs: tuple[Reference | None, ...] = ()
    """All links that were asked about, in order; None for an upload."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the person gave along with the question."""
    file: File | None = None
    """Where the platform has the file that was asked about: it can be fetched again, its audio is not kept here."""
    start_s: float | None = None
    """Where the section began, if the person said so."""


class ButtonStateStore:
    """Remembers answers by the id of their job."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._doing = asyncio.Lock()

    async def remember(self, job: Job, outcome: Outcome) -> None:
        """Keep what the buttons under this answer need.

        Raises
        ------
        QueueUnavailable
        """
        first = job.inputs[0]
        reference = first.reference if isinstance(first, TrackInput) and job.kind == "track" else None
        note: dict[str, Any] = {
            "owner": job.requester.user,
            "locale": job.locale,
            "outcome": outcome.model_dump(mode="json"),
            "reference": None if reference is None else _packed(reference),
            "private": bool(job.reply.data.get("private")),
            "inputs": [_packed(one.reference) if isinstance(one, TrackInput) else None for one in job.inputs],
            "options": job.options,
            "file": job.reply.data.get("file"),
            "start_s": job.start_s,
            "version": VERSION,
        }
        await self._client.note_set(_key(job.id), note, KEPT_S, user=job.requester.user)

    async def recall(self, state: str) -> ButtonState | None:
        """Return what is remembered under a button's state, or None when it was deleted.

        Raises
        ------
        QueueUnavailable
        """
        note = await self._client.note_get(_key(state))
        if not isinstance(note, dict) or note.get("version", 1) > VERSION:
            return None  # a newer bot wrote it, and may mean something else by it
        try:
            return ButtonState(
                owner=note["owner"],
                locale=note["locale"],
                outcome=Outcome.model_validate(note["outcome"]),
                reference=Reference(*note["reference"]) if note["reference"] else None,
                private=bool(note.get("private")),
                inputs=tuple(Reference(*one) if one else None for one in note.get("inputs", ())),
                options=dict(note.get("options") or {}),
                file=File(**note["file"]) if note.get("file") else None,
                start_s=note.get("start_s"),
            )
        except (KeyError, TypeError, ValidationError):  # written by another version
            return None

    async def once(self, state: str, what: str, owner: str | None) -> bool:
        """Say whether something is done with an answer for the first time, and note that it was.

        Raises
        ------
        QueueUnavailable
        """
        key = f"{what}:{state}"
        async with self._doing:  # six people may press the same button in one moment
            if await self._client.note_get(key):
                return False
            await self._client.note_set(key, True, KEPT_S, user=owner)
        return True

    async def drop(self, state: str, owner: str | None) -> None:
        """Delete what is remembered, because its answer was deleted.

        Raises
        ------
        QueueUnavailable
        """
        await self._client.note_set(_key(state), None, None, user=owner)


def _packed(reference: Reference) -> list[str]:
    return [reference.kind, reference.id, reference.url]


def _key(state: str) -> str:
    return f"answer:{state}"


def may_delete(chat: Chat, known: ButtonState | None, *, asked: bool, moderates: bool) -> bool:
    """Say whether a person may delete an answer: who asked for it, who moderates the place, nobody else.

    Parameters
    ----------
    asked : bool
        The platform itself shows that this person asked.
    moderates : bool
        The person may delete others' messages there.
    """
    if chat.direct or moderates or asked:
        return True
    return known is not None and known.owner == chat.user
