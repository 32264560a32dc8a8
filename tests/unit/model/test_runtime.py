"""LiteRT: graphs are loaded once, batches of any size come out alike, and precision is as it is asked for."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from spotpop.errors import RuntimeMissing
from spotpop.model import runtime as module
from spotpop.model.graph_inputs import INPUTS
from spotpop.model.registry import find_model
from spotpop.model.runtime import LiteRTRuntime, make_runtime

FOLDER = find_model("default").path


def inputs(rows: int) -> dict[str, np.ndarray]:
    values = np.random.default_rng(3).uniform(0, 1, (rows, len(INPUTS))).astype(np.float32)
    return {"values": values, "known": np.ones_like(values)}


def test_a_batch_of_any_size_answers_as_its_rows_alone() -> None:
    runtime = LiteRTRuntime(FOLDER)
    asked = inputs(5)
    together = runtime.run("popularity", asked)["probabilities"]
    alone = [
        runtime.run("popularity", {name: value[at : at + 1] for name, value in asked.items()})["probabilities"]
        for at in range(5)
    ]
    assert together.shape[0] == 5
    np.testing.assert_allclose(together, np.concatenate(alone), atol=1e-5)
    np.testing.assert_allclose(together.sum(axis=1), 1.0, atol=1e-4)


def test_answers_outlive_the_next_question() -> None:
    runtime = LiteRTRuntime(FOLDER)
    first = runtime.run("popularity", inputs(2))["probabilities"]
    kept = first.copy()
    runtime.run("popularity", {name: value * 0 for name, value in inputs(2).items()})
    np.testing.assert_array_equal(first, kept)


def test_threads_take_turns_on_one_graph() -> None:
    runtime = LiteRTRuntime(FOLDER)
    gate = threading.Barrier(4, timeout=30)

    def ask(_: int) -> np.ndarray:
        gate.wait()
        return runtime.run("popularity", inputs(3))["probabilities"]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, range(4)))
    assert all(np.array_equal(one, found[0]) for one in found)
    assert len(runtime._graphs) == 1


@pytest.mark.parametrize(
    ("precision", "multiplies", "shown"),
    [("auto", True, "int8"), ("auto", False, "float"), ("int8", False, "int8"), ("float", True, "float")],
)
def test_precision_is_asked_of_the_processor_unless_it_is_set(monkeypatch, precision, multiplies, shown) -> None:
    monkeypatch.setattr(module, "multiplies_bytes", lambda: multiplies)
    assert LiteRTRuntime(FOLDER, precision=precision).precision == shown


def test_integers_are_taken_where_they_lie(tmp_path: Path) -> None:
    for name in ("both.tflite", "both.int8.tflite", "one.tflite"):
        (tmp_path / name).write_bytes(b"")
    small, exact = (LiteRTRuntime(tmp_path, precision=one) for one in ("int8", "float"))
    assert [small._file(name).name for name in ("both", "one")] == ["both.int8.tflite", "one.tflite"]
    assert exact._file("both").name == "both.tflite"


def test_a_runtime_is_named_and_tells_what_it_runs_on() -> None:
    made = make_runtime("litert", FOLDER, threads=2, precision="float")
    assert (made.name, made.device, made.precision) == ("litert", "CPU, 2 threads", "float")
    assert LiteRTRuntime(FOLDER).device == "CPU, 1 thread"
    with pytest.raises(ValueError, match="neither 'litert' nor 'tensorflow'"):
        make_runtime("onnx", FOLDER)


@pytest.mark.parametrize(("kind", "missing"), [("litert", "ai_edge_litert"), ("tensorflow", "tensorflow")])
def test_what_is_not_installed_is_said(monkeypatch, kind, missing) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == missing else object())
    with pytest.raises(RuntimeMissing):
        make_runtime(kind, FOLDER)
