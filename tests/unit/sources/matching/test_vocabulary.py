"""The vocabulary is read once, and its lists are sets of plain words."""

import pytest

from spotpop.sources.matching.vocabulary import VOCABULARY, words


@pytest.mark.parametrize("path", [("fillers",), ("edition",), ("ensembles",), ("composers",), ("classical", "tempo")])
def test_lists_are_plain_words(path: tuple[str, ...]) -> None:
    found = words(*path)
    assert found
    assert all(word == word.casefold().strip() for word in found)


def test_every_code_has_phrases_and_belongs_to_one_table() -> None:
    one, two = VOCABULARY["other_recording"], VOCABULARY["same_if_equally_long"]
    assert all(one.values())
    assert all(two.values())
    assert not set(one) & set(two)


def test_a_list_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("classical", "no such")
