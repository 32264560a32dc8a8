"""Shards that resume after a long cut: what was said meanwhile is then sent by Discord, direct messages too.

discord.py's plain client always tries to resume; its shards do so once, and identify anew when that one try meets a
network that is still away. Then everything is lost that Discord had kept for the session.
"""

from __future__ import annotations

import time
from typing import Final
from weakref import WeakKeyDictionary

from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.shard import Shard

SESSION_S: Final = 300.0
"""How long a lost session is tried; Discord forgets it after some minutes, and says so when it is asked sooner."""

_plain_reconnect = Shard.reconnect
_lost_at: WeakKeyDictionary[DiscordWebSocket, float] = WeakKeyDictionary()


async def _reconnect(shard: Shard) -> None:
    """Resume the session that was cut, as long as Discord may still know it; else begin a new one."""
    began = _lost_at.setdefault(shard.ws, time.monotonic())
    if shard.ws.session_id is not None and time.monotonic() - began < SESSION_S:
        await shard.reidentify(ReconnectWebSocket(shard.id, resume=True))
    else:
        await _plain_reconnect(shard)


def resume_after_cuts() -> None:
    """Let all shards of this process resume."""
    Shard.reconnect = _reconnect  # type: ignore[method-assign,assignment] # the library has no other way in
