"""Pauses and budgets of the sources."""

from __future__ import annotations

import time

import pytest

from spotpop.errors import RateLimited, SourceUnavailable
from spotpop.source_specs import DAY_S, SOURCES
from spotpop.sources import MemoryBackoffStore
from spotpop.sources.backoff import BULK_SHARE, SourceGate, bulk_work


def test_a_pause_is_kept_and_reported_without_asking() -> None:
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
    gate = SourceGate(None, lambda *shown: outcomes.append(shown))
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


def test_bulk_work_that_slows_itself_has_no_budget() -> None:
    store = MemoryBackoffStore()
    with SourceGate(store, throttle=lambda _: None).asking("itunes"):
        pass
    assert store.spent("itunes", 60) == 0


def test_a_window_that_is_over_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    store = MemoryBackoffStore()
    assert [store.spend("itunes", 60, 2) for _ in range(3)] == [True, True, False]
    assert store.spent("itunes", 60) == 2
    assert store.spent("itunes", 61) == store.spent("deezer", 60) == 0
    clock[0] += 60
    assert store.spent("itunes", 60) == 0
    assert store.spend("itunes", 60, 2)
    assert store.spent("itunes", 60) == 1
    assert store.until("itunes") is None


def test_a_budget_that_is_used_up_says_when_the_window_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000_020.0)
    store = MemoryBackoffStore()
    spec = SOURCES["itunes"]
    for _ in range(spec.per_minute):
        store.spend("itunes", 60, spec.per_minute)
    with pytest.raises(RateLimited) as caught, SourceGate(store).asking("itunes"):
        pytest.fail("asked in spite of the budget")
    assert caught.value.params == {"source": spec.title, "retry_after_s": 60 - 1_000_020.0 % 60}
    with bulk_work():
        assert BULK_SHARE == 0.8
    with pytest.raises(RateLimited), SourceGate(store).asking("itunes"):
        pytest.fail("asked in spite of the budget")


def test_what_fails_is_reported_and_a_pause_holds_for_bulk_work_too() -> None:
    outcomes: list[tuple[str, str]] = []
    slept: list[str] = []
    gate = SourceGate(None, lambda *shown: outcomes.append(shown), throttle=slept.append)
    with pytest.raises(SourceUnavailable), gate.asking("deezer"):
        raise SourceUnavailable(source="Deezer")
    assert (outcomes, slept) == ([("deezer", "failed")], ["deezer"])
    gate.blocked.block("deezer", time.time() + 9)
    with pytest.raises(RateLimited), gate.asking("deezer"):
        pytest.fail("asked in spite of the pause")
    gate.blocked._until["deezer"] = time.time() - 1  # type: ignore[attr-defined]
    with gate.asking("deezer"):
        pass
    assert outcomes[-1] == ("deezer", "blocked")
