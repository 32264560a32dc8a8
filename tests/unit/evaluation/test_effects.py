"""What is left of a forecast difference within one artist: slopes of made-up labels, one for all collections."""

import numpy as np
import pytest

from spotpop.evaluation.effects import _random_effects, _regress

RNG = np.random.default_rng(5)
ARTIST = np.repeat([f"artist{number}" for number in range(200)], 4)
LEVEL = np.repeat(RNG.normal(0, 30, 200), 4)
SOUND, CONTEXT = RNG.normal(0, 3, (2, 800))


def test_slopes_are_those_within_artists_whatever_the_artists_level():
    found = _regress(
        LEVEL + 0.5 * SOUND + 2 * CONTEXT + RNG.normal(0, 0.5, 800), {"sound": SOUND, "context": CONTEXT}, ARTIST
    )
    assert found["sound"][0] == pytest.approx(0.5, abs=0.03)
    assert found["context"][0] == pytest.approx(2.0, abs=0.03)
    assert all(0 < error < 0.02 for _, error in found.values())


def test_a_column_without_variation_within_artists_has_no_slope():
    found = _regress(LEVEL + SOUND, {"sound": SOUND, "context": LEVEL}, ARTIST)
    assert set(found) == {"sound"}
    assert _regress(LEVEL, {"context": LEVEL}, ARTIST) == {}


def test_too_few_songs_of_the_same_artists_say_nothing():
    assert _regress(SOUND[:100], {"sound": SOUND[:100]}, ARTIST[:100]) == {}
    alone = np.array([f"artist{number}" for number in range(800)])
    assert _regress(SOUND, {"sound": SOUND}, alone) == {}


def test_with_nothing_to_go_by_a_slope_may_as_well_be_0_or_2():
    assert _random_effects({}) == {"slope": 1.0, "sd": 1.0, "by_source": {}}


def test_collections_that_agree_are_weighed_by_their_errors():
    found = _random_effects({"a": (0.5, 0.1), "b": (0.6, 0.2)})
    assert found["slope"] == pytest.approx(0.52)
    assert found["sd"] == pytest.approx((1 / (100 + 25)) ** 0.5)
    assert found["by_source"]["b"] == {"slope": 0.6, "error": 0.2}


def test_collections_that_differ_make_the_next_one_unsure():
    agree, differ = (_random_effects({"a": (1 - gap, 0.05), "b": (1 + gap, 0.05)}) for gap in (0.0, 0.8))
    assert differ["slope"] == pytest.approx(1.0)
    assert differ["sd"] > 10 * agree["sd"]


def test_one_collection_alone_says_nothing_of_the_next():
    assert _random_effects({"a": (0.5, 0.01)})["sd"] > 1.0
