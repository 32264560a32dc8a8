"""Connections to Redis: plain, TLS, or found by Sentinel; and what Redis says when it cannot do something just now.

Addresses (``REDIS_URL``):

- ``redis://[:password@]host:port/db``, ``rediss://…`` for TLS, which verifies the server unless the address says
  otherwise (``?ssl_cert_reqs=none``, ``?ssl_ca_certs=/path/ca.pem``);
- ``sentinel://[:password@]host:port[,host:port…]/db?master=name``: the master of that name (``mymaster`` if left
  out), as the Sentinels see it now. ``sentinel_password`` in the query is for the Sentinels themselves.
"""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import redis
import redis.asyncio
import redis.asyncio.sentinel
import redis.sentinel
from redis.exceptions import (
    ClusterDownError,
    ConnectionError,  # noqa: A004
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    TimeoutError,  # noqa: A004
    TryAgainError,
)

from spotpop.errors import SettingsError

_CANNOT_NOW = re.compile(
    r"\b(READONLY|NOREPLICAS|MISCONF|LOADING|MASTERDOWN|OOM|CLUSTERDOWN|TRYAGAIN|UNBLOCKED|BUSY|FAILOVER)\b"
)
"""Codes of refusals that pass: a failover, a full disk, a full memory, missing replicas, a server that starts."""
_PASSING = (
    OSError, ConnectionError, TimeoutError, ReadOnlyError, OutOfMemoryError, ClusterDownError, TryAgainError,
)  # fmt: skip
"""Those of them for which redis-py has classes, which then no longer have the code in their text."""


def is_temporary(error: BaseException) -> bool:
    """Whether Redis is away, or refuses for now: what was asked may be asked again in a moment."""
    if isinstance(error, _PASSING):
        return True
    return isinstance(error, RedisError) and _CANNOT_NOW.search(str(error)) is not None


def is_full(error: BaseException) -> bool:
    """Whether Redis refuses for want of memory."""
    return isinstance(error, OutOfMemoryError) or (isinstance(error, RedisError) and "OOM" in str(error))


def was_never_sent(error: BaseException) -> bool:
    """Whether the connection could not even be opened, so that the server cannot have seen the command."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ConnectionRefusedError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


@dataclass(frozen=True, slots=True)
class Sentinels:
    """Where Sentinels are, and whose master they are asked for."""

    hosts: tuple[tuple[str, int], ...]
    master: str
    db: int
    password: str | None
    username: str | None
    sentinel_password: str | None


def sentinels_of(url: str) -> Sentinels | None:
    """Return what a ``sentinel://`` address says; None for any other address.

    Raises
    ------
    SettingsError
        If it cannot be read. Names no part of it: it may hold a password.
    """
    if not url.startswith("sentinel://"):
        return None
    try:
        # kombu writes several addresses, separated by semicolons; the last one has path and query.
        first, *others = url.removeprefix("sentinel://").replace(";sentinel://", ",").split("/", 1)
        # Every host of kombu's form may repeat the login.
        logins = [host.rpartition("@") for host in first.split(",")]
        login = next((one for one, _, _ in logins if one), "")
        pairs = [host.rpartition(":") for _, _, host in logins]
        found = tuple((name.strip("[]") or port, int(port) if name else 26379) for name, _, port in pairs)
        rest = urlsplit("//x/" + (others[0] if others else ""))
        query = parse_qs(rest.query)
        user, _, password = login.rpartition(":") if ":" in login else ("", "", login)
        return Sentinels(
            hosts=found,
            master=(query.get("master") or query.get("master_name") or ["mymaster"])[0],
            db=int(rest.path.strip("/") or 0),
            password=unquote(password) or None,
            username=unquote(user) or None,
            sentinel_password=query.get("sentinel_password", [""])[0] or None,
        )
    except ValueError:
        raise SettingsError(name="REDIS_URL", problem="this sentinel:// address cannot be read") from None


def connect(url: str, **options: Any) -> redis.Redis:
    """Return a client that notices a dead link within seconds.

    Raises
    ------
    SettingsError
        If the address cannot be used.
    """
    given = {"socket_timeout": 5, "socket_connect_timeout": 3, "socket_keepalive": True, "health_check_interval": 5}
    given.update(options)
    found = sentinels_of(url)
    if found is None:
        try:
            return redis.Redis.from_url(url, **given)
        except ValueError:
            raise SettingsError(name="REDIS_URL", problem="this is no address of a Redis server") from None
    sentinel: Any = redis.sentinel.Sentinel(  # type: ignore[no-untyped-call]  # redis-py
        found.hosts, sentinel_kwargs={"password": found.sentinel_password, **_short(given)}, **_login(found, given)
    )
    client: redis.Redis = sentinel.master_for(found.master)
    return client


def connect_async(url: str, *, most_connections: int, wait_s: float, **options: Any) -> redis.asyncio.Redis:
    """Return an asynchronous client with at most so many connections; who needs one more waits for `wait_s`.

    Raises
    ------
    SettingsError
        If the address cannot be used.
    """
    found = sentinels_of(url)
    limits = {"max_connections": most_connections}
    if found is None:
        try:
            pool = redis.asyncio.BlockingConnectionPool.from_url(url, timeout=wait_s, **limits, **options)
        except ValueError:
            raise SettingsError(name="REDIS_URL", problem="this is no address of a Redis server") from None
        return redis.asyncio.Redis.from_pool(pool)
    sentinel: Any = redis.asyncio.sentinel.Sentinel(  # type: ignore[no-untyped-call]  # redis-py
        list(found.hosts), sentinel_kwargs={"password": found.sentinel_password, **_short(options)}
    )
    client: redis.asyncio.Redis = sentinel.master_for(found.master, **_login(found, options))
    return client


async def close_async(client: redis.asyncio.Redis) -> None:
    """Close a client of `connect_async`, and what it asks the Sentinels by."""
    await client.aclose()
    manager: Any = getattr(client.connection_pool, "sentinel_manager", None)
    for sentinel in getattr(manager, "sentinels", ()):
        await sentinel.aclose()


def _short(options: dict[str, Any]) -> dict[str, Any]:
    """Return short timeouts for Sentinels: the next one is asked when one does not answer soon."""
    return {name: min(1.0, options[name]) for name in ("socket_timeout", "socket_connect_timeout") if name in options}


def _login(found: Sentinels, options: dict[str, Any]) -> dict[str, Any]:
    return {"db": found.db, "password": found.password, "username": found.username, **options}


def broker(url: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the address as kombu wants it, its transport options, and its TLS options (empty without TLS).

    kombu opens ``rediss://`` without looking at the certificate unless it is set to, so it gets redis-py's settings.

    Raises
    ------
    SettingsError
        If the address cannot be used.
    """
    found = sentinels_of(url)
    if found is not None:
        login = (
            f"{quote(found.username or '', safe='')}:{quote(found.password or '', safe='')}@" if found.password else ""
        )
        address = ";".join(f"sentinel://{login}{host}:{port}/{found.db}" for host, port in found.hosts)
        kwargs = {"password": found.sentinel_password} if found.sentinel_password else {}
        return address, {"master_name": found.master, "sentinel_kwargs": kwargs}, {}
    if not url.startswith("rediss://"):
        return url, {}, {}
    address, _, rest = url.partition("?")
    query = {name: values[0] for name, values in parse_qs(rest).items()}
    wanted = {"none": ssl.CERT_NONE, "optional": ssl.CERT_OPTIONAL}.get(
        query.pop("ssl_cert_reqs", "required").lower().removeprefix("cert_"), ssl.CERT_REQUIRED
    )
    tls: dict[str, Any] = {"ssl_cert_reqs": wanted, "ssl_check_hostname": wanted == ssl.CERT_REQUIRED}
    if query.pop("ssl_check_hostname", "true").lower() in {"false", "no", "0"}:
        tls["ssl_check_hostname"] = False
    tls.update({name: query.pop(name) for name in list(query) if name.startswith("ssl_")})
    return address, {}, tls
