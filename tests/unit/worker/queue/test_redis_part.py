"""A part of the client asks over whatever connection there is by then, and within the client's patience."""

import pytest
import redis

from worker.queue.client import Client
from worker.queue.open_questions import OpenQuestions
from worker.queue.redis_part import RedisPart
from worker.queue.song_store import SongStore
from worker.queue.unqueued import UnqueuedQuestions

pytestmark = pytest.mark.network


class Part(RedisPart):
    async def write(self, value: str) -> bool:
        return bool(await self._within(self._connection().set("spotpop:part", value)))


async def test_it_asks_over_the_clients_connection_within_its_patience(client: Client, raw: redis.Redis) -> None:
    within, connections = [], []

    async def patience(step):
        within.append(1)
        return await step

    def connection():
        connections.append(client.kept_songs._connection())
        return connections[-1]

    part = Part(connection, patience)
    assert connections == [], "nothing is opened before something is asked"
    assert await part.write("a")
    assert raw.get("spotpop:part") == b"a"
    assert (len(within), len(connections)) == (1, 1)


def test_all_parts_of_the_client_are_made_so() -> None:
    assert all(issubclass(part, RedisPart) for part in (OpenQuestions, SongStore, UnqueuedQuestions))
