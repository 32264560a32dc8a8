"""Fetching: JSON, pages, files and redirects, each with its cap, and every failure in our words."""

from __future__ import annotations

import email.utils
import json
import random
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final
from urllib.parse import urljoin

import requests
from urllib3.exceptions import HTTPError, MaxRetryError, ReadTimeoutError

from spotpop import __version__
from spotpop.errors import RateLimited, SourceUnavailable
from spotpop.net.allowlist import HostAllowlist, HostForbidden
from spotpop.net.transport import AllowlistedSession
from spotpop.settings import Settings

LINK_USER_AGENT: Final = f"curl/8 spotpop/{__version__}"
"""Short links answer this with a plain redirect, where browsers get a page and phones an ``intent://`` address."""
MAX_TEXT_BYTES: Final = 6 * 2**20
MAX_REDIRECTS: Final = 4
LIMITED: Final[Mapping[int, float]] = {429: 30.0}
_PAGES_KEPT: Final = 32
_LONGEST_PAUSE_S: Final = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """One request as it is asked, and how its answers are meant."""

    url: str
    source: str
    max_bytes: int = MAX_TEXT_BYTES
    params: Mapping[str, str | int] | None = None
    headers: Mapping[str, str] | None = None
    payload: Any = None
    absent: tuple[int, ...] = (404,)
    limited: Mapping[int, float] = field(default_factory=lambda: LIMITED)


class HttpClient:
    """Fetches from the sources; safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.allowlist = HostAllowlist(settings)
        self.session = AllowlistedSession(self.allowlist)
        self._pages: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._lock = Lock()

    def get_json(
        self,
        url: str,
        *,
        source: str,
        params: Mapping[str, str | int] | None = None,
        payload: Any = None,
        absent: tuple[int, ...] = (404,),
        limited: Mapping[int, float] = LIMITED,
    ) -> Any:
        """Fetch JSON.

        Parameters
        ----------
        source : str
            Name for errors.
        payload : Any
            What is sent as JSON with POST; None asks with GET.
        absent : tuple of int
            Statuses that mean that there is no such thing.
        limited : mapping of int to float
            Statuses by which this source says that it was asked too often, and how many seconds of pause to assume
            when it does not say.

        Returns
        -------
        Any
            The decoded JSON, or None if the thing is absent.

        Raises
        ------
        RateLimited, SourceUnavailable
        """
        body = self._fetch(
            _Request(url=url, source=source, params=params, payload=payload, absent=absent, limited=limited)
        )
        if body is None:
            return None
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise SourceUnavailable(source=source) from None

    def get_text(
        self,
        url: str,
        *,
        source: str,
        headers: Mapping[str, str] | None = None,
        keep_s: float = 0.0,
    ) -> str | None:
        """Fetch a page as UTF-8; None if it is absent. Raises as `get_json`.

        For `keep_s` seconds the same address is answered from memory: one page may tell two rooms something.
        """
        with self._lock:
            kept = self._pages.get(url)
            if kept and time.monotonic() < kept[0]:
                return kept[1]
        body = self._fetch(_Request(url=url, source=source, headers=headers))
        if body is None:
            return None
        page = body.decode("utf-8", errors="replace")
        if keep_s:
            with self._lock:
                self._pages[url] = (time.monotonic() + keep_s, page)
                self._pages.move_to_end(url)
                while len(self._pages) > _PAGES_KEPT:
                    self._pages.popitem(last=False)
        return page

    def get_bytes(self, url: str, *, source: str, max_bytes: int) -> bytes:
        """Download a file, counting while it streams.

        Raises
        ------
        RateLimited
        SourceUnavailable
            Also when the file is absent, cut off, empty or larger than `max_bytes`.
        """
        plain = {"Accept-Encoding": "identity"}
        body = self._fetch(_Request(url=url, source=source, max_bytes=max_bytes, headers=plain, absent=()))
        if not body:
            raise SourceUnavailable(source=source)
        return body

    def head(self, url: str, *, source: str, headers: Mapping[str, str] | None = None) -> tuple[int, str | None]:
        """Ask where an address leads, without going there.

        Returns
        -------
        status : int
        location : str or None
            The absolute address that it redirects to; None also when that is none.

        Raises
        ------
        SourceUnavailable
            Also when the address is not allowed.
        """
        with _as_ours(source):
            response = self.session.head(
                url, headers={"User-Agent": LINK_USER_AGENT, **(headers or {})}, timeout=self._timeout
            )
            response.close()
        location = response.headers.get("Location")
        try:
            return response.status_code, _target(url, location) if location else None
        except HostForbidden:
            return response.status_code, None

    @property
    def _timeout(self) -> tuple[float, float]:
        return min(self.settings.network_timeout_s, 5.0), self.settings.network_timeout_s

    def _fetch(self, question: _Request) -> bytes | None:
        """Fetch a body through redirects; a body that breaks off is asked for once more."""
        with _as_ours(question.source):
            for attempt in range(2):
                try:
                    return self._follow(question)
                except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError) as error:
                    if attempt or isinstance(error, requests.exceptions.Timeout) or _gave_up(error):
                        raise
                    time.sleep(0.1 + 0.1 * random.random())  # noqa: S311 - spreads retries, guards nothing
        raise AssertionError("unreachable")  # pragma: no cover

    def _follow(self, question: _Request) -> bytes | None:
        url, params = question.url, question.params
        for _ in range(MAX_REDIRECTS + 1):
            with self.session.request(
                "GET" if question.payload is None else "POST",
                url,
                params=params,
                json=question.payload,
                headers=dict(question.headers or {}),
                timeout=self._timeout,
                stream=True,
            ) as response:
                status = response.status_code
                if status in question.limited:
                    pause = retry_after_s(response.headers.get("Retry-After"), question.limited[status])
                    raise RateLimited(source=question.source, retry_after_s=pause)
                if status in question.absent:
                    return None
                if status == 200:
                    return _read(response, question, 4 * self.settings.network_timeout_s)
                location = response.headers.get("Location")
                if status not in {301, 302, 303, 307, 308} or not location or question.payload is not None:
                    raise SourceUnavailable(source=question.source)
                url, params = _target(url, location), None
        raise SourceUnavailable(source=question.source)


def retry_after_s(header: str | None, default: float = 30.0) -> float:
    """Read a Retry-After header: seconds, or a date; between 1 s and a day."""
    text = (header or "").strip()
    try:
        pause = float(text)
    except ValueError:
        try:
            pause = email.utils.parsedate_to_datetime(text).timestamp() - time.time()
        except (TypeError, ValueError, OverflowError):
            pause = default
    return min(max(pause, 1.0), _LONGEST_PAUSE_S) if pause == pause else default


def _read(response: requests.Response, question: _Request, deadline_s: float) -> bytes:
    """Read a body while counting its bytes and its time: a body that drips is given up, too."""
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > question.max_bytes:
        raise SourceUnavailable(source=question.source)
    end = time.monotonic() + deadline_s
    body = bytearray()
    for chunk in response.iter_content(65_536):
        body += chunk
        if len(body) > question.max_bytes or time.monotonic() > end:
            raise SourceUnavailable(source=question.source)
    return bytes(body)


@contextmanager
def _as_ours(source: str) -> Iterator[None]:
    try:
        yield
    except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
        raise SourceUnavailable(source=source) from error


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise HostForbidden("malformed redirect") from None


def _gave_up(error: BaseException) -> bool:
    """Whether the transport has already retried, or never will succeed."""
    return isinstance(error, requests.exceptions.SSLError | requests.exceptions.ProxyError) or bool(
        error.args and isinstance(error.args[0], MaxRetryError | ReadTimeoutError)
    )
