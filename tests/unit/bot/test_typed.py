"""Options typed behind a command: by name, by a word that can only mean one, never out of a song's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import BY_NAME
from bot.typed import MOST_LETTERS, values_in

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
PREDICT, SETTINGS = BY_NAME["predict"], BY_NAME["settings"]


@pytest.mark.parametrize(
    "typed", ["language de", "language=de", "language = de", "--language de", "language: de", "de"]
)
def test_one_choice_can_be_typed_in_many_ways(typed):
    assert values_in(typed, SETTINGS) == ({"language": "de"}, "")


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("private", {"private": True}),
        ("private on", {"private": True}),
        ("private nein", {"private": False}),
        ("start 45", {"start": 45.0}),
        ("start 45s", {"start": 45.0}),
        ("start 1,5", {"start": 1.5}),
        ("genre folk explicit", {"genre": "folk", "explicit": True}),
        ("release_date 2026-08-14", {"release_date": "2026-08-14"}),
    ],
)
def test_what_stands_beside_a_link_is_read_and_the_link_stays(typed, values):
    assert values_in(f"{typed} {LINK}", PREDICT) == (values, LINK)
    assert values_in(f"{LINK} {typed}", PREDICT) == (values, LINK)


@pytest.mark.parametrize("typed", ["start -4", "start soon", "start nan", "release_date 1-2-3", "genre xyzzy"])
def test_a_value_that_does_not_fit_is_no_option(typed):
    values, rest = values_in(f"{typed} {LINK}", PREDICT)
    assert values == {}
    assert LINK in rest


@pytest.mark.parametrize("name", ["pop life", "Rock and Roll All Nite", "De La Soul - Me Myself and I"])
def test_no_word_of_a_songs_name_is_an_option(name):
    assert values_in(name, PREDICT) == ({}, name)


def test_a_name_that_somebody_gives_is_kept_short():
    values, _ = values_in("set " + "x" * 500, BY_NAME["reference"])
    assert len(values["set"]) == MOST_LETTERS


@given(st.text(max_size=80), st.sampled_from(sorted(BY_NAME)))
def test_any_text_can_be_typed_behind_any_command(text, name):
    values, rest = values_in(text, BY_NAME[name])
    known = {option.name for option in BY_NAME[name].options}
    assert set(values) <= known
    assert isinstance(rest, str)
