"""When a bot dies between "taken" and the queue: the person is asked to ask again, by its successor or a sibling.

Discord sends a command once. Whoever died with it acknowledged has left a message that "thinks" for ever; so it is
noted where it stands until the queue has the question.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import structlog

from bot.messages.message import Message
from bot.messages.outcome import refusal
from bot.platform import Chat, Platform
from spotpop.errors import QuestionLost, QueueUnavailable
from spotpop.wording import Words, words_for
from worker.queue.client import Client
from worker.queue.unqueued import LEASE_S, Unqueued

log = structlog.get_logger(__name__)

LOOK_S: Final = LEASE_S / 3

_NOTE_LIMIT_S: Final = 1.0
"""An acknowledgement has three seconds; a slow queue must not use them up."""


GoesTo = Callable[[Mapping[str, Any]], Awaitable[None]]


class Noted:
    """The note of one question."""

    def __init__(self, queue: Client, front_end: str, question: Unqueued) -> None:
        self._queue = queue
        self._front_end = front_end
        self.question = question
        self._is_written = False

    async def begins(self) -> None:
        """Note the question before its acknowledgement, which has little time.

        Raises
        ------
        QueueUnavailable
            Nobody may read that it is taken.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_NOTE_LIMIT_S):
                await self._write()
        if not self._is_written:
            raise QueueUnavailable

    async def goes_to(self, address: Mapping[str, Any]) -> None:
        """Note the address, unless all was noted before; a queue that is away notes nothing."""
        if self.question.address is None:
            self.question = replace(self.question, address=address)
            self._is_written = False
        if not self._is_written:
            await self._write()

    async def _write(self) -> None:
        with contextlib.suppress(QueueUnavailable):
            await self._queue.unqueued.add(self._front_end, self.question)
            self._is_written = True

    async def remove(self) -> None:
        """Forget the question."""
        with contextlib.suppress(QueueUnavailable):
            await self._queue.unqueued.remove(self._front_end, self.question.job_id)


async def _note_nothing(_address: Mapping[str, Any]) -> None:
    """Note nothing: the platform sends the question again."""


class Interrupted:
    """Acknowledged questions of one platform, until the queue has them.

    Parameters
    ----------
    notify : callable
        Puts a message where an address says; raises nothing.
    look_s : float
        Pause between two looks for questions of processes that died.
    """

    def __init__(
        self,
        queue: Client,
        platform: Platform,
        notify: Callable[[Mapping[str, Any], Message], Awaitable[None]],
        *,
        look_s: float = LOOK_S,
    ) -> None:
        self._queue = queue
        self._platform = platform
        self._notify = notify
        self._look_s = look_s

    @contextlib.asynccontextmanager
    async def noted(self, chat: Chat, part: int | None, words: Words) -> AsyncIterator[GoesTo]:
        """Keep a question noted from before its acknowledgement until it is handed over or refused.

        Yields what is to be said where its message stands, once that is known. A process that ends leaves the note.

        Parameters
        ----------
        part : int or None
            As in `Platform.job_id`; None for a list, which no single job stands for.

        Raises
        ------
        QueueUnavailable
            Before anything is acknowledged: what cannot be noted would be lost with this process.
        """
        job_id = self._platform.job_id(chat, part or 0)
        if not self._platform.sends_updates_once or job_id is None:
            yield _note_nothing
            return
        name = job_id if part is not None else f"list-{job_id}"
        address = self._platform.expected_address(chat, part or 0)
        noted = Noted(self._queue, self._platform.name, Unqueued(job_id=name, address=address, locale=words.language))
        if address is not None:
            await noted.begins()
        try:
            yield noted.goes_to
        except Exception:  # not a cancellation: then the process ends with the question in its hands
            await noted.remove()
            raise
        await noted.remove()

    async def run(self) -> None:
        """Show that this process lives, and inform the people of those that do not, for ever."""
        while True:
            try:
                await self._queue.unqueued.renew()
                for question in await self._queue.unqueued.interrupted(self._platform.name):
                    await self._end(question)
            except QueueUnavailable:
                log.info("interrupted_questions_unknown")
            except Exception:
                log.exception("interrupted_question_not_reported")  # answers go on, whatever one old address holds
            await asyncio.sleep(self._look_s)

    async def _end(self, question: Unqueued) -> None:
        known = await self._queue.progress(question.job_id) is not None
        # Claimed one by one: whoever dies here leaves all others to the next look.
        if not await self._queue.unqueued.remove(self._platform.name, question.job_id):
            return  # a sibling was first
        if known:
            return  # it died after the queue had taken the question: the answer comes
        if question.address is None:
            return  # nothing was acknowledged yet
        log.warning("question_interrupted", job_id=question.job_id)
        await self._notify(question.address, refusal(QuestionLost(), words_for(question.locale)))
