"""The two branches' network: its scales, what is withheld and when, and that what is withheld has no say."""

import keras
import numpy as np
import pytest

from spotpop.model.two_branch import FEATURE_GROUPS, GROUPS
from spotpop.training.network import TAG_FLOOR, Z_LIMIT
from spotpop.training.popularity_net import BIN_CENTRES
from spotpop.training.two_branch_network import (
    SIZES,
    Member,
    TwoBranchConfig,
    Withhold,
    scales_of,
    serving_graph,
    training_graph,
)


def inputs_of(count: int = 30, seed: int = 0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    made = {name: rng.normal(2, 3, (count, size)).astype(np.float32) for name, size in SIZES.items()}
    return {**made, "tags": rng.uniform(0.01, 0.9, (count, SIZES["tags"])).astype(np.float32)}


INPUTS = inputs_of()
ALL = np.ones((30, len(GROUPS)), np.float32)


@pytest.fixture(scope="module")
def members() -> list[Member]:
    made = [Member(scales_of(INPUTS), TwoBranchConfig(), seed) for seed in (1, 2)]
    for one in made:
        training_graph(one)
    return made


@pytest.fixture(scope="module")
def served(members: list[Member]) -> keras.Model:
    return serving_graph(members)


def asked(graph: keras.Model, inputs: dict[str, np.ndarray] = INPUTS, known: np.ndarray = ALL) -> dict[str, np.ndarray]:
    shown = graph([*inputs.values(), known], training=False)
    return {name: np.asarray(value) for name, value in shown.items()}


def test_scales_are_the_clips_mean_and_spread_tags_as_logarithms() -> None:
    scales = scales_of(INPUTS)
    assert scales.mean["embedding"] == pytest.approx(INPUTS["embedding"].mean(axis=0), abs=1e-5)
    assert scales.spread["features"] == pytest.approx(INPUTS["features"].std(axis=0), abs=1e-4)
    assert scales.mean["tags"] == pytest.approx(np.log(INPUTS["tags"] + TAG_FLOOR).mean(axis=0), abs=1e-5)
    still = scales_of({**INPUTS, "embedding": np.ones((30, 200), np.float32)})
    assert (still.spread["embedding"] > 0).all()


@pytest.mark.parametrize(("group", "whole", "left"), [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)])
def test_groups_or_everything_are_withheld_in_training(group: float, whole: float, left: float) -> None:
    layer = Withhold(TwoBranchConfig(withhold_group=group, withhold_all=whole), 3)
    assert np.asarray(layer(ALL, training=True)).mean() == left
    assert np.asarray(layer(ALL)).all()


def test_groups_are_withheld_one_by_one_and_everything_at_once() -> None:
    many = np.ones((2000, len(GROUPS)), np.float32)
    known = np.asarray(Withhold(TwoBranchConfig(withhold_group=0.2, withhold_all=0.0), 3)(many, training=True))
    assert known.mean() == pytest.approx(0.8, abs=0.03)
    assert len(set(known.sum(axis=1))) > 2
    whole = np.asarray(Withhold(TwoBranchConfig(withhold_group=0.0, withhold_all=0.2), 3)(many, training=True))
    assert set(whole.sum(axis=1)) == {0, len(GROUPS)}
    assert whole.mean() == pytest.approx(0.8, abs=0.03)
    assert not np.asarray(
        Withhold(TwoBranchConfig(withhold_group=0.0, withhold_all=0.0), 3)(0 * many, training=True)
    ).any()


def test_what_is_withheld_has_no_say_and_what_is_not_has(served: keras.Model) -> None:
    other = inputs_of(seed=9)
    for at, group in enumerate(GROUPS):
        features = [place for place, its in enumerate(FEATURE_GROUPS) if its == at]
        changed = {name: values.copy() for name, values in INPUTS.items()}
        if at == 0:
            changed |= {name: other[name] for name in ("embedding", "tags")}
        changed["features"][:, features] = other["features"][:, features]
        known = ALL.copy()
        known[:, at] = 0
        before, after = asked(served, known=known), asked(served, changed, known)
        assert after["members"] == pytest.approx(before["members"], abs=1e-4), group
        assert np.abs(asked(served, changed)["members"] - asked(served)["members"]).max() > 1e-3, group


def test_nothing_counts_beyond_four_deviations(served: keras.Model) -> None:
    scales = scales_of(INPUTS)
    at_limit = scales.mean["embedding"] + Z_LIMIT * scales.spread["embedding"]
    near, far = (
        {**INPUTS, "embedding": np.tile(value, (30, 1)).astype(np.float32)}
        for value in (at_limit, at_limit + 100 * scales.spread["embedding"])
    )
    assert asked(served, far)["members"] == pytest.approx(asked(served, near)["members"], abs=1e-3)


def test_answers_are_distributions_the_members_mean(served: keras.Model, members: list[Member]) -> None:
    shown = asked(served)
    assert shown["probabilities"].shape == (30, len(BIN_CENTRES))
    assert shown["probabilities"].sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    alone = [asked(serving_graph([one])) for one in members]
    assert shown["members"].shape == (30, 2)
    assert shown["members"] == pytest.approx(np.hstack([one["members"] for one in alone]), abs=1e-3)
    assert shown["probabilities"] == pytest.approx(np.mean([one["probabilities"] for one in alone], axis=0), abs=1e-5)
    assert alone[0]["members"][:, 0] == pytest.approx(alone[0]["probabilities"] @ BIN_CENTRES, abs=1e-3)
    assert np.abs(alone[0]["members"] - alone[1]["members"]).max() > 0.01


def test_before_training_it_says_what_all_clips_say() -> None:
    share = np.log(np.where(BIN_CENTRES == 40, 0.9, 0.1 / 70))
    member = Member(scales_of(INPUTS), TwoBranchConfig(), 1)
    training_graph(member)
    member.set_offset(share)
    unknown = asked(serving_graph([member]), known=0 * ALL)["probabilities"]
    assert unknown[:, BIN_CENTRES == 40] == pytest.approx(0.9, abs=1e-4)


def test_dropout_is_for_training_alone() -> None:
    member = Member(scales_of(INPUTS), TwoBranchConfig(dropout=0.9, withhold_group=0.0, withhold_all=0.0), 1)
    graph = training_graph(member)
    given = [*INPUTS.values(), ALL]
    taught = [np.asarray(graph(given, training=True)) for _ in range(2)]
    assert np.abs(taught[0] - taught[1]).max() > 1e-3
    calm = np.asarray(graph(given, training=False))
    assert np.asarray(keras.ops.softmax(calm, axis=-1)) == pytest.approx(
        asked(serving_graph([member]))["probabilities"], abs=1e-5
    )


def test_a_configuration_is_written_down_as_it_is() -> None:
    assert TwoBranchConfig(**TwoBranchConfig(epochs=3, seed=9).to_json()) == TwoBranchConfig(epochs=3, seed=9)
