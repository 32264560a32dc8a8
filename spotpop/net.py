"""The one door to the network: allow-listed hosts, caps, time-outs, retries; one pool of kept-alive connections.

Every request of the project's sources, spotipy's included, leaves through `GuardedSession.send`, which refuses hosts
that are not on the list; every connection is opened by `_guarded_pools`, which refuses addresses that are not public.
A host name that resolves to a private address is refused at the moment of connecting, so that an answer of the name
server that changes in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import email.utils
import ipaddress
import json
import os
import random
import socket
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from threading import Lock
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool, HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util.connection import create_connection
from urllib3.util.retry import Retry

from spotpop import __version__
from spotpop.errors import RateLimited, SourceUnavailable
from spotpop.settings import Settings

USER_AGENT: Final = f"spotpop/{__version__} (+https://pypi.org/project/spotpop/)"
LINK_USER_AGENT: Final = f"curl/8 spotpop/{__version__}"
"""Short links answer this with a plain redirect, where browsers get a page and phones an ``intent://`` address."""

SERVICE_HOSTS: Final = frozenset({
    "api.spotify.com", "accounts.spotify.com", "open.spotify.com", "spotify.link", "spotify.app.link", "spoti.fi",
    "p.scdn.co", "api.deezer.com", "itunes.apple.com",
})  # fmt: skip
SERVICE_DOMAINS: Final = (".scdn.co", ".dzcdn.net", ".deezer.com", ".itunes.apple.com", ".mzstatic.com")
"""Where the services keep their previews, under changing names."""

MAX_TEXT_BYTES: Final = 6 * 2**20
MAX_REDIRECTS: Final = 4
RETRIES: Final = 2
LIMITED: Final[Mapping[int, float]] = {429: 30.0}
_PAGES_KEPT: Final = 32
_LONGEST_PAUSE_S: Final = 86_400.0


class Forbidden(requests.RequestException):
    """The address is not on the list, or leads to a private network."""


class Guard:
    """Which hosts may be asked.

    Parameters
    ----------
    settings : Settings
        Hosts of base URLs that differ from the default, and ``extra_hosts``, are allowed with any scheme and, because
        the operator named them, on private networks too.
    """

    def __init__(self, settings: Settings) -> None:
        fields = type(settings).model_fields
        configured = {
            _host(getattr(settings, name))
            for name in ("spotify_api_url", "spotify_accounts_url", "spotify_open_url", "deezer_url", "itunes_url")
            if getattr(settings, name) != fields[name].default
        }
        extra = {host.lower() for host in settings.extra_hosts}
        self.trusted = frozenset(configured | extra) - {""}

    def trusts(self, host: str, port: int | None) -> bool:
        """Whether the operator named this very host (or host and port)."""
        return host in self.trusted or f"{host}:{port}" in self.trusted

    def check(self, url: str) -> None:
        """Refuse an address that is not on the list.

        Raises
        ------
        Forbidden
        """
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            raise Forbidden("malformed address") from None
        port = port or {"http": 80, "https": 443}.get(parts.scheme)
        if parts.scheme in {"http", "https"} and self.trusts(host, port):
            return
        listed = host in SERVICE_HOSTS or host.endswith(SERVICE_DOMAINS)
        if not listed or parts.scheme != "https" or port != 443 or parts.username is not None:
            raise Forbidden(f"{parts.scheme}://{host} is not on the list of hosts")


class GuardedSession(requests.Session):
    """A session that asks only allowed hosts, follows no redirect, keeps no cookie and reads no ``.netrc``."""

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self.guard = guard
        self.trust_env = False
        self.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
        self.headers["User-Agent"] = USER_AGENT
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        adapter = _GuardedAdapter(guard)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send one request, if its host is allowed."""
        url = request.url or ""
        self.guard.check(url)
        parts = urlsplit(url)
        if not kwargs.get("proxies") and not self.guard.trusts(parts.hostname or "", parts.port):
            kwargs["proxies"] = get_environ_proxies(url)
        return super().send(request, **kwargs)

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - the base class names it
        """Return None: whoever wants to follow a redirect checks it first."""
        return None


class Door:
    """Fetches from the sources; safe to share between threads.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.guard = Guard(settings)
        self.session = GuardedSession(self.guard)
        self._pages: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._lock = Lock()

    def get_json(
        self,
        url: str,
        *,
        source: str,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        absent: tuple[int, ...] = (404,),
        limited: Mapping[int, float] = LIMITED,
    ) -> Any:
        """Fetch JSON.

        Parameters
        ----------
        url : str
        source : str
            Name for errors.
        params, headers : mapping or None
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
        body = self._fetch(url, source, MAX_TEXT_BYTES, params, headers, absent, limited)
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
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        absent: tuple[int, ...] = (404,),
        keep_s: float = 0.0,
    ) -> str | None:
        """Fetch a page as UTF-8; None if it is absent. Raises as `get_json`.

        For `keep_s` seconds the same address is answered from memory: one page may tell two rooms something.
        """
        with self._lock:
            kept = self._pages.get(url)
            if kept and time.monotonic() < kept[0]:
                return kept[1]
        body = self._fetch(url, source, MAX_TEXT_BYTES, params, headers, absent, LIMITED)
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
        body = self._fetch(url, source, max_bytes, None, {"Accept-Encoding": "identity"}, (), LIMITED)
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
        except Forbidden:
            return response.status_code, None

    @property
    def _timeout(self) -> tuple[float, float]:
        return min(self.settings.network_timeout_s, 5.0), self.settings.network_timeout_s

    def _fetch(
        self,
        url: str,
        source: str,
        max_bytes: int,
        params: Mapping[str, str | int] | None,
        headers: Mapping[str, str] | None,
        absent: tuple[int, ...],
        limited: Mapping[int, float],
    ) -> bytes | None:
        """Fetch a body through redirects; a body that breaks off is asked for once more."""
        with _as_ours(source):
            for attempt in range(2):
                try:
                    return self._follow(url, source, max_bytes, params, headers, absent, limited)
                except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError) as error:
                    if attempt or isinstance(error, requests.exceptions.Timeout) or _gave_up(error):
                        raise
                    time.sleep(0.1 + 0.1 * random.random())  # noqa: S311 - spreads retries, guards nothing
        raise AssertionError("unreachable")  # pragma: no cover

    def _follow(
        self,
        url: str,
        source: str,
        max_bytes: int,
        params: Mapping[str, str | int] | None,
        headers: Mapping[str, str] | None,
        absent: tuple[int, ...],
        limited: Mapping[int, float],
    ) -> bytes | None:
        for _ in range(MAX_REDIRECTS + 1):
            with self.session.get(
                url, params=params, headers=dict(headers or {}), timeout=self._timeout, stream=True
            ) as response:
                if response.status_code in limited:
                    pause = retry_after_s(response.headers.get("Retry-After"), limited[response.status_code])
                    raise RateLimited(source=source, retry_after_s=pause)
                if response.status_code in absent:
                    return None
                if response.status_code == 200:
                    return _read(response, source, max_bytes, 4 * self.settings.network_timeout_s)
                location = response.headers.get("Location")
                if response.status_code not in {301, 302, 303, 307, 308} or not location:
                    raise SourceUnavailable(source=source)
                url, params = _target(url, location), None
        raise SourceUnavailable(source=source)


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


def _read(response: requests.Response, source: str, max_bytes: int, deadline_s: float) -> bytes:
    """Read a body while counting its bytes and its time: a body that drips is given up, too."""
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise SourceUnavailable(source=source)
    end = time.monotonic() + deadline_s
    body = bytearray()
    for chunk in response.iter_content(65_536):
        body += chunk
        if len(body) > max_bytes or time.monotonic() > end:
            raise SourceUnavailable(source=source)
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
        raise Forbidden("malformed redirect") from None


def _gave_up(error: BaseException) -> bool:
    """Whether the transport has already retried, or never will succeed."""
    return isinstance(error, requests.exceptions.SSLError | requests.exceptions.ProxyError) or bool(
        error.args and isinstance(error.args[0], MaxRetryError | ReadTimeoutError)
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


class _Patience(Retry):
    """Retries broken connections and 5xx, but no time-out: who waited once has waited long enough."""

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        if isinstance(error, ReadTimeoutError | _ForbiddenAddress):
            raise error
        return super().increment(method, url, response, error, _pool, _stacktrace)


class _GuardedAdapter(HTTPAdapter):
    """Keeps connections alive for all threads and opens new ones only to allowed addresses."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        patience = _Patience(
            total=RETRIES,
            connect=1,
            read=1,
            redirect=False,
            status=RETRIES,
            status_forcelist=(500, 502, 503, 504),
            allowed_methods=frozenset({"GET", "HEAD", "POST"}),  # the only POST asks for a token
            backoff_factor=0.2,
            backoff_jitter=0.1,
            respect_retry_after_header=False,
            raise_on_status=False,
        )
        super().__init__(pool_connections=16, pool_maxsize=32, max_retries=patience)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _guarded_pools(self._guard)


class _ForbiddenAddress(NewConnectionError):
    """The name leads to an address that is not public."""


def _guarded_pools(guard: Guard) -> dict[str, type[HTTPConnectionPool]]:
    """Return connection pools that look at the address before they connect."""

    def connect(connection: HTTPConnection) -> socket.socket:
        host, port = connection.host.strip("[]"), connection.port
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NewConnectionError(connection, f"{host} has no address") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not guard.trusts(host, port):
            addresses = [address for address in addresses if is_public(address)]
        if not addresses:
            raise _ForbiddenAddress(connection, f"{host} leads to a private network")
        failure: OSError | None = None
        for address in addresses:
            try:
                return create_connection(
                    (address, port), connection.timeout, connection.source_address, connection.socket_options
                )
            except OSError as error:
                failure = error
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(connection, f"{host} does not accept the connection in time") from failure
        raise NewConnectionError(connection, f"{host} cannot be reached") from failure

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also when it is written as IPv4 within IPv6."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo or (None, None))[1]
        if inner is None and parsed in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None and not inner.is_global:
            return False
    return parsed.is_global and not parsed.is_multicast
