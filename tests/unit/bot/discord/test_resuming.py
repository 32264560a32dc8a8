"""A shard resumes the session that was cut as long as Discord may know it, else it begins anew."""

import pytest
from discord.gateway import ReconnectWebSocket
from discord.shard import Shard

from bot.discord import resuming as module


class Socket:
    def __init__(self, session_id):
        self.session_id = session_id


class Cut:
    """A shard whose connection was cut."""

    id = 3

    def __init__(self, session_id="abc"):
        self.ws, self.done = Socket(session_id), []

    async def reidentify(self, how):
        assert isinstance(how, ReconnectWebSocket)
        self.done.append(("resumed", how.shard_id, how.resume))

    async def begin_anew(self):
        self.done.append("anew")


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(module, "_plain_reconnect", Cut.begin_anew)
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


async def test_it_resumes_again_and_again_within_the_time(clock):
    shard = Cut()
    for passed in (0, module.SESSION_S - 1):
        clock[0] = 1000.0 + passed
        await module._reconnect(shard)
    assert shard.done == [("resumed", 3, True)] * 2


async def test_after_that_it_begins_anew(clock):
    shard = Cut()
    await module._reconnect(shard)
    clock[0] += module.SESSION_S
    await module._reconnect(shard)
    assert shard.done == [("resumed", 3, True), "anew"]


async def test_without_a_session_there_is_nothing_to_resume(clock):
    shard = Cut(session_id=None)
    await module._reconnect(shard)
    assert shard.done == ["anew"]


async def test_a_new_connection_has_its_own_time(clock):
    shard = Cut()
    await module._reconnect(shard)
    clock[0] += module.SESSION_S
    shard.ws = Socket("new")
    await module._reconnect(shard)
    assert shard.done[-1] == ("resumed", 3, True)


def test_all_shards_of_the_process_do_so(monkeypatch):
    monkeypatch.setattr(Shard, "reconnect", None)
    module.resume_after_cuts()
    assert Shard.reconnect is module._reconnect
