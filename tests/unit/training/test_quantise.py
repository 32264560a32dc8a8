"""The network in integers, on a few filters: what is rounded and what is not, and that it says the same."""

from pathlib import Path

import keras
import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter
from ai_edge_litert.tools import flatbuffer_utils

from spotpop.model.runtime import LiteRTRuntime
from spotpop.training import quantise as module
from spotpop.training.model_export import export_graph
from spotpop.training.musicnn import back_end
from spotpop.training.quantise import add_int8, quantise
from tests.unit.training.tiny_musicnn import some_patches, weights

SEEN = some_patches(6, seed=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tiny")
    export_graph(back_end(weights()), made, "audio", batch=1)
    add_int8(made, "audio", SEEN)
    return made


@pytest.fixture
def graph(folder: Path) -> module._Graph:
    return module._Graph(flatbuffer_utils.read_model_from_bytearray(bytearray((folder / "audio.tflite").read_bytes())))


def heard(folder: Path, precision: str, patches: np.ndarray) -> dict[str, np.ndarray]:
    return LiteRTRuntime(folder, precision=precision).run("audio", {"patches": patches})


def test_it_says_what_the_fractions_say(folder: Path) -> None:
    exact, rounded = (heard(folder, one, some_patches(4)) for one in ("float", "int8"))
    off = np.abs(exact["embedding"] - rounded["embedding"])
    assert 0 < off.mean() < 0.1 * exact["embedding"].std()
    assert np.abs(exact["tags"] - rounded["tags"]).mean() < 0.02


def test_convolutions_are_rounded_and_dense_layers_are_not(folder: Path) -> None:
    def kinds(file: str) -> dict[str, set[type]]:
        interpreter = Interpreter(model_path=str(folder / file))
        details = {one["index"]: one for one in interpreter.get_tensor_details()}
        found: dict[str, set[type]] = {}
        for operation in interpreter._get_ops_details():
            if operation["op_name"] in {"CONV_2D", "FULLY_CONNECTED", "MAX_POOL_2D"}:
                outputs = {details[at]["dtype"] for at in operation["outputs"] if at in details}
                found.setdefault(operation["op_name"], set()).update(outputs)
        return found

    assert kinds("audio.tflite")["CONV_2D"] == {np.float32}
    rounded = kinds("audio.int8.tflite")
    assert rounded["CONV_2D"] == rounded["MAX_POOL_2D"] == {np.int8}
    assert rounded["FULLY_CONNECTED"] == {np.float32}
    assert len((folder / "audio.int8.tflite").read_bytes()) < len((folder / "audio.tflite").read_bytes())


def test_what_rounding_adds_on_average_is_taken_out_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (folder / "audio.tflite").read_bytes()
    monkeypatch.setattr(module, "_without_bias", lambda model, rounded, patches: rounded)
    (folder.parent / "biased").mkdir(exist_ok=True)
    for name, made in (("audio.tflite", data), ("audio.int8.tflite", quantise(data, SEEN))):
        (folder.parent / "biased" / name).write_bytes(made)
    exact = heard(folder, "float", SEEN)["embedding"]
    with_it, without = (
        np.abs((heard(one, "int8", SEEN)["embedding"] - exact).mean(axis=0)).mean()
        for one in (folder.parent / "biased", folder)
    )
    assert without < 0.7 * with_it


def test_every_convolution_is_found_with_what_surrounds_it(graph: module._Graph) -> None:
    stages = list(graph.stages())
    assert len(stages) == 8  # five shapes in front, three over time
    assert all(len(stage.inputs) >= 1 and len(stage.outputs) >= 1 for stage in stages)
    assert [stage.relu for stage in stages[-3:]] == [True] * 3
    source, kernel, bias = graph.dense()
    assert graph.values(kernel).shape == (200, 2 * (11 + 12))
    assert graph.values(bias).shape == (200,)
    assert graph.name(source)


def test_all_filters_of_a_stage_reach_as_far(folder: Path) -> None:
    data = (folder / "audio.tflite").read_bytes()
    parsed = flatbuffer_utils.read_model_from_bytearray(bytearray(data))
    graph = module._Graph(parsed)
    stages = list(graph.stages())
    seen = module._extremes(data, SEEN, {one.outputs[0] for one in stages})
    for stage in stages:
        graph.equalise(stage, *seen[stage.outputs[0]])
    made = bytes(flatbuffer_utils.convert_object_to_bytearray(parsed))
    again = module._extremes(made, SEEN, {one.outputs[0] for one in stages})
    for stage in stages[-3:]:
        high = again[stage.outputs[0]][1]
        assert high[high > 1e-6] == pytest.approx(1.0, abs=1e-3)
    (folder.parent / "level").mkdir(exist_ok=True)
    (folder.parent / "level" / "audio.tflite").write_bytes(made)
    even, plain = (heard(one, "float", SEEN)["embedding"] for one in (folder.parent / "level", folder))
    assert even == pytest.approx(plain, abs=1e-3)  # the multiplication behind it undoes it


def stage_of(graph: module._Graph, *, relu: bool) -> module._Stage:
    return next(stage for stage in graph.stages() if stage.relu is relu)


def test_a_filter_that_hardly_moves_is_not_blown_up(graph: module._Graph) -> None:
    stage = stage_of(graph, relu=True)
    before = graph.values(stage.kernel).copy()
    high = np.full(len(before), 2.0, np.float32)
    high[1] = 1e-9
    assert graph.equalise(stage, np.zeros_like(high), high) == (0.0, 1.0)
    after = graph.values(stage.kernel)
    assert after[0] == pytest.approx(before[0] / 2)
    assert after[1] == pytest.approx(before[1] / (0.02 * 2), rel=1e-4)


def test_of_what_is_cut_off_later_only_the_side_that_is_let_through_counts(graph: module._Graph) -> None:
    stage = next(stage for stage in graph.stages() if stage.late_relu and not stage.relu)
    factor = graph.values(stage.factor)
    blocks = len(graph.values(stage.kernel)) // factor.size
    low, high = np.full(blocks * factor.size, -8.0, np.float32), np.full(blocks * factor.size, 4.0, np.float32)
    factor[:] = np.abs(factor)
    kernel = graph.values(stage.kernel).copy()
    assert graph.equalise(stage, low, high) == (0.0, 1.0)
    assert graph.values(stage.kernel) == pytest.approx(kernel / 4)
    factor[:] = -np.abs(factor)
    kernel = graph.values(stage.kernel).copy()
    assert graph.equalise(stage, low, high) == (-1.0, 0.0)
    assert graph.values(stage.kernel) == pytest.approx(kernel / 8)


@pytest.mark.parametrize(
    ("low", "high", "given"), [(-2.0, 3.0, (-2.0, 3.0)), (1.0, 3.0, (0.0, 3.0)), (-3.0, -1.0, (-3.0, 0.0))]
)
def test_zero_lies_within_every_range_because_padding_is_zero(graph, low, high, given) -> None:
    ranges: module.Ranges = {}
    stage = stage_of(graph, relu=True)
    module._give(ranges, graph, stage.inputs, low, high)
    assert set(ranges) == {graph.name(at) for at in stage.inputs}
    assert set(ranges.values()) == {given}
    module._give(ranges, graph, stage.inputs, 0.0, 0.0)
    assert all(low < high for low, high in ranges.values())  # a range of nothing could not be cut into steps


def test_a_network_of_another_make_is_refused(tmp_path: Path) -> None:
    image = keras.Input((8, 8, 1), name="patches")
    flat = keras.layers.Flatten()(keras.layers.Conv2D(2, 3)(image))
    export_graph(keras.Model(image, {"out": keras.layers.Dense(2)(flat)}), tmp_path, "other", batch=1)
    with pytest.raises(ValueError, match="where a multiplication was expected"):
        quantise((tmp_path / "other.tflite").read_bytes(), np.zeros((1, 8, 8, 1), np.float32))
