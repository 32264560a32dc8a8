"""Tracks that sound alike: found in a table made by code, where the right answer is known, and in the shipped one."""

from __future__ import annotations

import numpy as np

from spotpop.advice.neighbours import COMPARED, LEAST_OF_GENRE, sounds_like
from spotpop.advice.released_tracks import NUMBERS, ReferenceTable, shipped_table


def made_table(count: int = 300, *, rock: int = 150) -> ReferenceTable:
    rng = np.random.default_rng(4)
    values = {name: rng.uniform(0, 1, count) for name in NUMBERS}
    values["loudness"] = rng.uniform(-20, -4, count)
    values["tempo"] = rng.uniform(70, 180, count)
    return ReferenceTable(
        titles=tuple(f"Song {at}" for at in range(count)),
        artists=tuple(f"Artist {at}" for at in range(count)),
        genres=("rock",) * rock + ("folk",) * (count - rock),
        popularity=np.arange(count) % 100 + 1,
        values=values,
    )


def sound_of(table: ReferenceTable, at: int) -> dict[str, float]:
    return {name: float(table.values[name][at]) for name in COMPARED}


def test_a_track_of_the_table_finds_itself_first_unless_it_is_the_song_asked_about() -> None:
    table = made_table()

    found = sounds_like(sound_of(table, 7), genre="rock", table=table)
    without = sounds_like(sound_of(table, 7), genre="rock", title="Song 7 (Live)", artist="artist 7", table=table)

    assert found is not None
    assert without is not None
    assert (found.tracks[0].title, found.tracks[0].distance) == ("Song 7", 0.0)
    assert without.tracks == (*found.tracks[1:], *without.tracks[4:])
    assert len(without.tracks) == 5


def test_neighbours_are_of_the_genre_where_it_has_enough_tracks() -> None:
    table = made_table(rock=300 - LEAST_OF_GENRE + 1)  # one folk track too few

    rock = sounds_like(sound_of(table, 250), genre="rock", table=table)
    folk = sounds_like(sound_of(table, 250), genre="folk", table=table)

    assert rock is not None
    assert folk is not None
    assert rock.genre == "rock"
    assert "Song 250" not in {track.title for track in rock.tracks}
    assert folk.genre is None
    assert folk.tracks[0].title == "Song 250"


def test_an_artist_comes_once() -> None:
    table = made_table()
    one_artist = ReferenceTable(
        titles=table.titles,
        artists=("The Same",) * 299 + ("Another",),
        genres=table.genres,
        popularity=table.popularity,
        values=table.values,
    )

    found = sounds_like(sound_of(table, 3), table=one_artist)

    assert found is not None
    assert sorted(track.artist for track in found.tracks) == ["Another", "The Same"]


def test_what_is_heard_badly_counts_less() -> None:
    table = made_table()
    moved = sound_of(table, 20) | {"valence": 1 - float(table.values["valence"][20])}

    trusting = sounds_like(moved, table=table)
    doubting = sounds_like(moved, spread={"valence": 10.0}, table=table)

    assert trusting is not None
    assert doubting is not None
    assert doubting.tracks[0].title == "Song 20"
    assert doubting.tracks[0].distance == 0.0
    assert trusting.tracks[0].distance > 0.0


def test_half_time_is_the_same_tempo() -> None:
    table = made_table()
    half = sound_of(table, 11) | {"tempo": float(table.values["tempo"][11]) / 2}

    found = sounds_like(half, table=table)

    assert found is not None
    assert (found.tracks[0].title, found.tracks[0].distance) == ("Song 11", 0.0)


def test_too_little_known_of_a_sound_is_no_sound_to_look_for() -> None:
    assert sounds_like({"energy": 0.5, "loudness": -9.0, "tempo": float("nan")}) is None


def test_equal_sounds_end_anywhere() -> None:
    """The sentence that goes with the list: of released tracks, five that sound alike differ by dozens of points."""
    table = shipped_table()
    widths = []
    for at in range(0, len(table), 60):
        found = sounds_like(
            sound_of(table, at), genre=table.genres[at], title=table.titles[at], artist=table.artists[at]
        )
        assert found is not None
        popularity = [track.popularity for track in found.tracks]
        widths.append(max(popularity) - min(popularity))

    assert 35 < np.median(widths) < 65
