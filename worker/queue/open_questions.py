"""What this process has asked and not yet seen answered, so that nobody waits for a question that Redis has lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from worker.queue.keys import key
from worker.queue.newest import Newest
from worker.queue.protocol import Job
from worker.queue.redis_part import RedisPart

MOST = 10_000
AFTER_DEADLINE_S = 600.0
"""A question is answered at its deadline at the latest; after this long it is nobody's business any more."""
OVERDUE_S, OVERDUE_LISTING_S = 30.0, 90.0
"""So long after a deadline this process informs its person if Redis still cannot (a listing's is put off once)."""


class OpenQuestions(RedisPart):
    """Questions with a receipt and without an answer. Redis keeps a record of each until well after its end."""

    def __init__(self, connection: Callable[[], Any], within: Callable[[Awaitable[Any]], Awaitable[Any]]) -> None:
        super().__init__(connection, within)
        self._jobs = Newest[str, tuple[Job, float]](MOST)
        self._given_up = Newest[str, None](MOST)

    def add(self, job: Job, patience_s: float) -> None:
        """Remember a question that was taken."""
        self._jobs[job.id] = (job, asyncio.get_running_loop().time() + patience_s)

    def remove(self, job_id: str) -> None:
        """Its answer has come, or it was taken back."""
        self._jobs.pop(job_id, None)

    def forget(self, user: str) -> None:
        """Forget the questions of a person."""
        for job_id in [job.id for job, _ in self._jobs.values() if job.requester.user == user]:
            self.remove(job_id)

    async def lost(self, front_end: str) -> list[Job]:
        """Return, and forget, the questions of a front-end that Redis does not know any more.

        Raises
        ------
        QueueUnavailable
        """
        now = asyncio.get_running_loop().time()
        for job_id in [job_id for job_id, (_, deadline) in self._jobs.items() if deadline + AFTER_DEADLINE_S <= now]:
            self.remove(job_id)
        mine = [job for job, _ in self._jobs.values() if job.reply.front_end == front_end]
        if not mine:
            return []
        pipe = self._connection().pipeline(transaction=False)
        for job in mine:
            pipe.hmget(key("job", job.id), "state", "entry")
        found = await self._within(pipe.execute())
        missing = []
        for job, (state, entry) in zip(mine, found, strict=True):
            if state is None and job.id in self._jobs:
                missing.append(job)
            if state != b"open" and entry is None:  # lost, or delivered by another process
                self.remove(job.id)
        return missing

    def overdue(self, front_end: str) -> list[Job]:
        """Return, and give up, the questions of a front-end whose deadline passed while Redis could not be written.

        Their people are asked to ask again; an answer that comes after all is not sent (`was_given_up`).
        """
        now = asyncio.get_running_loop().time()
        late = [
            job
            for job, deadline in self._jobs.values()
            if job.reply.front_end == front_end
            and now > deadline + (OVERDUE_LISTING_S if job.kind == "listing" else OVERDUE_S)
        ]
        for job in late:
            self.remove(job.id)
            self._given_up[job.id] = None
        return late

    def was_given_up(self, job_id: str) -> bool:
        """Whether the person was informed that no answer comes."""
        return job_id in self._given_up
