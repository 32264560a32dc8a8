"""Sounds that are no music are recognised, and music is not taken for them."""

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import Clip
from spotpop.model.domain import domain_warnings, suggest_genres
from tests import sounds
from tests.unit.model.heard import demo_analysis, quiet_tags


@pytest.mark.parametrize(
    ("clip", "expected"),
    [
        (sounds.noise(colour="white"), "noise"),
        (sounds.noise(colour="pink"), "noise"),
        (sounds.noise(colour="brown"), "noise"),
        (sounds.tone(440), "tone"),
        (sounds.tone(220, 277.2, 329.6, level=0.1), "tone"),
        (sounds.speech(), "speech"),
        (sounds.noise(level=1e-5), "silence"),
    ],
    ids=["white", "pink", "brown", "sine", "chord", "speech", "silence"],
)
def test_what_is_no_music_is_recognised(clip, expected):
    assert domain_warnings(analyse(clip), quiet_tags())[0] == expected


def test_a_song_raises_no_warning():
    assert domain_warnings(demo_analysis(), quiet_tags()) == ()


def test_a_song_that_is_tagged_classical_is_said_to_be():
    assert domain_warnings(demo_analysis(), {**quiet_tags(), "classical": 0.8}) == ("classical",)


def test_a_quiet_and_short_song_is_both():
    samples = demo_analysis().clip.samples[: 10 * 22050] * np.float32(0.05)
    assert domain_warnings(analyse(Clip(samples, 0.0, 10.0)), quiet_tags()) == ("quiet", "short")


def test_genres_are_ranked_and_silent_tags_suggest_none():
    genres = suggest_genres({**quiet_tags(), "rock": 0.5, "metal": 0.4})
    assert [genre.name for genre in genres] == ["rock", "metal"]
    assert 0 < sum(genre.probability for genre in genres) < 1
    assert suggest_genres(quiet_tags()) == ()
