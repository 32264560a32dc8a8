"""Addresses of Redis are read right, and refusals that pass are distinguished from those that stay."""

import ssl

import pytest
from redis.exceptions import (
    ConnectionError,  # noqa: A004
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
    TimeoutError,  # noqa: A004
)

from spotpop.errors import SettingsError
from worker.queue.connection import (
    Sentinels,
    broker,
    close_async,
    connect,
    connect_async,
    is_full,
    is_temporary,
    sentinels_of,
    was_never_sent,
)


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (OSError(), True), (ConnectionError("x"), True), (TimeoutError("x"), True), (ReadOnlyError("x"), True),
        (OutOfMemoryError("x"), True), (ResponseError("MISCONF disk full"), True), (ResponseError("LOADING x"), True),
        (ResponseError("NOREPLICAS x"), True), (ResponseError("WRONGTYPE x"), False),
        (ResponseError("READONLYX"), False), (ValueError("BUSY"), False),
    ],
)  # fmt: skip
def test_what_passes_is_asked_again(error: Exception, passes: bool) -> None:
    assert is_temporary(error) is passes


def test_a_full_server_is_known_by_its_code() -> None:
    assert is_full(OutOfMemoryError("x"))
    assert is_full(ResponseError("OOM command not allowed"))
    assert not is_full(ResponseError("MISCONF"))
    assert not is_full(ValueError("OOM"))


def test_a_link_that_was_never_open_has_sent_nothing() -> None:
    outer = ConnectionError("x")
    outer.__cause__ = OSError()
    outer.__cause__.__context__ = ConnectionRefusedError()
    assert was_never_sent(outer)
    assert was_never_sent(ConnectionRefusedError())
    assert not was_never_sent(ConnectionError("reset"))


@pytest.mark.parametrize(
    ("url", "hosts", "more"),
    [
        ("sentinel://a:1,b:2/3?master=main", (("a", 1), ("b", 2)), {"master": "main", "db": 3}),
        ("sentinel://a", (("a", 26379),), {"master": "mymaster", "db": 0}),
        ("sentinel://:pass%40word@a:1/0?master_name=x", (("a", 1),), {"master": "x", "password": "pass@word"}),
        ("sentinel://me:word@a:1;sentinel://me:word@b:2/1", (("a", 1), ("b", 2)),
         {"username": "me", "password": "word", "db": 1}),
        ("sentinel://a:1/0?sentinel_password=s", (("a", 1),), {"sentinel_password": "s", "password": None}),
        ("sentinel://[::1]:7/0", (("::1", 7),), {}),
    ],
)  # fmt: skip
def test_sentinels_are_read_in_both_forms(url: str, hosts: tuple, more: dict) -> None:
    found = sentinels_of(url)
    assert isinstance(found, Sentinels)
    assert found.hosts == hosts
    assert {name: getattr(found, name) for name in more} == more


def test_what_cannot_be_read_is_refused_without_showing_it() -> None:
    for url in ("sentinel://a:port/0", "sentinel://a:1/db"):
        with pytest.raises(SettingsError) as caught:
            sentinels_of(url)
        assert "port" not in str(caught.value)
    assert sentinels_of("redis://a:1/0") is None
    with pytest.raises(SettingsError):
        connect("http://a")
    with pytest.raises(SettingsError):
        connect_async("http://a", most_connections=1, wait_s=1.0)


def test_a_client_notices_a_dead_link_within_seconds() -> None:
    options = connect("redis://:p@a:1/2").connection_pool.connection_kwargs
    assert (options["host"], options["port"], options["db"], options["password"]) == ("a", 1, 2, "p")
    assert (options["socket_timeout"], options["socket_connect_timeout"]) == (5, 3)
    assert connect("redis://a", socket_timeout=1).connection_pool.connection_kwargs["socket_timeout"] == 1
    pool = connect_async("redis://a", most_connections=3, wait_s=0.5).connection_pool
    assert (pool.max_connections, pool.timeout) == (3, 0.5)


def test_kombu_is_made_to_look_at_certificates() -> None:
    assert broker("redis://a:1/0") == ("redis://a:1/0", {}, {})
    address, transport, tls = broker("rediss://a:1/0")
    assert (address, transport) == ("rediss://a:1/0", {})
    assert tls == {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": True}
    _, _, loose = broker("rediss://a?ssl_cert_reqs=CERT_NONE&ssl_ca_certs=/x")
    assert loose == {"ssl_cert_reqs": ssl.CERT_NONE, "ssl_check_hostname": False, "ssl_ca_certs": "/x"}
    _, _, nameless = broker("rediss://a?ssl_check_hostname=false")
    assert nameless == {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": False}
    address, transport, _ = broker("sentinel://me:wo%2Frd@a:1,b:2/3?master=m&sentinel_password=s")
    assert address == "sentinel://me:wo%2Frd@a:1/3;sentinel://me:wo%2Frd@b:2/3"
    assert transport == {"master_name": "m", "sentinel_kwargs": {"password": "s"}}


def test_sentinels_are_asked_shortly_and_the_master_patiently() -> None:
    client = connect("sentinel://:word@a:1,b:2/3?master=m&sentinel_password=s")
    manager = client.connection_pool.sentinel_manager
    assert [one.connection_pool.connection_kwargs["host"] for one in manager.sentinels] == ["a", "b"]
    asked = manager.sentinels[0].connection_pool.connection_kwargs
    assert (asked["password"], asked["socket_timeout"], asked["socket_connect_timeout"]) == ("s", 1.0, 1.0)
    master = client.connection_pool.connection_kwargs
    assert (master["password"], master["db"], master["socket_timeout"]) == ("word", 3, 5)
    assert (master["socket_keepalive"], master["health_check_interval"]) == (True, 5)
    assert client.connection_pool.service_name == "m"
    options = connect("redis://a").connection_pool.connection_kwargs
    assert (options["socket_keepalive"], options["health_check_interval"]) == (True, 5)


async def test_sentinels_are_asked_shortly_without_waiting_too() -> None:
    client = connect_async("sentinel://me:word@a:1,b:2/3?master=m", most_connections=3, wait_s=0.5, socket_timeout=0.2)
    manager = client.connection_pool.sentinel_manager
    asked = [one.connection_pool.connection_kwargs for one in manager.sentinels]
    assert [(one["host"], one["port"], one["socket_timeout"]) for one in asked] == [("a", 1, 0.2), ("b", 2, 0.2)]
    master = client.connection_pool.connection_kwargs
    assert (master["username"], master["password"], master["db"]) == ("me", "word", 3)
    await close_async(client)


@pytest.mark.parametrize(
    ("query", "expected", "checked"),
    [
        ("", ssl.CERT_REQUIRED, True),
        ("?ssl_cert_reqs=optional", ssl.CERT_OPTIONAL, False),
        ("?ssl_cert_reqs=NONE", ssl.CERT_NONE, False),
        ("?ssl_cert_reqs=anything", ssl.CERT_REQUIRED, True),
        ("?ssl_check_hostname=True", ssl.CERT_REQUIRED, True),
        ("?ssl_check_hostname=no", ssl.CERT_REQUIRED, False),
        ("?ssl_check_hostname=0", ssl.CERT_REQUIRED, False),
        ("?ssl_cert_reqs=none&ssl_check_hostname=true", ssl.CERT_NONE, False),
    ],
)
def test_a_certificate_is_looked_at_unless_the_address_says_no(query, expected, checked) -> None:
    address, _, tls = broker(f"rediss://a:1/0{query}")
    assert address == "rediss://a:1/0"
    assert tls == {"ssl_cert_reqs": expected, "ssl_check_hostname": checked}


@pytest.mark.parametrize(
    ("url", "address", "kwargs"),
    [
        ("sentinel://a:1/0", "sentinel://a:1/0", {}),
        ("sentinel://:w%40@a:1/2", "sentinel://:w%40@a:1/2", {}),
        ("sentinel://a:1/0?sentinel_password=s", "sentinel://a:1/0", {"password": "s"}),
    ],
)
def test_kombu_gets_the_login_and_what_the_sentinels_want(url, address, kwargs) -> None:
    assert broker(url) == (address, {"master_name": "mymaster", "sentinel_kwargs": kwargs}, {})


def test_an_error_without_a_cause_tells_nothing_and_its_context_counts() -> None:
    outer = ConnectionError("x")
    outer.__context__ = ConnectionRefusedError()
    assert was_never_sent(outer)
    outer = ConnectionError("x")
    outer.__cause__ = OSError("reset")
    assert not was_never_sent(outer)
