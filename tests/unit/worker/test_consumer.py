"""Celery's consumer outlives what Redis says, and ticks as long as its loop goes round."""

from types import SimpleNamespace

import pytest
from celery.concurrency.solo import TaskPool
from redis.exceptions import OutOfMemoryError, ReadOnlyError

from worker import consumer
from worker.consumer import PAUSE_S, TICK_S, ResilientConsumer, tick_step
from worker.queue.celery_app import make_celery


class Timer:
    """Keeps what is to be called again, and how often."""

    def __init__(self):
        self.entries = []

    def call_repeatedly(self, seconds, call):
        entry = SimpleNamespace(seconds=seconds, call=call, cancelled=False)
        entry.cancel = lambda: setattr(entry, "cancelled", True)
        self.entries.append(entry)
        return entry


def test_it_ticks_at_once_then_every_second_until_it_is_stopped():
    ticks, parent = [], SimpleNamespace(timer=Timer(), steps=[])
    step = tick_step(lambda: ticks.append(1))(parent)
    step.stop(parent)  # before it began there is nothing to end
    step.start(parent)
    [entry] = parent.timer.entries
    assert (len(ticks), entry.seconds) == (1, TICK_S)
    entry.call()
    assert len(ticks) == 2
    step.stop(parent)
    assert entry.cancelled


@pytest.fixture
def resilient():
    """A consumer that has not begun: it opens no connection."""
    return ResilientConsumer(
        lambda *_: None,
        app=make_celery("redis://127.0.0.1:1/0"),
        timer=Timer(),
        hostname="here",
        controller=SimpleNamespace(use_eventloop=False),
        pool=TaskPool(1),
    )


@pytest.mark.parametrize(
    "error", [ReadOnlyError("x"), OutOfMemoryError("x"), AttributeError("x"), ConnectionResetError()]
)
def test_whatever_the_broker_says_is_a_lost_connection(resilient, error):
    assert isinstance(error, resilient.connection_errors)


@pytest.mark.parametrize("error", [ValueError(), TypeError(), MemoryError()])
def test_a_bug_of_ours_is_none(resilient, error):
    assert not isinstance(error, resilient.connection_errors)


@pytest.mark.filterwarnings("ignore::celery.exceptions.CPendingDeprecationWarning")  # of a future default
def test_after_a_refusal_it_waits_a_moment_before_the_next_try(resilient, monkeypatch):
    slept = []
    monkeypatch.setattr(consumer.time, "sleep", slept.append)
    resilient.on_connection_error_after_connected(ReadOnlyError("You can't write against a read only replica."))
    assert slept == [PAUSE_S]
