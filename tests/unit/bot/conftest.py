"""Fixtures of the bot's unit tests."""

import asyncio

import pytest

from bot.delivery import Courier
from bot.progress import ProgressUpdates


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
