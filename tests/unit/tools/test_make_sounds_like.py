"""The command that makes the shipped table, on rows made by code."""

from __future__ import annotations

import gzip

from spotpop.advice.released_tracks import read_released_tracks
from tools.make_sounds_like import genres_of, pack, select


def row(song: str, artist: str, **changes: str) -> dict[str, str]:
    plain = dict.fromkeys(
        ("danceability", "energy", "valence", "acousticness", "instrumentalness", "speechiness"), "0.12345"
    )
    return {
        "song": song,
        "artist": artist,
        "popularity": "40",
        "loudness": "-7.26",
        "tempo": "120.04",
        "duration_ms": "200600",
        **plain,
        **changes,
    }


ARTISTS = [
    {"artist.name": "Ann & Bob", "terms": "indie folk"},
    {"artist.name": "Ann & Bob", "terms": "folk rock"},
    {"artist.name": "Carl", "terms": "death metal"},
    {"artist.name": "Dora", "terms": "gibberish"},
]


def test_an_artist_has_the_genre_that_most_terms_speak_of() -> None:
    assert genres_of(ARTISTS) == {"annbob": "folk", "carl": "metal"}


def test_guests_do_not_hide_the_artist_and_unknown_artists_are_left_out() -> None:
    rows = [row("One", "Carl Featuring Dora"), row("Two", "Ann & Bob"), row("Three", "Dora"), row("Four", "Nobody")]

    assert [line[:3] for line in select(rows, genres_of(ARTISTS))] == [
        ("Two", "Ann & Bob", "folk"),
        ("One", "Carl Featuring Dora", "metal"),
    ]


def test_of_several_recordings_the_most_popular_stays_and_zero_is_left_out() -> None:
    rows = [
        row("One", "Carl", popularity="12"),
        row("ONE!", "Carl", popularity="61"),
        row("Two", "Carl", popularity="0"),
        row("Three", "Carl", tempo="0"),
    ]

    assert [line[3] for line in select(rows, genres_of(ARTISTS))] == ["61"]


def test_the_table_can_be_read_and_is_the_same_every_time() -> None:
    rows = select([row('A\x14 song,  quoted "here"', "Carl")], genres_of(ARTISTS))

    table = read_released_tracks(pack(rows))

    assert pack(rows) == pack(rows)
    assert gzip.decompress(pack(rows)).count(b"\n") == 2
    assert table.titles == ('A song, quoted "here"',)
    assert table.values["loudness"][0] == -7.3
    assert table.values["duration"][0] == 201.0
