"""The keeper looks after a worker that nobody else looks after."""

import os
import signal

from worker.maintenance import Keeper


class NoStore:
    """A store that must not be needed."""


def test_a_threaded_worker_that_outgrows_its_limit_ends_itself_gently_once(monkeypatch):
    sent = []
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append((pid, number)))
    Keeper(NoStore(), "w", 1, memory_mib=1_000_000)._weigh()
    Keeper(NoStore(), "w", 1)._weigh()
    assert not sent
    keeper = Keeper(NoStore(), "w", 1, memory_mib=1)
    keeper._weigh()
    keeper._weigh()
    assert sent == [(os.getpid(), signal.SIGTERM)]
