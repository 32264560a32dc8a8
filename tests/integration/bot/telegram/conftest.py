"""The counterpart of Telegram, and a bot that runs against it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.counterparts.memory_queue import MemoryQueue
from tests.counterparts.telegram import TelegramCounterpart, running_telegram
from tests.integration.bot.telegram.stage import Stage, running_bot, settings_for


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
