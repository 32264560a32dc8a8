"""Which hosts and addresses may be asked."""

from __future__ import annotations

import pytest

from spotpop.net import HostAllowlist, HostForbidden, is_public
from spotpop.settings import Settings, load_settings


def plain_settings(**overrides: object) -> Settings:
    return load_settings(**{"spotify_client_id": None, "spotify_client_secret": None, **overrides})


@pytest.mark.parametrize(
    "url",
    [
        "https://api.spotify.com/v1/tracks/x",
        "https://cdnt-preview.dzcdn.net/api/1/x.mp3?hdnea=exp=1",
        "https://audio-ssl.itunes.apple.com/x.m4a",
        "https://p.scdn.co/mp3-preview/x",
    ],
)
def test_the_services_are_allowed_over_https(url: str) -> None:
    allowlist = HostAllowlist(plain_settings())
    allowlist.check(url)
    with pytest.raises(HostForbidden):
        allowlist.check(url.replace("https:", "http:"))


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.com/",
        "https://api.spotify.com.evil.com/",
        "https://api.spotify.com@evil.com/",
        "https://user:pass@api.spotify.com/",
        "https://api.spotify.com:8443/",
        "https://xscdn.co/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "ftp://api.spotify.com/",
        "https://[broken/",
        "https://api.spotify.com:port/",
        "",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(HostForbidden):
        HostAllowlist(plain_settings()).check(url)


def test_what_the_operator_names_is_allowed() -> None:
    allowlist = HostAllowlist(plain_settings(deezer_url="http://10.0.0.5:8080/deezer", extra_hosts="cdn.example:8443"))
    allowlist.check("http://10.0.0.5:9999/any.mp3")
    allowlist.check("https://cdn.example:8443/x.mp3")
    for url in ("https://cdn.example/x.mp3", "http://10.0.0.6:8080/"):
        with pytest.raises(HostForbidden):
            allowlist.check(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2a00:1450::1", True), ("127.0.0.1", False), ("10.1.2.3", False), ("192.168.0.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False),
        ("fe80::1%eth0", False), ("fd00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False), ("64:ff9b::808:808", True), ("64:ff9b:1::808:808", False), ("fec0::1", False),
        ("::127.0.0.1", False), ("::", False), ("100::1", False), ("2001::1", False), ("2001:db8::1", False),
        ("3fff::1", False), ("4000::1", False), ("ff02::1", False), ("192.0.0.8", False), ("192.88.99.1", False),
        ("198.18.0.1", False), ("203.0.113.1", False), ("240.0.0.1", False),
        ("255.255.255.255", False), ("2002:7f00:1::", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public
