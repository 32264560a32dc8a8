"""Track objects of the Web API, of which any field may be absent or odd."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotpop.sources.spotify import track_from

ID = "2plbrEY59IikOBgBGLjaoe"


FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"


def test_a_track_of_which_little_is_left() -> None:
    track = track_from(
        {"name": "Road", "id": ID, "artists": [{"name": "Mira"}, {"id": "x"}, None], "preview_url": None}
    )
    assert track is not None
    assert (track.title, track.artist_line, track.isrc, track.popularity, track.preview_url, track.release_date) == (
        "Road", "Mira", None, None, None, None,
    )  # fmt: skip


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1e999", "-1e999", "NaN", "true", '"7"', "null", "[]"])
def test_numbers_that_are_none_are_unknown(number: str) -> None:
    data = json.loads(f'{{"name": "Road", "duration_ms": {number}, "popularity": {number}}}')
    track = track_from(data)
    assert track is not None
    assert (track.duration_s, track.popularity) == (None, None)


@pytest.mark.parametrize("popularity", [-1, 101])
def test_a_popularity_outside_its_scale_is_unknown(popularity: int) -> None:
    track = track_from({"name": "Road", "popularity": popularity})
    assert track is not None
    assert track.popularity is None


def test_a_name_without_end_is_cut_off() -> None:
    track = track_from({"name": "x" * 1_000_000})
    assert track is not None
    assert len(track.title) == 4_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "title", "artists", "album", "duration_ms", "id", "images", "external_ids", "isrc"]
            ),
            inner,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_is_a_track_or_none(data: object) -> None:
    track = track_from(data)
    assert track is None or track.title
