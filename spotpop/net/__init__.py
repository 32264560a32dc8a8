"""The one door to the network: allow-listed hosts, caps, time-outs, retries; one pool of kept-alive connections.

`guard` says which hosts may be asked, `connections` opens nothing else, `door` fetches. May import settings and errors.
"""

from spotpop.net.allowlist import HostAllowlist, HostForbidden, is_public
from spotpop.net.client import HttpClient, retry_after_s

__all__ = ["HostAllowlist", "HostForbidden", "HttpClient", "is_public", "retry_after_s"]
