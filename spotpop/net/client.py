"""Fetching: JSON, pages, files and redirects, each with its cap, and every failure in our words."""

from __future__ import annotations

import email.utils
import json
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode, urljoin

from spotpop import __version__
from spotpop.errors import RateLimited, SourceUnavailable
from spotpop.net.allowlist import HostAllowlist, HostForbidden
from spotpop.net.requests_bridge import BridgedSession
from spotpop.net.transport import Exchange, Reply, TooManyBytes, Transport, TransportError
from spotpop.settings import Settings

LINK_USER_AGENT: Final = f"curl/8 spotpop/{__version__}"
"""Short links answer this with a plain redirect, where browsers get a page and phones an ``intent://`` address."""
MAX_TEXT_BYTES: Final = 4 * 2**20
MAX_LINK_PAGE_BYTES: Final = 64 * 2**10
MAX_REDIRECTS: Final = 4
LIMITED: Final[Mapping[int, float]] = {429: 30.0}
_PAGES_KEPT: Final = 32
_LONGEST_PAUSE_S: Final = 86_400.0
_MOST_CONTAINERS: Final = 100_000
"""Lists and objects in one answer; each takes more than twenty times the memory of its text."""
_MOST_VALUES: Final = 200_000
"""Short texts and numbers likewise: a separator stands for each."""
_PATIENCE: Final = 2.0
"""A question is over after this many times the timeout setting, a download after twice as many."""
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


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
        self._transport = Transport(
            self.allowlist,
            connect_timeout_s=min(settings.network_timeout_s, 5.0),
            read_timeout_s=settings.network_timeout_s,
        )
        self.session = BridgedSession(self._send)
        self._pages: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def question(self, within_s: float | None = None) -> Iterator[None]:
        """Surround the requests of one question: all of them together end by one deadline.

        Parameters
        ----------
        within_s : float or None
            Seconds; twice the timeout setting if None. A question within a question has the earlier deadline of both.
        """
        known = _deadline.get()
        patience = _PATIENCE * self.settings.network_timeout_s
        end = time.monotonic() + (patience if within_s is None else min(within_s, patience))
        token = _deadline.set(end if known is None else min(known, end))
        try:
            yield
        finally:
            _deadline.reset(token)

    def get_json(
        self,
        url: str,
        *,
        source: str,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
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
            _Request(
                url=url, source=source, params=params, headers=headers, payload=payload, absent=absent, limited=limited
            )
        )
        if body is None:
            return None
        return read_json(body, source=source)

    def get_text(
        self,
        url: str,
        *,
        source: str,
        headers: Mapping[str, str] | None = None,
        keep_s: float = 0.0,
    ) -> str | None:
        """Fetch a page as UTF-8; None if it is absent. Raises as `get_json`.

        For `keep_s` seconds the same address is answered from memory: one page may serve two rooms.
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
        try:
            body = self.get_file(url, source=source, max_bytes=max_bytes)
        except TooManyBytes as error:
            raise SourceUnavailable(source=source) from error
        if body is None:
            raise SourceUnavailable(source=source)
        return body

    def get_file(self, url: str, *, source: str, max_bytes: int, absent: tuple[int, ...] = ()) -> bytes | None:
        """Download a file that a person pointed at; None where the answer is one of `absent`.

        Raises
        ------
        spotpop.net.TooManyBytes
            If it is larger than `max_bytes`.
        RateLimited, SourceUnavailable
        """
        plain = {"Accept-Encoding": "identity"}
        wanted = _Request(url=url, source=source, max_bytes=max_bytes, headers=plain, absent=absent)
        try:
            body = self._fetch(wanted, patience=2 * _PATIENCE)
        except SourceUnavailable as error:
            if isinstance(error.__cause__, TooManyBytes):
                raise error.__cause__ from None
            raise
        if body is not None and not body:
            raise SourceUnavailable(source=source)
        return body

    def head(self, url: str, *, source: str, headers: Mapping[str, str] | None = None) -> tuple[int, str | None]:
        """Ask where an address leads, without going there.

        Returns
        -------
        location : str or None
            The absolute address that it redirects to; None also when that is none.

        Raises
        ------
        SourceUnavailable
            Also when the address is not allowed.
        """
        status, location, _ = self._look("HEAD", url, source=source, headers=headers, max_bytes=0)
        return status, location

    def look(self, url: str, *, source: str, headers: Mapping[str, str] | None = None) -> tuple[int, str | None, str]:
        """Ask where an address leads and read the beginning of its page: at most 64 KiB.

        Returns
        -------
        status, location
            As `head` returns them.
        page : str
            What there is of the page.
        """
        return self._look("GET", url, source=source, headers=headers, max_bytes=MAX_LINK_PAGE_BYTES)

    def _look(
        self, method: str, url: str, *, source: str, headers: Mapping[str, str] | None, max_bytes: int
    ) -> tuple[int, str | None, str]:
        with _as_ours(source):
            reply = self._transport.exchange(
                Exchange(
                    method=method,
                    url=url,
                    headers={"User-Agent": LINK_USER_AGENT, **(headers or {})},
                    max_bytes=max_bytes,
                    beginning=True,
                    deadline=self._until(_PATIENCE),
                )
            )
        location = _header(reply, "Location")
        try:
            target = _target(url, location) if location else None
        except HostForbidden:
            target = None
        return reply.status, target, reply.body.decode("utf-8", errors="replace")

    def _until(self, patience: float) -> float:
        return _deadline.get() or time.monotonic() + patience * self.settings.network_timeout_s

    def _send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        """Exchange what spotipy asks."""
        reply = self._transport.exchange(
            Exchange(
                method=method,
                url=url,
                headers={**headers, "Accept-Encoding": "gzip, deflate"},
                body=body,
                max_bytes=MAX_TEXT_BYTES,
                deadline=self._until(_PATIENCE),
            )
        )
        if _has_too_many_pieces(reply.body):
            raise TransportError("too many pieces")
        return reply

    def _fetch(self, wanted: _Request, patience: float = _PATIENCE) -> bytes | None:
        """Fetch a body through redirects, all by one deadline."""
        deadline = self._until(patience)
        url = f"{wanted.url}?{urlencode(wanted.params)}" if wanted.params else wanted.url
        payload = None if wanted.payload is None else json.dumps(wanted.payload).encode()
        headers = dict(wanted.headers or {}) | ({} if payload is None else {"Content-Type": "application/json"})
        with _as_ours(wanted.source):
            for _ in range(MAX_REDIRECTS + 1):
                reply = self._transport.exchange(
                    Exchange(
                        method="GET" if payload is None else "POST",
                        url=url,
                        headers=headers,
                        body=payload,
                        max_bytes=wanted.max_bytes,
                        deadline=deadline,
                    )
                )
                if reply.status in wanted.limited:
                    pause = retry_after_s(_header(reply, "Retry-After"), wanted.limited[reply.status])
                    raise RateLimited(source=wanted.source, retry_after_s=pause)
                if reply.status in wanted.absent:
                    return None
                if reply.status == 200:
                    return reply.body
                location = _header(reply, "Location")
                if reply.status not in {301, 302, 303, 307, 308} or not location or payload is not None:
                    raise SourceUnavailable(source=wanted.source)
                url = _target(url, location)
        raise SourceUnavailable(source=wanted.source)


def read_json(body: bytes, *, source: str) -> Any:
    """Read JSON that is neither too deep nor made of too many pieces for the memory.

    Raises
    ------
    SourceUnavailable
    """
    if _has_too_many_pieces(body):
        raise SourceUnavailable(source=source)
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise SourceUnavailable(source=source) from None


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


def _has_too_many_pieces(body: bytes) -> bool:
    return body.count(b"[") + body.count(b"{") > _MOST_CONTAINERS or body.count(b",") > _MOST_VALUES


def _header(reply: Reply, name: str) -> str | None:
    return next((value for key, value in reply.headers.items() if key.lower() == name.lower()), None)


@contextmanager
def _as_ours(source: str) -> Iterator[None]:
    try:
        yield
    except (TransportError, HostForbidden, OSError, UnicodeError) as error:
        raise SourceUnavailable(source=source) from error


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise HostForbidden("malformed redirect") from None
