"""Questions that a front-end acknowledged and has not handed over yet: should it die, another informs their people.

Only front-ends whose platform sends no update twice need this. One hash a front-end, and one key a process that lives
as long as it does.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from worker.queue.keys import key
from worker.queue.redis_part import RedisPart

LEASE_S: Final = 30.0
"""A process whose lease was not renewed for so long is dead; it is renewed three times as often."""
KEPT_S: Final = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unqueued:
    """A question that was acknowledged.

    Attributes
    ----------
    address : mapping or None
        Where its answer was to go, as plain JSON of the front-end; None while that is not known.
    locale : str
        The person's language.
    """

    job_id: str
    address: Mapping[str, Any] | None
    locale: str


class UnqueuedQuestions(RedisPart):
    """All acknowledged questions of front-ends, seen by one of their processes."""

    def __init__(self, connection: Callable[[], Any], within: Callable[[Awaitable[Any]], Awaitable[Any]]) -> None:
        super().__init__(connection, within)
        self._process = secrets.token_hex(8)

    async def add(self, front_end: str, question: Unqueued) -> None:
        """Note a question before it is handed over.

        Raises
        ------
        QueueUnavailable
        """
        entry = {
            "process": self._process,
            "address": question.address and dict(question.address),
            "locale": question.locale,
        }
        pipe = self._connection().pipeline(transaction=True)
        pipe.set(_lease(self._process), "1", px=int(LEASE_S * 1000))
        pipe.hset(_hash(front_end), question.job_id, json.dumps(entry))
        pipe.pexpire(_hash(front_end), int(KEPT_S * 1000))
        await self._within(pipe.execute())

    async def remove(self, front_end: str, job_id: str) -> bool:
        """Forget a question that was handed over, refused or claimed; say whether it was still noted.

        Raises
        ------
        QueueUnavailable
        """
        return bool(await self._within(self._connection().hdel(_hash(front_end), job_id)))

    async def renew(self) -> None:
        """Show that this process is alive.

        Raises
        ------
        QueueUnavailable
        """
        await self._within(self._connection().set(_lease(self._process), "1", px=int(LEASE_S * 1000)))

    async def interrupted(self, front_end: str) -> list[Unqueued]:
        """Return the questions of dead processes. Whoever is about to inform the person of one claims it by `remove`.

        Raises
        ------
        QueueUnavailable
        """
        noted: dict[bytes, bytes] = await self._within(self._connection().hgetall(_hash(front_end)))
        entries = {job_id.decode(): json.loads(entry) for job_id, entry in noted.items()}
        processes = sorted({entry["process"] for entry in entries.values()})
        if not processes:
            return []
        pipe = self._connection().pipeline(transaction=False)
        for process in processes:
            pipe.exists(_lease(process))
        leases = await self._within(pipe.execute())
        dead = {process for process, lease in zip(processes, leases, strict=True) if not lease}
        return [
            Unqueued(job_id=job_id, address=entry["address"], locale=entry["locale"])
            for job_id, entry in entries.items()
            if entry["process"] in dead
        ]


def _hash(front_end: str) -> str:
    return key("unqueued", front_end)


def _lease(process: str) -> str:
    return key("process", process)
