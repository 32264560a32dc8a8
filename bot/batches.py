"""Many songs of one message, answered as one ranked list: each answer is noted, and the last one brings the list.

The rows live in the queue's notes, so that a bot that is started again goes on where it was.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.conversation import Ask, File, WrongIntent
from bot.messages import tables
from bot.messages.message import Message
from spotpop.errors import SpotpopError
from spotpop.settings import Settings
from spotpop.wording import Words
from worker.queue.client import Client
from worker.queue.protocol import Failure, ListingResult, Outcome, Row

KEPT_S: Final = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The songs of one message.

    Attributes
    ----------
    user : str
        Who gave them.
    size : int
        How many there are.
    """

    id: str
    user: str
    size: int
    private: bool = False

    @classmethod
    def of(cls, user: str, size: int, *, private: bool) -> Batch:
        """Return a new batch."""
        return cls(id=secrets.token_urlsafe(9), user=user, size=size, private=private)

    def entry(self, part: int) -> dict[str, Any]:
        """Return what travels with the job of one song."""
        return {"id": self.id, "user": self.user, "size": self.size, "private": self.private, "part": part}


class Batches:
    """Collects rows until a batch is whole."""

    def __init__(self, queue: Client) -> None:
        self._queue = queue
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def add(self, entry: Mapping[str, Any], outcome: Outcome) -> list[Row] | None:
        """Note one answer; return all rows when it was the last, else None.

        Raises
        ------
        QueueUnavailable
        """
        part = int(entry["part"])
        batch = Batch(
            id=str(entry["id"]), user=str(entry["user"]), size=int(entry["size"]), private=bool(entry["private"])
        )
        return await self._note(batch, part, _row(part + 1, outcome))

    async def failed(self, batch: Batch, part: int, ask: Ask, error: SpotpopError | WrongIntent) -> list[Row] | None:
        """Note a song that was not even taken; return all rows when it was the last.

        Raises
        ------
        QueueUnavailable
        """
        first = ask.inputs[0]
        title = first.name if isinstance(first, File) else first.url
        failure = Failure.of(error) if isinstance(error, SpotpopError) else Failure(code="job-failed")
        return await self._note(batch, part, Row(number=part + 1, title=title, failure=failure))

    async def _note(self, batch: Batch, part: int, row: Row) -> list[Row] | None:
        async with self._locks[batch.id]:
            key = f"batch:{batch.id}"
            noted: Any = await self._queue.note_get(key) or {}
            noted[str(part)] = row.model_dump(mode="json")
            await self._queue.note_set(key, noted, KEPT_S, user=batch.user)
            if len(noted) < batch.size:
                return None
        self._locks.pop(batch.id, None)
        return sorted((Row.model_validate(one) for one in noted.values()), key=_rank)

    @staticmethod
    def message(rows: list[Row], words: Words, settings: Settings) -> Message:
        """Return the ranked list."""
        title = words.plain("batch-title")
        result = ListingResult(kind="album", title=title, rows=tuple(rows), total=len(rows), csv="")
        return tables.listing(result, words, limit=settings.listing_limit, docs_url=settings.docs_url)


def _row(number: int, outcome: Outcome) -> Row:
    if outcome.report is None:
        return Row(number=number, title=f"{number}.", failure=outcome.failure or Failure(code="job-failed"))
    report = outcome.read_report()
    return Row(
        number=number,
        title=report.track.title,
        artist_line=report.track.artist_line,
        url=report.track.url,
        score=report.score,
        low=report.interval.low if report.interval else None,
        high=report.interval.high if report.interval else None,
        percentile=report.percentile,
    )


def _rank(row: Row) -> tuple[bool, float, int]:
    return row.score is None, -(row.score or 0.0), row.number
