"""Words for numbers that are not exact: levels by thirds, tendencies beside the middle third of all tracks."""

import pytest

from spotpop.report.components import level_of, mode_of, tendency_of


@pytest.mark.parametrize(("value", "level"), [(0.0, 0), (0.33, 0), (1 / 3, 1), (0.66, 1), (2 / 3, 2), (1.0, 2)])
def test_a_level_is_a_third_of_the_scale(value: float, level: int) -> None:
    assert [level_of(one) for one in (0.1, 0.5, 0.9)].index(level_of(value)) == level
    assert len({level_of(one) for one in (0.1, 0.5, 0.9)}) == 3


@pytest.mark.parametrize(("rank", "like"), [(None, 50), (100 / 3, 50), (200 / 3, 50), (33.0, 1), (67.0, 99)])
def test_a_tendency_is_stated_outside_the_middle_third_alone(rank: float | None, like: float) -> None:
    assert tendency_of(rank) == tendency_of(like)
    assert len({tendency_of(one) for one in (1, 50, 99)}) == 3


def test_a_mode_is_stated_where_it_is_sure() -> None:
    assert mode_of(None) is None
    assert (mode_of(0.0), mode_of(0.5), mode_of(1.0)) == (0, mode_of(0.5), 1)
