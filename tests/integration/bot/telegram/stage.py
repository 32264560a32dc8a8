"""A running Telegram bot against the counterpart, its people and songs, with a queue in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.telegram.app import TelegramBot
from spotpop.errors import RecordingUnsure
from spotpop.links.choices import Choice, encode_choices
from spotpop.settings import Settings, load_settings
from tests.counterparts.memory_queue import MemoryQueue
from tests.counterparts.pictures import png
from tests.counterparts.telegram import TOKEN, Shown, TelegramCounterpart
from tests.unit.bot.samples import TRACK, outcome, report
from worker.queue.protocol import Job, Outcome

LINK = TRACK.url or ""
OTHER = "https://open.spotify.com/track/2plbrEY59IikOBgBGLjaoe"
ALBUM = "https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3"
ADA, BEN, EVE = 11, 22, 33
CHOICES = (
    Choice(service="deezer", id="11", title="Walk (Live)", artist="Ada", duration_s=200, differences=("live",)),
    Choice(service="itunes", id="22", title="Walk", artist="Ada", country="us"),
)
UNSURE = RecordingUnsure(title="Night Walk", choices=encode_choices(CHOICES))


@dataclass
class Stage:
    """The platform, the bot and its queue."""

    telegram: TelegramCounterpart
    queue: MemoryQueue
    settings: Settings
    bot: TelegramBot | None = None
    expected: list[str] = field(default_factory=list)
    """Complaints of the platform that a test provokes; any other fails it."""

    def never_talked(self, person: int) -> None:
        """Let nobody write to a person; what they read in the group stays there for half a second."""
        assert self.bot is not None
        self.telegram.blocked_by.add(person)
        self.bot.whispers.shown_s = 0.5


@asynccontextmanager
async def running_bot(stage: Stage) -> AsyncIterator[TelegramBot]:
    """Run the bot until the block ends."""
    stop = asyncio.Event()
    bot = TelegramBot(stage.settings, stage.queue)
    task = asyncio.create_task(bot.run(stop))
    try:
        await stage.telegram.until(lambda: task.done() or ("default", "es") in stage.telegram.commands)
        if task.done():
            task.result()
        yield bot
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


def settings_for(telegram: TelegramCounterpart, **more: Any) -> Settings:
    """Return settings that point the bot to the counterpart."""
    return load_settings(telegram_token=TOKEN, telegram_api_url=telegram.url, **more)


def done(job: Job, **changes: Any) -> Outcome:
    return outcome(job_id=job.id, picture_key=None, report=report(**changes).to_json())


async def answered(stage: Stage, chat_id: int, question: str = LINK, *, user: int | None = None) -> Shown:
    """Ask for a track and wait for the picture."""
    before = len(stage.queue.jobs)
    asked = await stage.telegram.say(user or chat_id, question, chat_id=chat_id)
    job = (await stage.queue.asked(before + 1))[-1]
    stage.queue.answer(job, done(job), png())
    return await stage.telegram.answer(chat_id, reply_to=asked, photo=True)
