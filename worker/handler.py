"""From a work item to its outcome, by the pipeline: the only module of the queue that knows what is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from spotpop.errors import UploadExpired
from spotpop.links import Reference
from spotpop.links.attachments import is_attachment
from spotpop.question import Options
from spotpop.report import Report, track_from_json, track_to_json
from spotpop.track import Listing, Track
from worker.listing import gather
from worker.queue.options import options_from_json
from worker.queue.policy import Work, queue_of, subject
from worker.queue.protocol import Outcome, TrackInput
from worker.queue.store import Store, WorkItem


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a work item.

    Attributes
    ----------
    picture : bytes
        PNG; empty without one.
    subject : str
        Under which the forecast may be cached; '' for what is nobody else's.
    reports : tuple of Report
        The forecasts in it.
    """

    outcome: Outcome
    picture: bytes = field(default=b"", repr=False)
    subject: str = ""
    reports: tuple[Report, ...] = field(default=(), repr=False)


class JobHandler:
    """Answers work items with a pipeline."""

    def __init__(self, store: Store, pipeline: Any) -> None:
        self._store = store
        self.pipeline = pipeline

    def answer(self, work_item: WorkItem, stage: Callable[[str], None]) -> Result | None:
        """Do a work item's work; None when it goes on elsewhere (a listing's tracks, another queue).

        Raises
        ------
        SpotpopError
            Whatever stands in the way.
        """
        work = work_item.work
        if work_item.phase == "gather":
            stage("picture")
            return self._gather(work_item)
        reference = _only_reference(work)
        if reference is not None and reference.kind == "short":
            stage("resolve")
            reference = self.pipeline.resolve(reference)
            work = work.model_copy(update={"inputs": (TrackInput(reference=reference),)})
            kind = "listing" if reference.kind in {"album", "playlist"} else "track"
            if kind != work.kind:
                work = work.model_copy(update={"kind": kind})
                self._store.redirect(work_item, work, queue_of(work.kind))
                return None
        if work.kind == "listing":
            assert reference is not None
            self._fan_out(work_item, reference, stage)
            return None
        if work.kind == "comparison":
            return self._compare(work, stage)
        return self._predict(work, reference, stage)

    def _predict(self, work: Work, reference: Reference | None, stage: Callable[[str], None]) -> Result:
        question = track_from_json(work.track) if work.track is not None else self._questions(work)[0]
        # Rows of a list have no picture, and nobody who would ask what a change is worth.
        options = replace(_options(work), hear_changes=work.picture)
        answer = self.pipeline.predict(question, options=options, progress=stage)
        outcome = Outcome(kind=work.kind, report=answer.report.to_json())
        attached = reference is not None and is_attachment(reference.kind, reference.id)
        shared = "" if work.private or reference is None or attached else subject(reference, work.start_s, work.options)
        return Result(outcome, answer.picture, shared, (answer.report,))

    def _compare(self, work: Work, stage: Callable[[str], None]) -> Result:
        first, second = self._questions(work)
        answer = self.pipeline.compare(first, second, options=_options(work), progress=stage)
        outcome = Outcome(kind="comparison", comparison=answer.comparison.to_json())
        return Result(outcome, answer.picture, reports=(answer.comparison.first, answer.comparison.second))

    def _fan_out(self, work_item: WorkItem, reference: Reference, stage: Callable[[str], None]) -> None:
        stage("listing")
        listing: Listing = self.pipeline.listing(reference)
        tracks = []
        for number, track in enumerate(listing.tracks, 1):
            reference = _reference(track, f"{work_item.id}.{number}")
            inputs = (TrackInput(reference=reference),)
            one = Work(
                kind="track", inputs=inputs, track=track_to_json(track), picture=False, options=work_item.work.options
            )
            tracks.append((subject(reference, options=one.options), one))
        self._store.fan_out(work_item, _listing_json(listing), tracks)

    def _gather(self, work_item: WorkItem) -> Result:
        stored, outcomes = self._store.rows(work_item)
        listing = _read_listing(stored)
        result = gather(listing, outcomes)
        language = {} if work_item.work.language == "en" else {"language": work_item.work.language}
        picture = self.pipeline.draw_listing(listing.title, result.rows, theme=work_item.work.theme, **language)
        return Result(Outcome(kind="listing", listing=result), picture)

    def _questions(self, work: Work) -> list[Any]:
        from spotpop.pipeline import Upload

        names = iter(work.uploads)
        questions: list[Any] = []
        for item in work.inputs:
            if isinstance(item, TrackInput):
                questions.append(item.reference)
                continue
            data = self._store.upload(next(names))
            if data is None:
                raise UploadExpired
            questions.append(Upload(data, item.name))
        return questions


def _options(work: Work) -> Options:
    return options_from_json(
        work.options, start_s=work.start_s, theme=work.theme, language=work.language, picture=work.picture
    )


def _only_reference(work: Work) -> Reference | None:
    first = work.inputs[0]
    return first.reference if len(work.inputs) == 1 and isinstance(first, TrackInput) else None


def _reference(track: Track, otherwise: str) -> Reference:
    """Return the track's own reference; one without an id gets a name that nobody else asks for."""
    return Reference("track", track.id or otherwise, track.url or "")


def _listing_json(listing: Listing) -> str:
    return json.dumps(
        {
            "kind": listing.kind,
            "id": listing.id,
            "title": listing.title,
            "total": listing.total,
            "tracks": [track_to_json(track) for track in listing.tracks],
        }
    )


def _read_listing(text: str) -> Listing:
    data = json.loads(text)
    return Listing(**{**data, "tracks": tuple(track_from_json(track) for track in data["tracks"])})
