"""Every way a question can fail, each with one sentence for the person and one hint what to do next.

::

    SpotpopError
    ├── InputError                 the person can mend it by asking otherwise (exit code 1)
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
    └── UnexpectedError            a bug of ours, told without its innards

An error travels as ``{"code": …, "params": {…}}``; front-ends translate by code and fall back to the English here.
"""

from __future__ import annotations

from typing import Any

from spotpop.errors.base import Param as Param
from spotpop.errors.base import SpotpopError as SpotpopError
from spotpop.errors.base import error_classes
from spotpop.errors.keeping import NotSaved as NotSaved
from spotpop.errors.keeping import RecordUnavailable as RecordUnavailable
from spotpop.errors.keeping import ReferenceSetFull as ReferenceSetFull
from spotpop.errors.keeping import ReferencesUnusable as ReferencesUnusable
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


def from_json(data: dict[str, Any]) -> SpotpopError:
    """Rebuild an error from the form in which it travels; an unknown code becomes `UnexpectedError`."""
    for kind in error_classes():
        if kind.code == data.get("code"):
            try:
                return kind(**data.get("params", {}))
            except (KeyError, IndexError, TypeError, ValueError):
                break
    return UnexpectedError()


class InputError(SpotpopError):
    """The person can mend it by asking otherwise."""

    code = "input"


class NothingFound(InputError):
    """No link and no audio in the text."""

    code = "nothing-found"
    sentence = "There is no Spotify link and no audio file in this."
    hint = "Paste a link to a track, such as https://open.spotify.com/track/…, or send an audio file."


class EmptyFolder(InputError):
    """A folder without any audio file. Params: ``name``."""

    code = "empty-folder"
    sentence = "There is no audio file in the folder “{name}”."
    hint = "Give another folder, or the files themselves."


class FileUnreadable(InputError):
    """A path that leads to no file that can be read. Params: ``name``."""

    code = "file-unreadable"
    sentence = "There is no file “{name}” that can be read."
    hint = "Check its name and its permissions, or give the link of a track instead."


class UnsupportedLink(InputError):
    """An artist, an episode, a show or a local file: understood, but not answered here. Params: ``kind``."""

    code = "unsupported-link"
    sentence = "This is a link to Spotify's {kind} page, and a forecast needs a track."
    hint = "Share the link of one song there, or send the audio file itself."


class ShortLinkDead(InputError):
    """A short link that leads nowhere, or somewhere that is not Spotify."""

    code = "short-link-dead"
    sentence = "This short link does not lead to a Spotify track."
    hint = "Open it yourself and paste the long link from open.spotify.com."


class NotReleasedYet(InputError):
    """A page of Spotify's that announces a song or album."""

    code = "not-released-yet"
    sentence = "This is not out yet, so Spotify has no preview of it."
    hint = "Send the audio file itself: mp3, m4a, ogg, flac or wav."


class OtherService(InputError):
    """A link to a service whose songs cannot be asked for by link. Params: ``service``."""

    code = "other-service"
    sentence = "This is a link to {service}, which cannot be listened to from here."
    hint = "If the song is out, send its Spotify, Apple Music or Deezer link, or its name; if not, send the audio file."


class FileOnShare(InputError):
    """A link to a file that is shared elsewhere. Params: ``service``."""

    code = "file-on-share"
    sentence = "Files on {service} are not fetched from here."
    hint = "Download the file and send it here itself: mp3, m4a, ogg, flac or wav."


class TrackNotFound(InputError):
    """No catalogue knows the id."""

    code = "track-not-found"
    sentence = "Spotify does not know this track."
    hint = "Check the link; the track may have been taken down."


class ListingNotFound(InputError):
    """The album or playlist is empty, private or unknown. Params: ``kind``."""

    code = "listing-not-found"
    sentence = "This {kind} is empty, private or unknown to Spotify."
    hint = "Make it public, or send the link of a single track."


class PreviewNotFound(InputError):
    """The track is known, but no source gives its audio. Params: ``title``, ``tried``."""

    code = "preview-not-found"
    sentence = "No 30-second preview of “{title}” could be found (tried: {tried})."
    hint = "Upload the audio file itself: mp3, m4a, ogg, flac or wav."


class RecordingUnsure(InputError):
    """There are only recordings that differ from the one asked for. Params: ``title``, ``choices``, perhaps ``side``.

    ``choices`` is JSON, as `spotpop.links.choices.decode_choices` reads it: up to three that may be meant. ``side`` is
    0 or 1 where one of two that are compared is unsure.
    """

    code = "recording-unsure"
    sentence = "No preview is surely “{title}”."
    hint = "Is it one of these? Choose it, or send the audio file."


class AttachmentExpired(InputError):
    """A link to a file at Discord whose time is over, or whose message was deleted."""

    code = "attachment-expired"
    sentence = "This link to a file on Discord does not work any more: Discord lets such links expire after a day."
    hint = "Send the audio file itself, or copy its link anew from the message."


class NameNotFound(InputError):
    """No store knows a song of this name. Params: ``name``."""

    code = "name-not-found"
    sentence = "No song called “{name}” could be found."
    hint = "Write artist and title, such as Daft Punk - One More Time, or send a link or the audio file."


class AudioError(InputError):
    """The audio cannot be used."""

    code = "audio"


class NotAudio(AudioError):
    """The bytes are no audio at all, whatever their name says."""

    code = "not-audio"
    sentence = "This file is not audio."
    hint = "Send an mp3, m4a, ogg, flac or wav file."


class UnsupportedAudio(AudioError):
    """Known by its name, but not read here. Params: ``name``."""

    code = "unsupported-audio"
    sentence = "This file is {name}, which is not read here."
    hint = "Export the song as mp3, m4a, ogg, flac or wav and send that."


class ProtectedAudio(AudioError):
    """Only a shop's own player can open it. Params: ``name``."""

    code = "protected-audio"
    sentence = "This is a copy-protected file ({name}-protected), which only its own player can open."
    hint = "Send a link to the song, or an export of your own without protection."


class UnreadableAudio(AudioError):
    """Corrupt or truncated."""

    code = "unreadable-audio"
    sentence = "This audio is damaged and cannot be read."
    hint = "Export it again as mp3, m4a, ogg, flac or wav and send the new file."


class EmptyAudio(AudioError):
    """Nothing in it."""

    code = "empty-audio"
    sentence = "This file is empty."
    hint = "Export the song again and send the new file."


class SilentAudio(AudioError):
    """Nothing to hear in the section."""

    code = "silent-audio"
    sentence = "There is nothing to hear in this section: it is silent."
    hint = "Choose another start, or check that the export is not muted."


class TooShort(AudioError):
    """Less than the model needs. Params: ``duration_s``, ``minimum_s``."""

    code = "too-short"
    sentence = "This audio lasts only {duration_s:.1f} s, and a forecast needs at least {minimum_s:.0f} s."
    hint = "Send a longer piece; 30 s of the song's strongest part is ideal."


class TooLong(AudioError):
    """More than is worth decoding. Params: ``duration_s``, ``maximum_s``."""

    code = "too-long"
    sentence = "This audio lasts {duration_s:.0f} s, and at most {maximum_s:.0f} s are accepted."
    hint = "Cut out the song, or its strongest 30 s, and send that."


class TooLarge(AudioError):
    """More bytes than are accepted. Params: ``size_mib``, ``maximum_mib``."""

    code = "too-large"
    sentence = "This file has {size_mib:.1f} MiB, and at most {maximum_mib:.0f} MiB are accepted."
    hint = "Send it as mp3 or m4a, or cut it to the strongest 30 s."


class StartBeyondEnd(AudioError):
    """The section asked for begins after, or too near, the end. Params: ``start_s``, ``duration_s``."""

    code = "start-beyond-end"
    sentence = "A section starting at {start_s:.1f} s does not fit into audio of {duration_s:.1f} s."
    hint = "Choose an earlier start, or leave it out."


class SourceError(SpotpopError):
    """Somebody else's service is in the way."""

    code = "source"


class SourceUnavailable(SourceError):
    """A source is down, slow or speaks nonsense. Params: ``source``."""

    code = "source-unavailable"
    sentence = "{source} does not answer properly at the moment."
    hint = "Try again in a few minutes, or upload the audio file."


class RateLimited(SourceError):
    """A source was asked too often. Params: ``source``, ``retry_after_s``."""

    code = "rate-limited"
    sentence = "{source} was asked too often and wants a pause of {retry_after_s:.0f} s."
    hint = "Try again after that, or upload the audio file."


class CredentialsRejected(SourceError):
    """The operator's keys do not work. Params: ``source``."""

    code = "credentials-rejected"
    sentence = "{source} rejects this installation's credentials."
    hint = "Upload the audio file; the operator finds the cause with `spotpop doctor`."


class PremiumLapsed(SourceError):
    """The owner of the operator's app has no Premium any more. Params: ``source``."""

    code = "premium-lapsed"
    sentence = "{source} answers this installation only while the owner of its app has Premium, which has lapsed."
    hint = "Upload the audio file; the operator renews Premium, which takes some hours to be noticed."


class AccessDenied(SourceError):
    """The source does not show this one thing to this installation. Params: ``source``."""

    code = "access-denied"
    sentence = "{source} does not show this to apps that do not own it."
    hint = "Make it public, send the link of a single track, or upload the audio file."


class LookupIncomplete(SourceError):
    """One source does not know it, and another could not be asked. Params: ``answered``, ``failed``."""

    code = "lookup-incomplete"
    sentence = "{answered} does not show this, and {failed} could not be asked at the moment."
    hint = "Try again later, or upload the audio file."


class SourcesOff(SourceError):
    """The operator has switched the needed sources off."""

    code = "sources-off"
    sentence = "Links cannot be looked up here: the operator has switched all sources off."
    hint = "Upload the audio file itself: mp3, m4a, ogg, flac or wav."


class ModelError(SpotpopError):
    """The forecast cannot be made here."""

    code = "model"


class ModelMissing(ModelError):
    """No model of that name. Params: ``name``; ``nearest``: one that is there and nearly called so, if there is one."""

    code = "model-missing"
    sentence = "There is no model named “{name}”, so there is no forecast."
    hint = "`spotpop models` lists those that are there; set SPOTPOP_MODEL to one of them."

    @property
    def advice(self) -> str:
        """The hint, behind the nearest name."""
        near = self.params.get("nearest")
        return f"Did you mean {near}? {self.hint}" if near else self.hint


class ModelDamaged(ModelError):
    """The model's files do not match its manifest. Params: ``name``."""

    code = "model-damaged"
    sentence = "The model “{name}” is incomplete or was changed, so it is not used."
    hint = "Install it again; `spotpop models --check` shows which file differs."


class RuntimeMissing(ModelError):
    """The runtime asked for is not installed. Params: ``runtime``, ``extra``."""

    code = "runtime-missing"
    sentence = "The {runtime} runtime is not installed."
    hint = (
        "Install it, from a checkout with `pip install -c constraints.txt '.[{extra}]'`, or choose another with "
        "SPOTPOP_RUNTIME. TensorFlow has no wheels for Python 3.14."
    )


class TableUnusable(ModelError):
    """A table of training data cannot be read or breaks its schema. Params: ``path``, ``problem``."""

    code = "table-unusable"
    sentence = "The table {path} cannot be used: {problem}."
    hint = "The columns, their units and ranges are listed in docs/model.md."


class TooFewRows(ModelError):
    """Too little data to learn or calibrate from. Params: ``found``, ``needed``, ``purpose``."""

    code = "too-few-rows"
    sentence = "There are only {found} usable rows, and {purpose} needs at least {needed}."
    hint = "Collect more tracks first; with fewer the result would be noise."


class ModelUnfit(ModelError):
    """What was asked cannot be done with this kind of model. Params: ``name``."""

    code = "model-unfit"
    sentence = (
        "The model “{name}” knows sound alone, so a table of descriptors can be neither judged nor fitted with it."
    )
    hint = "Judge it with the figures in its card; train with --kind descriptors for a model that can be calibrated."


class NothingToCompare(ModelError):
    """One of two that were to be compared is no music. Params: ``title``, ``found``."""

    code = "nothing-to-compare"
    sentence = "Nothing can be forecast of “{title}”, so there is nothing to compare."
    hint = "I know music only: speech, noise, a bare tone or silence have no score."


class SettingsError(SpotpopError):
    """A setting cannot be used. Params: ``name``, ``problem``."""

    code = "settings"
    sentence = "The setting {name} cannot be used: {problem}."
    hint = "See .env.example for what it takes, or run `spotpop doctor`."


class UnexpectedError(SpotpopError):
    """A bug of ours, told without its innards."""

    code = "unexpected"
    sentence = "Something went wrong on our side."
    hint = "Please try again; if it happens again, tell the operator."
