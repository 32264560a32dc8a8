"""Catalogues' many names of genres come down to the few that the model knows."""

import pytest

from spotpop.model.genres import GENRES, context_genre, genre_number


@pytest.mark.parametrize(
    ("name", "genre"),
    [
        ("latin pop", "latin"), ("metalcore", "metal"), ("pop rock", "rock"), ("K-Pop", "pop"), ("Hip-Hop", "rap"),
        ("trap", "rap"), ("UK drill", "rap"), ("r n b", "r&b"), ("R&B", "r&b"), ("neo soul", "r&b"), ("techno", "edm"),
        ("drum and bass", "edm"), ("bossa nova", "jazz"), ("singer-songwriter", "folk"), ("Christmas", "holiday"),
        ("anime score", "soundtrack"), ("baroque", "classical"), ("bluegrass", "country"), ("indie", "rock"),
        ("  ROCK ", "rock"), ("other", "other"), ("banda", "latin"), ("husband", None), ("gibberish", None),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_the_more_telling_word_wins(name, genre) -> None:
    assert context_genre([name]) == genre


def test_the_genre_that_most_names_speak_of_wins() -> None:
    assert context_genre(["pop", "german techno", None, "minimal house"]) == "edm"
    assert context_genre(["jazz", "rock"]) == "jazz"  # a tie: what is named first
    assert context_genre([]) is None


def test_a_name_without_end_is_not_searched_to_its_end() -> None:
    assert context_genre(["x" * 99 + " rock"]) is None


def test_numbers_begin_at_one() -> None:
    assert [genre_number(genre) for genre in GENRES] == list(range(1, len(GENRES) + 1))
    assert genre_number("rap") == 1
    assert genre_number(None) == genre_number("no such") == 0
