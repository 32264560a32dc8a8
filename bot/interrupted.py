"""When a bot dies between "taken" and the queue: the person is told to ask again, by its successor or a sibling.

Discord tells of a command once. Whoever died with it acknowledged has left a message that "thinks" for ever; so it is
noted where it stands until the queue has the question.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Final

import structlog

from bot.conversation import refusal
from bot.messages.message import Message
from spotpop.errors import QuestionLost, QueueUnavailable
from spotpop.wording import Words, words_for
from worker.queue.client import Client
from worker.queue.unqueued import LEASE_S, Unqueued

log = structlog.get_logger(__name__)

LOOK_S: Final = LEASE_S / 3


class Interrupted:
    """Unqueued questions of one platform, until the queue has them.

    Parameters
    ----------
    front_end : str
        Name of the platform's outbox.
    tell : callable
        Puts a message where an address says; raises nothing.
    look_s : float
        Pause between two looks for questions of processes that died.
    """

    def __init__(
        self,
        queue: Client,
        front_end: str,
        tell: Callable[[Mapping[str, Any], Message], Awaitable[None]],
        *,
        look_s: float = LOOK_S,
    ) -> None:
        self._queue = queue
        self._front_end = front_end
        self._tell = tell
        self._look_s = look_s

    @contextlib.asynccontextmanager
    async def noted(self, job_id: str, address: Mapping[str, Any], words: Words) -> AsyncIterator[None]:
        """Keep a question noted while it is fetched and handed over, and after a bot that ends meanwhile.

        A queue that is away notes nothing.
        """
        question = Unqueued(job_id=job_id, address=address, locale=words.language)
        with contextlib.suppress(QueueUnavailable):
            await self._queue.unqueued.add(self._front_end, question)
        try:
            yield
        except asyncio.CancelledError:
            raise  # the process ends with the question in its hands
        except BaseException:
            await self._over(job_id)
            raise
        else:
            await self._over(job_id)

    async def run(self) -> None:
        """Show that this process lives, and tell the people of those that do not, for ever."""
        while True:
            try:
                await self._queue.unqueued.renew()
                for question in await self._queue.unqueued.interrupted(self._front_end):
                    await self._end(question)
            except QueueUnavailable:
                log.info("interrupted_questions_unknown")
            await asyncio.sleep(self._look_s)

    async def _over(self, job_id: str) -> None:
        with contextlib.suppress(QueueUnavailable):
            await self._queue.unqueued.remove(self._front_end, job_id)

    async def _end(self, question: Unqueued) -> None:
        if await self._queue.progress(question.job_id) is not None:
            return  # it died after the queue had taken the question: the answer comes
        log.warning("question_interrupted", job_id=question.job_id)
        await self._tell(question.address, refusal(QuestionLost(), words_for(question.locale)))
