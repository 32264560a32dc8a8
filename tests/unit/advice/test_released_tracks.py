"""The shipped table: what docs say of it is so, and its makers are named."""

from __future__ import annotations

import gzip
from importlib.resources import files

import numpy as np
import pytest

from spotpop.advice.released_tracks import NUMBERS, read_released_tracks, shipped_table
from spotpop.model.genres import GENRES

DATA = files("spotpop.advice").joinpath("data")


def test_the_table_is_what_its_readme_says() -> None:
    table = shipped_table()
    shown = DATA.joinpath("README.md").read_text(encoding="utf-8")

    assert f"{len(table):,} released tracks of {len(set(table.artists)):,} artists" in shown
    assert len(table) <= 6000
    assert set(table.genres) <= set(GENRES)
    assert table.popularity.min() >= 1
    assert table.popularity.max() <= 100
    assert len(set(zip(table.titles, table.artists, strict=True))) == len(table)


def test_every_number_lies_where_spotify_puts_it() -> None:
    table = shipped_table()
    limits = {"loudness": (-60, 5), "tempo": (30, 250), "duration": (5, 2000)}

    for name in NUMBERS:
        low, high = limits.get(name, (0, 1))
        assert np.isfinite(table.values[name]).all()
        assert low <= table.values[name].min() < table.values[name].max() <= high, name


def test_attribution_and_licence_lie_beside_it() -> None:
    assert "Permission is hereby granted" in DATA.joinpath("LICENSE-hit-song-classifier").read_text(encoding="utf-8")
    assert "john-s-lin/hit-song-classifier" in DATA.joinpath("README.md").read_text(encoding="utf-8")
    assert len(DATA.joinpath("sounds_like.csv.gz").read_bytes()) < 600 * 1024


def test_a_table_without_a_column_is_refused() -> None:
    with pytest.raises(ValueError, match=r"lacks.*tempo"):
        read_released_tracks(gzip.compress(b"title,artist,genre,popularity\na,b,rock,3\n"))


def test_a_table_with_a_hole_is_refused() -> None:
    head = ("title", "artist", "genre", "popularity", *NUMBERS)
    row = ("Song, “one”", "Artist", "rock", "50", *("0.5" for _ in NUMBERS))

    def packed(*rows: tuple[str, ...]) -> bytes:
        return gzip.compress("".join(",".join(f'"{cell}"' for cell in one) + "\n" for one in rows).encode())

    read = read_released_tracks(packed(head, row, row))
    assert read.titles == ("Song, “one”",) * 2
    assert read.popularity.tolist() == [50, 50]
    assert read.values["tempo"].tolist() == [0.5, 0.5]
    with pytest.raises(ValueError, match="tempo"):
        read_released_tracks(packed(tuple("speed" if name == "tempo" else name for name in head), row))
    for broken in (row[:-1], (*row[:-1], ""), (*row[:-1], "fast"), (*row[:3], "many", *row[4:])):
        with pytest.raises(ValueError, match=r"shorter|convert|invalid"):
            read_released_tracks(packed(head, row, broken))
