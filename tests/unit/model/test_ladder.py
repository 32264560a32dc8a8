"""The ladder: the track with every size of audience, its own marked."""

import numpy as np
import pytest

from spotpop.audience import RUNG_NAMES, RUNGS
from spotpop.model.forecast import LEVELS
from spotpop.model.graph_inputs import HISTORY, INPUTS, column_of
from spotpop.model.ladder import audience_name, chances, ladder_rows, rungs_from
from spotpop.model.manifest import AudiencePart
from tests.unit.model.popularity_part import AUDIENCE

PART = AudiencePart.model_validate(AUDIENCE)


def row(**values: float) -> np.ndarray:
    made = np.full(len(INPUTS), np.nan, np.float32)
    for name, value in values.items():
        made[column_of(name)] = value
    return made


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ({}, "mixture"), ({"followers": 5}, "followers"), ({"usual": 5}, "usual"), ({"earlier": 5}, "usual"),
        ({"usual": 5, "followers": 5}, "both"),
    ],
)  # fmt: skip
def test_what_is_known_of_the_audience_has_a_name(known, name) -> None:
    assert audience_name(row(**known)) == name


def test_each_rung_is_the_track_with_that_audience_and_no_other_songs() -> None:
    given = row(energy=0.5, followers=2_500, usual=40, usual_songs=3, earlier=20, earlier_songs=2)
    rows = ladder_rows(given, PART)
    expected = [rung.followers for rung in RUNGS]
    expected[1] = 2_500.0  # its own number on its own rung
    assert rows[:, column_of("followers")] == pytest.approx(expected, rel=1e-5)
    assert (rows[:, column_of("energy")] == 0.5).all()
    assert np.isnan(rows[:, [column_of(name) for name in HISTORY]]).all()
    assert given[column_of("usual")] == 40
    nothing = ladder_rows(row(), PART)[:, column_of("followers")]
    assert nothing == pytest.approx([rung.followers for rung in RUNGS], rel=1e-5)


def test_a_first_song_is_one_with_every_audience() -> None:
    rows = ladder_rows(row(earlier_songs=0, usual=0, usual_songs=2), PART)
    assert (rows[:, column_of("earlier_songs")] == 0).all()
    assert np.isnan(rows[:, [column_of(name) for name in ("usual", "usual_songs", "earlier")]]).all()


def test_a_model_that_knows_no_audiences_has_no_ladder() -> None:
    assert ladder_rows(row(), None).shape == (0, len(INPUTS))
    assert rungs_from([], row()) == ()


def test_rungs_tell_their_middle_their_ends_and_their_chances() -> None:
    found = [np.array(LEVELS) * 100 - at for at in range(6)]
    rungs = rungs_from(found, row(followers=50_000))
    assert [rung.name for rung in rungs] == list(RUNG_NAMES)
    assert [(rung.score, rung.interval.low, rung.interval.high) for rung in rungs[:2]] == [
        pytest.approx((50, 10, 90)), pytest.approx((49, 9, 89)),
    ]  # fmt: skip
    assert [rung.chosen for rung in rungs] == [False, False, True, False, False, False]
    assert [rung.listed_only for rung in rungs] == [True] + [False] * 5
    assert not any(rung.chosen for rung in rungs_from(found, row()))


def test_chances_to_reach_twenty_and_thirty() -> None:
    assert [(one.popularity, one.probability) for one in chances(np.array(LEVELS) * 100)] == [(20, 0.8), (30, 0.7)]
