"""Fixtures: what stands behind a bot, and the bots of a test, all of them ended with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.counterparts.telegram import TOKEN, TelegramCounterpart, running_telegram
from tests.e2e.stage import Backstage, BotProcess
from tests.integration.worker.harness import until

StartBot = Callable[..., Any]


@pytest.fixture
async def backstage(tmp_path: Path) -> AsyncIterator[Backstage]:
    """Valkey and a worker with scripted answers."""
    behind = Backstage(tmp_path)
    try:
        await until(behind.worker.ready, tell=behind.worker.text)
        yield behind
    finally:
        behind.close()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramCounterpart]:
    async with running_telegram() as platform:
        yield platform
        assert platform.complaints == [], "the platform refused a call that it should have taken"


@pytest.fixture
async def start_bot(tmp_path: Path, telegram: TelegramCounterpart) -> AsyncIterator[StartBot]:
    """Start a Telegram bot and wait until it is ready: ``await start_bot(redis_url)``."""
    bots: list[BotProcess] = []

    async def start(redis_url: str, *, measured: bool = False, **environment: str) -> BotProcess:
        addresses = {"TELEGRAM_TOKEN": TOKEN, "SPOTPOP_TELEGRAM_API_URL": telegram.url, "REDIS_URL": redis_url}
        bot = BotProcess("telegram", tmp_path, measured=measured, **addresses, **environment)
        bots.append(bot)
        await until(bot.is_ready, tell=bot.text)
        return bot

    yield start
    for bot in bots:
        bot.close()
