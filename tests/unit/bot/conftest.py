"""Fixtures of the bot's unit tests."""

import asyncio

import pytest

from bot import service as module
from bot.delivery import Courier
from bot.progress import ProgressUpdates
from bot.service import Service
from spotpop.settings import load_settings
from tests.unit.bot.made_up import echo
from tests.unit.bot.served import Crowded, Platform

__all__ = ["echo"]


@pytest.fixture
async def deliver():
    running = []

    async def start(queue, paper, **options):
        courier = Courier(
            queue, paper, consumer="one", followers=ProgressUpdates(queue), first_pause_s=0.001, **options
        )
        running.append(asyncio.create_task(courier.run()))
        await asyncio.sleep(0)

    yield start
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


@pytest.fixture
async def service(monkeypatch):
    monkeypatch.setattr(module, "_PAUSES_S", (0.001, 0.001))
    monkeypatch.setattr(module, "TYPING_PAUSE_S", 0.01)
    made = Service(Crowded(), Platform(), load_settings(), progress_pause_s=0.01)
    yield made
    await made.progress.close()
