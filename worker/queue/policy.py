"""What a question means for the queue: which work it is, what it shares with others, what it costs. Pure."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict

from spotpop.links import Reference
from spotpop.settings import Settings
from worker.queue.keys import Queue
from worker.queue.protocol import Input, Job, JobKind, Theme, TrackInput, UploadInput

COSTS: dict[JobKind, float] = {"track": 1, "upload": 1, "comparison": 2, "listing": 3}
"""Tokens that a question takes from the buckets of its user and its server."""


class Work(BaseModel):
    """What a worker gets to see of a question: what to do, never who asked or where the answer goes.

    Attributes
    ----------
    inputs : tuple of TrackInput or UploadInput
        Of the job; for a track of a listing its reference.
    uploads : tuple of str
        Names in Redis of the uploads' bytes, in the order of the upload inputs.
    track : dict or None
        What a listing told about the track already, as `spotpop.report.track_to_json` writes it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: JobKind
    inputs: tuple[Input, ...]
    uploads: tuple[str, ...] = ()
    theme: Theme = "dark"
    start_s: float | None = None
    track: dict[str, Any] | None = None
    picture: bool = True
    private: bool = False
    """An unreleased song is among the inputs: its name stays out of logs."""


def subject(reference: Reference, start_s: float | None = None) -> str:
    """Return the name of what is forecast, shared by all that ask for it: kind, id and section."""
    return f"{reference.kind}:{reference.id}:{'auto' if start_s is None else format(start_s, '.1f')}"


def shared_subject(job: Job) -> str:
    """Return the subject of a job that others may ask for as well, and '' for one that is nobody else's."""
    first = job.inputs[0]
    if job.kind in {"track", "listing"} and isinstance(first, TrackInput):
        return subject(first.reference, job.start_s)
    return ""


def queue_of(kind: JobKind) -> Queue:
    """Return the queue for a kind of job: large ones never stand in the way of single questions."""
    return "bulk" if kind == "listing" else "interactive"


def work_of(job: Job) -> Work:
    """Return the work that a job asks for."""
    uploads = [item for item in job.inputs if isinstance(item, UploadInput)]
    return Work(
        kind=job.kind,
        inputs=job.inputs,
        uploads=tuple(upload_name(job.id, number) for number in range(len(uploads))),
        theme=job.theme,
        start_s=job.start_s,
        private=bool(uploads),
    )


def upload_name(job_id: str, number: int) -> str:
    """Return the name (after the prefix) under which a job's upload lies in Redis."""
    return f"upload:{job_id}:{number}"


def submit_arguments(job: Job, settings: Settings) -> list[str | float]:
    """Return what ``submit.lua`` is called with, in its order."""
    work = work_of(job)
    deadline = job.deadline_at if job.deadline_at is not None else job.created_at + settings.job_deadline_s
    return [
        job.id, job.model_dump_json(), job.reply.front_end, job.kind, deadline,
        job.requester.user or "", job.requester.server or "",
        settings.user_questions_per_min, settings.server_questions_per_min, COSTS[job.kind],
        queue_of(job.kind), settings.max_waiting, shared_subject(job), job.theme, work.model_dump_json(),
        len(work.uploads),
    ]  # fmt: skip


def generation(name: str, version: str, files: dict[str, str]) -> str:
    """Return the name of a model's answers: another model, or the same one changed, never answers from the cache.

    Parameters
    ----------
    files : dict of str to str
        Digest of each of its files.
    """
    import hashlib

    digest = hashlib.sha256(json.dumps(sorted(files.items())).encode()).hexdigest()[:12]
    return f"{name}@{version}@{digest}"
