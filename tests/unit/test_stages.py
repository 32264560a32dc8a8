"""A stage is announced when it begins and its time is added up; one that fails leaves none."""

import pytest

from spotpop.stages import silent, timed_stage


def test_a_stage_is_announced_first_and_its_milliseconds_add_up() -> None:
    timings: dict[str, float] = {"model": 5.0}
    shown: list[tuple[str, bool]] = []
    with timed_stage("model", timings, lambda name: shown.append((name, timings["model"] > 5.0))):
        sum(range(20_000))
    assert shown == [("model", False)]
    assert 5.0 < timings["model"] < 1_000
    first = timings["model"]
    with timed_stage("model", timings, silent):
        sum(range(20_000))
    assert timings["model"] > first


def test_a_stage_that_fails_has_no_time() -> None:
    timings: dict[str, float] = {}
    with pytest.raises(KeyError), timed_stage("decode", timings, silent):
        raise KeyError("x")
    assert timings == {}
