"""What was asked becomes what to ask of the queue, or an answer at once. Pure: no network, no queue, no platform."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from bot.messages import tables
from bot.messages import track as track_messages
from bot.messages.message import Message
from spotpop.audio.formats import AUDIO_SUFFIXES
from spotpop.errors import NothingFound, SpotpopError, TooLarge, UnsupportedLink
from spotpop.links import Reference, find_references
from spotpop.links.elsewhere import explain, name_reference, titled_link
from spotpop.wording import Words
from worker.queue.protocol import (
    Input,
    Job,
    JobProgress,
    Outcome,
    ReplyAddress,
    Requester,
    Theme,
    TrackInput,
    UploadInput,
)

Intent = Literal["predict", "compare", "album"]
"""What the person wants: a forecast, a comparison of two, or a ranking of an album or playlist."""

AskKind = Literal["track", "upload", "comparison", "listing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that came with a question, not downloaded yet.

    Attributes
    ----------
    handle : str
        What the front-end needs to fetch it: a URL or a file id.
    name : str
        As the person named it. Hostile.
    size_bytes : int or None
        As the platform states it, if it does.
    media_type : str or None
        As the platform states it.
    """

    handle: str
    name: str
    size_bytes: int | None = None
    media_type: str | None = None

    @property
    def looks_like_audio(self) -> bool:
        """Say whether name or media type promise audio; the content decides later."""
        if self.media_type and self.media_type.partition("/")[0] == "audio":
            return True
        return PurePath(self.name.lower()).suffix in AUDIO_SUFFIXES


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a person asked, in any front-end.

    Attributes
    ----------
    text : str
        Everything that was written.
    files : tuple of File
        Everything that was attached.
    chosen : bool
        True when the person pointed at these files for this purpose, so that a file that does not look like audio is
        tried all the same; False when they merely hang on a message.
    """

    intent: Intent = "predict"
    text: str = ""
    files: tuple[File, ...] = ()
    chosen: bool = True
    second: Understood | None = None
    """What to compare with, where the platform asks for it separately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What to ask of the queue; files are downloaded by the front-end first.

    Attributes
    ----------
    inputs : tuple of Reference or File
        One for a track, an upload or a listing; two for a comparison.
    """

    kind: AskKind
    inputs: tuple[Reference | File, ...]


@dataclass(frozen=True)
class WrongIntent(Exception):
    """The link is fine, but not for what was asked; `key` names the message that says what to do."""

    key: str


def understand(question: Understood, *, max_upload_mib: float) -> Ask:
    """Return what to ask of the queue.

    Raises
    ------
    SpotpopError
        `NothingFound`, `UnsupportedLink`, `TooLarge`: what the person can mend.
    WrongIntent
        An album where a track is needed, one input where two are needed.
    """
    found = _inputs(question, max_upload_mib)
    if question.intent == "compare":
        if len(found) < 2:
            raise WrongIntent("compare-needs-two") if found else NothingFound
        return Ask(kind="comparison", inputs=tuple(_for_comparison(one) for one in found[:2]))
    if not found:
        if linked := titled_link(question.text) or name_reference(question.text):
            return _single(linked)
        raise explain(question.text) or NothingFound
    if question.intent == "album":
        return _listing(found)
    return _single(found[0])


def understand_each(
    question: Understood, *, max_upload_mib: float, at_most: int, listings: bool = False
) -> list[Ask | SpotpopError | WrongIntent]:
    """Return one ask for each of the first `at_most` links and audio files of a message that nobody commanded.

    A link or file that cannot be used gives its error instead, so that it is answered too. Albums and playlists are
    big jobs, which are taken only where `listings` says so.
    """
    asks = [_each(reference, listings=listings) for reference in find_references(question.text)]
    for file in question.files:
        if file.looks_like_audio:
            try:
                check_size(file.size_bytes, max_upload_mib)
            except TooLarge as error:
                asks.append(error)
            else:
                asks.append(Ask(kind="upload", inputs=(file,)))
    return asks[:at_most]


def _each(reference: Reference, *, listings: bool) -> Ask | SpotpopError | WrongIntent:
    if reference.kind in {"track", "short"}:
        return Ask(kind="track", inputs=(reference,))
    if reference.kind in {"album", "playlist"}:
        return Ask(kind="listing", inputs=(reference,)) if listings else WrongIntent("listing-use-command")
    return UnsupportedLink(kind=reference.kind)


def check_size(size_bytes: int | None, max_upload_mib: float) -> None:
    """Refuse a file by its stated size, before it is downloaded.

    Raises
    ------
    TooLarge
    """
    if size_bytes is not None and size_bytes > max_upload_mib * 2**20:
        raise TooLarge(size_mib=size_bytes / 2**20, maximum_mib=max_upload_mib)


def _inputs(question: Understood, max_upload_mib: float) -> list[Reference | File]:
    audio = [file for file in question.files if question.chosen or file.looks_like_audio]
    for file in audio:
        check_size(file.size_bytes, max_upload_mib)
    second = _inputs(question.second, max_upload_mib) if question.second else []
    return [*find_references(question.text), *audio, *second]


def _single(first: Reference | File) -> Ask:
    if isinstance(first, File):
        return Ask(kind="upload", inputs=(first,))
    if first.kind in {"album", "playlist"}:
        return Ask(kind="listing", inputs=(first,))
    return Ask(kind="track", inputs=(_track(first),))


def _listing(found: Sequence[Reference | File]) -> Ask:
    for one in found:
        if isinstance(one, Reference) and one.kind in {"album", "playlist", "short"}:
            return Ask(kind="listing", inputs=(one,))
    raise WrongIntent("album-needs-album")


def _for_comparison(one: Reference | File) -> Reference | File:
    if isinstance(one, File):
        return one
    if one.kind in {"album", "playlist"}:
        raise WrongIntent("compare-needs-tracks")
    return _track(one)


def _track(reference: Reference) -> Reference:
    if reference.kind in {"track", "short"}:
        return reference
    raise UnsupportedLink(kind=reference.kind)


def job_for(
    ask: Ask,
    *,
    reply: ReplyAddress,
    requester: Requester,
    locale: str,
    theme: Theme = "dark",
    start_s: float | None = None,
) -> tuple[Job, dict[str, File]]:
    """Return the job to submit and the files to download for it, by the name under which the job expects each."""
    uploads: dict[str, File] = {}
    inputs: list[Input] = []
    for one in ask.inputs:
        if isinstance(one, Reference):
            inputs.append(TrackInput(reference=one))
        else:
            name = _free_name(one.name, uploads)
            uploads[name] = one
            inputs.append(UploadInput(name=name))
    job = Job(
        kind=ask.kind,
        inputs=tuple(inputs),
        reply=reply,
        requester=requester,
        locale=locale[:35] or "en",
        theme=theme,
        start_s=start_s,
    )
    return job, uploads


def _free_name(name: str, taken: Collection[str]) -> str:
    """Return the file's name, told apart from others of the same job."""
    path = PurePath(name.strip()[-200:] or "audio")
    candidate, number = path.name or "audio", 2
    while candidate in taken:
        candidate = f"{path.stem} ({number}){path.suffix}"
        number += 1
    return candidate


def answer_to(outcome: Outcome, words: Words, *, picture: bytes | None, private: bool = False) -> Message:
    """Return the message that answers a job, with its buttons; the job's id is the state behind them."""
    if outcome.failure is not None:
        return track_messages.failure(outcome.failure.error(), words, private=private)
    if outcome.listing is not None:
        message = tables.listing(outcome.listing, words, picture=picture)
    elif outcome.comparison is not None:
        message = tables.comparison(outcome.read_comparison(), words, picture=picture)
    else:
        message = track_messages.answer(outcome.read_report(), words, picture=picture)
    return track_messages.with_buttons(
        message, words, state=outcome.job_id, private=private, details=outcome.report is not None
    )


def progress_of(progress: JobProgress, words: Words) -> Message:
    """Return how far a job has come."""
    return track_messages.progress(
        words,
        stage=progress.stage if progress.state == "running" else None,
        position=None if progress.position is None else max(0, progress.position - 1),
        eta_s=progress.eta_s,
        done=progress.done,
        total=progress.total,
    )


def refusal(error: SpotpopError | WrongIntent, words: Words, *, private: bool = False) -> Message:
    """Return why a question was not even taken, and what to do instead."""
    if isinstance(error, WrongIntent):
        return track_messages.word(error.key, words, private=private)
    return track_messages.failure(error, words, private=private)
