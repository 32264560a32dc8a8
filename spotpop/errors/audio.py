"""Errors of audio that cannot be used."""

from __future__ import annotations

from spotpop.errors.request import InputError


class AudioError(InputError):
    """The audio cannot be used."""

    code = "audio"


class NotAudio(AudioError):
    """The bytes are no audio at all, whatever their name says."""

    code = "not-audio"
    sentence = "This file is not audio."
    hint = "Send an mp3, m4a, ogg, flac or wav file."


class OtherFile(NotAudio):
    """Known by its name, and no song: an archive, a playlist, a picture. Params: ``kind``, ``name``."""

    code = "other-file"
    sentence = "This file is no song but {kind} ({name})."
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
