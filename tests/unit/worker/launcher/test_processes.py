"""Parts that are kept running: when one is started again, when it has failed, and how it is asked to end."""

import signal
import subprocess

import pytest

from worker.launcher import processes as module
from worker.launcher.processes import MOST_FAILED_STARTS, SETTLED_S, ManagedProcess


class Part(ManagedProcess):
    """A part whose process is a flag."""

    def __init__(self, **more):
        super().__init__("worker", ["worker"], {"REDIS_URL": "redis://x"}, **more)
        self.alive, self.starts = False, 0

    def start(self):
        self.alive, self._started = True, module.time.monotonic()
        self.starts += 1

    @property
    def running(self):
        return self.alive


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def died(part, clock, after_s):
    """Let a running part end, and return after how long it runs again; None where it does not."""
    clock[0] += after_s
    part.alive = False
    began = clock[0]
    for _ in range(200):
        part.restart_if_dead()
        if part.running:
            return clock[0] - began
        clock[0] += 0.25
    return None


def test_a_part_that_dies_at_once_is_tried_with_growing_pauses_and_then_given_up(clock):
    part = Part()
    part.start()
    pauses = [died(part, clock, 0.1) for _ in range(MOST_FAILED_STARTS)]
    assert pauses == [1.0, 2.0, None]
    assert part.failed
    assert part.starts == MOST_FAILED_STARTS


def test_one_that_had_settled_begins_to_count_anew(clock):
    part = Part()
    part.start()
    assert [died(part, clock, after) for after in (0.1, SETTLED_S, 0.1, SETTLED_S + 1)] == [1.0, 1.0, 2.0, 1.0]
    assert not part.failed


def test_what_runs_or_has_failed_is_left_alone(clock):
    part = Part()
    part.start()
    part.restart_if_dead()
    assert part.starts == 1
    part.alive, part.failed = False, True
    part.restart_if_dead()
    assert part.starts == 1


def test_it_runs_our_own_program_whatever_lies_in_the_folder():
    part = ManagedProcess("worker", ["worker", "--x"], {"REDIS_URL": "redis://x"})
    assert part._command[1:] == ["-P", "-m", "spotpop", "worker", "--x"]
    assert part._environment["PYTHONSAFEPATH"] == "1"
    assert part._environment["REDIS_URL"] == "redis://x"
    assert (part.running, part.exit_code) == (False, None)
    part.terminate()
    part.finish(0.0)


class Process:
    """A process that ends when it is asked to, or not."""

    pid = 1234

    def __init__(self, stubborn=False):
        self.stubborn, self.signals, self.killed = stubborn, [], False

    def poll(self):
        return None

    def send_signal(self, number):
        self.signals.append(number)

    def wait(self, timeout=None):
        if self.stubborn and not self.killed:
            raise subprocess.TimeoutExpired("x", timeout)

    def kill(self):
        self.killed = True


@pytest.mark.parametrize(("foreground", "number"), [(True, signal.SIGINT), (False, signal.SIGTERM)])
def test_it_is_asked_to_end_as_people_end_it(foreground, number):
    part = ManagedProcess("chat", [], {}, foreground=foreground)
    part._process = Process()
    part.terminate()
    assert part._process.signals == [number]


@pytest.mark.parametrize("foreground", [True, False])
def test_what_does_not_end_is_ended_with_its_children(monkeypatch, foreground):
    part = ManagedProcess("chat", [], {}, foreground=foreground)
    part._process = process = Process(stubborn=True)
    groups = []

    def killpg(pid, number):
        groups.append((pid, number))
        process.killed = True

    monkeypatch.setattr(module.os, "killpg", killpg)
    part.finish(0.0)
    assert process.killed
    assert groups == ([] if foreground else [(1234, signal.SIGKILL)])
