"""Answers as the page keeps them, for the visitor who asked, for at most a day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from bot.messages.message import Message
from worker.queue.client import Client

KEPT_S: Final = 86_400.0
_MESSAGE: Final = TypeAdapter(Message)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """A question of a visitor, and its answer.

    Attributes
    ----------
    owner : str
        `bot.web.security.BrowserSession.user`.
    language : str
        In which it was asked, and `message` is worded.
    message : Message or None
        None until it is answered. Its picture is not in it: that lies in the queue (`Outcome.picture_key`).
    """

    owner: str
    language: str
    message: Message | None = None


class KeptAnswers:
    """Keeps answers in the queue's notes, under the ids of their jobs."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._arrived: dict[str, asyncio.Event] = {}

    async def expect(self, job_id: str, owner: str, language: str) -> None:
        """Remember whose question it is, before it is handed to the queue.

        Raises
        ------
        QueueUnavailable
        """
        await self._write(job_id, KeptAnswer(owner=owner, language=language))

    async def keep(self, job_id: str, message: Message) -> None:
        """Keep an answer; what nobody expects any more, because it was forgotten, is dropped.

        Raises
        ------
        QueueUnavailable
        """
        expected = await self.find(job_id)
        if expected is not None:
            await self._write(job_id, replace(expected, message=replace(message, picture=None)))
        if (arrived := self._arrived.get(job_id)) is not None:
            arrived.set()

    async def drop(self, job_id: str) -> None:
        """Delete what is known of a question.

        Raises
        ------
        QueueUnavailable
        """
        await self._client.note_set(_key(job_id), None, None)

    async def find(self, job_id: str) -> KeptAnswer | None:
        """Return what is known of a question; None when it is nobody's, or deleted.

        Raises
        ------
        QueueUnavailable
        """
        note: Any = await self._client.note_get(_key(job_id))
        try:
            answer_part = note["message"]
            return KeptAnswer(
                owner=note["owner"],
                language=note["language"],
                message=None if answer_part is None else _MESSAGE.validate_python(answer_part),
            )
        except (KeyError, TypeError, ValidationError):
            return None

    async def wait(self, job_id: str, patience_s: float) -> bool:
        """Wait until an answer is kept; False when it took too long.

        Another process may have taken it from the outbox, so that the notes are looked at too.

        Raises
        ------
        QueueUnavailable
        """
        arrived = self._arrived.setdefault(job_id, asyncio.Event())
        end = asyncio.get_running_loop().time() + patience_s
        try:
            while True:
                asked = await self.find(job_id)
                if asked is None or asked.message is not None:
                    return True
                if asyncio.get_running_loop().time() > end:
                    return False
                try:
                    async with asyncio.timeout(1.0):
                        await arrived.wait()
                except TimeoutError:
                    continue
        finally:
            self._arrived.pop(job_id, None)

    async def _write(self, job_id: str, answer: KeptAnswer) -> None:
        answer_part = None if answer.message is None else _MESSAGE.dump_python(answer.message, mode="json")
        note = {"owner": answer.owner, "language": answer.language, "message": answer_part}
        await self._client.note_set(_key(job_id), note, KEPT_S, user=answer.owner)


def _key(job_id: str) -> str:
    return f"web:answer:{job_id}"
