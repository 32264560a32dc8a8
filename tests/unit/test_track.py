"""Who a track is: dates only as precise as they are known, names that are valid Unicode."""

from datetime import date

import pytest

from spotpop.track import Artist, ReleaseDate, Track


@pytest.mark.parametrize(
    ("text", "precision", "read"),
    [
        ("2024", None, "2024"), ("2024-08", None, "2024-08"), ("2024-08-16", None, "2024-08-16"),
        ("2024-08-16T12:00:00Z", None, "2024-08-16"), ("2024-01-01", "year", "2024"),
        ("2024-08-16", "month", "2024-08"),
        ("2024", "day", "2024"), ("1860", None, "1860"),
    ],
)  # fmt: skip
def test_a_date_is_as_precise_as_the_catalogue_says(text, precision, read) -> None:
    assert str(ReleaseDate.parse(text, precision)) == read


@pytest.mark.parametrize("text", [None, "", "0000", "1859-12-31", "soon", "2024-13", "2024-02-30", "0000-00-00"])
def test_a_placeholder_is_no_date(text) -> None:
    assert ReleaseDate.parse(text) is None


def test_age_is_counted_in_years_and_never_negative() -> None:
    released = ReleaseDate.parse("2020-01-01")
    assert released.age_years(date(2024, 1, 1)) == pytest.approx(4.0, abs=0.01)
    assert released.age_years(date(2019, 1, 1)) == 0.0


def test_names_become_valid_and_artists_one_line() -> None:
    track = Track(title="a\ud800", artists=(Artist(name="b\ud800"), Artist(name="C")))
    track.title.encode()
    track.artist_line.encode()
    assert track.artist_line.endswith(", C")
