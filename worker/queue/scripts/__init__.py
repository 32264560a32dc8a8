"""The queue's steps as Lua scripts: each one happens as a whole or not at all, whoever dies in between.

Every script begins with the shared parts, in the order of `SHARED`. They name keys as `worker.queue.keys` lists them,
so they need one Redis, not a cluster.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

MAX_TRIES = 3
"""How often a job is begun before it is given up."""
STALE_S = 12.0
"""Seconds without heartbeat after which a worker counts as dead."""
OUTBOX_KEEP_S = 86400
"""Answers that nobody fetched are deleted after a day: nothing about a person is kept for longer."""

SHARED = ("basics", "shelves", "turns", "estimates", "items")
NEW = frozenset({"submit", "reserve"})
"""Scripts that bring something new: a full server may refuse these, and nothing else."""
READS = frozenset({"progress"})
"""Scripts that change nothing, so that a read-only replica answers them."""

_OPENING = (
    "redis.call('UNLINK', KEYS[1] .. 'nothing')  -- after a write that needs no memory, a full server lets all pass"
)
_FOLDER = Path(__file__).parent


@cache
def source(name: str) -> str:
    """Return the text of a script, ready for Redis.

    Parameters
    ----------
    name : str
        Its file's name without ``.lua``.
    """
    parts = [(_FOLDER / f"{part}.lua").read_text(encoding="utf-8") for part in (*SHARED, name)]
    return "\n".join(parts if name in NEW | READS else [_OPENING, *parts])
