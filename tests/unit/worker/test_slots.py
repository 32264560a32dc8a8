"""Threads that hang are given up once, and counted as lost until they end."""

import time

import pytest

from worker.queue.celery_app import HARD_LIMIT_S
from worker.slots import ABANDONED_S, Running, Slots


def test_a_job_hangs_after_its_time_or_when_nobody_has_waited_for_long() -> None:
    running = Running("item", began=100.0)
    assert not running.is_hung(100.0 + HARD_LIMIT_S)
    assert running.is_hung(100.1 + HARD_LIMIT_S)
    running.abandoned_at = 110.0
    assert not running.is_hung(110.0 + ABANDONED_S)
    assert running.is_hung(110.1 + ABANDONED_S)


def test_what_hangs_is_given_up_once_and_its_slot_written_off() -> None:
    slots, given_up = Slots(2), []
    good, bad = slots.begin("good"), slots.begin("bad")
    assert (slots.awaited, slots.stuck, slots.exhausted) == (2, 0, False)
    bad.began = time.monotonic() - HARD_LIMIT_S - 1
    assert slots.give_up_hung(given_up.append) == 1
    assert slots.give_up_hung(given_up.append) == 1
    assert (given_up, slots.awaited, slots.exhausted) == (["bad"], 1, False)
    good.abandoned_at = time.monotonic()
    assert slots.awaited == 0
    good.began = bad.began
    assert slots.give_up_hung(given_up.append) == 2
    assert slots.exhausted
    slots.end(bad)
    slots.end(bad)
    assert (slots.stuck, slots.exhausted) == (1, False)


@pytest.mark.parametrize("number", [1, 3])
def test_nothing_runs_nothing_is_lost(number: int) -> None:
    assert Slots(number).give_up_hung(lambda _: pytest.fail("nothing hangs")) == 0
