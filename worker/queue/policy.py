"""What a question means for the queue: which work it is, what it shares with others, what it costs. Pure."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from pydantic import Field

from spotpop import report
from spotpop.links import Reference
from spotpop.settings import Settings
from worker.queue.keys import Queue
from worker.queue.options import known_options
from worker.queue.protocol import VERSION, Input, Job, JobKind, Record, Theme, TrackInput, UploadInput

COSTS: dict[JobKind, float] = {"track": 1, "upload": 1, "comparison": 2, "listing": 3}
"""Tokens that a question takes from the buckets of its user and its server."""


class Work(Record):
    """What a worker gets to see of a question: what to do, never who asked or where the answer goes.

    Attributes
    ----------
    version : int
        Of the protocol; a worker of an older one leaves this work to a newer worker.
    inputs : tuple of TrackInput or UploadInput
        Of the job; for a track of a listing its reference.
    uploads : tuple of str
        Names in Redis of the uploads' bytes, in the order of the upload inputs.
    track : dict or None
        What a listing said about the track already, as `spotpop.report.track_to_json` writes it.
    private : bool
        An unreleased song is among the inputs: its name stays out of logs.
    options : dict
        As in `Job.options`.
    """

    version: int = Field(default=VERSION, ge=1)
    kind: JobKind
    inputs: tuple[Input, ...]
    uploads: tuple[str, ...] = ()
    theme: Theme = "dark"
    language: str = "en"
    start_s: float | None = None
    track: dict[str, Any] | None = None
    picture: bool = True
    private: bool = False
    options: dict[str, Any] = Field(default_factory=dict)


@cache
def answer_form() -> str:
    """Return the name of the form that a report has in this release: its schema and a digest of all its fields.

    It is part of every cached forecast's name, so that no release reads what another one has left there.
    """
    kinds = [kind for kind in vars(report).values() if dataclasses.is_dataclass(kind) and isinstance(kind, type)]
    fields = sorted(
        f"{kind.__name__}.{field.name}:{field.type}" for kind in kinds for field in dataclasses.fields(kind)
    )
    return f"r{report.SCHEMA}-{_digest(fields)}"


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:10]


def subject(reference: Reference, start_s: float | None = None, options: Mapping[str, Any] | None = None) -> str:
    """Return the name of what is forecast: form of the answer, link, section, options; all that ask for it share it."""
    start = "auto" if start_s is None else format(start_s, ".1f")
    further = f":{_digest(dict(options))}" if options else ""
    return f"{answer_form()}:{reference.kind}:{reference.id}:{start}{further}"


def shared_subject(job: Job) -> str:
    """Return the subject of a job that others may ask for as well, and '' for one that is nobody else's."""
    first = job.inputs[0]
    if is_personal(job.options):
        return ""
    if job.kind in {"track", "listing"} and isinstance(first, TrackInput):
        return subject(first.reference, job.start_s, job.options)
    return ""


def is_personal(options: Mapping[str, Any]) -> bool:
    """Whether an answer holds something of the person who asks: references of their own. It is not kept for others."""
    return bool(options.get("references"))


def language_of(locale: str) -> str:
    """Return the language of a locale: ``de`` of ``de-AT``."""
    return locale.replace("_", "-").partition("-")[0].lower() or "en"


def look(theme: Theme, language: str) -> str:
    """Return the name of how a picture looks: the same forecast has one of each theme and language."""
    return theme if language == "en" else f"{theme}-{language}"


def queue_of(kind: JobKind) -> Queue:
    """Return the queue for a kind of job: large ones never stand in the way of single questions."""
    return "bulk" if kind == "listing" else "interactive"


def work_of(job: Job) -> Work:
    """Return the work that a job asks for."""
    uploads = [item for item in job.inputs if isinstance(item, UploadInput)]
    return Work(
        kind=job.kind,
        inputs=job.inputs,
        uploads=tuple(upload_name(job.id, job.attempt, number) for number in range(len(uploads))),
        theme=job.theme,
        language=language_of(job.locale),
        start_s=job.start_s,
        private=bool(uploads) or is_personal(job.options),
        options=job.options,
    )


@cache
def knowledge() -> str:
    """Return the name of what this release understands: work that it gave back is not offered to its like again."""
    return _digest([VERSION, sorted(get_args(JobKind)), sorted(known_options())])


def read_work(text: bytes | str) -> Work | None:
    """Read what there is to do; None for what this release does not understand and a newer worker may."""
    try:
        work = Work.model_validate_json(text)
    except ValueError:
        return None
    return work if work.version <= VERSION and set(work.options) <= known_options() else None


def upload_name(job_id: str, attempt: str, number: int) -> str:
    """Return the name (after the prefix) under which an upload of one attempt lies in Redis."""
    return f"upload:{job_id}:{attempt}:{number}"


def submit_arguments(job: Job, settings: Settings) -> list[str | float]:
    """Return what ``submit.lua`` is called with, in its order."""
    work = work_of(job)
    return [
        job.id, job.model_dump_json(), job.reply.front_end, job.kind, job.patience_s(settings.job_deadline_s),
        job.requester.user or "", job.requester.server or "",
        settings.user_questions_per_min, settings.server_questions_per_min, COSTS[job.kind],
        queue_of(job.kind), settings.max_waiting, shared_subject(job), look(job.theme, work.language),
        work.model_dump_json(),
        " ".join(work.uploads), job.attempt,
    ]  # fmt: skip


def generation(name: str, version: str, files: dict[str, str]) -> str:
    """Return the name of a model's answers: another model, or the same one changed, never answers from the cache.

    Parameters
    ----------
    files : dict of str to str
        Digest of each of its files.
    """
    digest = hashlib.sha256(json.dumps(sorted(files.items())).encode()).hexdigest()[:12]
    return f"{name}@{version}@{digest}"
