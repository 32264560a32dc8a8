"""What is known of a track becomes one row of numbers, in the network's order and units."""

import numpy as np
import pytest

from spotpop.model.forecast import Context
from spotpop.model.graph_inputs import (
    INPUTS,
    PLAYERS,
    SOUND,
    album_number,
    coarse,
    column_of,
    graph_inputs,
    input_row,
    knows_earlier_only,
    knows_history,
    moved,
    sensible,
)

EVERYTHING = Context(
    age_years=2.5, duration_s=180.0, explicit=True, genre="rock", followers=5_000.0, usual_popularity=40.0,
    usual_songs=3.0, earlier_popularity=35.0, earlier_songs=2.0, album_type="album", album_tracks=12.0,
    track_number=4.0, deezer_fans=900.0, deezer_rank=100_000.0,
)  # fmt: skip


def test_each_value_stands_in_its_own_column() -> None:
    sound = {name: 0.1 + at for at, name in enumerate(SOUND)}
    row = input_row({**sound, "no descriptor": 5.0}, EVERYTHING)
    assert row.dtype == np.float32
    assert row[: len(SOUND)] == pytest.approx([0.1 + at for at in range(len(SOUND))])
    shown = dict(zip(INPUTS, row.tolist(), strict=True))
    expected = {
        "age": 2.5, "duration": 180, "explicit": 1, "genre": 2, "followers": 5000, "usual": 40, "usual_songs": 3,
        "earlier": 35, "earlier_songs": 2, "album_type": 2, "album_tracks": 12, "track_number": 4, "deezer_fans": 900,
        "deezer_rank": 100_000,
    }  # fmt: skip
    assert {name: shown[name] for name in expected} == expected
    assert set(expected) | set(SOUND) == set(INPUTS)


def test_what_is_unknown_is_no_number() -> None:
    assert np.isnan(input_row({}, Context())).all()
    assert np.isnan(input_row({"energy": float("inf")}, Context(genre="no such"))).all()
    assert input_row({}, Context(explicit=False))[column_of("explicit")] == 0


def test_a_number_of_songs_says_nothing_without_their_median() -> None:
    row = input_row({}, Context(usual_songs=7, earlier_songs=7, earlier_popularity=3))
    assert np.isnan(row[column_of("usual_songs")])
    assert row[column_of("earlier_songs")] == 7
    given = np.full((1, len(INPUTS)), 1.0, np.float32)
    given[0, column_of("usual")] = np.nan
    assert np.isnan(sensible(given)[0, column_of("usual_songs")])
    assert given[0, column_of("usual_songs")] == 1.0  # the rows given are not changed


def test_that_there_are_no_other_songs_can_be_stated() -> None:
    row = input_row({}, Context(usual_songs=0, earlier_songs=0))
    assert row[[column_of("usual_songs"), column_of("earlier_songs")]].tolist() == [0, 0]
    assert np.isnan(np.delete(row, [column_of("usual_songs"), column_of("earlier_songs")])).all()


@pytest.mark.parametrize(
    ("shown", "history", "earlier_only"),
    [
        ({}, False, False),
        ({"followers": 1e5}, False, False),
        ({"usual": 40.0}, True, False),
        ({"usual_songs": 0}, True, False),
        ({"usual_songs": 0, "earlier_songs": 0}, True, False),
        ({"earlier": 40.0}, True, True),
        ({"earlier_songs": 0}, True, True),
        ({"usual": 40.0, "earlier": 30.0}, True, False),
    ],
)
def test_what_is_known_of_other_songs_decides_who_answers(shown, history, earlier_only) -> None:
    row = np.full((1, len(INPUTS)), np.nan, np.float32)
    for name, value in shown.items():
        row[0, column_of(name)] = value
    assert (bool(knows_history(row)[0]), bool(knows_earlier_only(row)[0])) == (history, earlier_only)


def test_types_of_albums_are_numbered_from_one() -> None:
    assert [album_number(kind) for kind in ("single", "album", "compilation", "ep", None)] == [1, 2, 3, None, None]


def test_an_audience_as_a_person_tells_it() -> None:
    rows = np.full((3, len(INPUTS)), np.nan, np.float32)
    rows[:2, column_of("followers")] = (2_000, 900_000)
    rows[:, column_of("usual")] = (0, 29.9, 100)
    shown = coarse(rows)
    assert shown[:, column_of("followers")] == pytest.approx([10**3.5, 10**5.5, np.nan], nan_ok=True, rel=1e-4)
    assert shown[:, column_of("usual")] == pytest.approx([7.5, 22.5, 97.5])
    assert np.isnan(shown[:, column_of("earlier")]).all()
    assert rows[0, column_of("followers")] == 2_000


def test_only_medians_are_moved() -> None:
    rows = np.ones((2, len(INPUTS)), np.float32)
    shown = moved(rows, np.array([10.0, -1.0]))
    assert shown[:, column_of("usual")].tolist() == shown[:, column_of("earlier")].tolist() == [11.0, 0.0]
    assert (np.delete(shown, [column_of("usual"), column_of("earlier")], axis=1) == 1).all()
    assert (rows == 1).all()


def test_the_graph_is_given_what_is_known() -> None:
    asked = graph_inputs(np.array([[1.5, np.nan, 0.0]], np.float32))
    assert asked["values"].tolist() == [[1.5, 0.0, 0.0]]
    assert asked["known"].tolist() == [[1.0, 0.0, 1.0]]
    assert asked["values"].dtype == asked["known"].dtype == np.float32


def test_every_input_comes_and_goes_with_one_reason() -> None:
    members = [one for group in PLAYERS.values() for one in group]
    assert sorted(members) == sorted(INPUTS)
