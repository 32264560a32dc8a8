"""The head that reads descriptors: its inputs, its scales, and one graph that says what the fitted numbers say."""

import numpy as np
import pytest

from spotpop.audio.features import FEATURE_NAMES
from spotpop.model.descriptors import DESCRIPTORS, LEARNT
from spotpop.training.clips import AnalysedClips
from spotpop.training.network import (
    BLOCK_WEIGHTS,
    LOUDNESS_RANGE,
    ROOTS,
    TAG_FLOOR,
    descriptors_graph,
    fit_head,
    from_fit_scale,
    input_blocks,
    to_fit_scale,
)


def heard(count: int = 40, patches: int = 3, seed: int = 0) -> AnalysedClips:
    rng = np.random.default_rng(seed)
    return AnalysedClips(
        ids=tuple(str(number) for number in range(count)),
        embedding=rng.normal(size=(count, patches, 200)).astype(np.float32),
        tags=rng.uniform(0.01, 0.9, (count, patches, 50)).astype(np.float32),
        features=rng.normal(size=(count, len(FEATURE_NAMES))).astype(np.float32),
        failed={},
    )


CLIPS = heard()


def labels(count: int = 40, seed: int = 1) -> np.ndarray:
    made = np.random.default_rng(seed).uniform(0.05, 0.95, (count, len(LEARNT)))
    made[:, LEARNT.index("loudness")] = -20 * made[:, LEARNT.index("loudness")]
    return made


def test_inputs_are_means_over_patches_tags_as_logarithms() -> None:
    blocks = input_blocks(CLIPS)
    assert blocks["embedding"] == pytest.approx(CLIPS.embedding.mean(axis=1), abs=1e-5)
    assert blocks["tags"] == pytest.approx(np.log(CLIPS.tags.mean(axis=1) + TAG_FLOOR), abs=1e-5)
    first = input_blocks(CLIPS, (0,))
    assert first["embedding"] == pytest.approx(CLIPS.embedding[:, 0], abs=1e-6)
    assert set(blocks) == set(BLOCK_WEIGHTS)


def test_features_that_leap_get_no_weight() -> None:
    features = input_blocks(CLIPS)["features"]
    still = {name for name, column in zip(FEATURE_NAMES, features.T, strict=True) if not column.any()}
    assert {"tempo_bpm", "tempo_log2", "key", "key_cos", "key_sin", "mode", "beat_strength"} & set(
        FEATURE_NAMES
    ) <= still
    assert all(
        name.endswith(("_beats", "_pulse")) or name.startswith(("tempo", "key", "mode", "beat")) for name in still
    )
    assert "mode_margin" not in still
    assert CLIPS.features[:, FEATURE_NAMES.index("key")].any()  # what was heard is left as it is


def test_crowded_descriptors_are_learnt_as_roots_and_come_back() -> None:
    values = labels()
    learnt = to_fit_scale(values)
    assert from_fit_scale(learnt) == pytest.approx(values, abs=1e-9)
    for name, root in {"instrumentalness": 4, "speechiness": 3, "acousticness": 2, "energy": 1}.items():
        at = LEARNT.index(name)
        assert learnt[:, at] == pytest.approx(values[:, at] ** (1 / root)), name
    assert set(ROOTS) == {"instrumentalness", "speechiness", "acousticness"}


def test_a_descriptor_never_leaves_its_range() -> None:
    for extreme, ends in ((9.0, 1.0), (-9.0, 0.0)):
        shown = from_fit_scale(np.full((1, len(LEARNT)), 10 * extreme))[0]
        loud = LOUDNESS_RANGE[1] if extreme > 0 else LOUDNESS_RANGE[0]
        assert shown.tolist() == [loud if name == "loudness" else ends for name in LEARNT]
    assert to_fit_scale(np.full((1, len(LEARNT)), -0.1))[0, LEARNT.index("acousticness")] == 0.0


def test_a_head_learns_what_it_is_shown_and_a_penalty_holds_it_back() -> None:
    blocks, truth = input_blocks(CLIPS), labels()
    near, far = (fit_head(blocks, truth, ridge=ridge).predict(blocks) for ridge in (1e-3, 1e9))
    assert near == pytest.approx(truth, abs=0.02)
    middle = from_fit_scale(np.tile(to_fit_scale(truth).mean(axis=0), (40, 1)))
    assert far == pytest.approx(middle, abs=1e-3)


def test_every_block_has_its_share_whatever_its_size() -> None:
    """Of one column given twice, the block of the larger weight carries more, by the square of the weights."""
    hidden = np.random.default_rng(0).normal(size=(40, 1))
    blocks = {"embedding": np.repeat(hidden, 200, 1), "tags": np.repeat(hidden, 50, 1)}
    head = fit_head(blocks, labels())
    own = {name: head.weights[name].sum(axis=0)[0] for name in blocks}
    assert own["embedding"] / own["tags"] == pytest.approx((BLOCK_WEIGHTS["embedding"] / BLOCK_WEIGHTS["tags"]) ** 2)


def test_inputs_far_outside_count_no_more_than_four_deviations() -> None:
    blocks = input_blocks(CLIPS)
    head = fit_head(blocks, labels(), ridge=10.0)
    near, far = ({**blocks, "embedding": blocks["embedding"] * 0 + scale} for scale in (1e3, 1e6))
    assert head.predict(far) == pytest.approx(head.predict(near))


def test_the_graph_says_what_the_numbers_say_and_passes_on_what_was_measured() -> None:
    blocks = input_blocks(CLIPS)
    head = fit_head(blocks, labels())
    graph = descriptors_graph(head, (2.0, -0.5))
    assert [tensor.name for tensor in graph.inputs] == ["embedding", "tags", "features"]
    features = CLIPS.features.copy()
    given = (CLIPS.embedding.mean(axis=1), CLIPS.tags.mean(axis=1), features)
    shown = np.asarray(graph(list(given))["descriptors"])
    assert shown.shape == (40, len(DESCRIPTORS))
    for at, name in enumerate(LEARNT):
        assert shown[:, DESCRIPTORS.index(name)] == pytest.approx(head.predict(blocks)[:, at], abs=2e-3), name
    for name, feature in (("tempo", "tempo_bpm"), ("key", "key")):
        assert shown[:, DESCRIPTORS.index(name)] == pytest.approx(features[:, FEATURE_NAMES.index(feature)])
    margin = features[:, FEATURE_NAMES.index("mode_margin")]
    assert shown[:, DESCRIPTORS.index("mode")] == pytest.approx(1 / (1 + np.exp(-(2 * margin - 0.5))), abs=1e-5)
