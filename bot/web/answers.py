"""Answers on their way to a page: taken from the outbox, kept for the visitor who asked, for at most a day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import structlog
from pydantic import ValidationError

from spotpop.errors import QueueUnavailable
from worker.queue.client import Client, Delivery
from worker.queue.protocol import Job, Outcome

FRONT_END: Final = "web"
KEPT_S: Final = 86_400.0
AT_ONCE: Final = 32

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a visitor.

    Attributes
    ----------
    owner : str
        `bot.web.security.Session.user`.
    outcome : Outcome or None
        None until it is answered.
    """

    owner: str
    outcome: Outcome | None = None


class Answers:
    """Keeps what was asked on the page, and what was answered, in the queue's notes.

    Parameters
    ----------
    consumer : str
        Name of this process, the same after a restart.
    """

    def __init__(self, client: Client, consumer: str) -> None:
        self._client = client
        self._consumer = consumer
        self._arrived: dict[str, asyncio.Event] = {}
        self._places = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        """Take answers for ever; cancel it to stop. What is not kept then stays in the outbox."""
        async with asyncio.TaskGroup() as group:
            async for delivery in self._client.deliveries(FRONT_END, self._consumer):
                await self._places.acquire()
                task = group.create_task(self._take(delivery))
                task.add_done_callback(lambda _: self._places.release())

    async def _take(self, delivery: Delivery) -> None:
        job = delivery.job
        try:
            owner = job.requester.user
            if owner and not delivery.forgotten:
                await self._keep(job.id, owner, delivery.outcome.model_copy(update={"job_id": job.id}))
            await delivery.ack()
        except QueueUnavailable:
            log.warning("answer_goes_back", job=job.id)
            await delivery.release()
            return
        if (arrived := self._arrived.get(job.id)) is not None:
            arrived.set()

    async def expect(self, job: Job) -> None:
        """Remember whose question it is, before it is handed to the queue.

        Raises
        ------
        QueueUnavailable
        """
        assert job.requester.user is not None
        await self._keep(job.id, job.requester.user, None)

    async def find(self, job_id: str) -> Asked | None:
        """Return what is known of a question; None when it is nobody's, or deleted.

        Raises
        ------
        QueueUnavailable
        """
        note: Any = await self._client.note_get(_key(job_id))
        try:
            outcome = note["outcome"]
            return Asked(owner=note["owner"], outcome=None if outcome is None else Outcome.model_validate(outcome))
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
                if asked is None or asked.outcome is not None:
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

    async def _keep(self, job_id: str, owner: str, outcome: Outcome | None) -> None:
        body = None if outcome is None else outcome.model_dump(mode="json", exclude_none=True)
        await self._client.note_set(_key(job_id), {"owner": owner, "outcome": body}, KEPT_S, user=owner)


def _key(job_id: str) -> str:
    return f"web:answer:{job_id}"
