"""A requests session whose connections are ours: what spotipy asks obeys the same list, deadline and cap."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers

from spotpop.net.allowlist import HostForbidden
from spotpop.net.transport import USER_AGENT, Reply, TransportError

Send = Callable[[str, str, Mapping[str, str], bytes | None], Reply]
"""Called with method, address, headers and body."""


class BridgedSession(requests.Session):
    """A session that follows no redirect, keeps no cookie, reads no ``.netrc`` and opens no connection itself."""

    def __init__(self, send: Send) -> None:
        super().__init__()
        self.trust_env = False
        self.headers["User-Agent"] = USER_AGENT
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        adapter = _Adapter(send)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - the base class names it
        """Return None: whoever wants to follow a redirect checks it first."""
        return None


class _Adapter(BaseAdapter):
    def __init__(self, send: Send) -> None:
        super().__init__()
        self._send = send

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Exchange one request for its answer, whose body is complete."""
        body = request.body.encode() if isinstance(request.body, str) else request.body
        try:
            reply = self._send(request.method or "GET", request.url or "", dict(request.headers), body)
        except (TransportError, HostForbidden) as error:
            raise requests.ConnectionError(type(error).__name__, request=request) from error
        response = requests.Response()
        response.status_code = reply.status
        response.headers = CaseInsensitiveDict(
            {name: value for name, value in reply.headers.items() if name.lower() != "content-encoding"}
        )
        response.encoding = get_encoding_from_headers(response.headers)
        response.reason = reply.reason
        response.url = request.url or ""
        response.request = request
        response.raw = io.BytesIO(reply.body)
        return response

    def close(self) -> None:
        """Hold nothing, so close nothing."""
