"""Every way a question can fail, each with one sentence for the person and one hint what to do next.

::

    SpotpopError
    ├── InputError                 the person can ask otherwise (exit code 1)
    │   ├── NothingFound           no link and no audio in the text
    │   ├── EmptyFolder            a folder without any audio in it
    │   ├── FileUnreadable         a path that leads to no file that can be read
    │   ├── UnsupportedLink        an artist, an episode, a show: understood, but not answered here
    │   ├── ShortLinkDead          a short link that leads nowhere or somewhere forbidden
    │   ├── NotReleasedYet         a page of Spotify's for a song that is not out
    │   ├── OtherService           a link to a service whose songs cannot be asked for by link
    │   ├── FileOnShare            a link to a shared file: it is to be sent itself
    │   ├── TrackNotFound          no catalogue knows the id
    │   ├── ListingNotFound        the album or playlist is empty, private or unknown
    │   ├── PreviewNotFound        the track is known, but no source gives its audio
    │   ├── RecordingUnsure        there is only what differs: the person chooses
    │   ├── AttachmentExpired      a link to a file at Discord whose time is over
    │   ├── NameNotFound           no store knows a song of this name
    │   └── AudioError
    │       ├── NotAudio           the bytes are no audio at all
    │       │   └── OtherFile      … but an archive, a playlist, a picture, a document
    │       ├── UnsupportedAudio   known by name, but not read here
    │       ├── ProtectedAudio     copy protection stands in the way
    │       ├── UnreadableAudio    corrupt or truncated
    │       ├── EmptyAudio         nothing in it
    │       ├── SilentAudio        nothing to hear
    │       ├── TooShort           less than the model needs
    │       ├── TooLong            more than is worth decoding
    │       ├── TooLarge           more bytes than are accepted
    │       └── StartBeyondEnd     the section asked for begins after the end
    ├── SourceError                somebody else's service is in the way
    │   ├── SourceUnavailable      down, slow or speaking nonsense
    │   ├── RateLimited            asked too often; carries how long to wait
    │   ├── CredentialsRejected    the operator's keys do not work
    │   ├── PremiumLapsed          the owner of the operator's app has no Premium any more
    │   ├── AccessDenied           the source does not show this one thing to this installation
    │   ├── LookupIncomplete       one source does not know it, another could not be asked
    │   └── SourcesOff             the operator has switched the needed sources off
    ├── ModelError                 the forecast cannot be made here
    │   ├── ModelMissing
    │   ├── ModelDamaged
    │   ├── RuntimeMissing
    │   ├── TableUnusable      a training table breaks its schema
    │   ├── TooFewRows         too little data to learn or calibrate from
    │   ├── ModelUnfit         this kind of model cannot do that
    │   └── NothingToCompare   one of two is no music
    ├── QueueError                 the way from front-end to worker
    │   ├── QueueUnavailable       Redis does not answer; the question was not taken
    │   │   └── QueueUncertain     … or perhaps it was
    │   ├── QueueFull
    │   ├── NoRoom                 no memory for one more question
    │   ├── TooManyQuestions       the person or server asked too often
    │   ├── DeadlineExceeded       not answered in time
    │   ├── UploadExpired          the uploaded bytes were gone before their turn came
    │   ├── JobFailed              the worker died on it more than once
    │   ├── QuestionLost           the queue has lost what it knew
    │   └── AnswerUnreadable       written by another version
    ├── RecordUnavailable          the database of the track record does not answer
    ├── ReferencesUnusable         the file with one's references cannot be read or written
    ├── ReferenceSetFull           a set of references holds as many as it may
    ├── SettingsError              a setting cannot be used
    ├── NotSaved                   a file cannot be written where it was to go
    └── UnexpectedError            a bug of ours, reported without its innards

An error travels as ``{"code": …, "params": {…}}``; front-ends translate by code and fall back to the English here.
"""

from __future__ import annotations

from typing import Any

from spotpop.errors.audio import AudioError as AudioError
from spotpop.errors.audio import EmptyAudio as EmptyAudio
from spotpop.errors.audio import NotAudio as NotAudio
from spotpop.errors.audio import OtherFile as OtherFile
from spotpop.errors.audio import ProtectedAudio as ProtectedAudio
from spotpop.errors.audio import SilentAudio as SilentAudio
from spotpop.errors.audio import StartBeyondEnd as StartBeyondEnd
from spotpop.errors.audio import TooLarge as TooLarge
from spotpop.errors.audio import TooLong as TooLong
from spotpop.errors.audio import TooShort as TooShort
from spotpop.errors.audio import UnreadableAudio as UnreadableAudio
from spotpop.errors.audio import UnsupportedAudio as UnsupportedAudio
from spotpop.errors.base import Param as Param
from spotpop.errors.base import SpotpopError as SpotpopError
from spotpop.errors.base import error_classes
from spotpop.errors.keeping import NotSaved as NotSaved
from spotpop.errors.keeping import RecordUnavailable as RecordUnavailable
from spotpop.errors.keeping import ReferenceSetFull as ReferenceSetFull
from spotpop.errors.keeping import ReferencesUnusable as ReferencesUnusable
from spotpop.errors.model import ModelDamaged as ModelDamaged
from spotpop.errors.model import ModelError as ModelError
from spotpop.errors.model import ModelMissing as ModelMissing
from spotpop.errors.model import ModelUnfit as ModelUnfit
from spotpop.errors.model import NothingToCompare as NothingToCompare
from spotpop.errors.model import RuntimeMissing as RuntimeMissing
from spotpop.errors.model import TableUnusable as TableUnusable
from spotpop.errors.model import TooFewRows as TooFewRows
from spotpop.errors.queue import AnswerUnreadable as AnswerUnreadable
from spotpop.errors.queue import DeadlineExceeded as DeadlineExceeded
from spotpop.errors.queue import JobFailed as JobFailed
from spotpop.errors.queue import NoRoom as NoRoom
from spotpop.errors.queue import QuestionLost as QuestionLost
from spotpop.errors.queue import QueueError as QueueError
from spotpop.errors.queue import QueueFull as QueueFull
from spotpop.errors.queue import QueueUnavailable as QueueUnavailable
from spotpop.errors.queue import QueueUncertain as QueueUncertain
from spotpop.errors.queue import TooManyQuestions as TooManyQuestions
from spotpop.errors.queue import UploadExpired as UploadExpired
from spotpop.errors.request import AttachmentExpired as AttachmentExpired
from spotpop.errors.request import EmptyFolder as EmptyFolder
from spotpop.errors.request import FileOnShare as FileOnShare
from spotpop.errors.request import FileUnreadable as FileUnreadable
from spotpop.errors.request import InputError as InputError
from spotpop.errors.request import ListingNotFound as ListingNotFound
from spotpop.errors.request import NameNotFound as NameNotFound
from spotpop.errors.request import NothingFound as NothingFound
from spotpop.errors.request import NotReleasedYet as NotReleasedYet
from spotpop.errors.request import OtherService as OtherService
from spotpop.errors.request import PreviewNotFound as PreviewNotFound
from spotpop.errors.request import RecordingUnsure as RecordingUnsure
from spotpop.errors.request import ShortLinkDead as ShortLinkDead
from spotpop.errors.request import TrackNotFound as TrackNotFound
from spotpop.errors.request import UnsupportedLink as UnsupportedLink
from spotpop.errors.source import AccessDenied as AccessDenied
from spotpop.errors.source import CredentialsRejected as CredentialsRejected
from spotpop.errors.source import LookupIncomplete as LookupIncomplete
from spotpop.errors.source import PremiumLapsed as PremiumLapsed
from spotpop.errors.source import RateLimited as RateLimited
from spotpop.errors.source import SourceError as SourceError
from spotpop.errors.source import SourcesOff as SourcesOff
from spotpop.errors.source import SourceUnavailable as SourceUnavailable


def from_json(data: dict[str, Any]) -> SpotpopError:
    """Rebuild an error from the form in which it travels; an unknown code becomes `UnexpectedError`."""
    for kind in error_classes():
        if kind.code == data.get("code"):
            try:
                return kind(**data.get("params", {}))
            except (KeyError, IndexError, TypeError, ValueError):
                break
    return UnexpectedError()


class SettingsError(SpotpopError):
    """A setting cannot be used. Params: ``name``, ``problem``."""

    code = "settings"
    sentence = "The setting {name} cannot be used: {problem}."
    hint = "See .env.example for what it takes, or run `spotpop doctor`."


class UnexpectedError(SpotpopError):
    """A bug of ours, reported without its innards."""

    code = "unexpected"
    sentence = "Something went wrong on our side."
    hint = "Please try again; if it happens again, tell the operator."
