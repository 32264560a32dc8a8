"""Corridors: places and ranks that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spotpop.advice.corridor import SHOWN, genre_corridor, own_corridor
from spotpop.advice.released_tracks import NUMBERS, SPOTIFY_DB_ABOVE_LUFS, ReferenceTable, shipped_table
from spotpop.findings import Corridor, Standing


def counted(count: int = 101, genre: str = "folk") -> ReferenceTable:
    """Return tracks whose loudness is -101.57, -100.57 … dB and whose other numbers are 0, 0.01 …"""
    steps = np.arange(count, dtype=np.float64)
    values: dict[str, NDArray[np.float64]] = dict.fromkeys(NUMBERS, steps / 100)
    values["loudness"] = steps - 100 + SPOTIFY_DB_ABOVE_LUFS
    names = tuple(str(step) for step in range(count))
    return ReferenceTable(names, names, (genre,) * count, np.arange(count) + 1, values)


def standing(corridor: Corridor | None, name: str) -> Standing:
    assert corridor is not None
    return next(one for one in corridor.standings if one.name == name)


@pytest.mark.parametrize(
    ("lufs", "place", "percentile"),
    [
        (-95.0, "below", 5.4),
        (-90.0, "inside", 10.4),
        (-50.0, "inside", 50.0),
        (-5.0, "above", 94.6),
        (9.0, "above", 100),
    ],
)
def test_a_song_stands_where_counting_puts_it(lufs: float, place: str, percentile: float) -> None:
    found = standing(genre_corridor({"loudness": lufs}, "folk", table=counted()), "loudness")

    assert (found.low, found.high) == pytest.approx((-90.0, -10.0))
    assert found.place == place
    assert found.percentile == pytest.approx(percentile, abs=0.1)


def test_a_genre_with_too_few_tracks_gives_way_to_all_music() -> None:
    few = genre_corridor({"energy": 0.5}, "folk", table=counted(99))
    unknown = genre_corridor({"energy": 0.5}, "classical")

    assert few is not None
    assert unknown is not None
    assert (few.kind, few.name, few.size) == ("all", "", 99)
    assert (unknown.kind, unknown.size) == ("all", len(shipped_table()))


def test_unknown_numbers_have_no_place() -> None:
    assert genre_corridor({"energy": float("nan")}, "rock") is None
    found = genre_corridor({"loudness": -9.0, "tempo": 120.0}, "rock")
    assert found is not None
    assert [one.name for one in found.standings] == ["loudness", "tempo"]


def test_a_few_references_span_from_the_smallest_to_the_largest_and_give_no_rank() -> None:
    references = [{"loudness": -9.0, "tempo": 100.0}, {"loudness": -12.0}, {"loudness": -10.5, "tempo": 120.0}]

    found = own_corridor({"loudness": -14.0, "tempo": 110.0, "energy": 0.4}, references, "my heroes")

    assert found is not None
    assert (found.kind, found.name, found.size) == ("own", "my heroes", 3)
    loudness, tempo = found.standings
    assert (loudness.low, loudness.high, loudness.place, loudness.percentile) == (-12.0, -9.0, "below", None)
    assert (tempo.low, tempo.high, tempo.place) == (100.0, 120.0, "inside")


def test_without_references_there_is_no_corridor() -> None:
    assert own_corridor({"loudness": -9.0}, [], "none") is None
    assert own_corridor({"loudness": -9.0}, [{"tempo": 90.0}], "nothing shared") is None


@given(st.floats(-40, 0), st.sampled_from(["rock", "folk", "jazz", None]))
def test_place_and_rank_tell_the_same(lufs: float, genre: str | None) -> None:
    found = standing(genre_corridor({"loudness": lufs}, genre), "loudness")

    assert found.percentile is not None
    expected = {"below": (0, 10.5), "inside": (9.5, 90.5), "above": (89.5, 100)}[found.place]
    assert expected[0] <= found.percentile <= expected[1]


def test_loud_genres_are_louder() -> None:
    """A sanity check of the table that any listener can make."""
    middle = {}
    for genre in ("metal", "rock", "folk", "jazz"):
        corridor = genre_corridor(dict.fromkeys(SHOWN, 0.0), genre)
        middle[genre] = standing(corridor, "loudness").low
    assert middle["metal"] > middle["rock"] > middle["folk"] > middle["jazz"]
