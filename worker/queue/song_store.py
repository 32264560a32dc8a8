"""What people let be kept of their uploads (`spotpop.record.song_versions`): one hash a person, and a calendar.

Nothing is kept of somebody who has not agreed, and one step in Redis decides that, so that no answer that is on its way
while a person takes the consent back leaves anything.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from redis import Redis

from spotpop.record.song_versions import KEPT_S, LOOK_AFTER_S, MOST_VERSIONS, Version
from worker.queue.keys import key
from worker.queue.redis_part import RedisPart

CALENDAR: Final = key("songs-calendar")
"""What is to be done when: JSON of [what, user, version]; what is ``look`` or ``end``."""
CONSENT: Final = "consent"
CLAIM_S: Final = 600

_KEEP: Final = """
if redis.call('HEXISTS', KEYS[1], 'consent') == 0 then return 0 end
local known = redis.call('HEXISTS', KEYS[1], ARGV[1])
if ARGV[3] == 'change' and known == 0 then return 0 end
if known == 0 and redis.call('HLEN', KEYS[1]) > tonumber(ARGV[4]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
for at = 6, #ARGV, 2 do redis.call('ZADD', KEYS[2], ARGV[at], ARGV[at + 1]) end
return 1
"""
"""Write a version if its person has agreed, with what is to be done about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSongs:
    """All that is kept of one person.

    Attributes
    ----------
    since : float
        Unix seconds of the consent.
    language : str
        In which what became of a release is reported.
    """

    since: float
    language: str
    versions: tuple[Version, ...] = ()


class SongStore(RedisPart):
    """The songs, as front-ends reach them."""

    async def agree(self, user: str, language: str) -> None:
        """Keep from now on; agreeing again changes the language alone.

        Raises
        ------
        QueueUnavailable
        """
        known = await self.of(user)
        since = round(time.time(), 3) if known is None else known.since
        pipe = self._connection().pipeline(transaction=True)
        pipe.hset(hash_of(user), CONSENT, json.dumps({"since": since, "language": language}))
        pipe.pexpire(hash_of(user), int(KEPT_S * 1000))
        await self._within(pipe.execute())

    async def of(self, user: str) -> KeptSongs | None:
        """Return what is kept of a person; None of one who has not agreed.

        Raises
        ------
        QueueUnavailable
        """
        return read_kept_songs(await self._within(self._connection().hgetall(hash_of(user))))

    async def keep(self, user: str, version: Version, *, change: bool = False) -> bool:
        """Keep a version, or a change of one; False where the person has not agreed, or has too many.

        Parameters
        ----------
        change : bool
            Only if it is kept already.

        Raises
        ------
        QueueUnavailable
        """
        plan: list[float | str] = [version.ends_at, entry("end", user, version.id)]
        release = version.release
        if release is not None and release.became is None:
            plan += [release.tied_at + LOOK_AFTER_S, entry("look", user, version.id)]
        step = self._connection().eval(
            _KEEP, 2, hash_of(user), CALENDAR, version.id, version.to_json(), "change" if change else "new",
            MOST_VERSIONS, int(KEPT_S * 1000), *plan,
        )  # fmt: skip
        return bool(await self._within(step))

    async def delete(self, user: str, versions: Sequence[Version]) -> int:
        """Delete versions; returns how many there were.

        Raises
        ------
        QueueUnavailable
        """
        if not versions:
            return 0
        names = [one.id for one in versions]
        pipe = self._connection().pipeline(transaction=True)
        pipe.hdel(hash_of(user), *names)
        pipe.zrem(CALENDAR, *(entry(what, user, name) for what in ("look", "end") for name in names))
        for name in names:
            _unlist(pipe, user, name)
        return int((await self._within(pipe.execute()))[0])

    async def forget(self, user: str) -> int:
        """Delete all of a person, the consent included; returns how many things that were.

        Raises
        ------
        QueueUnavailable
        """
        fields = await self._within(self._connection().hkeys(hash_of(user)))
        if not fields:
            return 0
        names = [field.decode() for field in fields]
        pipe = self._connection().pipeline(transaction=True)
        pipe.unlink(hash_of(user), *(claim_of(user, name) for name in names))
        pipe.zrem(CALENDAR, *(entry(what, user, name) for what in ("look", "end") for name in names))
        for name in names:
            _unlist(pipe, user, name)
        await self._within(pipe.execute())
        return len(names)

    async def ready(self, platform: str) -> tuple[str, Version] | None:
        """Return the next release that is to be reported on a platform; it stays until `mark_reported`.

        The next call returns another one, so that somebody who cannot be reached holds up nobody. Whoever gets one has
        ten minutes to report it, so that two bots of one platform do not report it twice.

        Raises
        ------
        QueueUnavailable
        """
        name = key("songs-ready", platform)
        found = await self._within(self._connection().lmove(name, name, "LEFT", "RIGHT"))
        if found is None:
            return None
        _, user, version = json.loads(found)
        body = await self._within(self._connection().hget(hash_of(user), version))
        kept = None if body is None else Version.from_json(body)
        if kept is None or kept.release is None or kept.release.reported:
            await self._within(self._connection().lrem(name, 0, found))
            return None
        claim = self._connection().set(claim_of(user, version), 1, nx=True, ex=CLAIM_S)
        return (user, kept) if await self._within(claim) else None

    async def mark_reported(self, user: str, version: Version) -> None:
        """Remember that the person has seen it, or cannot be reached; `version` says so itself by now.

        Raises
        ------
        QueueUnavailable
        """
        await self.keep(user, version, change=True)
        pipe = self._connection().pipeline(transaction=False)
        _unlist(pipe, user, version.id)
        pipe.unlink(claim_of(user, version.id))
        await self._within(pipe.execute())


def is_due(redis: Redis, now: float) -> bool:
    """Whether the calendar has anything to do.

    Raises
    ------
    redis.exceptions.RedisError
    """
    return bool(redis.zcount(CALENDAR, "-inf", now))


def hash_of(user: str) -> str:
    """Return the key of a person's songs."""
    return key("songs", user)


def ready_of(user: str) -> str:
    """Return the key of the list of what is to be reported on a person's platform."""
    return key("songs-ready", user.partition(":")[0])


def claim_of(user: str, version: str) -> str:
    """Return the key of the claim to report something to somebody."""
    return key("songs-claim", user, version)


def entry(what: str, user: str, version: str) -> str:
    """Return an entry of the calendar."""
    return json.dumps([what, user, version])


def ready_entries(user: str, version: str) -> tuple[str, str]:
    """Return the entry of what is to be reported, and the form in which older versions wrote it."""
    return entry("report", user, version), entry("tell", user, version)


def _unlist(pipe: Any, user: str, version: str) -> None:
    """Take a version off the list of what is to be reported, whoever put it there."""
    for written in ready_entries(user, version):
        pipe.lrem(ready_of(user), 0, written)


def read_kept_songs(fields: dict[bytes, bytes]) -> KeptSongs | None:
    """Return what a person's hash says; what cannot be read is left out."""
    consent = fields.get(CONSENT.encode())
    if consent is None:
        return None
    said = json.loads(consent)
    versions = [Version.from_json(body) for name, body in fields.items() if name != CONSENT.encode()]
    return KeptSongs(
        since=float(said["since"]), language=str(said["language"]),
        versions=tuple(one for one in versions if one is not None),
    )  # fmt: skip
