"""What the queue as a whole is doing, read off a real one."""

import time

import pytest
import redis

from tests.integration.worker.harness import album, track, upload
from tests.integration.worker.steps import Hand
from worker.queue.client import Client
from worker.queue.exporter import QueueCollector
from worker.queue.overview import FIRST_AVERAGE_S, STATE_KEPT_S, read_figures

pytestmark = pytest.mark.network


def test_an_empty_queue_has_nothing_and_its_first_average(raw: redis.Redis) -> None:
    found = read_figures(raw)
    assert found.depths == {"running": 0, "interactive": 0, "bulk": 0}
    assert found.average_s == {"interactive": FIRST_AVERAGE_S, "bulk": FIRST_AVERAGE_S}
    assert found.oldest_wait_s == {"interactive": 0.0, "bulk": 0.0}
    assert (found.workers, found.slots, found.counts, found.outboxes, found.states) == (0, 0, {}, {}, {})
    assert found.shelf_bytes == {"pictures": 0, "forecasts": 0, "uploads": 0}


async def test_what_waits_runs_and_is_answered_is_counted(client: Client, hand: Hand, raw: redis.Redis) -> None:
    for name in ("a", "b", "c"):
        await client.submit(track(name))
    await client.submit(album(3, "x"))
    await client.submit(upload(), {"song.mp3": b"x" * 50})
    hand.store.enlist("w", 3)
    hand.store.enlist("v", 2)
    hand.done(hand.take(), seconds=4.0)
    raw.zadd("spotpop:suspects:interactive", {"suspect": 1})
    raw.zadd("spotpop:parked:bulk", {"parked": 1})
    raw.rpush("spotpop:record:waiting", "1", "2")
    found = read_figures(raw)
    assert found.depths == {"interactive": 4, "bulk": 2, "running": 0}
    raw.delete("spotpop:suspects:interactive")
    hand.take()
    assert read_figures(raw).depths["running"] == 1
    assert (found.workers, found.slots, found.record_waiting) == (2, 5, 2)
    assert found.average_s["interactive"] > FIRST_AVERAGE_S
    assert found.outboxes["test"].length == 1
    assert 0 <= found.outboxes["test"].oldest_s < 60
    assert found.shelf_bytes["uploads"] == 50
    assert found.counts["submitted"] == 5
    assert 0 <= found.oldest_wait_s["bulk"] < 60


async def test_states_are_reported_while_they_are_fresh(client: Client, raw: redis.Redis) -> None:
    await client.report_state("gateway:discord", 1)
    raw.hset("spotpop:states", "gateway:old", f"1|{time.time() - STATE_KEPT_S - 5}")
    assert read_figures(raw).states == {"gateway:discord": 1.0}


async def test_prometheus_gets_the_same(client: Client, hand: Hand, raw: redis.Redis) -> None:
    await client.submit(track("a"))
    await client.count("delivered:discord", 3)
    hand.store.enlist("w", 2)
    shown = {
        (one.name, *one.labels.values()): one.value
        for family in QueueCollector(raw).collect()
        for one in family.samples
    }
    assert shown["spotpop_redis_up",] == 1
    assert shown["spotpop_queue_depth", "interactive"] == 1
    assert shown["spotpop_queue_expected_wait_seconds", "interactive"] == pytest.approx(FIRST_AVERAGE_S / 2)
    assert (shown["spotpop_workers",], shown["spotpop_worker_slots",]) == (1, 2)
    assert shown["spotpop_questions_total", "submitted"] == 1
    assert shown["spotpop_front_end_events_total", "delivered", "discord"] == 3
    assert ("spotpop_questions_total", "delivered:discord") not in shown
    assert shown["spotpop_source_questions_left", "itunes", "minute"] == 20
