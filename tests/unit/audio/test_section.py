"""What is accepted, and which part of a recording is heard."""

import math

import pytest

from spotpop.audio.section import Excerpt, Limits, choose_part, choose_section
from spotpop.errors import StartBeyondEnd, TooLarge, TooLong, TooShort

LIMITS = Limits(max_bytes=2 << 20, max_duration_s=600.0, min_duration_s=5.0)


def test_exactly_as_much_as_is_accepted_is_accepted():
    LIMITS.check_size(2 << 20)
    LIMITS.check_duration(600.0)
    LIMITS.check_duration(5.0)


def test_a_bit_more_or_less_is_refused_with_both_figures():
    with pytest.raises(TooLarge) as large:
        LIMITS.check_size(3 << 20)
    assert large.value.params == {"size_mib": 3.0, "maximum_mib": 2.0}
    with pytest.raises(TooLarge):
        LIMITS.check_size((2 << 20) + 1)
    with pytest.raises(TooLong) as long:
        LIMITS.check_duration(600.1)
    assert long.value.params == {"duration_s": 600.1, "maximum_s": 600.0}
    with pytest.raises(TooShort) as short:
        LIMITS.check_duration(4.9)
    assert short.value.params == {"duration_s": 4.9, "minimum_s": 5.0}


def test_what_nobody_sets_is_what_the_guide_says():
    assert Limits() == Limits(50 * 1024 * 1024, 1200.0, 5.0, 30.0)


@pytest.mark.parametrize(
    ("duration_s", "part"),
    [
        (8.0, (0.0, 8.0)), (30.0, (0.0, 30.0)), (31.0, (0.0, 30.0)), (31.1, (1.1, 30.0)), (36.0, (6.0, 30.0)),
        (45.0, (15.0, 30.0)), (90.0, (30.0, 30.0)), (240.0, (80.0, 30.0)),
    ],
)  # fmt: skip
def test_the_part_that_is_heard_begins_after_a_third_and_never_runs_over_the_end(duration_s, part):
    found = choose_part(duration_s, 30.0)
    assert (found.start_s, found.length_s) == pytest.approx(part)


def test_a_short_recording_is_decoded_whole():
    assert choose_section(45.0, None, LIMITS) == Excerpt(0.0, 45.0)
    assert choose_section(45.1, None, LIMITS) == choose_part(45.1, 30.0)


@pytest.mark.parametrize(("start_s", "length_s"), [(0.0, 30.0), (20.0, 30.0), (75.0, 15.0), (85.0, 5.0)])
def test_a_start_that_a_person_chose_is_kept(start_s, length_s):
    assert choose_section(90.0, start_s, LIMITS) == Excerpt(start_s, length_s)


@pytest.mark.parametrize(
    ("start_s", "shown"),
    [(85.1, 85.1), (-0.1, -0.1), (1e9, 1e6), (-1e9, -1e6), (math.inf, 1e6), (-math.inf, 1e6), (math.nan, 1e6)],
)
def test_a_start_without_enough_behind_it_is_reported_as_a_number(start_s, shown):
    with pytest.raises(StartBeyondEnd) as caught:
        choose_section(90.0, start_s, LIMITS)
    assert caught.value.params == {"start_s": shown, "duration_s": 90.0}
