"""One real server for the unit tests of queue and worker, emptied before each: only it can show what a script does."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator

import pytest
import redis

from spotpop.settings import Settings
from tests.integration.worker.harness import Server, make_settings
from tests.integration.worker.steps import Hand
from worker.queue.client import Client
from worker.queue.store import Store


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with contextlib.closing(Server(tmp_path_factory.mktemp("valkey"))) as server:
        yield server


@pytest.fixture
def raw(server: Server) -> Iterator[redis.Redis]:
    """A plain connection to the empty server."""
    with redis.Redis.from_url(server.url) as client:
        client.flushall()
        yield client


@pytest.fixture
def queue_settings(server: Server, raw: redis.Redis, tmp_path) -> Settings:
    return make_settings(server.url, tmp_path)


@pytest.fixture
async def client(queue_settings: Settings) -> AsyncIterator[Client]:
    client = Client(queue_settings)
    yield client
    await client.close()


@pytest.fixture
def hand(queue_settings: Settings) -> Hand:
    """A worker by hand."""
    return Hand(queue_settings, "w")


@pytest.fixture
def store(queue_settings: Settings) -> Store:
    return Store(queue_settings, worker="w")
