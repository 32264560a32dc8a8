"""Workers without processes: a test takes, beats and ends work itself, against a real server, at the pace it likes."""

from __future__ import annotations

import itertools
import json

from spotpop.errors import PreviewNotFound
from spotpop.track import Track
from tests.integration.worker.scripted import report
from worker.queue.keys import QUEUES
from worker.queue.policy import Work, subject
from worker.queue.protocol import Failure, Outcome, TrackInput
from worker.queue.store import Store, WorkItem

_tasks = itertools.count()


class Hand:
    """One worker by hand: as many jobs at once as the test likes."""

    def __init__(self, settings, name: str, queues=QUEUES) -> None:
        self.store = Store(settings, worker=name, queues=queues)
        self.store.announce_generation("g")

    def take(self, queue="interactive") -> WorkItem | None:
        return self.store.take(queue, f"task-{next(_tasks)}", 0)

    def done(self, item: WorkItem, *, seconds: float = 0.0, cache: bool = False, picture: bytes = b"") -> int:
        track = Track(title="t", id=script_of(item))
        shared = subject(item.work.inputs[0].reference, item.work.start_s, item.work.options) if cache else ""
        outcome = Outcome(kind=item.work.kind, report=report(track).to_json())
        return self.store.finish(item, outcome, subject=shared, picture=picture, seconds=seconds)

    def failed(self, item: WorkItem) -> int:
        failure = Failure.of(PreviewNotFound(title="t", tried="deezer"))
        return self.store.finish(item, Outcome(kind=item.work.kind, failure=failure))

    def fan_out(self, item: WorkItem, number: int) -> None:
        album = item.work.inputs[0].reference
        tracks = []
        for n in range(number):
            reference = type(album)("track", f"{album.id}-{n}", "")
            work = Work(kind="track", inputs=(TrackInput(reference=reference),), picture=False)
            tracks.append((subject(reference), work))
        assert self.store.fan_out(item, json.dumps({"album": album.id}), tracks)


def script_of(item: WorkItem) -> str:
    """Return the id of the link that a work item is about."""
    return item.work.inputs[0].reference.id


def silence(store: Store, *ids: str, seconds: float = 100.0) -> None:
    """Let work items look as if nobody had beaten for them for so long."""
    clock = store.redis.time()
    for one in ids:
        store.redis.zadd("spotpop:running", {one: clock[0] - seconds})


def pass_deadline(store: Store, job_id: str) -> None:
    """Let a question's deadline be over."""
    store.redis.zadd("spotpop:deadlines", {job_id: 1.0})


def code(outcome):
    """Return the code of a failure, or "ok"."""
    return outcome.failure.code if outcome.failure else "ok"
