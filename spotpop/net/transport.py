"""One exchange over the network: allowed hosts only, one deadline, one cap, whoever asks.

Requests of the project's sources and of spotipy leave through `Transport.exchange`. It runs on aiohttp in a thread of
its own, because only there a deadline covers everything: name look-up, connect, head, body, redirects and repetitions.
Bytes are counted after decompression. A host name that resolves to a private address is refused at the moment of
connecting, so that an answer of the name server that changes in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import ssl
import threading
import time
import weakref
import zlib
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi
from aiohttp.abc import AbstractResolver, ResolveResult

from spotpop import __version__
from spotpop.net.allowlist import HostAllowlist, HostForbidden, is_public

USER_AGENT: Final = f"spotpop/{__version__} (self-hosted music forecasts)"
REPEATED_STATUSES: Final = frozenset({500, 502, 503, 504})
REPETITIONS: Final = 2
_CHUNK: Final = 65_536
_MOST_HEADERS, _LONGEST_HEADER = 128, 8190
Result = TypeVar("Result")


class TransportError(Exception):
    """The exchange failed: no connection, a broken answer, too many bytes."""


class DeadlinePassed(TransportError):
    """The answer was not complete in time."""


class TooManyBytes(TransportError):
    """The answer is larger than what was asked for can be.

    Attributes
    ----------
    size : int
        In bytes, as far as it was announced or came.
    """

    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes")
        self.size = size


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What is sent, and how much of an answer is taken.

    Attributes
    ----------
    max_bytes : int
        Of the answer's body, decompressed; 0 leaves the body unread.
    deadline : float
        `time.monotonic` by which everything is over.
    beginning : bool
        Whether the beginning of a larger body is enough.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    max_bytes: int
    deadline: float
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: one answer, redirects unfollowed."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    reason: str = ""


class Transport:
    """Exchanges requests for answers; safe to share between threads, and usable after a fork.

    Parameters
    ----------
    connect_timeout_s, read_timeout_s : float
        How long connecting, and silence in between, may take; the deadline cuts both.
    """

    def __init__(self, allowlist: HostAllowlist, *, connect_timeout_s: float, read_timeout_s: float) -> None:
        self._allowlist = allowlist
        self._timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=connect_timeout_s, sock_read=read_timeout_s, ceil_threshold=3600
        )
        self._lock = threading.Lock()
        self._running: tuple[int, _Loop] | None = None

    def exchange(self, wanted: Exchange) -> Reply:
        """Send one request, repeat it where the connection breaks or the service is busy, and read its answer.

        Raises
        ------
        HostForbidden
            If the address, or what its name leads to, is not allowed.
        TransportError
        """
        self._allowlist.check(wanted.url)
        return self._loop().run(self._bounded(wanted), wanted.deadline)

    def _loop(self) -> _Loop:
        with self._lock:
            if self._running is None or self._running[0] != os.getpid():  # a fork has no threads of its parent
                self._running = (os.getpid(), _Loop())
                weakref.finalize(self, self._running[1].close)
            return self._running[1]

    async def _bounded(self, wanted: Exchange) -> Reply:
        try:
            async with asyncio.timeout(max(0.0, wanted.deadline - time.monotonic())):
                return await self._with_repetitions(wanted)
        except TimeoutError:
            raise DeadlinePassed(wanted.url) from None

    async def _with_repetitions(self, wanted: Exchange) -> Reply:
        for attempt in range(REPETITIONS + 1):
            last = attempt == REPETITIONS
            try:
                reply = await self._once(wanted, last=last)
            except HostForbidden:
                raise
            except (aiohttp.ServerTimeoutError, aiohttp.ClientSSLError, aiohttp.TooManyRedirects) as error:
                raise TransportError(type(error).__name__) from error  # who waited once has waited long enough
            except (aiohttp.ClientError, OSError) as error:
                if attempt:  # a connection that broke is opened once more
                    raise TransportError(type(error).__name__) from error
            except (ValueError, UnicodeError) as error:  # an address that aiohttp cannot send
                raise TransportError(type(error).__name__) from error
            else:
                if reply is not None:
                    return reply
            await asyncio.sleep((0.2 + 0.1 * random.random()) * 2**attempt)  # noqa: S311 - spreads repetitions
        raise AssertionError("unreachable")  # pragma: no cover

    async def _once(self, wanted: Exchange, *, last: bool) -> Reply | None:
        """Return the answer, or None if the service is too busy and may be asked again."""
        session = await self._session()
        async with session.request(
            wanted.method,
            wanted.url,
            data=wanted.body,
            headers={"Accept-Encoding": "gzip, deflate", **wanted.headers},
            allow_redirects=False,
            timeout=self._timeout,
            proxy=self._proxy(wanted.url),
        ) as response:
            if response.status in REPEATED_STATUSES and not last:
                response.close()  # its body is not waited for
                return None
            whole = response.status == 200 and not wanted.beginning  # of errors the beginning says what they mean
            limit = wanted.max_bytes if whole else min(wanted.max_bytes, _CHUNK) if response.status < 500 else 0
            body = await _read(response, limit, whole=whole) if limit and wanted.method != "HEAD" else b""
            if not response.content.is_eof():
                response.close()
            return Reply(response.status, {**response.headers}, body, response.reason or "")

    async def _session(self) -> aiohttp.ClientSession:
        loop = self._loop()
        if loop.session is None:
            connector = aiohttp.TCPConnector(
                resolver=_PublicResolver(self._allowlist),
                use_dns_cache=False,
                limit=64,
                limit_per_host=32,
                ssl=_ssl_context(),
                happy_eyeballs_delay=0.25,
            )
            loop.session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                headers={"User-Agent": USER_AGENT},
                raise_for_status=False,
                max_line_size=_LONGEST_HEADER,
                max_field_size=_LONGEST_HEADER,
                max_headers=_MOST_HEADERS,
            )
        return loop.session

    def _proxy(self, url: str) -> str | None:
        """Return the operator's proxy for a public host, which then resolves the name."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if self._allowlist.trusts(host, parts.port) or proxy_bypass(host):
            return None
        return getproxies().get(parts.scheme)


async def _read(response: aiohttp.ClientResponse, limit: int, *, whole: bool) -> bytes:
    """Read a body while counting what it unpacks to.

    Raises
    ------
    TooManyBytes
        Where a body that is wanted whole is larger than `limit`; of others the beginning is returned.
    """
    announced = response.headers.get("Content-Length", "")
    if whole and announced.isdigit() and int(announced) > limit:
        raise TooManyBytes(int(announced))
    unpacker = _unpacker(response.headers.get("Content-Encoding", ""))
    body = bytearray()
    received = 0
    async for packed in response.content.iter_chunked(_CHUNK):
        piece: bytes = packed
        received += len(piece)
        if received > limit + _CHUNK:  # what unpacks to nothing, or comes after the end, is no answer either
            if whole:
                raise TooManyBytes(received)
            return bytes(body[:limit])
        while piece:
            if unpacker is None:
                body += piece
                piece = b""
            else:
                if unpacker.eof:  # zlib would keep all that follows
                    break
                body += _unpack(unpacker, piece, limit - len(body) + 1)
                piece = unpacker.unconsumed_tail
            if len(body) > limit:
                if whole:
                    raise TooManyBytes(len(body))
                return bytes(body[:limit])
    return bytes(body)


def _unpacker(encoding: str) -> Any:
    """Return what unpacks a body; deflate comes with or without zlib's head."""
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"}:
        return None
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(wbits=47)
    raise TransportError(f"encoding {encoding[:20]!r}")


def _unpack(unpacker: Any, piece: bytes, room: int) -> bytes:
    try:
        unpacked: bytes = unpacker.decompress(piece, max(1, room))
    except zlib.error as error:
        raise TransportError("damaged compression") from error
    return unpacked


class _PublicResolver(AbstractResolver):
    """Resolves names, and refuses those that lead to no public address, unless the operator named them."""

    def __init__(self, allowlist: HostAllowlist) -> None:
        self._allowlist = allowlist

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        except UnicodeError as error:
            raise OSError(f"{host} has no address") from error
        addresses = list(dict.fromkeys((entry[0], str(entry[4][0])) for entry in found))
        if not self._allowlist.trusts(host, port) and host not in _proxy_hosts():
            addresses = [(kind, address) for kind, address in addresses if is_public(address)]
        if not addresses:
            raise _PrivateAddress(f"{host} leads to a private network")
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, address in addresses
        ]

    async def close(self) -> None:
        """Hold nothing, so release nothing."""


class _PrivateAddress(HostForbidden):
    """The name leads to an address that is not public."""


def _proxy_hosts() -> frozenset[str]:
    return frozenset(urlsplit(url).hostname or "" for url in getproxies().values()) - {""}


def _ssl_context() -> ssl.SSLContext:
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or certifi.where()
    return ssl.create_default_context(cafile=bundle)


class _Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self.session: aiohttp.ClientSession | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="http", daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    def run(self, work: Coroutine[Any, Any, Result], deadline: float) -> Result:
        """Run to the end in the loop's thread, and wait for it here."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(max(0.0, deadline - time.monotonic()) + 0.5)
        except TimeoutError:  # the loop itself is stuck, in a name look-up of old or in a swamped machine
            future.cancel()
            raise DeadlinePassed("no answer in time") from None

    def close(self) -> None:
        """Close connections and end the thread."""
        if self._loop.is_running():
            asyncio.run_coroutine_threadsafe(self._shut(), self._loop)
            if threading.current_thread() is not self._thread:
                self._thread.join(1.0)

    async def _shut(self) -> None:
        if self.session is not None:
            await self.session.close()
        self._loop.stop()
