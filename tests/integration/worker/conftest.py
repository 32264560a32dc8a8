"""Fixtures: a server, workers, a client and an inbox, all of them ended with the test."""

import contextlib

import pytest

from tests.integration.worker.harness import Inbox, Server, Worker, make_settings, until
from tests.integration.worker.steps import Hand
from worker.queue.client import Client


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "valkey")
    with contextlib.closing(server):
        yield server


@pytest.fixture
async def workers(server, tmp_path):
    """Start a worker and wait until it is ready: ``await workers(processes=2)``."""
    started = []

    async def start(**options):
        worker = Worker(options.pop("url", server.url), tmp_path, **options)
        started.append(worker)
        await until(worker.ready, tell=worker.text)
        return worker

    yield start
    for worker in started:
        worker.close()


@pytest.fixture
async def clients(server, tmp_path):
    """Make a client with settings of its own: ``clients(max_waiting=3)``."""
    made = []

    def make(**changes):
        client = Client(make_settings(changes.pop("url", server.url), tmp_path, **changes))
        made.append(client)
        return client

    yield make
    for client in made:
        await client.close()


@pytest.fixture
async def client(clients):
    return clients()


@pytest.fixture
def hand(client):
    return Hand(client.settings, "w")


@pytest.fixture
async def inbox(client):
    inbox = Inbox(client)
    yield inbox
    await inbox.close()


@pytest.fixture
def runs(tmp_path):
    """What the pipeline was really asked, over all workers and all tries."""

    def read():
        path = tmp_path / "runs"
        return path.read_text().splitlines() if path.exists() else []

    return read
