"""Which hosts and addresses may be asked: the services' own, and what the operator has named."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

import requests

from spotpop.settings import Settings

SERVICE_HOSTS: Final = frozenset({
    "api.spotify.com", "accounts.spotify.com", "open.spotify.com", "spotify.link", "spotify.app.link", "spoti.fi",
    "p.scdn.co", "api.deezer.com", "itunes.apple.com", "musicbrainz.org", "api.listenbrainz.org",
})  # fmt: skip
SERVICE_DOMAINS: Final = (".scdn.co", ".dzcdn.net", ".deezer.com", ".itunes.apple.com", ".mzstatic.com")
"""Where the services keep their previews, under changing names."""


class HostForbidden(requests.RequestException):
    """The address is not on the list, or leads to a private network."""


class HostAllowlist:
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
            for name in (
                "spotify_api_url",
                "spotify_accounts_url",
                "spotify_open_url",
                "deezer_url",
                "itunes_url",
                "musicbrainz_url",
                "listenbrainz_url",
            )
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
            raise HostForbidden("malformed address") from None
        port = port or {"http": 80, "https": 443}.get(parts.scheme)
        if parts.scheme in {"http", "https"} and self.trusts(host, port):
            return
        listed = host in SERVICE_HOSTS or host.endswith(SERVICE_DOMAINS)
        if not listed or parts.scheme != "https" or port != 443 or parts.username is not None:
            raise HostForbidden(f"{parts.scheme}://{host} is not on the list of hosts")


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


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
