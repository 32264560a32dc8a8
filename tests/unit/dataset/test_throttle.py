"""Questions in bulk keep their distance, wait through short pauses, and leave long ones to the asker."""

import time

import pytest

from spotpop.dataset import throttle as module
from spotpop.dataset.throttle import INTERVAL_S, LONGEST_WAIT_S, Throttle
from spotpop.source_specs import SOURCES
from spotpop.sources import MemoryBackoffStore


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

        @staticmethod
        def time() -> float:
            return Clock.now

        monotonic = time

    monkeypatch.setattr(module, "time", Clock)
    return Clock


def test_a_source_is_asked_no_faster_than_its_row_says(clock) -> None:
    slept: list[float] = []
    throttle = Throttle(MemoryBackoffStore(), lambda *_: None, slept.append)
    throttle("itunes")
    throttle("deezer")
    assert slept == []
    clock.now += 1.0
    throttle("itunes")
    assert slept == [pytest.approx(INTERVAL_S["itunes"] - 1.0)]
    assert set(INTERVAL_S) == set(SOURCES)


@pytest.mark.parametrize(("pause_s", "waited"), [(30.0, True), (LONGEST_WAIT_S, True), (LONGEST_WAIT_S + 1, False)])
def test_short_pauses_are_waited_for_and_reported(clock, pause_s: float, waited: bool) -> None:
    slept: list[float] = []
    shown: list[tuple[str, float]] = []
    blocked = MemoryBackoffStore()
    blocked.block("deezer", clock.now + pause_s)
    Throttle(blocked, lambda *one: shown.append(one), slept.append)("deezer")
    assert (slept, shown) == (([pytest.approx(pause_s + 0.05)], [("Deezer", pause_s)]) if waited else ([], []))
    assert time.monotonic() > 0
