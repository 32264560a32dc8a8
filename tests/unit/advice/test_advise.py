"""Findings put together: which genre is compared with, and which numbers stand beside those of other songs."""

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest

from spotpop.advice.advise import GENRE_SURE, comparable_numbers, genre_of
from spotpop.report import Genre
from tests.unit.bot.samples import TRACK


def heard(**changes):
    values = {"descriptors": {"energy": 0.5, "valence": math.nan, "tempo": 99.0}, "genres": ()}
    return SimpleNamespace(**{**values, **changes})


def sounding(name, probability):
    return heard(genres=(Genre(name="pop", probability=0.01), Genre(name=name, probability=probability)))


def test_a_stated_genre_comes_before_the_catalogues_and_that_before_the_sounds():
    track = replace(TRACK, genres=("german techno",))
    assert genre_of(sounding("rock", 0.9), track, "indie rock") == "rock"
    assert genre_of(sounding("rock", 0.9), track) == "edm"
    assert genre_of(sounding("rock", 0.9), replace(TRACK, genres=())) == "rock"


@pytest.mark.parametrize(("probability", "genre"), [(GENRE_SURE, "rock"), (GENRE_SURE - 0.01, None)])
def test_a_sound_says_a_genre_only_where_it_is_sure(probability, genre):
    assert genre_of(sounding("rock", probability), replace(TRACK, genres=())) == genre
    assert genre_of(heard(), replace(TRACK, genres=())) is None


def test_a_stated_genre_that_says_nothing_leaves_it_to_the_sound():
    assert genre_of(sounding("rock", 0.9), replace(TRACK, genres=("techno",)), "gibberish") == "rock"


def test_only_what_is_known_stands_beside_others():
    measured = SimpleNamespace(loudness_lufs=-9.0, tempo_bpm=None)
    found = comparable_numbers(measured, heard(), replace(TRACK, duration_s=187.4))
    assert found == {"loudness": -9.0, "duration": 187.4, "energy": 0.5}
    assert "duration" not in comparable_numbers(measured, heard(), replace(TRACK, duration_s=None))
