"""History columns never hold the row itself, nor the future."""

from spotpop.dataset.history import with_history


def row(song: str, popularity: float, release: float | None = 2020.5, artist: str = "a", source: str = "s"):
    return {
        "song_key": song,
        "popularity": popularity,
        "release": release,
        "artist_key": artist,
        "source": source,
    }


def test_the_row_itself_is_never_in_its_own_history():
    first, second, third = with_history([row("x", 90), row("y", 10), row("z", 30)])
    assert (first["artist_n_other"], first["artist_median_other"]) == (2, 20.0)
    assert (second["artist_n_other"], second["artist_median_other"]) == (2, 60.0)
    assert third["artist_median_other"] == 50.0


def test_another_release_of_the_same_song_is_not_another_song():
    album, single, other = with_history([row("x", 20), row("x", 80), row("y", 40)])
    assert (album["artist_n_other"], album["artist_median_other"]) == (1, 40.0)
    assert single["artist_median_other"] == 40.0
    assert (other["artist_n_other"], other["artist_median_other"]) == (1, 80.0)


def test_only_what_was_surely_released_before_is_earlier():
    rows = [row("old", 10, 2018.2), row("same-year", 30, 2020.0), row("new", 50, 2020.5), row("later", 70, 2021.5)]
    old, bare_year, new, later = with_history(rows)
    assert (old["artist_n_prior"], old["artist_median_prior"]) == (0, None)
    assert (bare_year["artist_n_prior"], bare_year["artist_median_prior"]) == (1, 10.0)
    # A bare year may be any day of it: nobody knows whether it came before the middle of 2020.
    assert (new["artist_n_prior"], new["artist_median_prior"]) == (1, 10.0)
    assert (later["artist_n_prior"], later["artist_median_prior"]) == (3, 30.0)


def test_without_a_date_nothing_is_known_of_what_came_earlier():
    dated, undated = with_history([row("x", 10), row("y", 20, None)])
    assert (undated["artist_n_prior"], undated["artist_median_prior"]) == (None, None)
    assert undated["artist_n_other"] == 1
    assert dated["artist_n_prior"] == 0


def test_popularity_zero_other_sources_and_nobody_do_not_count():
    rows = [row("x", 10), row("dead", 0), row("far", 90, source="t"), row("p", 5, artist="various artists")]
    rows.append(row("q", 9, artist="Various Artists"))
    found = with_history(rows)
    assert found[0]["artist_n_other"] == 0
    assert found[1]["artist_n_other"] == 1
    assert found[3]["artist_n_other"] == 0
