"""Songs by name while somebody types: a front-end asks, whichever worker process is quick answers, nobody queues.

A request lies in a short list in Redis, newest first, and is worth nothing after two seconds: no Celery task, no job,
no place in the queue. What was found is kept for some minutes, so that many who type the same ask the stores once.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from redis.exceptions import RedisError

from spotpop.links.choices import Choice, decode_choices
from worker.queue.keys import key

SHORTEST: Final = 3
"""Characters from which on a name is looked for."""
LONGEST: Final = 150
WAIT_S: Final = 1.9
"""How long somebody who types is kept waiting; Discord gives up after 3 s."""
KEPT_S, EMPTY_KEPT_S = 600, 60
_MOST_WAITING: Final = 50
_REQUEST_KEPT_S: Final = 5
_AT_ONCE: Final = 8
"""Requests of one front-end that wait at the same time: each holds a connection."""
WANTED: Final = key("suggest", "wanted")


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it lies in Redis."""

    id: str
    name: str


class Suggestions:
    """The front-end's side.

    Parameters
    ----------
    redis : callable
        Returns the connection.
    """

    def __init__(self, redis: Callable[[], Any]) -> None:
        self._redis = redis
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def find(self, text: str) -> tuple[Choice, ...]:
        """Return up to eight songs that may be meant, within two seconds; none where nobody answers. Never raises."""
        name = normal(text)
        if len(name) < SHORTEST:
            return ()
        try:
            async with asyncio.timeout(WAIT_S), self._places:
                return await self._ask(name)
        except (RedisError, OSError, TimeoutError):
            return ()

    async def _ask(self, name: str) -> tuple[Choice, ...]:
        redis = self._redis()
        known = await redis.get(known_key(name))
        if known is None:
            request = secrets.token_urlsafe(9)
            pipe = redis.pipeline(transaction=False)
            pipe.lpush(WANTED, json.dumps([request, name]))
            pipe.ltrim(WANTED, 0, _MOST_WAITING - 1)
            pipe.expire(WANTED, _REQUEST_KEPT_S)
            await pipe.execute()
            answer = await redis.blpop([reply_key(request)], timeout=WAIT_S)
            known = b"[]" if answer is None else answer[1]
        return decode_choices(known.decode())


def normal(text: str) -> str:
    """Return a name as it is asked for and remembered: one spelling for all who type the same."""
    return " ".join(text.split())[:LONGEST].casefold().encode("utf-8", "replace").decode()


def read_request(item: bytes) -> Request | None:
    """Read a request; None for what cannot be read."""
    try:
        request, name = json.loads(item)
        return Request(str(request), str(name)[:LONGEST])
    except (ValueError, TypeError):
        return None


def known_key(name: str) -> str:
    """Return where what was found for a name is kept."""
    return key("suggest", "known", hashlib.sha256(name.encode()).hexdigest()[:32])


def reply_key(request: str) -> str:
    """Return where a request's answer is put."""
    return key("suggest", "reply", request)
