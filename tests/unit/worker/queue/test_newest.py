"""A mapping of the newest entries: it never holds more than it may, and drops the oldest."""

from hypothesis import given
from hypothesis import strategies as st

from worker.queue.newest import Newest


@given(st.lists(st.tuples(st.integers(0, 12), st.integers())), st.integers(1, 8))
def test_it_holds_what_was_set_last_and_no_more_than_it_may(entries: list[tuple[int, int]], most: int) -> None:
    kept = Newest[int, int](most)
    for name, value in entries:
        kept[name] = value
        assert len(kept) <= most
        assert kept[name] == value
    last = dict.fromkeys(name for name, _ in reversed(entries))  # newest first
    values = dict(entries)
    assert list(kept.items())[::-1] == [(name, values[name]) for name in list(last)[:most]]


def test_what_is_set_again_is_new_again() -> None:
    kept = Newest[str, int](2)
    kept["a"], kept["b"] = 1, 2
    kept["a"] = 3
    kept["c"] = 4
    assert dict(kept) == {"a": 3, "c": 4}


def test_an_update_drops_the_oldest_too() -> None:
    kept = Newest[int, None](3)
    kept.update(dict.fromkeys(range(10)))
    assert list(kept) == [7, 8, 9]
    assert kept.pop(99, None) is None
