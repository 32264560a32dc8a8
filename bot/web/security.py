"""What protects a visitor and this installation: headers, the session cookie, its CSRF token, names of addresses."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

PUBLIC_URL: Final = web.AppKey("public_url", str)
"""``SPOTPOP_WEB_PUBLIC_URL``; empty without."""
COOKIE: Final = "spotpop"
LANGUAGE_COOKIE: Final = "language"
SESSION_S: Final = 7 * 86_400
"""As long as the longest share link, so that its maker can still take it back with one click."""
SONGS_S: Final = 365 * 86_400
"""Where a visitor lets songs be kept: as long as those."""
KEY_S: Final = 86_400.0
"""After so long the key of the address names is thrown away, and with it whatever was counted under them."""

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cache-Control": "no-store",
    "Server": "spotpop",
}
"""On every answer; a handler may say otherwise about caching and embedding."""
_HSTS: Final = "max-age=31536000; includeSubDomains"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """A browser's visit.

    Attributes
    ----------
    secret : str
        Lives in the cookie alone.
    fresh : bool
        Whether the cookie has to be set.
    """

    secret: str
    fresh: bool

    @property
    def user(self) -> str:
        """Name under which things are kept for `/forget`; the cookie does not follow from it."""
        return f"web:{_digest('user', self.secret)}"

    @property
    def token(self) -> str:
        """CSRF token of its forms: who cannot read the cookie cannot make it."""
        return _digest("form", self.secret)

    def owns(self, token: str) -> bool:
        """Whether a form was made for this session."""
        return hmac.compare_digest(token.encode(errors="replace"), self.token.encode())


def session_of(request: web.Request) -> BrowserSession:
    """Return the request's session, or a fresh one."""
    found = request.cookies.get(_cookie_name(request), "")
    if len(found) == 32 and found.replace("-", "").replace("_", "").isalnum():
        return BrowserSession(found, fresh=False)
    return BrowserSession(secrets.token_urlsafe(24), fresh=True)


def keep_session(
    request: web.Request, response: web.StreamResponse, session: BrowserSession, life_s: int | None = None
) -> None:
    """Set the cookie where it is fresh, or shall live from now for `life_s`."""
    if session.fresh or life_s is not None:
        response.set_cookie(
            _cookie_name(request), session.secret, max_age=life_s or SESSION_S, path="/",
            secure=is_secure(request), httponly=True, samesite="Lax",
        )  # fmt: skip


def end_session(request: web.Request, response: web.StreamResponse) -> None:
    """Take the cookie back."""
    response.del_cookie(_cookie_name(request), path="/", secure=is_secure(request), httponly=True, samesite="Lax")


def protect(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers that a handler has not set itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = HEADERS["Server"]
    if is_secure(request):
        response.headers.setdefault("Strict-Transport-Security", _HSTS)


def is_secure(request: web.Request) -> bool:
    """Whether the visitor's connection is encrypted, as far as a trusted proxy or the public address shows."""
    return urlsplit(public_url(request)).scheme == "https"


def public_url(request: web.Request) -> str:
    """Return the address that visitors see, without a slash at its end."""
    public = request.app[PUBLIC_URL]
    return public or f"{request.scheme}://{request.host}"


def is_our_host(request: web.Request) -> bool:
    """Whether the request names a host that is ours: a foreign name that leads here is an attack by DNS."""
    public = request.app[PUBLIC_URL]
    name = request.host.rpartition(":")[0] if request.host.rpartition(":")[2].isdigit() else request.host
    ours: Collection[str] = _LOOPBACK | ({urlsplit(public).hostname or ""} if public else set())
    return name.lower() in ours


def is_same_origin(request: web.Request) -> bool:
    """Whether a form was sent from our own page; browsers say so, others pass and need the token all the same."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    # An Origin of null is what our own Referrer-Policy makes some browsers send.
    return origin in {None, "null"} or urlsplit(origin or "").netloc in {
        request.host,
        urlsplit(public_url(request)).netloc,
    }


class AddressNames:
    """Names addresses by a keyed hash whose key lives in memory for a day: nobody can turn one back, nor keep one.

    Parameters
    ----------
    proxies : int
        Reverse proxies in front of us, each of which adds to ``X-Forwarded-For``; 0 believes nobody.
    """

    def __init__(self, proxies: int) -> None:
        self._proxies = proxies
        self._key = secrets.token_bytes(32)
        self._until = time.monotonic() + KEY_S

    def name(self, request: web.Request) -> str:
        """Return the name of the request's address; of IPv6 the network of one customer (/64)."""
        if time.monotonic() > self._until:
            self._key, self._until = secrets.token_bytes(32), time.monotonic() + KEY_S
        network = _network(self._address(request))
        return hmac.new(self._key, network.encode(), hashlib.sha256).hexdigest()[:24]

    def _address(self, request: web.Request) -> str:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if self._proxies and len(forwarded) >= self._proxies:
            return forwarded[-self._proxies]
        return request.remote or ""


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _cookie_name(request: web.Request) -> str:
    # The prefix makes browsers refuse the cookie from another host of the same domain, and without encryption.
    return f"__Host-{COOKIE}" if is_secure(request) else COOKIE


def _digest(purpose: str, secret: str) -> str:
    return hashlib.sha256(f"{purpose}:{secret}".encode()).hexdigest()[:40]
