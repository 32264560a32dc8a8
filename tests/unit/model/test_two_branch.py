"""A model trained on audio end to end, with a network whose answers are known: reasons, intervals and differences."""

from typing import Any

import numpy as np
import pytest

from spotpop.audio.features import FEATURE_NAMES
from spotpop.errors import ModelDamaged
from spotpop.model.forecast import Context
from spotpop.model.manifest import TwoBranchPart
from spotpop.model.prediction import ClipPrediction, Occlusion, SoundPrediction
from spotpop.model.two_branch import FEATURE_GROUPS, GROUPS, TwoBranch, coalitions, group_of, shapley_of_coalitions

CENTRES = np.linspace(-8, 112, 61)
PARTS = np.array([6.0, -3.0, 1.0, 0.5, 2.0])


class KnownPipes:
    """A bell around 40 plus a part for each group that is known, times the first number of the embedding."""

    name, device = "known", "none"

    def run(self, graph: str, inputs: Any) -> dict[str, np.ndarray]:
        assert graph == "pipes"
        middle = 40 + (inputs["known"] @ PARTS) * inputs["embedding"][:, 0]
        odds = np.exp(-0.5 * ((CENTRES - middle[:, None]) / 10) ** 2)
        members = middle[:, None] + inputs["embedding"][:, 1:4]
        return {"probabilities": (odds / odds.sum(axis=1, keepdims=True)), "members": members}


PART = TwoBranchPart.model_validate(
    {
        "bins": {"first": -8.0, "last": 112.0, "count": 61},
        "reference": {"name": "made up", "size": 9, "quantiles": list(range(101))},
        "conformal": {"low": 2.0, "high": 3.0},
        "baseline_interval": [10.0, 70.0],
    }
)
MODEL = TwoBranch(PART, KnownPipes())


def heard(scale: float = 1.0, *, windows: int = 0, apart: float = 0.0, **changes: Any) -> ClipPrediction:
    embedding = np.zeros((1 + windows, 200), np.float32)
    embedding[:, 0] = [scale, *[scale / 2] * windows]
    embedding[:, 1:4] = apart * np.array([-1.0, 0.0, 1.0])
    sound = SoundPrediction(
        embedding, np.zeros((1 + windows, 50), np.float32), np.zeros((1 + windows, len(FEATURE_NAMES)), np.float32)
    )
    moments = Occlusion(tuple(range(windows)), 3.0, np.zeros((windows, 10))) if windows else None
    values = {
        "descriptors": {},
        "spread": {},
        "tags": {},
        "genres": (),
        "warnings": (),
        "sound": sound,
        "moments": moments,
    }
    return ClipPrediction(**{**values, **changes})


def test_reasons_are_the_groups_parts_and_add_up() -> None:
    forecast = MODEL.forecast(heard(), Context())
    assert [reason.name for reason in forecast.reasons] == ["spectrogram", "level", "timbre", "rhythm", "harmony"]
    assert {reason.name: reason.points for reason in forecast.reasons} == pytest.approx(
        dict(zip(GROUPS, PARTS, strict=True)), abs=0.05
    )
    assert forecast.score == pytest.approx(46.5, abs=0.05)
    assert forecast.baseline == pytest.approx(40.0, abs=0.1)
    assert forecast.percentile == pytest.approx(46.5, abs=0.1)


def test_the_interval_is_the_bells_moved_outwards() -> None:
    forecast = MODEL.forecast(heard(), Context())
    assert forecast.interval.low == pytest.approx(46.5 - 12.8 - 2.0, abs=0.2)
    assert forecast.interval.high == pytest.approx(46.5 + 12.8 + 3.0, abs=0.2)
    assert (forecast.baseline_interval.low, forecast.baseline_interval.high) == (10.0, 70.0)
    edge = MODEL.forecast(heard(-6.0), Context())
    assert (edge.score >= 0, edge.interval.low) == (True, 0.0)
    assert MODEL.forecast(heard(9.5), Context()).interval.high == 100.0
    assert (edge.quantiles.min(), MODEL.forecast(heard(9.5), Context()).quantiles.max()) == (0.0, 100.0)
    assert (np.diff(forecast.quantiles) >= 0).all()
    assert forecast.quantiles[[9, 49, 89]] == pytest.approx([46.5 - 12.8, 46.5, 46.5 + 12.8], abs=0.2)


def test_moments_are_what_is_lost_without_each_window() -> None:
    forecast = MODEL.forecast(heard(windows=3), Context())
    assert forecast.moments.points == pytest.approx([3.25] * 3, abs=0.1)
    assert (forecast.moments.times_s, forecast.moments.window_s) == ((0, 1, 2), 3.0)
    assert MODEL.forecast(heard(), Context()).moments is None


def test_of_what_is_no_music_nothing_is_reported() -> None:
    forecast = MODEL.forecast(heard(warnings=("speech",)), Context())
    assert (forecast.verdict, forecast.score, forecast.interval, forecast.reasons) == ("cannot-tell", None, None, ())
    assert forecast.baseline == 50.0
    assert MODEL.forecast(heard(warnings=("short",)), Context()).verdict == "forecast"


def compare(first: ClipPrediction, second: ClipPrediction):
    return MODEL.compare((first, Context()), (second, Context()))


def test_a_difference_is_second_minus_first_and_its_reasons_add_up() -> None:
    shown = compare(heard(0.5), heard(1.0))
    assert shown.difference == pytest.approx(3.25, abs=0.05)
    assert sum(reason.points for reason in shown.reasons) == pytest.approx(shown.difference)
    assert shown.reliable
    assert compare(heard(1.0), heard(0.5)).difference == pytest.approx(-3.25, abs=0.05)
    assert compare(heard(1.0), heard(0.5)).reliable


def test_networks_that_disagree_make_it_unsure() -> None:
    """Three networks at -1, 0 and 1 around the difference: Student's t of two degrees of freedom, 1.886."""
    shown = compare(heard(0.5), heard(1.0, apart=1.0))
    margin = 1.886 * 1.0 * np.sqrt(1 + 1 / 3)
    assert shown.interval.high - shown.interval.low == pytest.approx(2 * margin, rel=1e-3)
    assert not compare(heard(0.8), heard(1.0, apart=1.0)).reliable
    assert not compare(heard(0.9), heard(1.0)).reliable  # sure, but less than a point


def test_shapley_values_of_a_sum_are_its_parts_and_of_a_product_even_shares() -> None:
    masks = coalitions()
    assert (masks[0].sum(), masks[-1].sum(), len(masks)) == (0, 5, 32)
    assert shapley_of_coalitions(masks @ PARTS, masks) == pytest.approx(PARTS)
    assert shapley_of_coalitions(masks.prod(axis=1), masks) == pytest.approx(np.full(5, 0.2))
    pair = masks[:, 0] * masks[:, 1]
    assert shapley_of_coalitions(pair, masks) == pytest.approx([0.5, 0.5, 0, 0, 0])


@pytest.mark.parametrize(
    ("feature", "group"),
    [
        ("loudness_lufs", "level"), ("low_energy_ratio", "level"), ("tempo_bpm", "rhythm"), ("flux_0_mean", "rhythm"),
        ("chroma_00_mean", "harmony"), ("key_strength", "harmony"), ("mode", "harmony"), ("mfcc_03_mean", "timbre"),
        ("centroid_hz_mean", "timbre"),
    ],
)  # fmt: skip
def test_every_feature_belongs_to_a_group(feature, group) -> None:
    assert group_of(feature) == group
    assert FEATURE_GROUPS[FEATURE_NAMES.index(feature)] == GROUPS.index(group)


def test_what_does_not_hold_its_sound_is_refused() -> None:
    with pytest.raises(ModelDamaged):
        MODEL.forecast(heard(sound=None), Context())


def test_what_it_refers_to() -> None:
    assert (MODEL.reference, MODEL.reference_size, MODEL.unseen_coverage) == ("made up", 9, None)
