"""What travels between front-ends and workers: typed, versioned, checked JSON.

A front-end makes a `Job` and gets an `Outcome` back; `JobProgress` tells about the time between. Nothing here knows how
the queue works, and nothing here loads audio or model libraries.
"""

from __future__ import annotations

import secrets
import time
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from spotpop.errors import SpotpopError, from_json
from spotpop.links import Reference
from spotpop.report import Comparison, Report, comparison_from_json, report_from_json

VERSION: Literal[1] = 1
"""Version of the protocol; raised when a field changes its meaning or goes. A job of another version is refused."""

JobKind = Literal["track", "upload", "comparison", "listing"]
State = Literal["queued", "running", "done", "failed"]
Theme = Literal["dark", "light"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TrackInput(_Frozen):
    """A link.

    Attributes
    ----------
    reference : Reference
        A track or a short link; an album, playlist or short link in a job of kind ``listing``.
    """

    type: Literal["track"] = "track"
    reference: Reference


class UploadInput(_Frozen):
    """An uploaded file; its bytes are handed to `Client.submit` under the same name.

    Attributes
    ----------
    name : str
        The file's name as the person called it, unique within the job. Hostile text.
    """

    type: Literal["upload"] = "upload"
    name: str = Field(min_length=1, max_length=255)


Input = Annotated[TrackInput | UploadInput, Field(discriminator="type")]


class ReplyAddress(_Frozen):
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


class Requester(_Frozen):
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


class Job(_Frozen):
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
    created_at, deadline_at : float
        Unix seconds. A job without an answer at its deadline is answered with `DeadlineExceeded`; without a deadline,
        ``settings.job_deadline_s`` after its creation.
    """

    version: Literal[1] = VERSION
    id: str = Field(default_factory=new_job_id, pattern=r"^[A-Za-z0-9_-]{8,64}$")
    kind: JobKind
    inputs: tuple[Input, ...] = Field(min_length=1, max_length=2)
    reply: ReplyAddress
    requester: Requester = Requester()
    locale: str = Field(default="en", max_length=35)
    theme: Theme = "dark"
    start_s: float | None = Field(default=None, ge=0)
    created_at: float = Field(default_factory=time.time)
    deadline_at: float | None = None

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


class JobProgress(_Frozen):
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


class Receipt(_Frozen):
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


class Failure(_Frozen):
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


class Row(_Frozen):
    """One track of an answered listing.

    Attributes
    ----------
    number : int
        Place in the album or playlist, from 1.
    title, artist_line : str
        Hostile text.
    score, low, high, percentile : float or None
        The forecast and its 80 % interval; None where it failed.
    failure : Failure or None
        Why there is no forecast.
    """

    number: int
    title: str
    artist_line: str = ""
    track_id: str | None = None
    url: str | None = None
    score: float | None = None
    low: float | None = None
    high: float | None = None
    percentile: float | None = None
    failure: Failure | None = None


class ListingResult(_Frozen):
    """The answer about an album or playlist.

    Attributes
    ----------
    kind : str
        ``album`` or ``playlist``.
    title, owner, url : str
        Hostile text.
    rows : tuple of Row
        Ranked: highest score first, failures last.
    total : int
        Tracks in the listing; more than rows where the cap cut it.
    csv : str
        All rows as CSV with a header line, in UTF-8, ready to be attached.
    """

    kind: str
    title: str
    owner: str = ""
    url: str = ""
    rows: tuple[Row, ...]
    total: int
    csv: str


class Outcome(_Frozen):
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

    version: Literal[1] = VERSION
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
