"""From a recording to its row: what identifies it, and labels that are joined last."""

from dataclasses import replace

import pytest

from spotpop.dataset.rows import scalars_of, with_labels
from spotpop.dataset.state import Item
from spotpop.report import PreviewMatch
from spotpop.track import Artist, ReleaseDate, Track

TRACK = Track(
    title="Road (Live)", artists=(Artist(name="Änn"), Artist(name="Bo")), genres=("a", "b"), explicit=True,
    release_date=ReleaseDate.parse("2020-07-02"), followers=5,
)  # fmt: skip
MATCH = PreviewMatch(source="deezer", how="isrc", confidence=0.9)


def test_columns_that_do_not_change_with_the_label() -> None:
    row = scalars_of(Item(id="x" * 22), TRACK, MATCH, 200.0)
    assert (row["id"], row["artist"], row["artist_key"], row["genre"]) == ("x" * 22, "Änn, Bo", "ann", "a, b")
    assert row["release"] == pytest.approx(2020.5, abs=0.002)
    assert (row["explicit"], row["duration_s"], row["matched_by"], row["match_confidence"]) == (
        1.0,
        200.0,
        "deezer isrc",
        0.9,
    )
    bare = scalars_of(
        Item(id="y" * 22), replace(TRACK, artists=(), genres=(), explicit=None, release_date=None), MATCH, None
    )
    assert bare["artist_key"] == bare["song_key"] == Item(id="y" * 22).key
    assert (bare["genre"], bare["explicit"], bare["release"]) == (None, None, None)


def test_plays_become_percentiles_among_those_of_their_source() -> None:
    def item(**label):
        return Item(id="x" * 22, **label), {"id": 1}

    rows = with_labels(
        [
            item(plays=10, source="a"), item(plays=20, source="a"), item(plays=20, source="a"),
            item(plays=5, source="b"), item(popularity=33.0, plays=9, source="a"), item(date="2026-07-02"),
        ]
    )  # fmt: skip
    assert [row["popularity"] for row in rows[:5]] == pytest.approx([100 / 6, 200 / 3, 200 / 3, 50.0, 33.0])
    assert rows[5]["popularity"] is None
    assert rows[5]["snapshot"] == pytest.approx(2026.5, abs=0.002)
    assert (rows[0]["snapshot"], rows[0]["source"], rows[0]["id"]) == (None, "a", 1)
