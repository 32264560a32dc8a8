"""What travels between front-ends and workers: typed, versioned, checked JSON.

A front-end makes a `Job` and gets an `Outcome` back; `JobProgress` describes the time between. Nothing here knows how
the queue works, and nothing here loads audio or model libraries.

Both sides of a release meet here, so records ignore fields that they do not know. A field may be added at any time,
with a default; `VERSION` is raised when one changes its meaning or goes, and readers treat a higher one as unreadable.
"""

from __future__ import annotations

import json
import secrets
import time
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from spotpop.errors import AnswerUnreadable, SpotpopError, from_json
from spotpop.links import Reference
from spotpop.report import Comparison, Report, comparison_from_json, report_from_json

VERSION = 2
"""Version of the protocol; raised when a field changes its meaning or goes."""

JobKind = Literal["track", "upload", "comparison", "listing"]
State = Literal["queued", "running", "done", "failed"]
Theme = Literal["dark", "light"]


class Record(BaseModel):
    """What crosses from one process to another, which may be of another release: unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class TrackInput(Record):
    """A link.

    Attributes
    ----------
    reference : Reference
        A track or a short link; an album, playlist or short link in a job of kind ``listing``.
    """

    type: Literal["track"] = "track"
    reference: Reference


class UploadInput(Record):
    """An uploaded file; its bytes are handed to `Client.submit` under the same name.

    Attributes
    ----------
    name : str
        The file's name as the person called it, unique within the job. Untrusted text.
    """

    type: Literal["upload"] = "upload"
    name: str = Field(min_length=1, max_length=255)


Input = Annotated[TrackInput | UploadInput, Field(discriminator="type")]


class ReplyAddress(Record):
    """Where the answer goes. Only the front-end that made it reads `data`; it may hold credentials: never log it.

    Attributes
    ----------
    front_end : str
        Name of the outbox: ``discord``, ``telegram``, ``terminal`` …
    data : dict
        Whatever that front-end needs to find the message again; plain JSON.
    """

    front_end: str = Field(pattern=r"^[a-z0-9._-]{1,64}$")
    data: dict[str, Any] = Field(default_factory=dict, repr=False)


class Requester(Record):
    """Who asks, for fairness and for ``/forget`` only.

    Attributes
    ----------
    user, server : str or None
        Opaque ids that include the platform, e.g. ``discord:80351110224678912``. None is not limited.
    """

    user: str | None = Field(default=None, max_length=128)
    server: str | None = Field(default=None, max_length=128)


def new_job_id() -> str:
    """Return a fresh id: 16 URL-safe characters, not guessable."""
    return secrets.token_urlsafe(12)


class Job(Record):
    """One question.

    Attributes
    ----------
    id : str
        Submitting the same id again is harmless: it is taken once.
    kind : {"track", "upload", "comparison", "listing"}
    inputs : tuple of TrackInput or UploadInput
        Two for a comparison, else one.
    locale : str
        The person's language; carried for the front-end, which words the answer.
    theme : {"dark", "light"}
        Of the picture.
    start_s : float or None
        Start of the section, for uploads; None leaves the choice to the pipeline.
    options : dict
        Further options of the pipeline by name, see `worker.queue.options`; plain JSON. A worker that does not know one
        of them leaves the job to a worker that does.
    deadline_s : float or None
        Seconds after which a job without an answer is answered with `DeadlineExceeded`, counted from when the queue
        takes it; None: ``settings.job_deadline_s``.
    attempt : str
        Names one attempt to submit the job, so that giving it up does not touch another one. Not part of the record.
    created_at, deadline_at : float
        Unix seconds of the front-end's clock. Clocks differ, so only the distance of the two counts, and only when
        `deadline_s` is None.
    """

    version: int = Field(default=VERSION, ge=1)
    id: str = Field(default_factory=new_job_id, pattern=r"^[A-Za-z0-9_-]{8,64}$")
    kind: JobKind
    inputs: tuple[Input, ...] = Field(min_length=1, max_length=2)
    reply: ReplyAddress
    requester: Requester = Requester()
    locale: str = Field(default="en", max_length=35)
    theme: Theme = "dark"
    start_s: float | None = Field(default=None, ge=0)
    options: dict[str, Any] = Field(default_factory=dict)
    deadline_s: float | None = Field(default=None, ge=0)
    attempt: str = Field(default="", exclude=True, repr=False)
    created_at: float = Field(default_factory=time.time)
    deadline_at: float | None = None

    def patience_s(self, default_s: float) -> float:
        """Return the seconds until the deadline, whatever any clock says."""
        if self.deadline_s is not None:
            return self.deadline_s
        return default_s if self.deadline_at is None else max(0.0, self.deadline_at - self.created_at)

    @model_validator(mode="after")
    def _inputs_fit_kind(self) -> Self:
        if len(self.inputs) != (2 if self.kind == "comparison" else 1):
            raise ValueError(f"a job of kind {self.kind} takes {'two inputs' if self.kind == 'comparison' else 'one'}")
        names = [item.name for item in self.inputs if isinstance(item, UploadInput)]
        if len(set(names)) != len(names):
            raise ValueError("uploads of one job need different names")
        if self.kind == "upload" and not names:
            raise ValueError("a job of kind upload takes an UploadInput")
        if self.kind in {"track", "listing"} and names:
            raise ValueError(f"a job of kind {self.kind} takes a TrackInput")
        kinds = {item.reference.kind for item in self.inputs if isinstance(item, TrackInput)}
        allowed = {"album", "playlist", "short"} if self.kind == "listing" else {"track", "short"}
        if not kinds <= allowed:
            raise ValueError(f"a job of kind {self.kind} takes links to: {', '.join(sorted(allowed))}")
        return self


class JobProgress(Record):
    """How far a job is.

    Attributes
    ----------
    state : {"queued", "running", "done", "failed"}
    stage : str or None
        While running: ``resolve``, ``identify``, ``preview``, ``decode``, ``features``, ``model``, ``picture``;
        for a listing ``listing``, ``tracks``, ``picture``.
    position : int or None
        While queued: place in the queue, 1 is next.
    eta_s : float or None
        Seconds until the answer, estimated.
    done, total : int or None
        Of a listing: tracks answered, tracks in all.
    """

    job_id: str
    state: State
    stage: str | None = None
    position: int | None = None
    eta_s: float | None = None
    done: int | None = None
    total: int | None = None


class Receipt(Record):
    """What `Client.submit` returns.

    Attributes
    ----------
    position : int
        Place in the queue, 1 is next; 0 when the answer is on its way already.
    eta_s : float
        Seconds until the answer, estimated.
    cached : bool
        The answer lies in the outbox already.
    """

    job_id: str
    position: int
    eta_s: float
    cached: bool = False


class Failure(Record):
    """An error as it travels; front-ends word it by `code`.

    Attributes
    ----------
    code : str
        Of a class in `spotpop.errors`.
    """

    code: str
    params: dict[str, str | int | float] = Field(default_factory=dict)

    @classmethod
    def of(cls, error: SpotpopError) -> Failure:
        """Make one of an error."""
        return cls(**error.to_json())

    def error(self) -> SpotpopError:
        """Return the error again; an unknown code becomes `UnexpectedError`."""
        return from_json(self.model_dump())


class Row(Record):
    """One track of an answered listing.

    Attributes
    ----------
    number : int
        Place in the album or playlist, from 1.
    title, artist_line : str
        Untrusted text.
    score, low, high, percentile : float or None
        The forecast and its 80 % interval; None where it failed.
    failure : Failure or None
        Why there is no forecast.
    """

    number: int
    title: str
    artist_line: str = ""
    url: str | None = None
    score: float | None = None
    low: float | None = None
    high: float | None = None
    percentile: float | None = None
    failure: Failure | None = None


class ListingResult(Record):
    """The answer about an album or playlist.

    Attributes
    ----------
    kind : str
        ``album`` or ``playlist``.
    title, url : str
        Untrusted text.
    rows : tuple of Row
        Ranked: highest score first, failures last.
    total : int
        Tracks in the listing; more than rows where the cap cut it.
    csv : str
        All rows as CSV with a header line, in UTF-8, ready to be attached.
    """

    kind: str
    title: str
    url: str = ""
    rows: tuple[Row, ...]
    total: int
    csv: str


class Outcome(Record):
    """The answer to a job: exactly one of report, comparison, listing and failure is there.

    Attributes
    ----------
    kind : {"track", "upload", "comparison", "listing"}
        What was answered; differs from the job's when a short link led to an album.
    report, comparison : dict or None
        JSON of `spotpop.report`; `read_report` and `read_comparison` give the values.
    picture_key : str or None
        For `Client.picture`; the picture lives for at most 24 hours (`Settings.picture_ttl_s`).
    """

    version: int = Field(default=VERSION, ge=1)
    job_id: str = ""
    kind: JobKind
    report: dict[str, Any] | None = None
    comparison: dict[str, Any] | None = None
    listing: ListingResult | None = None
    failure: Failure | None = None
    picture_key: str | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        answers = (self.report, self.comparison, self.listing, self.failure)
        if sum(answer is not None for answer in answers) != 1:
            raise ValueError("an outcome holds exactly one of report, comparison, listing and failure")
        return self

    def read_report(self) -> Report:
        """Return the report of a track or upload.

        Raises
        ------
        ValueError
            If there is none.
        """
        if self.report is None:
            raise ValueError("this outcome holds no report")
        return report_from_json(self.report)

    def read_comparison(self) -> Comparison:
        """Return the comparison.

        Raises
        ------
        ValueError
            If there is none.
        """
        if self.comparison is None:
            raise ValueError("this outcome holds no comparison")
        return comparison_from_json(self.comparison)


def read_question(text: bytes | str) -> Job:
    """Read a job back as far as its answer needs it: who asked, where the answer goes, in which language.

    Raises
    ------
    ValueError
        If not even the reply address can be read.
    """
    try:
        return Job.model_validate_json(text)
    except ValueError:
        data = json.loads(text)
        if not isinstance(data, dict):
            raise ValueError("a job is an object") from None  # noqa: TRY004 - as for all that cannot be read
        requester = data.get("requester")
        known = requester if isinstance(requester, dict) else {}
        return Job.model_construct(
            id=str(data["id"]),
            kind="track",
            inputs=(),
            reply=ReplyAddress.model_validate(data["reply"]),
            requester=Requester(
                **{name: known[name] for name in ("user", "server") if isinstance(known.get(name), str)}
            ),
            locale=str(data.get("locale") or "en"),
        )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def read_outcome(text: bytes | str, kind: JobKind = "track") -> Outcome:
    """Read an outcome with all that is in it; one that another version wrote and that cannot be read becomes a failure.

    Parameters
    ----------
    kind : JobKind
        Of the question, for the failure.
    """
    try:
        outcome = Outcome.model_validate_json(text)
        if outcome.version > VERSION:
            raise ValueError("a newer version")  # noqa: TRY301 - one way out for all that cannot be read
        if outcome.report is not None:
            outcome.read_report()
        if outcome.comparison is not None:
            outcome.read_comparison()
    except (ValueError, KeyError, TypeError, AttributeError):
        return Outcome(kind=kind, failure=Failure.of(AnswerUnreadable()))
    return outcome
