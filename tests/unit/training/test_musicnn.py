"""MusiCNN rebuilt: held against its published layers worked out plainly, on a few filters."""

import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest

from spotpop.training.musicnn import (
    TAGS,
    FilterRange,
    back_end,
    filter_ranges,
    read_checkpoint,
    read_licence,
)
from tests.unit.training.tiny_musicnn import (
    DEAD,
    FRONT,
    answers,
    opened,
    scale_and_offset,
    some_patches,
    weights,
    wheel,
)

ARRAYS = weights()
PATCHES = some_patches()


@pytest.fixture(scope="module")
def expected() -> tuple[np.ndarray, np.ndarray]:
    return answers(ARRAYS, PATCHES)


@pytest.fixture(scope="module")
def ranges() -> tuple[FilterRange, ...]:
    return filter_ranges(ARRAYS, np.concatenate([some_patches(8, seed=1), 3 * PATCHES]))


def shown(model: keras.Model) -> tuple[np.ndarray, np.ndarray]:
    found = model.predict_on_batch(PATCHES)
    return found["embedding"], found["tags"]


def test_tags_are_fifty_different_words() -> None:
    assert len(TAGS) == len(set(TAGS)) == 50


def test_it_answers_as_its_layers_were_published(expected) -> None:
    model = back_end(ARRAYS)
    embedding, tags = shown(model)
    assert embedding == pytest.approx(expected[0], abs=2e-4)
    assert tags == pytest.approx(expected[1], abs=2e-4)
    assert expected[0].std() > 0.3  # not all alike
    assert [tensor.name for tensor in model.inputs] == ["patches"]
    assert not model.trainable_variables


def test_filters_that_never_move_are_found(ranges) -> None:
    for shape, (count, found) in enumerate(zip(FRONT, ranges, strict=True)):
        live = [number for number in range(count) if DEAD.get(shape) != number]
        assert found.live.tolist() == live, shape
    assert ranges[0].middle[DEAD[0]] == 0.0
    assert ranges[3].middle[DEAD[3]] == pytest.approx(2.0)


def test_ranges_are_those_of_all_patches_however_many_at_a_time(ranges) -> None:
    every = np.concatenate([some_patches(8, seed=1), 3 * PATCHES])  # the loudest come last
    for shape, found in enumerate(ranges):
        heard = opened(ARRAYS, every, shape)
        falling = scale_and_offset(ARRAYS, shape + 1)[0] < 0  # of those the least counts, which is negated to the most
        strongest = np.where(falling, heard.min(axis=2), heard.max(axis=2))
        assert found.high == pytest.approx(strongest.max(axis=(0, 1)), abs=1e-3)
        assert found.low == pytest.approx(strongest.min(axis=(0, 1)), abs=1e-3)


def test_leaving_out_what_never_moves_changes_no_answer(expected, ranges) -> None:
    whole, small = back_end(ARRAYS), back_end(ARRAYS, ranges)
    for ours, theirs in zip(shown(small), expected, strict=True):
        assert ours == pytest.approx(theirs, abs=3e-4)
    assert small.count_params() < whole.count_params()


@pytest.mark.parametrize(("reach", "moves"), [(0.19, False), (0.21, True)])
def test_a_filter_that_moves_a_little_is_taken_for_its_middle(reach: float, moves: bool) -> None:
    found = FilterRange(np.array([1.0], np.float32), np.array([1.0 + reach], np.float32))
    assert (found.live.tolist() == [0]) is moves
    assert found.middle == pytest.approx([1.0 + reach / 2])


def test_constants_for_half_precision_are_such_as_it_can_hold(expected) -> None:
    model = back_end(ARRAYS, half=True)
    for weight in model.get_weights():
        assert np.array_equal(weight, weight.astype(np.float16).astype(np.float32))
    assert shown(model)[1] == pytest.approx(expected[1], abs=0.02)


def test_weights_that_find_no_place_are_named() -> None:
    with pytest.raises(ValueError, match="weights without a layer: conv2d_9/kernel"):
        back_end({**ARRAYS, "conv2d_9/kernel": np.zeros(3, np.float32)})
    with pytest.raises(KeyError, match="dense_1/bias"):
        back_end({name: values for name, values in ARRAYS.items() if name != "dense_1/bias"})


def test_weights_are_read_out_of_the_wheel_without_the_optimisers(tmp_path: Path) -> None:
    file = wheel(tmp_path / "musicnn-0.1.0-py3-none-any.whl", ARRAYS, licence="Take it.\n")
    found = read_checkpoint(file)
    assert set(found) == set(ARRAYS)
    assert all(np.array_equal(found[name], values) for name, values in ARRAYS.items())
    assert read_licence(file) == "Take it.\n"


def test_another_wheel_is_refused_by_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as archive:
        archive.writestr("other/__init__.py", "")
    with pytest.raises(ValueError, match=r"other\.whl holds no musicnn/MTT_musicnn/"):
        read_checkpoint(tmp_path / "other.whl")
