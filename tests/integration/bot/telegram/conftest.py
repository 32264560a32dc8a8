"""A running Telegram bot against the counterpart, with a queue in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.telegram.app import TelegramBot
from spotpop.settings import Settings, load_settings
from tests.counterparts.memory_queue import MemoryQueue
from tests.counterparts.telegram import TOKEN, TelegramCounterpart, running_telegram


@dataclass
class Stage:
    """The platform, the bot and its queue."""

    telegram: TelegramCounterpart
    queue: MemoryQueue
    settings: Settings
    bot: TelegramBot | None = None
    expected: list[str] = field(default_factory=list)
    """Complaints of the platform that a test provokes; any other fails it."""


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


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramCounterpart]:
    async with running_telegram() as platform:
        yield platform


@pytest.fixture
async def stage(telegram: TelegramCounterpart) -> AsyncIterator[Stage]:
    """A bot that runs, with a queue that answers when the test says so."""
    stage = Stage(telegram, MemoryQueue(), settings_for(telegram))
    async with running_bot(stage) as bot:
        stage.bot = bot
        yield stage
    unexpected = [c for c in telegram.complaints if not any(c.startswith(e) for e in stage.expected)]
    assert unexpected == [], "the platform refused a call that it should have taken"
