"""My songs: keeps forecasts of uploads whose person agreed, ties them to releases, reports what became of those."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from time import time
from typing import Any, Final

import structlog

from bot.delivery import NeverSendable, NotSentYet
from bot.follow_up import SONG
from bot.messages import my_songs as wording
from bot.messages.message import Block
from bot.platform import Platform
from bot.preferences import PreferenceStore
from spotpop.errors import QueueUnavailable
from spotpop.record.song_versions import Release, Song, Step, Unknown, Version, songs_of, step_between, within_of
from spotpop.settings import Settings
from spotpop.wording import Words, words_for
from worker.queue.client import Client
from worker.queue.protocol import Job, Outcome

LOOK_S: Final = 60.0
"""Between two looks for something to report."""
AT_ONCE: Final = 50
"""Most that is reported in one look."""

log = structlog.get_logger(__name__)


class MySongs:
    """What a front-end does about people's songs.

    Parameters
    ----------
    platform : Platform
        Where people read it.
    """

    def __init__(self, queue: Client, platform: Platform, preferences: PreferenceStore, settings: Settings) -> None:
        self._queue, self._platform, self._preferences, self._settings = queue, platform, preferences, settings

    async def note(self, job: Job, reply: Mapping[str, Any], outcome: Outcome, words: Words) -> Block | None:
        """Keep of an answer what its person agreed to; returns what is to be said about it beside the answer.

        Doing it twice changes nothing. While the queue is away nothing is kept.
        """
        user = job.requester.user
        if user is None or outcome.failure is not None:
            return None
        try:
            if SONG in reply and outcome.report is not None:
                return await self._tie(user, str(reply[SONG]), outcome, words)
            for version in versions_in(outcome, job.id):
                await self._queue.kept_songs.keep(user, version)
        except QueueUnavailable:
            log.warning("song_not_kept", job_id=job.id)
        return None

    async def _tie(self, user: str, name: str, outcome: Outcome, words: Words) -> Block | None:
        kept = await self._queue.kept_songs.of(user)
        version = next((one for one in kept.versions if one.id == name), None) if kept is not None else None
        release = Release.of(outcome.read_report(), time())
        if version is None or release is None:
            return None
        if version.release is not None and version.release.track_id == release.track_id:
            return wording.tied(version, words)  # the answer comes a second time: the month goes on
        tied = replace(version, release=release)
        return wording.tied(tied, words) if await self._queue.kept_songs.keep(user, tied, change=True) else None

    async def run(self) -> None:
        """Report what became of people's releases, for ever; cancel it to stop."""
        while True:
            try:
                for _ in range(AT_ONCE):
                    if not await self._send_next():
                        break
            except QueueUnavailable:
                log.info("songs_wait_for_the_queue")
            except Exception:
                log.exception("song_not_reported")
            await asyncio.sleep(LOOK_S)

    async def _send_next(self) -> bool:
        """Report one release; False when there is none left, or the platform wants a pause."""
        found = await self._queue.kept_songs.ready(self._platform.name.partition("-")[0])
        if found is None:
            return False
        user, version = found
        assert version.release is not None
        kept = await self._queue.kept_songs.of(user)
        chosen = await self._preferences.of(user)
        words = words_for(chosen.language, kept.language if kept is not None else None, self._settings.locale)
        try:
            await self._platform.send(self._platform.direct(user), wording.became(version, words))
        except NotSentYet as error:
            log.info("song_not_reported_yet", reason=str(error))
            return False
        except NeverSendable as error:
            log.info("song_cannot_be_reported", reason=str(error))  # shown by /songs all the same
        await self._queue.kept_songs.mark_reported(user, self._as_reported(version))
        return True

    def _as_reported(self, version: Version) -> Version:
        """Return it as reported, without values that their source lets nobody keep."""
        release = version.release
        assert release is not None
        assert release.became is not None
        allowed = {
            name: value for name, value in release.became.values.items()
            if name.partition(".")[0] not in self._settings.record_keep_days
        }  # fmt: skip
        return replace(version, release=replace(release, reported=True, became=replace(release.became, values=allowed)))

    def step_of(self, first: Version, second: Version) -> Step | Unknown:
        """Return what a version is expected to do beyond another; see `spotpop.record.song_versions.step_between`."""
        return step_between(first, second, within_of(first.model, first.version, self._settings))

    async def songs(self, user: str) -> tuple[float, list[Song]] | None:
        """Return since when a person's songs are kept, and the songs; None of one who has not agreed.

        Raises
        ------
        QueueUnavailable
        """
        kept = await self._queue.kept_songs.of(user)
        return None if kept is None else (kept.since, songs_of(kept.versions, time()))


def versions_in(outcome: Outcome, job_id: str) -> list[Version]:
    """Return the forecasts of uploads that an answer holds."""
    reports = []
    if outcome.report is not None and outcome.kind == "upload":
        reports = [(job_id, outcome.read_report())]
    elif outcome.comparison is not None:
        comparison = outcome.read_comparison()
        reports = [(f"{job_id}-1", comparison.first), (f"{job_id}-2", comparison.second)]
    found = [Version.of(report, id=name, now=time()) for name, report in reports]
    return [one for one in found if one is not None]
