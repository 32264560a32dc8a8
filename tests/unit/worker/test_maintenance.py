"""Maintenance looks after a worker that nobody else looks after."""

import os
import signal

from worker.maintenance import Maintenance


class NoStore:
    """A store that must not be needed."""


def test_a_threaded_worker_that_outgrows_its_limit_ends_itself_gently_once(monkeypatch):
    sent = []
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append((pid, number)))
    Maintenance(NoStore(), "w", 1, memory_mib=1_000_000)._weigh()
    Maintenance(NoStore(), "w", 1)._weigh()
    assert not sent
    maintenance = Maintenance(NoStore(), "w", 1, memory_mib=1)
    maintenance._weigh()
    maintenance._weigh()
    assert sent == [(os.getpid(), signal.SIGTERM)]
