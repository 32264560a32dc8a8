"""What `spotpop doctor` can say about the queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from redis.exceptions import RedisError

from spotpop.errors import QueueUnavailable, SettingsError
from spotpop.settings import Settings
from worker.queue.address import queue_url
from worker.queue.connection import connect
from worker.queue.server import living_workers, memory, problems

TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class QueueFinding:
    """What one check found.

    Attributes
    ----------
    state : {"ok", "note", "broken", "off"}
        As in `worker.launcher.doctor.Finding`.
    sentence, repair : str
        What was found, and what to do about it; empty when nothing.
    """

    state: Literal["ok", "note", "broken", "off"]
    sentence: str
    repair: str = ""


def check_queue(settings: Settings) -> list[QueueFinding]:
    """Ask Redis how it is set up and how full it is, and count living workers."""
    try:
        url = queue_url(settings)
    except QueueUnavailable:
        return [QueueFinding("off", "REDIS_URL is unset: `spotpop up` starts a queue of its own, and none runs now.")]
    try:
        client = connect(url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)
        with client:
            found = [
                QueueFinding("broken" if one.fatal else "note", one.sentence, one.repair) for one in problems(client)
            ]
            if any(one.state == "broken" for one in found):
                return found
            workers = len(living_workers(client))
            part = memory(client).part
    except SettingsError as error:
        return [QueueFinding("broken", error.text, error.advice)]
    except (RedisError, OSError):
        repair = "Start Redis or Valkey and check REDIS_URL; without it `spotpop up` starts one."
        return [QueueFinding("broken", "Redis does not answer.", repair)]
    if part > 0.8:
        found.append(QueueFinding("note", f"Redis is full to {part:.0%}.", "Raise maxmemory; see docs/operations.md."))
    if workers:
        alive = f"{workers} {'worker is' if workers == 1 else 'workers are'} alive."
        return [QueueFinding("ok", f"Redis answers; {alive}"), *found]
    return [QueueFinding("note", "Redis answers, but no worker is alive.", "Start one: `spotpop worker`."), *found]
