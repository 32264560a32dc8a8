"""What was asked becomes what to ask of the queue, or an answer at once. Pure: no network, no queue, no platform."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from spotpop.audio.formats import ALL_SUFFIXES, AUDIO_SUFFIXES
from spotpop.errors import NothingFound, SpotpopError, TooLarge, UnsupportedLink
from spotpop.links import Reference, find_references
from spotpop.links.attachments import attachment_name, is_attachment
from spotpop.links.other_services import explain, name_reference, split_name, titled_link, unknown_site
from worker.queue.protocol import (
    Input,
    Job,
    ReplyAddress,
    Requester,
    Theme,
    TrackInput,
    UploadInput,
)

Intent = Literal["predict", "compare", "album"]
"""What the person wants: a forecast, a comparison of two, or a ranking of an album or playlist."""

AskKind = Literal["track", "upload", "comparison", "listing"]


SKIP = re.compile(r"(?<![\w!])!skip\b", re.IGNORECASE)
"""Whoever writes this in a message wants it left alone."""

MOST_WORDS = 16
"""Of a song's name with its artist: what is longer is talk."""

FILM_SUFFIXES = frozenset({".mp4", ".webm", ".3gp"})
"""Names of songs that films bear more often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that came with a question, not downloaded yet.

    Attributes
    ----------
    handle : str
        What the front-end needs to fetch it: a URL or a file id.
    name : str
        As the person named it. Untrusted.
    size_bytes : int or None
        As the platform states it, if it does.
    media_type : str or None
        As the platform states it.
    """

    handle: str
    name: str
    size_bytes: int | None = None
    media_type: str | None = None

    spoken: bool = False
    """A voice message or a video message: people talk with them, so unasked they are passed over."""

    @property
    def looks_like_audio(self) -> bool:
        """Say whether name or media type promise a song; the content decides later. Films and speech do not."""
        kind = (self.media_type or "").partition("/")[0]
        if self.spoken or kind in {"video", "image", "text"}:
            return False
        suffix = PurePath(self.name.lower()).suffix
        return kind == "audio" or (suffix in AUDIO_SUFFIXES and suffix not in FILM_SUFFIXES)

    @property
    def may_hold_audio(self) -> bool:
        """Say whether there may be sound in it, for somebody who asked: songs, films and speech."""
        kind = (self.media_type or "").partition("/")[0]
        named = PurePath(self.name.lower()).suffix in ALL_SUFFIXES
        return self.spoken or kind in {"audio", "video"} or (named and kind not in {"image", "text"})


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
    song: str = ""
    """A song's name, where the person said that it is one; or a link to it."""
    second: Understood | None = None
    """What to compare with, where the platform asks for it separately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What to ask of the queue; files are downloaded by the front-end first.

    Attributes
    ----------
    inputs : tuple of Reference or File
        One for a track, an upload or a listing; two for a comparison.
    left_out : tuple of LeftOut
        What was given beside it and is not taken, to be named.
    """

    kind: AskKind
    inputs: tuple[Reference | File, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_file(self) -> bool:
        """Whether it is about a person's own file, uploaded or linked to at Discord, of which any part can be heard."""
        first = self.inputs[0]
        attached = isinstance(first, Reference) and is_attachment(first.kind, first.id)
        return self.kind == "upload" or (self.kind == "track" and attached)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was given and is not answered.

    Attributes
    ----------
    name : str
        The file's name or the link. Untrusted.
    why : SpotpopError, WrongIntent or None
        None when there were simply too many.
    """

    name: str
    why: SpotpopError | WrongIntent | None = None


@dataclass(unsafe_hash=True)  # not frozen: what it passes through on its way up writes its traceback into it
class WrongIntent(Exception):
    """The link is fine, but not for what was asked; `key` names the message that says what to do."""

    key: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of the queue for one message, and what is not.

    Attributes
    ----------
    asks : tuple of Ask
        Answered one by one, in the order in which they were given.
    left_out : tuple of LeftOut
        Named to the person who gave them.
    """

    asks: tuple[Ask, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def plan(question: Understood, *, max_upload_mib: float, at_most: int = 1) -> Plan:
    """Return what to ask of the queue for a question that somebody asked: all that fits, and the rest by name.

    Parameters
    ----------
    at_most : int
        Forecasts that one message may have; a comparison or a listing is one ask.

    Raises
    ------
    SpotpopError
        `NothingFound`, `UnsupportedLink`, `TooLarge`: nothing fits, and this is why; the person can change the input.
    WrongIntent
        An album where a track is needed, one input where two are needed, the same track twice.
    """
    given = [_checked(one, max_upload_mib) for one in _given(question)]
    if not given and question.intent != "compare":
        if linked := _asked_by_name(question):
            return Plan((_single(linked),), ())
        text = f"{question.text}\n{question.song}"
        raise explain(text) or unknown_site(text) or NothingFound
    if not given:
        raise NothingFound
    if question.intent == "compare":
        if _names_one_twice(question, given):
            raise WrongIntent("compare-same")
        return _comparison(given)
    if question.intent == "album":
        return _album(given)
    asks = [_single(one) for one, why in given if why is None]
    left = [LeftOut(_name(one), why) for one, why in given if why is not None]
    if not asks:
        assert left[0].why is not None
        raise left[0].why
    return Plan(tuple(asks[:at_most]), (*left, *(LeftOut(_name(ask.inputs[0])) for ask in asks[at_most:])))


def _asked_by_name(question: Understood) -> Reference | None:
    """Return the song that is asked for by its page's title or by its name."""
    if question.song.strip():
        linked = titled_link(question.song)
        return linked or (None if explain(question.song) else name_reference(question.song, any_words=True))
    return titled_link(question.text) or name_reference(question.text)


def holds_something(question: Understood) -> bool:
    """Say whether there is anything to answer: a file, a link of any service, not mere words."""
    text = question.text
    return bool(question.files or find_references(text) or titled_link(text) or explain(text))


def names_a_song(text: str) -> bool:
    """Say whether words that were put to the bot are the name of a song, ``artist - title``, and no talk with a dash.

    Examples
    --------
    >>> names_a_song("Daft Punk - One More Time"), names_a_song("thanks a lot, that was quick")
    (True, False)
    """
    return len(text.split()) <= MOST_WORDS and split_name(text) is not None


def plan_unasked(question: Understood, *, max_upload_mib: float, at_most: int) -> Plan:
    """Return what to answer of a message that nobody put to the bot: links to tracks and songs, nothing else.

    Films, voice messages, pictures and links to artists or albums are passed over without a word, and so is all of a
    message with `SKIP` in it. Of a song that is too large for here its author hears of it, because the channel is there
    for songs.
    """
    if SKIP.search(question.text):
        return Plan()
    asks: list[Ask] = []
    left: list[LeftOut] = []
    for one, why in (_checked(one, max_upload_mib) for one in _given(question)):
        if isinstance(one, File):
            if one.looks_like_audio:
                left.append(LeftOut(one.name, why)) if why else asks.append(_single(one))
        elif one.kind in {"track", "short"} and not _is_film(one):
            asks.append(_single(one))
    return Plan(tuple(asks[:at_most]), tuple(left) if asks or left else ())


def _is_film(reference: Reference) -> bool:
    """Say whether a link leads to a film at Discord, which nobody asks about by posting it."""
    attached = is_attachment(reference.kind, reference.id)
    return attached and not File(handle="", name=attachment_name(reference.url)).looks_like_audio


Given = tuple[Reference | File, SpotpopError | None]
"""Something that was given, and why it cannot be used."""


def _given(question: Understood) -> list[Reference | File]:
    files = [file for file in question.files if question.chosen or file.may_hold_audio]
    second = _given(question.second) if question.second else []
    text = f"{question.text}\n{question.song}" if question.song else question.text
    return [*(one for one in find_references(text) if not _is_other_attachment(one)), *files, *second]


def _is_other_attachment(reference: Reference) -> bool:
    """Say whether a link leads to a file at Discord that is no song by its name, such as a picture."""
    attached = is_attachment(reference.kind, reference.id)
    return attached and PurePath(attachment_name(reference.url).lower()).suffix not in ALL_SUFFIXES


def _checked(one: Reference | File, max_upload_mib: float) -> Given:
    if isinstance(one, Reference):
        usable = one.kind in {"track", "short", "album", "playlist"}
        return one, None if usable else UnsupportedLink(kind=one.kind)
    try:
        check_size(one.size_bytes, max_upload_mib)
    except TooLarge as error:
        return one, error
    return one, None


def _name(one: Reference | File) -> str:
    return one.name if isinstance(one, File) else one.url


def _comparison(given: Sequence[Given]) -> Plan:
    fitting = [one for one, why in given if why is None]
    left = [LeftOut(_name(one), why) for one, why in given if why is not None]
    if len(fitting) < 2:
        if left and left[0].why is not None:
            raise left[0].why
        raise WrongIntent("compare-needs-two")
    pair = fitting[:2]
    if any(isinstance(one, Reference) and one.kind in {"album", "playlist"} for one in pair):
        raise WrongIntent("compare-needs-tracks")
    if pair[0] == pair[1] or _is_same_track(*pair):
        raise WrongIntent("compare-same")
    left += [LeftOut(_name(one)) for one in fitting[2:]]
    return Plan((Ask(kind="comparison", inputs=tuple(pair)),), tuple(left))


def _names_one_twice(question: Understood, given: Sequence[Given]) -> bool:
    """Say whether the only thing in a text is one link, written twice."""
    first = given[0][0]
    return len(given) == 1 and isinstance(first, Reference) and question.text.count(first.id) > 1


def _is_same_track(first: Reference | File, second: Reference | File) -> bool:
    if not isinstance(first, Reference) or not isinstance(second, Reference):
        return False
    return (first.kind, first.id) == (second.kind, second.id)


def _album(given: Sequence[Given]) -> Plan:
    for at, (one, why) in enumerate(given):
        if why is None and isinstance(one, Reference) and one.kind in {"album", "playlist", "short"}:
            left = tuple(LeftOut(_name(other), wrong) for place, (other, wrong) in enumerate(given) if place != at)
            return Plan((Ask(kind="listing", inputs=(one,)),), left)
    raise WrongIntent("album-needs-album")


def check_size(size_bytes: int | None, max_upload_mib: float) -> None:
    """Refuse a file by its stated size, before it is downloaded.

    Raises
    ------
    TooLarge
    """
    if size_bytes is not None and size_bytes > max_upload_mib * 2**20:
        raise TooLarge(size_mib=size_bytes / 2**20, maximum_mib=max_upload_mib)


def _single(one: Reference | File) -> Ask:
    if isinstance(one, File):
        return Ask(kind="upload", inputs=(one,))
    return Ask(kind="listing" if one.kind in {"album", "playlist"} else "track", inputs=(one,))


def job_for(
    ask: Ask,
    *,
    reply: ReplyAddress,
    requester: Requester,
    locale: str,
    theme: Theme = "dark",
    start_s: float | None = None,
    options: Mapping[str, Any] | None = None,
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
        options=dict(options or {}),
    )
    return job, uploads


def _free_name(name: str, taken: Collection[str]) -> str:
    """Return the file's name, distinct from others of the same job."""
    path = PurePath(name.strip()[-200:] or "audio")
    candidate, number = path.name or "audio", 2
    while candidate in taken:
        candidate = f"{path.stem} ({number}){path.suffix}"
        number += 1
    return candidate
