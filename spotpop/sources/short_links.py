"""Following a short link to what it means, never to another host than those that such links lead to.

A short link may answer with a redirect, with a page that names its target, or with an announcement of something that
is not out. The title of a page at YouTube or SoundCloud, which its service gives without a key, is looked for by name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from spotpop.errors import (
    NameNotFound,
    OtherService,
    RateLimited,
    RecordingUnsure,
    ShortLinkDead,
    SourceError,
    SourceUnavailable,
    TrackNotFound,
)
from spotpop.links import APPLE_HOSTS, DEEZER_HOSTS, LINK_HOSTS, OPEN_HOST, Reference, find_references
from spotpop.links.choices import Choice, encode_choices
from spotpop.links.other_services import NAME_SCHEME, MusicService, explain, service_of
from spotpop.net import HttpClient
from spotpop.settings import Settings
from spotpop.sources import json_access
from spotpop.sources.backoff import NAMES, SourceGate
from spotpop.sources.stores import the_one

MAX_HOPS: Final = 4
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LIMITED_PAUSE_S: Final = 60.0
_VALUE: Final = r"""["']([^"'<>\s]{1,500})"""
_NAMED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"""<link\b[^>]{{0,300}}\brel=["']canonical["'][^>]{{0,300}}\bhref={_VALUE}""",
        rf"""<link\b[^>]{{0,300}}\bhref={_VALUE}["'][^>]{{0,300}}\brel=["']canonical""",
        rf"""<meta\b[^>]{{0,300}}\bproperty=["']og:url["'][^>]{{0,300}}\bcontent={_VALUE}""",
        rf"""<meta\b[^>]{{0,300}}\bcontent={_VALUE}["'][^>]{{0,300}}\bproperty=["']og:url""",
        r"""<meta\b[^>]{0,300}\bhttp-equiv=["']refresh["'][^>]{0,300}\bcontent=["'][^"'<>]{0,40}url=([^"'<>\s]{1,500})""",
        rf"""location(?:\.href)?\s*=\s*{_VALUE}""",
    )
)
"""Where a page says what it stands for, the most reliable first."""
_TITLE_NOISE: Final = re.compile(
    r"\s*[\(\[](?:official|lyrics?|audio|video|visuali[sz]er|hd|hq|4k|mv|m/v|clip|remastered in|full)\b[^\)\]]*[\)\]]",
    re.IGNORECASE,
)


class ShortLinks:
    """Follows short links.

    Parameters
    ----------
    search : callable
        Given artist and title as one text, returns up to three choices.
    """

    def __init__(
        self, settings: Settings, http: HttpClient, gate: SourceGate, search: Callable[[str], list[Choice]]
    ) -> None:
        self._http = http
        self._gate = gate
        self._search = search
        self._stand_in = settings.url_of("embed")
        self._standing_in = self._stand_in != f"https://{OPEN_HOST}"

    def resolve(self, reference: Reference) -> Reference:
        """Return what a short link means; any other reference is returned as it is.

        At most 4 hops. Where ``SPOTPOP_SPOTIFY_OPEN_URL`` names a stand-in for open.spotify.com, it stands in for the
        short hosts too: it is asked for the same path, with the host in ``X-Forwarded-Host``.

        Raises
        ------
        ShortLinkDead
            If it leads nowhere, or elsewhere.
        NotReleasedYet, OtherService, FileOnShare, UnsupportedLink
            If it leads to what is understood, but is no track.
        RecordingUnsure, NameNotFound
            If only a title is known: it holds what that may be.
        RateLimited, SourceUnavailable
        """
        if reference.kind != "short":
            return reference
        if reference.url.startswith(NAME_SCHEME):
            return self._by_name(reference.url.removeprefix(NAME_SCHEME))
        host = urlsplit(reference.url).hostname or ""
        service = service_of(host) if host not in LINK_HOSTS else None
        if service and service.oembed:
            return self._by_title(reference.url, service)
        with self._http.question():
            return self._follow(reference.url)

    def _follow(self, url: str) -> Reference:
        for _ in range(MAX_HOPS):
            location = self._next(url)
            found = find_references(location)
            if not found:
                read = explain(location)
                nowhere = read is None or isinstance(read, TrackNotFound) or read.params.get("kind") == "own"
                raise ShortLinkDead if read is None or nowhere else read
            if found[0].url == url:
                raise ShortLinkDead
            if found[0].kind != "short":
                self._gate.observe("links", "found")
                return found[0]
            url = found[0].url
        raise ShortLinkDead

    def _next(self, url: str) -> str:
        """Return the address that a short link leads to, once it is known to be one that it may lead to."""
        status, location, page = self._ask("HEAD", url)
        if status not in _REDIRECTS or location is None:
            status, location, page = self._ask("GET", url)  # some answer HEAD with a 405, or with a page
        if status in _REDIRECTS and location is not None:
            targets = [location]
        elif status == 200:
            targets = [html.unescape(found[1]) for pattern in _NAMED if (found := pattern.search(page))]
        else:
            raise ShortLinkDead
        for target in targets:
            if (allowed := self._allowed(target)) and not allowed.startswith(url):
                return allowed
        raise ShortLinkDead

    def _ask(self, method: str, url: str) -> tuple[int, str | None, str]:
        host, path = urlsplit(url).netloc, urlsplit(url).path
        address = f"{self._stand_in}{path}" if self._standing_in else url
        headers = {"X-Forwarded-Host": host} if self._standing_in else None
        with self._gate.asking("links"):
            if method == "HEAD":
                status, location = self._http.head(address, source=NAMES["links"], headers=headers)
                page = ""
            else:
                status, location, page = self._http.look(address, source=NAMES["links"], headers=headers)
            if status == 429:
                raise RateLimited(source=NAMES["links"], retry_after_s=_LIMITED_PAUSE_S)
            if status >= 500 and status != 501:
                raise SourceUnavailable(source=NAMES["links"])
        return status, location, page

    def _allowed(self, target: str) -> str | None:
        """Return a target over https if its host is one that short links lead to."""
        if self._standing_in and target.startswith(f"{self._stand_in}/"):
            target = f"https://{OPEN_HOST}{target[len(self._stand_in) :]}"
        try:
            parts = urlsplit(target)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return None
        ours = host in LINK_HOSTS | APPLE_HOSTS | DEEZER_HOSTS
        if not ours or parts.scheme not in {"http", "https"} or parts.username or port not in {None, 80, 443}:
            return None
        query = f"?{parts.query}" if parts.query else ""
        return f"https://{host}{parts.path}{query}"

    def _by_title(self, url: str, service: MusicService) -> Reference:
        """Return the song that a page's title names."""
        place = urlsplit(service.oembed or "")
        address = f"{self._stand_in}{place.path}" if self._standing_in else place.geturl()
        try:
            with self._gate.asking("links"):
                answer = self._http.get_json(
                    address,
                    source=NAMES["links"],
                    params={"url": url, "format": "json"},
                    headers={"X-Forwarded-Host": place.netloc} if self._standing_in else None,
                    absent=(400, 401, 403, 404),
                )
        except SourceError:
            answer = None
        title, author = json_access.text(answer, "title"), json_access.text(answer, "author_name")
        if title is None:
            raise OtherService(service=service.title)
        name = searchable(title, author or "")
        choices = self._search(name)
        if not choices:
            raise OtherService(service=service.title)
        raise RecordingUnsure(title=name, choices=encode_choices(choices))

    def _by_name(self, name: str) -> Reference:
        """Return the song that is called so, if there is one only."""
        choices = self._search(name)
        if not choices:
            raise NameNotFound(name=name)
        if found := the_one(name, choices):
            return found.reference
        raise RecordingUnsure(title=name, choices=encode_choices(choices))


def searchable(title: str, author: str) -> str:
    """Return artist and title out of a page's title and who uploaded it.

    Examples
    --------
    >>> searchable("Daft Punk - One More Time (Official Video)", "Daft Punk")
    'Daft Punk - One More Time'
    >>> searchable("One More Time", "Daft Punk - Topic")
    'Daft Punk - One More Time'
    >>> searchable("One More Time by Daft Punk", "Daft Punk")
    'Daft Punk - One More Time'
    """
    title = _TITLE_NOISE.sub("", title).strip()[:200]
    author = re.sub(r"\s*(?:- Topic|VEVO|Official)$", "", author, flags=re.IGNORECASE).strip()[:100]
    if author and title.casefold().endswith(f" by {author.casefold()}"):  # as SoundCloud puts it
        title = title[: -len(author) - 4].strip()
    if author and not re.search(r"\s[-\u2013\u2014|]\s", title) and author.lower() not in title.lower():
        return f"{author} - {title}"
    return title
