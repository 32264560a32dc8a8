"""The day's budget of questions to a source, for all workers together."""

import pytest
from redis.exceptions import ConnectionError as RedisAway

from worker import record_duties as module
from worker.record_duties import RedisBudget


class Redis:
    """Counts, as far as the budget needs it."""

    def __init__(self):
        self.counts, self.lives, self.away = {}, {}, False

    def pipeline(self, *, transaction):
        assert transaction
        return self

    def incr(self, key):
        self.counts[key] = self.counts.get(key, 0) + 1
        self.last = self.counts[key]

    def expire(self, key, seconds):
        self.lives[key] = seconds

    def execute(self):
        if self.away:
            raise RedisAway
        return [self.last, True]


@pytest.fixture
def redis():
    return Redis()


def test_so_many_a_day_and_source_whoever_asks(redis):
    budgets = [RedisBudget(redis), RedisBudget(redis)]
    assert [budgets[number % 2].take("spotify", 3) for number in range(5)] == [True, True, True, False, False]
    assert budgets[0].take("deezer", 1)
    assert not budgets[0].take("deezer", 0)
    assert min(redis.lives.values()) >= 86_400


def test_another_day_has_its_own(redis, monkeypatch):
    now = [86_400.0 * 20_000]
    monkeypatch.setattr(module.time, "time", lambda: now[0])
    budget = RedisBudget(redis)
    assert budget.take("spotify", 1)
    now[0] += 86_399
    assert not budget.take("spotify", 1)
    now[0] += 1
    assert budget.take("spotify", 1)


def test_while_nobody_can_tell_nothing_is_asked(redis):
    redis.away = True
    assert not RedisBudget(redis).take("spotify", 100)
