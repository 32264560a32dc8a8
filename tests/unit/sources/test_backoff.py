"""Pauses and budgets of the sources."""

from __future__ import annotations

import time

import pytest

from spotpop.errors import RateLimited
from spotpop.services import DAY_S, SOURCES
from spotpop.sources import MemoryBackoffStore
from spotpop.sources.backoff import BULK_SHARE, SourceGate, bulk_work


def test_a_pause_is_kept_and_told_without_asking() -> None:
    outcomes: list[tuple[str, str]] = []
    gate = SourceGate(None, lambda source, outcome: outcomes.append((source, outcome)))
    with pytest.raises(RateLimited), gate.asking("deezer"):
        raise RateLimited(source="Deezer", retry_after_s=30.0)
    with pytest.raises(RateLimited) as caught, gate.asking("deezer"):
        pytest.fail("asked in spite of the pause")
    assert 25 < float(caught.value.params["retry_after_s"]) <= 30
    with gate.asking("itunes"):
        pass
    assert outcomes == [("deezer", "limited"), ("deezer", "blocked")]


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    blocked = MemoryBackoffStore()
    later = time.time() + 100
    blocked.block("spotify", later)
    blocked.block("spotify", later - 90)
    assert blocked.until("spotify") == later


def test_a_minutes_budget_is_kept_and_said_without_asking() -> None:
    outcomes: list[tuple[str, str]] = []
    gate = SourceGate(None, lambda *told: outcomes.append(told))
    limit = SOURCES["itunes"].per_minute
    asked = 0

    def ask_on() -> None:
        nonlocal asked
        for _ in range(2 * limit + 1):  # a new minute may begin meanwhile
            with gate.asking("itunes"):
                asked += 1

    with pytest.raises(RateLimited) as caught:
        ask_on()
    assert limit <= asked <= 2 * limit
    assert 0 < float(caught.value.params["retry_after_s"]) <= 60
    assert outcomes[-1] == ("itunes", "spent")
    with gate.asking("deezer"):
        pass


def test_rows_of_albums_leave_a_part_of_the_budget_to_single_tracks() -> None:
    store = MemoryBackoffStore()
    gate = SourceGate(store)
    bulk = int(SOURCES["spotify"].per_day * BULK_SHARE)  # type: ignore[operator] # Spotify counts days
    for _ in range(bulk):
        assert store.spend("spotify", DAY_S, bulk)
    with bulk_work(), pytest.raises(RateLimited), gate.asking("spotify"):
        pytest.fail("asked in spite of the budget")
    with gate.asking("spotify"):
        pass
    assert store.spent("spotify", DAY_S) == bulk + 1


def test_bulk_work_that_paces_itself_has_no_budget() -> None:
    store = MemoryBackoffStore()
    with SourceGate(store, throttle=lambda _: None).asking("itunes"):
        pass
    assert store.spent("itunes", 60) == 0
