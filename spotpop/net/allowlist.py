"""Which hosts and addresses may be asked: the services' own, and what the operator has named."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from spotpop.settings import Settings
from spotpop.source_specs import SOURCES

SERVICE_HOSTS: Final = frozenset(host for spec in SOURCES.values() for host in spec.hosts)
SERVICE_DOMAINS: Final = tuple(domain for spec in SOURCES.values() for domain in spec.domains)
"""Where the services keep their previews, under changing names."""
_SOURCE_URLS: Final = tuple(name for spec in SOURCES.values() for name in spec.url_settings)

_UNICAST_6: Final = ipaddress.ip_network("2000::/3")
_SPECIAL_6: Final = tuple(
    ipaddress.ip_network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID …
        "2001:db8::/32", "3fff::/20",  # documentation
        "2002::/16",  # 6to4, which is no more and may lead to any IPv4 address
        "2620:4f:8000::/48",  # AS112
    )
)  # fmt: skip
_SPECIAL_4: Final = tuple(
    ipaddress.ip_network(text)
    for text in ("0.0.0.0/8", "192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24",
                 "198.18.0.0/15", "224.0.0.0/3")
)  # fmt: skip
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_MAPPED: Final = ipaddress.ip_network("::ffff:0:0/96")


class HostForbidden(Exception):
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
            _host(getattr(settings, name)) for name in _SOURCE_URLS if getattr(settings, name) != fields[name].default
        }
        configured |= {_host(url) for url in settings.source_urls.values()}
        extra = {host.lower() for host in settings.extra_hosts}
        self.trusted = frozenset(configured | extra) - {""}

    def trusts(self, host: str, port: int | None) -> bool:
        """Whether the operator named this very host (or host and port)."""
        return host in self.trusted or f"{host}:{port}" in self.trusted

    def check(self, url: str) -> None:
        """Refuse an address that is not on the list.

        Raises
        ------
        HostForbidden
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
    """Whether an IP address is global unicast, so that it belongs to the public internet.

    Of IPv6 only 2000::/3 is, without what is set aside in it; an IPv4 address that is mapped or translated into IPv6
    counts as itself. Sources: IANA's registries of special-purpose addresses (RFC 6890), RFC 6052, RFC 8215.

    Examples
    --------
    >>> is_public("8.8.8.8"), is_public("::ffff:10.0.0.1"), is_public("fec0::1")
    (True, False, False)
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.scope_id is not None:
            return False
        if parsed in _NAT64 or parsed in _MAPPED:
            return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
        return parsed in _UNICAST_6 and parsed.is_global and not any(parsed in network for network in _SPECIAL_6)
    return parsed.is_global and not any(parsed in network for network in _SPECIAL_4)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
