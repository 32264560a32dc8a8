"""The Redis server itself: whether it is set up so that nothing gets lost, who works on it, how full it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import redis
from redis.exceptions import RedisError

from spotpop.errors import SettingsError
from worker.queue.keys import key

ALIVE_S = 30.0
"""A worker that has not shown life for so long is not counted."""
OLDEST = (6, 2)
"""The oldest server whose commands the scripts use."""
WITHOUT_LIMIT = 2 << 30
"""Bytes that the queue plans with on a server without ``maxmemory``."""
SHARES = {"pictures": 0.30, "forecasts": 0.20, "uploads": 0.30}
"""What part of the memory each shelf may take; the rest is for questions and answers."""
TIGHT, RELAXED = 0.90, 0.80
"""Above the first part of ``maxmemory`` there is no room for new questions; room is made until the second."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the server that can cost questions or answers.

    Attributes
    ----------
    name : str
        Short and stable, for logs.
    sentence, repair : str
        For the operator.
    fatal : bool
        Nothing works with it.
    """

    name: str
    sentence: str
    repair: str
    fatal: bool = False


def problems(client: redis.Redis) -> list[Problem]:
    """Return what is wrong with how the server is set up; reads INFO only, which managed servers allow as well.

    Raises
    ------
    redis.exceptions.RedisError
        If it does not answer.
    """
    info: dict[str, Any] = {}
    for section in ("server", "memory", "persistence", "cluster"):
        info.update(client.info(section))
    found = []
    version = str(info.get("valkey_version") or info.get("redis_version") or "0")
    numbers = tuple(int(part) if part.isdecimal() else 0 for part in version.split(".")[:2])
    if numbers < OLDEST:
        found.append(
            Problem("too_old", f"The server's version is {version}.", "Use Valkey, or Redis 6.2 or newer.", fatal=True)
        )
    if int(info.get("cluster_enabled", 0)):
        repair = "Use one Redis or Valkey, with replicas and Sentinel if it has to survive the loss of a machine."
        found.append(Problem("cluster", "This is a Redis Cluster, which the queue cannot use.", repair, fatal=True))
    policy = str(info.get("maxmemory_policy", "noeviction"))
    if policy != "noeviction":
        repair = "Set maxmemory-policy noeviction: the queue makes room by itself, pictures first."
        found.append(Problem("evicts", f"When it is full the server throws away anything ({policy}).", repair))
    if not int(info.get("aof_enabled", 0)):
        repair = "Set appendonly yes and appendfsync everysec."
        found.append(Problem("forgets", "The server keeps no append-only file: a restart loses questions.", repair))
    return found


def refuse_unusable(client: redis.Redis) -> None:
    """Stop at a server that cannot work at all; one that does not answer yet may still come.

    Raises
    ------
    SettingsError
    """
    try:
        fatal = [problem for problem in problems(client) if problem.fatal]
    except (RedisError, OSError):
        return
    if fatal:
        message = fatal[0].sentence.removesuffix(".")
        raise SettingsError(name="REDIS_URL", problem=message[0].lower() + message[1:])


def living_workers(client: redis.Redis) -> dict[str, int]:
    """Return the workers that showed life lately, by name, with their slots; the server's clock decides.

    Raises
    ------
    redis.exceptions.RedisError
        If it does not answer.
    """
    raw: Any = client.hgetall(key("workers"))
    clock: Any = client.time()
    now = clock[0] + clock[1] / 1e6
    alive: dict[str, int] = {}
    for name, value in raw.items():
        slots, _, seen = value.decode().partition("|")
        if now - float(seen) < ALIVE_S:
            alive[name.decode()] = int(slots)
    return alive


@dataclass(frozen=True, slots=True)
class Memory:
    """How full the server is.

    Attributes
    ----------
    used, limit : int
        Bytes; a limit of 0 means none.
    """

    used: int
    limit: int

    @property
    def part(self) -> float:
        """The used part of the limit; 0 without one."""
        return self.used / self.limit if self.limit else 0.0

    @property
    def too_much(self) -> int:
        """Bytes above the point at which new questions are refused, down to the relaxed one; 0 below that point."""
        return max(0, self.used - int(RELAXED * self.limit)) if self.part > TIGHT else 0


def memory(client: redis.Redis) -> Memory:
    """Return how full the server is.

    Raises
    ------
    redis.exceptions.RedisError
        If it does not answer.
    """
    info: Any = client.info("memory")
    return Memory(used=int(info["used_memory"]), limit=int(info.get("maxmemory", 0)))


def set_budgets(client: redis.Redis, limit: int) -> None:
    """Say how much each shelf may hold on a server with this limit (bytes; 0 without one)."""
    shares: Any = {shelf: int(share * (limit or WITHOUT_LIMIT)) for shelf, share in SHARES.items()}
    client.hset(key("budgets"), mapping=shares)
