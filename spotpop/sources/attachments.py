"""Files in Discord's own store, to which people paste links: fetched as an upload is taken, and kept as little."""

from __future__ import annotations

from typing import Final

from spotpop.errors import AttachmentExpired, SourcesOff, TooLarge
from spotpop.links import Reference
from spotpop.links.attachments import CDN, attachment_name, has_expired
from spotpop.net import TooManyBytes
from spotpop.sources.backoff import NAMES
from spotpop.sources.web_source import WebSource

_SOURCE: Final = "discord"
_GONE: Final = (400, 401, 403, 404, 410)
"""What the store answers when a link's time is over, or its message was deleted."""


class Attachments(WebSource):
    """Fetches files that links to Discord's store lead to."""

    source = _SOURCE

    def fetch(self, reference: Reference) -> tuple[bytes, str]:
        """Return a file's bytes and its name.

        Raises
        ------
        AttachmentExpired
            If the link's time is over, or the file was deleted.
        TooLarge
            If it is larger than an upload may be.
        SourcesOff, RateLimited, SourceUnavailable
        """
        if not self._settings.preview_sources:
            raise SourcesOff
        if has_expired(reference.url):
            raise AttachmentExpired
        most = int(self._settings.max_upload_mib * 2**20)
        address = reference.url.replace(CDN, self._base, 1)
        with self._gate.asking(_SOURCE):
            try:
                data = self._http.get_file(address, source=NAMES[_SOURCE], max_bytes=most, absent=_GONE)
            except TooManyBytes as error:
                raise TooLarge(size_mib=error.size / 2**20, maximum_mib=self._settings.max_upload_mib) from None
        self._gate.observe(_SOURCE, "none" if data is None else "found")
        if data is None:
            raise AttachmentExpired
        return data, attachment_name(reference.url)
