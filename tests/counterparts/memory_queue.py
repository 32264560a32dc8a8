"""A queue without Redis: front-ends' tests decide when and how each job is answered."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from spotpop.errors import QueueUnavailable, SpotpopError
from spotpop.links import Reference
from spotpop.links.choices import Choice
from spotpop.record.song_versions import Version
from worker.queue.protocol import Job, JobProgress, Outcome, Receipt, ReplyAddress, UploadInput
from worker.queue.song_store import KeptSongs
from worker.queue.unqueued import Unqueued


@dataclass
class MemoryDelivery:
    """As `worker.queue.client.Delivery`."""

    job: Job
    outcome: Outcome
    queue: MemoryQueue
    attempt: int = 1
    acknowledged: bool = False
    forgotten: bool = False

    @property
    def reply(self) -> ReplyAddress:
        return self.job.reply

    async def ack(self) -> None:
        self.acknowledged = True
        self.queue.acknowledged.append(self.job.id)

    async def release(self) -> None:
        self.attempt += 1
        self.queue.released.append(self.job.id)
        asyncio.get_running_loop().call_later(0.2, self.queue.outbox.put_nowait, self)


@dataclass
class MemorySongs:
    """As `worker.queue.song_store.SongStore`."""

    kept: dict[str, tuple[str, dict[str, Version]]] = field(default_factory=dict)

    async def agree(self, user: str, language: str) -> None:
        self.kept[user] = (language, self.kept.get(user, ("", {}))[1])

    async def of(self, user: str) -> KeptSongs | None:
        if user not in self.kept:
            return None
        language, versions = self.kept[user]
        return KeptSongs(since=0.0, language=language, versions=tuple(versions.values()))

    async def keep(self, user: str, version: Version, *, change: bool = False) -> bool:
        if user not in self.kept or (change and version.id not in self.kept[user][1]):
            return False
        self.kept[user][1][version.id] = version
        return True

    async def delete(self, user: str, versions: Sequence[Version]) -> int:
        return sum(self.kept[user][1].pop(one.id, None) is not None for one in versions)

    async def forget(self, user: str) -> int:
        return 1 + len(self.kept.pop(user)[1]) if user in self.kept else 0

    async def ready(self, _platform: str) -> None:
        return None


@dataclass
class MemoryUnqueued:
    """As `worker.queue.unqueued.UnqueuedQuestions`; `dead` says that the process which noted them is gone."""

    check: Callable[[], None]
    noted: dict[tuple[str, str], Unqueued] = field(default_factory=dict)
    dead: bool = False

    async def add(self, front_end: str, question: Unqueued) -> None:
        self.check()
        self.noted[front_end, question.job_id] = question

    async def remove(self, front_end: str, job_id: str) -> bool:
        self.check()
        return self.noted.pop((front_end, job_id), None) is not None

    async def renew(self) -> None:
        self.check()

    async def interrupted(self, front_end: str) -> list[Unqueued]:
        self.check()
        return [question for (owner, _), question in self.noted.items() if owner == front_end and self.dead]


@dataclass
class MemoryQueue:
    """As `worker.queue.client.Client`, in this process's memory.

    Attributes
    ----------
    away : bool
        True makes every call fail as if Redis were gone.
    refuse : SpotpopError or None
        Raised by the next `submit`.
    """

    away: bool = False
    refuse: SpotpopError | None = None
    jobs: dict[str, Job] = field(default_factory=dict)
    uploads: dict[str, dict[str, bytes]] = field(default_factory=dict)
    notes: dict[str, tuple[str, float | None, str | None]] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    known: dict[str, Outcome] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    states: dict[str, float] = field(default_factory=dict)
    songs: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    kept_songs: MemorySongs = field(default_factory=MemorySongs)
    outbox: asyncio.Queue[MemoryDelivery] = field(default_factory=asyncio.Queue)
    unqueued: MemoryUnqueued = field(init=False)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _latest: dict[str, JobProgress] = field(default_factory=dict)
    _watchers: dict[str, list[asyncio.Queue[JobProgress]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.unqueued = MemoryUnqueued(self._check)

    async def asked(self, count: int = 1, *, timeout_s: float = 20) -> list[Job]:
        """Wait until `count` jobs were submitted, and return all."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: len(self.jobs) >= count), timeout_s)
        return list(self.jobs.values())

    async def suggest(self, text: str) -> tuple[Choice, ...]:
        """Return the songs that a test put under a name."""
        self.typed.append(text)
        return self.songs.get(text, ())

    def tell(self, job: Job, **progress: Any) -> None:
        """Publish the progress of a job."""
        self._latest[job.id] = JobProgress(job_id=job.id, **progress)
        for watcher in self._watchers[job.id]:
            watcher.put_nowait(self._latest[job.id])

    async def progress(self, job_id: str) -> JobProgress | None:
        self._check()
        return self._latest.get(job_id)

    def answer(self, job: Job, outcome: Outcome, picture: bytes | None = None) -> MemoryDelivery:
        """End a job: its outcome goes to the outbox."""
        if picture is not None:
            outcome = outcome.model_copy(update={"picture_key": f"picture:{job.id}"})
            self.pictures[f"picture:{job.id}"] = picture
        outcome = outcome.model_copy(update={"job_id": job.id})
        delivery = MemoryDelivery(job, outcome, self)
        self.tell(job, state="failed" if outcome.failure else "done")
        self.outbox.put_nowait(delivery)
        return delivery

    async def submit(self, job: Job, uploads: Mapping[str, bytes] | None = None) -> Receipt:
        self._check()
        if self.refuse is not None:
            error, self.refuse = self.refuse, None
            raise error
        names = sorted(item.name for item in job.inputs if isinstance(item, UploadInput))
        if names != sorted(uploads or {}):
            raise ValueError(f"uploads {sorted(uploads or {})} do not match the job's inputs {names}")
        job = Job.model_validate_json(job.model_dump_json())
        if job.id not in self.jobs:
            self._latest[job.id] = JobProgress(job_id=job.id, state="queued", position=1, eta_s=5.0)
            self.jobs[job.id] = job
            self.uploads[job.id] = dict(uploads or {})
            async with self._news:
                self._news.notify_all()
        return Receipt(job_id=job.id, position=1, eta_s=5.0)

    async def watch(self, job_id: str) -> AsyncIterator[JobProgress]:
        if job_id not in self._latest:
            return
        news: asyncio.Queue[JobProgress] = asyncio.Queue()
        news.put_nowait(self._latest[job_id])
        self._watchers[job_id].append(news)
        while True:
            progress = await news.get()
            yield progress
            if progress.state in {"done", "failed"}:
                return

    async def deliveries(self, front_end: str, consumer: str) -> AsyncIterator[MemoryDelivery]:
        while True:
            yield await self.outbox.get()

    async def picture(self, key: str) -> bytes | None:
        self._check()
        return self.pictures.get(key)

    async def cached(self, reference: Reference, **_options: Any) -> Outcome | None:
        self._check()
        return self.known.get(reference.url)

    async def note_get(self, key: str) -> Any | None:
        self._check()
        return json.loads(self.notes[key][0]) if key in self.notes else None

    async def note_set(self, key: str, value: Any, ttl_s: float | None, *, user: str | None = None) -> None:
        self._check()
        longest_s = 7 * 86_400 if key.startswith("share") else 86_400  # a week is what somebody chose
        assert user is None or (ttl_s is None and value is None) or (ttl_s is not None and ttl_s <= longest_s), key
        if value is None:
            self.notes.pop(key, None)
        else:
            self.notes[key] = (json.dumps(value), ttl_s, user)

    async def note_append(self, key: str, value: str, ttl_s: float, *, user: str | None = None) -> int:
        self._check()
        known = json.loads(self.notes[key][0]) if key in self.notes else []
        self.notes[key] = (json.dumps([*known, value]), ttl_s, user)
        return len(known) + 1

    async def note_take(self, key: str) -> list[str]:
        self._check()
        return json.loads(self.notes.pop(key)[0]) if key in self.notes else []

    async def cancel(self, job_id: str) -> bool:
        self._check()
        if job_id not in self.jobs or job_id in self.cancelled:
            return False
        self.cancelled.append(job_id)
        return True

    async def forget(self, user: str) -> int:
        self._check()
        mine = [key for key, (_, _, owner) in self.notes.items() if owner == user]
        for key in mine:
            del self.notes[key]
        return len(mine) + await self.kept_songs.forget(user)

    async def count(self, event: str, number: int = 1) -> None:
        self.counts[event] += number

    async def report_state(self, name: str, value: float) -> None:
        self.states[name] = value

    async def alive(self) -> bool:
        return not self.away

    async def close(self) -> None:
        self.away = True

    def _check(self) -> None:
        if self.away:
            raise QueueUnavailable
