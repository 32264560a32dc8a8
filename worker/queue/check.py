"""What `spotpop doctor` can say about the queue."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

from redis.exceptions import RedisError

from spotpop.errors import QueueUnavailable, SettingsError
from spotpop.settings import Settings
from worker.queue.address import queue_url
from worker.queue.backoff import left_today
from worker.queue.connection import connect
from worker.queue.server import living_workers, memory, problems

TIMEOUT_S = 5.0
CLOCK_S = 5.0


@dataclass(frozen=True, slots=True)
class QueueFinding:
    """What one check found.

    Attributes
    ----------
    name : {"queue", "clock", "budget"}
    state : {"ok", "note", "broken", "off"}
        As in `worker.launcher.doctor.Finding`.
    sentence, repair : str
        What was found, and what to do about it; empty when nothing.
    """

    state: Literal["ok", "note", "broken", "off"]
    sentence: str
    repair: str = ""
    name: Literal["queue", "clock", "budget"] = "queue"


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
            slots = sum(living_workers(client).values())
            clock: Any = client.time()
            ahead_s = time.time() - (clock[0] + clock[1] / 1e6)
            part = memory(client).part
            budgets = left_today(client)
    except SettingsError as error:
        return [QueueFinding("broken", error.text, error.advice)]
    except (RedisError, OSError):
        repair = "Start Redis or Valkey and check REDIS_URL; without it `spotpop up` starts one."
        return [QueueFinding("broken", "Redis does not answer.", repair)]
    for title, (rest, whole) in budgets.items():
        allowance = f"{title} may be asked {rest:,} of {whole:,} times more today."
        found.append(QueueFinding("ok" if rest > whole / 10 else "note", allowance, name="budget"))
    if part > 0.8:
        found.append(QueueFinding("note", f"Redis is full to {part:.0%}.", "Raise maxmemory; see docs/operations.md."))
    if abs(ahead_s) > CLOCK_S:
        way = "ahead of" if ahead_s > 0 else "behind"
        sentence = f"This machine's clock is {abs(ahead_s):,.0f} s {way} that of Redis."
        repair = "Set both by a time server: `timedatectl set-ntp true`. Deadlines hold anyhow; times in logs do not."
        found.append(QueueFinding("note", sentence, repair, "clock"))
    if slots:
        alive = f"Redis answers; its workers take {slots} question{'s' * (slots > 1)} at once."
        return [QueueFinding("ok", alive), *found]
    return [QueueFinding("note", "Redis answers, but no worker is alive.", "Start one: `spotpop worker`."), *found]
