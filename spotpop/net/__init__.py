"""The one way to the network: allow-listed hosts, one deadline and one cap, connections kept alive.

`allowlist` says which hosts may be asked, `transport` opens nothing else, `client` fetches, `requests_bridge` lets
spotipy in. May import settings and errors.
"""

from spotpop.net.allowlist import HostAllowlist, HostForbidden, is_public
from spotpop.net.client import HttpClient, retry_after_s
from spotpop.net.transport import TooManyBytes

__all__ = ["HostAllowlist", "HostForbidden", "HttpClient", "TooManyBytes", "is_public", "retry_after_s"]
