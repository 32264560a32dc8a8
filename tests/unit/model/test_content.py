"""Music or none: the rules for steady sounds, the threshold of the regression, and what a sound is called then."""

import math
from dataclasses import replace

import numpy as np
import pytest

from spotpop.audio.features import FEATURE_NAMES, Features
from spotpop.model.content import THRESHOLD, content_kind, made_sound, raw_value, steady_sound
from spotpop.model.content_weights import OFFSET, WEIGHTS
from tests.unit.model.heard import demo_analysis, quiet_tags

LIVELY = {"mfcc_delta_00_std": 5.0, "mfcc_delta_01_std": 5.0, "flatness_db_p50": -30.0, "key_strength": 0.2}


def features(**named: float) -> Features:
    """The shipped song's features with some of them changed."""
    song = demo_analysis().features
    values = song.values.copy()
    for name, value in {**LIVELY, **named}.items():
        values[FEATURE_NAMES.index(name)] = value
    return replace(song, values=values)


STEADY = {"mfcc_delta_00_std": 1.4, "mfcc_delta_01_std": 1.4}
STILL = {"mfcc_delta_00_std": 0.7, "mfcc_delta_01_std": 0.6}


@pytest.mark.parametrize(
    ("changed", "evidence", "kind"),
    [
        ({}, 0.0, None),
        (STEADY, 0.0, "noise"),
        ({**STEADY, "key_strength": 0.41}, 0.0, "tone"),
        ({**STEADY, "key_strength": 0.39}, 0.0, "noise"),
        ({**STEADY, "flatness_db_p50": -61.0}, 0.0, "tone"),
        ({**STEADY, "flatness_db_p50": -60.0}, 0.0, "noise"),
        ({**STEADY, "mfcc_delta_00_std": 1.5}, 0.0, None),
        ({**STEADY, "mfcc_delta_01_std": 1.5}, 0.0, None),
        ({"flatness_db_p50": -6.9}, 0.0, "noise"),
        ({"flatness_db_p50": -6.9}, -0.1, None),  # cymbals
        ({**STEADY, "flatness_db_p50": -6.9}, -0.1, "noise"),
        ({"flatness_db_p50": -7.0}, 0.0, None),
        (STEADY, -2.0, "noise"),
        (STEADY, -2.1, None),  # music by far: a slow pad
        (STILL, -9.0, "noise"),
        ({**STILL, "mfcc_delta_00_std": 0.81}, -9.0, None),
        ({**STILL, "mfcc_delta_01_std": 0.71}, -9.0, None),
    ],
)
def test_steady_sounds_are_recognised_by_rules(changed, evidence, kind) -> None:
    assert steady_sound(features(**changed), evidence) == kind


CONSTANT = {"crest_factor_db": 3.01, "rms_db_std": 0.2}
SAME_COLOUR = {f"mfcc_delta_{index:02d}_std": 0.4 for index in range(4, 20)}
SAME_CEPSTRUM = {f"mfcc_{index:02d}_std": 3.0 for index in range(4, 20)}
ALIVE = {
    "mfcc_delta_00_std": 3.0,
    "onset_strength_mean": 1.0,
    "crest_factor_db": 12.0,
    "rms_db_std": 3.0,
    "flatness_db_p50": -40.0,
    **{f"mfcc_delta_{index:02d}_std": 1.0 for index in range(4, 20)},
    **{f"mfcc_{index:02d}_std": 8.0 for index in range(4, 20)},
}


@pytest.mark.parametrize(
    ("changed", "evidence", "kind"),
    [
        ({}, 0.5, None),
        (CONSTANT, -9.0, "tone"),  # no wave of one height is music, whatever it sounds like
        ({**CONSTANT, "flatness_db_p50": -11.0}, -9.0, "noise"),
        ({**CONSTANT, "mfcc_delta_00_std": 4.1}, -9.0, None),  # a limited band
        ({**CONSTANT, "onset_strength_mean": 1.6}, 0.0, None),  # the notes of a chip
        ({**SAME_CEPSTRUM, "mfcc_delta_00_std": 7.9}, 0.0, "tone"),
        ({**SAME_CEPSTRUM, "mfcc_delta_00_std": 8.1}, 0.0, None),  # drums under a bass
        ({**CONSTANT, "crest_factor_db": 4.1}, 0.0, None),
        ({**CONSTANT, "rms_db_std": 0.51}, 0.0, None),
        (SAME_COLOUR, -1.9, "tone"),
        (SAME_COLOUR, -2.1, None),  # music by far: a drone
        ({**SAME_COLOUR, "mfcc_delta_19_std": 2.1}, 0.0, None),
        (SAME_CEPSTRUM, -1.9, "tone"),
        (SAME_CEPSTRUM, -2.1, None),
        ({**SAME_CEPSTRUM, "mfcc_19_std": 7.0}, 0.0, None),
    ],
)
def test_made_sounds_are_recognised_by_rules(changed, evidence, kind) -> None:
    assert made_sound(features(**{**ALIVE, **changed}), evidence) == kind


def content_evidence(made: Features, tags: dict[str, float]) -> float:
    """The regression by its formula: standardised inputs, cut off at four deviations, weighed and summed."""
    steps = [
        weight * float(np.clip((raw_value(name, made, tags) - mean) / deviation, -4, 4))
        for name, (mean, deviation, weight) in WEIGHTS.items()
    ]
    return OFFSET + sum(steps)


def test_the_evidence_is_the_regressions() -> None:
    made = features()
    found = content_kind(made, quiet_tags())
    assert found.evidence == pytest.approx(content_evidence(made, quiet_tags()))


def test_inputs_are_features_or_logarithms_of_tags() -> None:
    made = features(key_strength=0.25)
    assert raw_value("key_strength", made, {}) == 0.25
    assert raw_value("tag drums", made, {"drums": 0.099}) == pytest.approx(math.log(0.1))


def test_what_lies_above_the_threshold_is_named_by_its_flatness() -> None:
    tags = dict.fromkeys(quiet_tags(), 1e-3)
    for name, (_, _, weight) in WEIGHTS.items():
        if name.startswith("tag "):
            tags[name.removeprefix("tag ")] = 1.0 if weight > 0 else 1e-3
    for flatness, kind in ((-11.9, "noise"), (-12.0, "speech"), (-45.0, "speech"), (-45.1, "tone")):
        made = features(flatness_db_p50=flatness)
        assert content_evidence(made, tags) > THRESHOLD
        assert content_kind(made, tags).kind == kind


def test_a_rule_decides_whatever_the_evidence() -> None:
    found = content_kind(features(**STEADY, flatness_db_p50=-6.0), quiet_tags())
    assert (found.kind, found.evidence) == ("noise", math.inf)


def test_a_song_is_music() -> None:
    assert content_kind(demo_analysis().features, {**quiet_tags(), "guitar": 0.6}).kind == "music"
