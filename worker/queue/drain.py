"""``python -m worker.queue.drain``: wait until nobody's question is open any more, before another release takes over.

Stop the front-ends first, so that nothing new comes in. Exit 0 when all are answered, 1 when some still are not after
the deadline that every question has.
"""

from __future__ import annotations

import sys
import time

from redis.exceptions import RedisError

from spotpop.errors import SpotpopError
from spotpop.settings import load_settings
from worker.queue.address import queue_url
from worker.queue.connection import connect
from worker.queue.keys import key

LOOK_S = 0.5
GRACE_S = 120.0
"""Beyond a question's deadline: an album is given some time more."""


def open_questions(client: object) -> int:
    """Return how many questions wait for an answer; every release has kept them under this name."""
    number: int = client.zcard(key("deadlines"))  # type: ignore[attr-defined]  # redis-py types async answers as well
    return number


def main() -> int:
    """Wait, and say how many are left."""
    try:
        settings = load_settings()
        client = connect(queue_url(settings))
        end = time.monotonic() + settings.job_deadline_s + GRACE_S
        while left := open_questions(client):
            if time.monotonic() > end:
                sys.stderr.write(f"{left} questions are still open.\n")
                return 1
            time.sleep(LOOK_S)
    except SpotpopError as error:
        sys.stderr.write(f"{error.text} {error.advice}\n")
        return 2
    except (RedisError, OSError):
        sys.stderr.write("Redis does not answer. Check REDIS_URL.\n")
        return 2
    sys.stdout.write("All questions are answered.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
