"""Pauses and budgets of sources that all workers share, in a real Redis and without one."""

import time

import pytest
import redis

from spotpop.source_specs import DAY_S, MINUTE_S, SOURCES
from tests.integration.worker.harness import free_port, make_settings
from worker.queue import backoff as module
from worker.queue.backoff import RedisBackoffStore, left_now, left_today
from worker.queue.store import Store

pytestmark = pytest.mark.network


def test_a_pause_is_known_to_all_and_ends(raw: redis.Redis, store: Store) -> None:
    one, two = RedisBackoffStore(store), RedisBackoffStore(store)
    assert one.until("deezer") is None
    one.block("deezer", time.time() + 40)
    assert two.until("deezer") == pytest.approx(time.time() + 40, abs=2)
    assert two.until("itunes") is None
    one.block("itunes", time.time() - 1)
    assert one.until("itunes") is None
    one.block("spotify", time.time() + 10 * DAY_S)
    assert one.until("spotify") == pytest.approx(time.time() + DAY_S, abs=2)


def test_a_window_has_room_for_its_limit_and_no_more(raw: redis.Redis, store: Store, monkeypatch) -> None:
    monkeypatch.setattr(module.time, "time", lambda: 1_000_000.0)
    shelf = RedisBackoffStore(store)
    assert [shelf.spend("spotify", MINUTE_S, 3) for _ in range(5)] == [True, True, True, False, False]
    assert shelf.spent("spotify", MINUTE_S) == 3
    assert shelf.spent("spotify", DAY_S) == shelf.spent("deezer", MINUTE_S) == 0
    name = next(raw.scan_iter("spotpop:spent:spotify:60:*"))
    assert 0 < raw.ttl(name) <= MINUTE_S
    monkeypatch.setattr(module.time, "time", lambda: 1_000_060.0)
    assert shelf.spend("spotify", MINUTE_S, 3)


def test_what_is_left_is_reported_by_window_and_by_title(raw: redis.Redis, store: Store) -> None:
    shelf = RedisBackoffStore(store)
    for _ in range(4):
        shelf.spend("spotify", DAY_S, 1000)
    left = left_now(raw)
    assert left["spotify", "day"] == SOURCES["spotify"].per_day - 4
    assert left["itunes", "minute"] == SOURCES["itunes"].per_minute
    assert ("itunes", "day") not in left
    assert left_today(raw) == {"Spotify": (SOURCES["spotify"].per_day - 4, SOURCES["spotify"].per_day)}
    raw.set(next(raw.scan_iter("spotpop:spent:spotify:86400:*")), 10**6)
    assert left_now(raw)["spotify", "day"] == 0
    assert left_today(raw)["Spotify"][0] == 0


def test_while_redis_is_away_nothing_is_blocked_and_nothing_counted(tmp_path) -> None:
    settings = make_settings(f"redis://127.0.0.1:{free_port()}/0", tmp_path)
    shelf = RedisBackoffStore(Store(settings))
    shelf.block("deezer", time.time() + 60)
    assert shelf.until("deezer") is None
    assert shelf.spend("deezer", MINUTE_S, 1)
    assert shelf.spent("deezer", MINUTE_S) == 0
