"""``spotpop`` whose kombu fails once as it does when a connection goes while it is being read.

The real thing needs a server killed in the right millisecond: it came up in 4 of 47 kills (kombu 5.7).
"""

from __future__ import annotations

from typing import Any

from kombu.transport.redis import MultiChannelPoller

_plain = MultiChannelPoller.on_readable
_failed: list[bool] = []


def _fail_once(self: Any, fileno: int) -> Any:
    if not _failed:
        _failed.append(True)
        nothing: Any = None
        return nothing.hostname
    return _plain(self, fileno)


MultiChannelPoller.on_readable = _fail_once

if __name__ == "__main__":
    from spotpop.entry import main

    main()
