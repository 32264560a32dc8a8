"""The server itself: what is wrong with how it is set up, who lives, and how full it is."""

import time
from typing import Any

import pytest
import redis
from redis.exceptions import ConnectionError  # noqa: A004

from spotpop.errors import SettingsError
from worker.queue.server import ALIVE_S, Memory, living_workers, memory, problems, refuse_unusable, set_budgets


class Info:
    """A server that tells about itself what a test wants."""

    def __init__(self, **info: Any) -> None:
        self._info = {"redis_version": "7.2.4", "aof_enabled": 1, "used_memory": 10, **info}

    def info(self, _section: str) -> dict[str, Any]:
        return self._info


@pytest.mark.parametrize(
    ("info", "names"),
    [
        ({}, []), ({"redis_version": "6.2.0"}, []), ({"redis_version": "6.0.16"}, ["too_old"]),
        ({"redis_version": "5.9"}, ["too_old"]), ({"redis_version": "7.rc1"}, []),
        ({"redis_version": "6.rc1"}, ["too_old"]),
        ({"valkey_version": "8.1", "redis_version": "5.0"}, []), ({"cluster_enabled": 1}, ["cluster"]),
        ({"maxmemory_policy": "allkeys-lru"}, ["evicts"]), ({"aof_enabled": 0}, ["forgets"]),
        ({"redis_version": "5.0", "aof_enabled": 0, "maxmemory_policy": "allkeys-lru"},
         ["too_old", "evicts", "forgets"]),
    ],
)  # fmt: skip
def test_what_can_cost_questions_is_named(info: dict[str, Any], names: list[str]) -> None:
    found = problems(Info(**info))
    assert [one.name for one in found] == names
    assert [one.fatal for one in found] == [name in ("too_old", "cluster") for name in names]


def test_only_what_cannot_work_at_all_is_refused() -> None:
    refuse_unusable(Info(aof_enabled=0))
    with pytest.raises(SettingsError) as caught:
        refuse_unusable(Info(redis_version="5.0"))
    assert caught.value.params == {"name": "REDIS_URL", "problem": "the server's version is 5.0"}

    class Away:
        def info(self, _section: str) -> dict[str, Any]:
            raise ConnectionError

    refuse_unusable(Away())  # it may still come


@pytest.mark.network
def test_workers_that_showed_life_lately_are_counted(raw: redis.Redis) -> None:
    now = time.time()
    for name, value in (("a", f"2|{now}"), ("b", f"3|{now - ALIVE_S + 5}"), ("c", f"4|{now - ALIVE_S - 1}")):
        raw.hset("spotpop:workers", name, value)
    assert living_workers(raw) == {"a": 2, "b": 3}


@pytest.mark.parametrize(
    ("used", "limit", "part", "too_much"),
    [(50, 0, 0.0, 0), (50, 100, 0.5, 0), (90, 100, 0.9, 0), (91, 100, 0.91, 11), (100, 100, 1.0, 20)],
)
def test_room_is_wanted_above_nine_tenths_down_to_eight(used: int, limit: int, part: float, too_much: int) -> None:
    found = Memory(used, limit)
    assert (found.part, found.too_much) == (pytest.approx(part), too_much)


@pytest.mark.network
def test_shelves_share_the_limit_or_what_is_planned_without_one(raw: redis.Redis) -> None:
    set_budgets(raw, 1000)
    assert raw.hgetall("spotpop:budgets") == {b"pictures": b"300", b"forecasts": b"200", b"uploads": b"300"}
    set_budgets(raw, 0)
    assert int(raw.hget("spotpop:budgets", "forecasts")) == int(0.2 * (2 << 30))
    assert memory(raw).used > 0
    assert memory(raw).limit == 0


def test_memory_is_read_in_bytes() -> None:
    assert memory(Info(used_memory=7, maxmemory=9)) == Memory(7, 9)
    assert memory(Info(used_memory=7)) == Memory(7, 0)


def test_the_first_thing_that_is_fatal_is_reported() -> None:
    with pytest.raises(SettingsError) as caught:
        refuse_unusable(Info(cluster_enabled=1, aof_enabled=0))
    assert caught.value.params["problem"].startswith("this is a Redis Cluster")
    for info in (
        {"redis_version": "6.1.9"},
        {"redis_version": "6.2.1"},
        {"redis_version": "10.0"},
        {"redis_version": "0"},
    ):
        assert bool(problems(Info(**info))) is (info["redis_version"] in {"6.1.9", "0"})
    nameless = Info()
    del nameless._info["redis_version"], nameless._info["aof_enabled"]
    assert [one.name for one in problems(nameless)] == ["too_old", "forgets"]


def test_half_a_minute_without_life_is_no_life() -> None:
    assert ALIVE_S == 30.0
