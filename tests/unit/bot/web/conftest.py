"""The page in this process: visitors ask it over pairs of sockets, a queue in memory stands behind it."""

from dataclasses import dataclass

import pytest

from bot.web.app import make_app
from bot.web.handlers import Page
from spotpop.settings import load_settings
from tests.counterparts.memory_queue import MemoryQueue
from tests.counterparts.pairs import PairConnector, paired
from tests.integration.bot.web.conftest import Visitor
from tests.unit.bot import samples

LINK, OTHER = (f"https://open.spotify.com/track/{digit * 22}" for digit in "12")


async def fetched(visitor, path):
    """Return status and headers of what is no text."""
    async with visitor.session.get(visitor.url + path) as response:
        return response.status, response.headers


@dataclass
class Stage:
    """The page and its queue."""

    page: Page
    queue: MemoryQueue
    connector: PairConnector
    visitors: list

    def visitor(self, url="http://localhost"):
        """Return a new browser."""
        self.visitors.append(Visitor(url, PairConnector(self.connector.server)))
        return self.visitors[-1]

    @property
    def asked(self):
        """The jobs that were submitted."""
        return list(self.queue.jobs.values())

    async def answer(self, outcome=None, picture=None):
        """Let the worker answer what was asked last."""
        delivery = self.queue.answer(self.asked[-1], outcome or samples.outcome(picture_key=None), picture)
        self.queue.outbox.get_nowait()
        await self.page.service.courier("one").deliver(delivery)


async def staged(**more):
    """Yield a page with settings of its own."""
    settings = load_settings(**{"max_upload_mib": 1.0, "model": "no-such-model", **more})
    queue = MemoryQueue()
    page = Page(settings, queue)
    async with paired(make_app(page, settings)) as connector:
        stage = Stage(page, queue, connector, [])
        yield stage
        for visitor in stage.visitors:
            await visitor.session.close()
    await page.service.progress.close()


@pytest.fixture
async def stage():
    async for stage in staged():
        yield stage


@pytest.fixture
async def ada(stage):
    return stage.visitor()
