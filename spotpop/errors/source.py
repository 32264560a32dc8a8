"""Errors of somebody else's service."""

from __future__ import annotations

from spotpop.errors.base import SpotpopError


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
