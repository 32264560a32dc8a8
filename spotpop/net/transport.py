"""Connections that are kept alive, and opened only to hosts and addresses that are allowed.

Every request of the project's sources, spotipy's included, leaves through `GuardedSession.send`, which refuses hosts
that are not on the list; every connection is opened by `_guarded_pools`, which refuses addresses that are not public.
A host name that resolves to a private address is refused at the moment of connecting, so that an answer of the name
server that changes in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import os
import socket
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool, HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util.connection import create_connection
from urllib3.util.retry import Retry

from spotpop import __version__
from spotpop.net.allowlist import HostAllowlist, is_public

USER_AGENT: Final = f"spotpop/{__version__} (self-hosted music forecasts)"
RETRIES: Final = 2


class AllowlistedSession(requests.Session):
    """A session that asks only allowed hosts, follows no redirect, keeps no cookie and reads no ``.netrc``."""

    def __init__(self, allowlist: HostAllowlist) -> None:
        super().__init__()
        self.allowlist = allowlist
        self.trust_env = False
        self.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
        self.headers["User-Agent"] = USER_AGENT
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        adapter = _AllowlistedAdapter(allowlist)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send one request, if its host is allowed."""
        url = request.url or ""
        self.allowlist.check(url)
        parts = urlsplit(url)
        if not kwargs.get("proxies") and not self.allowlist.trusts(parts.hostname or "", parts.port):
            kwargs["proxies"] = get_environ_proxies(url)
        return super().send(request, **kwargs)

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - the base class names it
        """Return None: whoever wants to follow a redirect checks it first."""
        return None


class _Timeouts(Retry):
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


class _AllowlistedAdapter(HTTPAdapter):
    """Keeps connections alive for all threads and opens new ones only to allowed addresses."""

    def __init__(self, allowlist: HostAllowlist) -> None:
        self._allowlist = allowlist
        patience = _Timeouts(
            total=RETRIES,
            connect=1,
            read=1,
            redirect=False,
            status=RETRIES,
            status_forcelist=(500, 502, 503, 504),
            allowed_methods=frozenset({"GET", "HEAD", "POST"}),  # POST asks for a token and for counts
            backoff_factor=0.2,
            backoff_jitter=0.1,
            respect_retry_after_header=False,
            raise_on_status=False,
        )
        super().__init__(pool_connections=16, pool_maxsize=32, max_retries=patience)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _guarded_pools(self._allowlist)


class _ForbiddenAddress(NewConnectionError):
    """The name leads to an address that is not public."""


def _guarded_pools(allowlist: HostAllowlist) -> dict[str, type[HTTPConnectionPool]]:
    """Return connection pools that look at the address before they connect."""

    def connect(connection: HTTPConnection) -> socket.socket:
        host, port = connection.host.strip("[]"), connection.port
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NewConnectionError(connection, f"{host} has no address") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not allowlist.trusts(host, port):
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
