"""What is claimed of a record, and what is not."""

import numpy as np
import pytest

from spotpop.record.entries import DAY_S
from spotpop.record.scores import age_band, release_cohort, summarise
from spotpop.record.store import Case
from spotpop.record.summary import LEAST
from tests.record import NEW_YEAR, make_forecast

LATER = NEW_YEAR + 45 * DAY_S
SPOTIFY = ("spotify.popularity", 30)
LISTENS = ("listenbrainz.listens", 30)


def cases(count, outcome_of=lambda number: 40.0, *, key=SPOTIFY, **changes):
    return [
        Case(
            forecast=make_forecast(number, day=number / 100, score=20 + number % 50, **changes),
            outcomes={key: outcome_of(number)} if outcome_of(number) is not None else {},
        )
        for number in range(count)
    ]


def score_of(found, key=SPOTIFY, part="all", value=""):
    return next(
        one for one in found.scores
        if (one.measure, one.horizon_days) == key and (one.slice, one.value) == (part, value)
    )  # fmt: skip


def values(score):
    return {figure.name: figure.value for figure in score.figures}


@pytest.mark.parametrize("count", [0, 1, LEAST - 1])
def test_nothing_is_claimed_below_thirty(count):
    score = score_of(summarise(cases(count), now=LATER, head=""))
    assert score.outcomes == count
    assert set(values(score).values()) == {None}
    assert {(figure.count, figure.needed) for figure in score.figures} == {(count, LEAST)}


def test_coverage_counts_what_the_interval_held_and_on_which_side_it_missed():
    found = score_of(
        summarise(cases(50, lambda number: 20.0 + number % 50 + (30 if number < 5 else 0)), now=LATER, head="")
    )
    assert (found.below, found.inside, found.above) == (0, 45, 5)
    assert values(found)["coverage"] == 0.9
    assert [one.off for one in found.misses] == [15.0] * 5
    assert len(found.hits) == 10


def test_a_perfect_forecast_beats_the_middle_and_a_useless_one_does_not():
    perfect = score_of(summarise(cases(60, lambda number: 20.0 + number % 50), now=LATER, head=""))
    assert values(perfect)["crps_skill"] > 0.5
    assert values(perfect)["spearman"] == 1.0
    rng = np.random.default_rng(1)
    useless = score_of(summarise(cases(60, lambda number: float(rng.uniform(0, 100))), now=LATER, head=""))
    assert values(useless)["spearman"] < 0.4


def test_only_elapsed_horizons_count():
    found = summarise(cases(40), now=NEW_YEAR + 20 * DAY_S, head="")
    assert (score_of(found).elapsed, score_of(found).outcomes) == (0, 0)
    assert found.next_outcome_at == pytest.approx(NEW_YEAR + 30 * DAY_S)


def test_an_open_outcome_is_counted_only_once_it_can_not_come_any_more():
    some = cases(40, lambda number: None if number < 10 else 40.0)
    early = score_of(summarise(some, now=NEW_YEAR + 32 * DAY_S, head=""))
    assert (early.elapsed, early.outcomes) == (30, 30)
    late = score_of(summarise(some, now=NEW_YEAR + 60 * DAY_S, head=""))
    assert (late.elapsed, late.outcomes) == (40, 30)


def test_several_forecasts_of_one_track_are_one_proof():
    some = cases(40)
    again = [Case(forecast=make_forecast(3, day=1.0, version="2.0"), outcomes={SPOTIFY: 99.0})]
    found = summarise(some + again, now=LATER, head="")
    assert score_of(found).outcomes == 40
    assert score_of(found, part="model", value="default 2.0").outcomes == 1
    assert found.tracks == 40


def test_another_measure_is_compared_within_release_weeks_only():
    # In each week the order is exactly wrong; over all weeks it would be right.
    def outcome_of(number):
        return 1000.0 * (number % 4) - number

    some = [
        Case(
            forecast=make_forecast(
                number, day=0.01 * number, score=20 + 10 * (number % 4) + number / 10,
                release_date=f"2026-01-{5 + 7 * (number % 4):02d}",
            ),
            outcomes={LISTENS: outcome_of(number)},
        )
        for number in range(40)
    ]  # fmt: skip
    found = values(score_of(summarise(some, now=LATER, head=""), LISTENS))
    assert found["pairs"] == 0.0
    assert found["spearman"] == -1.0


def test_a_measure_that_never_varies_claims_nothing():
    score = score_of(summarise(cases(40, lambda number: 3.0, key=LISTENS), now=LATER, head=""), LISTENS)
    assert set(values(score).values()) == {None}


def test_the_same_record_gives_the_same_figures():
    some = cases(50, lambda number: float(number * 37 % 100))
    assert summarise(some, now=LATER, head="") == summarise(some, now=LATER, head="")


@pytest.mark.parametrize(
    ("shown", "cohort", "age"),
    [
        ("2026-01-01", "2026-W01", "new"), ("2025-12-29", "2026-W01", "new"), ("2025-06", "2025-06", "year"),
        ("2024", "2024", "older"), (None, None, "unknown"),
    ],
)  # fmt: skip
def test_weeks_and_ages(shown, cohort, age):
    forecast = make_forecast(release_date=shown)
    assert (release_cohort(forecast), age_band(forecast)) == (cohort, age)
