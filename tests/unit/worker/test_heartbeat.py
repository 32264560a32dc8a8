"""Signs of life: when a job beats, what it tells, and when nobody waits for it any more."""

import time

import pytest
from redis.exceptions import ConnectionError as RedisAway

from worker import heartbeat as module
from worker.heartbeat import BEAT_S, NOBODY_WAITS, Heartbeats
from worker.queue.celery_app import HARD_LIMIT_S
from worker.slots import Running


class Store:
    """Notes each beat."""

    def __init__(self):
        self.beats, self.answer, self.away = [], 1, False

    def beat(self, work_item, stage):
        if self.away:
            raise RedisAway
        self.beats.append((work_item, stage))
        return self.answer


@pytest.fixture
def store():
    return Store()


def begun(store):
    return Heartbeats(store).of(Running("item"))


def test_it_beats_in_its_time_and_at_once_when_there_is_something_to_tell(store):
    one, now = begun(store), time.monotonic()
    one.beat(store, now)
    assert store.beats == []
    one.stage("decode")
    one.beat(store, now)
    one.beat(store, now)
    assert store.beats == [("item", "decode")]
    one.beat(store, now + BEAT_S)
    one.beat(store, now + BEAT_S)
    assert store.beats == [("item", "decode")] * 2


def test_a_job_that_hangs_beats_no_more(store):
    one = begun(store)
    one.stage("decode")
    one.beat(store, one.running.began + HARD_LIMIT_S + 1)
    assert store.beats == []


def test_since_when_nobody_waits_is_noted_once(store):
    one, now = begun(store), time.monotonic()
    one.beat(store, now + BEAT_S)
    assert one.running.abandoned_at is None
    store.answer = NOBODY_WAITS
    one.beat(store, now + 2 * BEAT_S)
    since = one.running.abandoned_at
    assert since is not None
    one.beat(store, now + 3 * BEAT_S)
    assert one.running.abandoned_at == since


def test_while_redis_is_away_the_stage_is_reported_later(store):
    one, now = begun(store), time.monotonic()
    one.stage("decode")
    store.away = True
    with pytest.raises(RedisAway):
        one.beat(store, now)
    store.away = False
    one.beat(store, now)
    assert store.beats == [("item", "decode")]


def test_one_thread_beats_for_all_and_only_while_they_run(store, monkeypatch):
    monkeypatch.setattr(module, "LOOK_S", 0.002)
    beats = Heartbeats(store)
    assert beats._thread is None
    with beats.of(Running("a")) as first, beats.of(Running("b")) as second:
        first.stage("one")
        second.stage("two")
        deadline = time.monotonic() + 20
        while len(store.beats) < 2 and time.monotonic() < deadline:
            time.sleep(0.002)
        assert len(beats._beating) == 2
    assert sorted(store.beats) == [("a", "one"), ("b", "two")]
    assert beats._beating == set()
