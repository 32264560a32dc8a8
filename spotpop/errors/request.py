"""Errors of what was asked: the person can ask otherwise."""

from __future__ import annotations

from spotpop.errors.base import SpotpopError


class InputError(SpotpopError):
    """The person can ask otherwise."""

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
