"""A part of what front-ends keep in Redis: it shares their client's connection and its patience."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any


class RedisPart:
    """A part of the queue's client.

    Parameters
    ----------
    connection : callable
        Gives the connection to Redis.
    within : callable
        Awaits a step in Redis; raises `QueueUnavailable`.
    """

    def __init__(self, connection: Callable[[], Any], within: Callable[[Awaitable[Any]], Awaitable[Any]]) -> None:
        self._connection = connection
        self._within = within
