"""Answers those who type a song's name, beside the jobs: from threads of a working process, which wait on the network.

Only the quickest source is asked, out of that part of its budget that rows of albums may use as well.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from redis.exceptions import RedisError

from spotpop.errors import SpotpopError
from spotpop.links.choices import Choice, encode_choices
from worker.queue.logs import log
from worker.queue.suggestions import (
    EMPTY_KEPT_S,
    KEPT_S,
    WANTED,
    Request,
    known_key,
    read_request,
    reply_key,
)

THREADS: Final = 2
_LOOK_S: Final = 1
_REPLY_KEPT_S: Final = 5
_PAUSE_S: Final = 0.5
_END_S: Final = 5

Find = Callable[[str], Sequence[Choice]]


class SuggestionService:
    """Takes requests until the process ends.

    Parameters
    ----------
    redis : redis.Redis
        Shared between threads.
    find : callable
        Returns songs that are called so; raises SpotpopError where nobody can say.
    """

    def __init__(self, redis: Any, find: Find) -> None:
        self._redis = redis
        self._find = find
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin, in threads that do not keep the process alive; again does nothing."""
        if self._threads:
            return
        for number in range(THREADS):
            thread = threading.Thread(target=self._run, name=f"suggestions-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Take no more; returns when all threads have ended, which takes as long as one request at most."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=_END_S)

    def answer(self, request: Request) -> None:
        """Look for a name, keep what was found, and answer who asked.

        Raises
        ------
        redis.exceptions.RedisError
        """
        pipe = self._redis.pipeline(transaction=False)
        try:
            found = encode_choices(self._find(request.name))
        except SpotpopError:
            found = "[]"
        else:
            pipe.set(known_key(request.name), found, ex=KEPT_S if found != "[]" else EMPTY_KEPT_S)
        pipe.rpush(reply_key(request.id), found)
        pipe.expire(reply_key(request.id), _REPLY_KEPT_S)
        pipe.execute()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                item = self._redis.blpop([WANTED], timeout=_LOOK_S)
                request = read_request(item[1]) if item else None
                if request is not None:
                    self.answer(request)
            except (RedisError, OSError):
                time.sleep(_PAUSE_S)
            except Exception as error:  # noqa: BLE001 - a bug must not end what answers all who type
                log.error("suggestion_broke", error=type(error).__name__)
                time.sleep(_PAUSE_S)
