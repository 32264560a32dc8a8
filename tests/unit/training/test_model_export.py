"""From Keras to files: both forms say the same under the names of the inputs, and a manifest vouches for every file."""

import hashlib
import json
import stat
from pathlib import Path

import keras
import numpy as np
import pytest
from pydantic import ValidationError

from spotpop.model.manifest import FORMAT, digest_of
from spotpop.model.registry import MANIFEST, read_folder
from spotpop.model.runtime import LiteRTRuntime, TensorFlowRuntime
from spotpop.training.model_export import export_graph, refresh_digests, write_manifest

AUDIO = {"descriptors": ["energy"], "features_version": 1, "patches": 3, "spread": {"energy": 0.1}, "tags": ["rock"]}


def two_inputs() -> keras.Model:
    """Return a graph whose inputs must not be mistaken for each other, named against the order of the alphabet."""
    values, known = (keras.Input((2,), name=name) for name in ("values", "known"))
    return keras.Model([values, known], {"product": values * known, "difference": values - 3 * known})


def wide() -> keras.Model:
    """Return a graph with a constant of more than 4 KiB that half precision holds exactly."""
    values = keras.Input((64,), name="values")
    dense = keras.layers.Dense(64)
    model = keras.Model(values, {"out": dense(values)})
    rng = np.random.default_rng(0)
    dense.set_weights([rng.normal(size=(64, 64)).astype(np.float16), rng.normal(size=64).astype(np.float16)])
    return model


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    (folder / "pair.savedmodel").mkdir()
    (folder / "pair.savedmodel" / "stale").write_text("of the model before")
    export_graph(two_inputs(), folder, "pair")
    export_graph(wide(), folder, "whole", batch=1)
    export_graph(wide(), folder, "half", half=True)
    return folder


INPUTS = {
    "known": np.array([[1, 0], [1, 1], [0, 1]], np.float32),
    "values": np.array([[5, 7], [8, 9], [2, 4]], np.float32),
}


@pytest.mark.parametrize("runtime", [LiteRTRuntime, TensorFlowRuntime])
def test_both_forms_take_inputs_and_give_outputs_by_name(exported: Path, runtime: type) -> None:
    shown = runtime(exported).run("pair", INPUTS)
    assert set(shown) == {"product", "difference"}
    assert shown["product"] == pytest.approx(INPUTS["values"] * INPUTS["known"])
    assert shown["difference"] == pytest.approx(INPUTS["values"] - 3 * INPUTS["known"])


def test_what_was_there_before_is_gone_and_nothing_is_written_that_nobody_reads(exported: Path) -> None:
    inside = {file.relative_to(exported / "pair.savedmodel").as_posix() for file in exported.rglob("pair.savedmodel/*")}
    assert "saved_model.pb" in inside
    assert not {"stale", "fingerprint.pb"} & inside
    assert not [file for file in exported.rglob("variables.data*") if file.stat().st_size > 1000]  # they are constants


def test_a_fixed_batch_is_that_of_the_small_form_alone(exported: Path) -> None:
    from ai_edge_litert.interpreter import Interpreter

    [fixed] = Interpreter(model_path=str(exported / "whole.tflite")).get_input_details()
    assert fixed["shape_signature"].tolist() == [1, 64]
    [free] = Interpreter(model_path=str(exported / "half.tflite")).get_input_details()
    assert free["shape_signature"].tolist() == [-1, 64]
    rows = {"values": np.random.default_rng(1).normal(size=(3, 64)).astype(np.float32)}
    for runtime in (LiteRTRuntime, TensorFlowRuntime):  # the runtime feeds a larger batch piece by piece
        assert runtime(exported).run("whole", rows)["out"] == pytest.approx(
            np.asarray(wide()(rows["values"])["out"]), abs=1e-4
        )


def test_half_the_space_says_the_same_in_both_forms(exported: Path) -> None:
    rows = {"values": np.random.default_rng(1).normal(size=(3, 64)).astype(np.float32)}
    exact = np.asarray(wide()(rows["values"])["out"])
    for runtime in (LiteRTRuntime, TensorFlowRuntime):
        assert runtime(exported).run("half", rows)["out"] == pytest.approx(exact, abs=1e-4)
    for name in ("{}.tflite", "{}.savedmodel/saved_model.pb"):
        whole, half = (exported / name.format(kind) for kind in ("whole", "half"))
        assert half.stat().st_size < whole.stat().st_size - 6000  # of 16 KiB of numbers, 8 are spared


def test_a_new_manifest_is_whole_and_names_every_file(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.bin").write_bytes(b"a")
    (tmp_path / "card.md").write_bytes(b"b")
    write_manifest(tmp_path, "audio", AUDIO)
    data = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    assert (data["format"], data["name"], data["version"]) == (FORMAT, tmp_path.name, "1")
    assert data["files"] == {"card.md": hashlib.sha256(b"b").hexdigest(), "in/a.bin": hashlib.sha256(b"a").hexdigest()}
    assert data["digest"] == digest_of(data)
    found = read_folder(tmp_path)
    assert (found.damaged_files(), found.problem) == ([], "")
    assert stat.S_IMODE((tmp_path / MANIFEST).stat().st_mode) == 0o644
    assert {file.name for file in tmp_path.iterdir()} == {"in", "card.md", MANIFEST}


def test_another_part_and_what_was_said_before_stay(tmp_path: Path) -> None:
    write_manifest(tmp_path, "audio", AUDIO, name="mine", version="7")
    write_manifest(tmp_path, "audio", {**AUDIO, "patches": 4})
    data = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    assert (data["name"], data["version"], data["parts"]["audio"]["patches"]) == ("mine", "7", 4)
    with pytest.raises(ValidationError):
        write_manifest(tmp_path, "popularity", {"bins": 3})
    assert json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8")) == data  # what cannot be read is not written


def test_digests_are_taken_anew_after_a_file_was_changed(tmp_path: Path) -> None:
    write_manifest(tmp_path, "audio", AUDIO)
    (tmp_path / "card.md").write_text("later")
    refresh_digests(tmp_path)
    found = read_folder(tmp_path)
    assert (list(found.files), found.damaged_files()) == (["card.md"], [])
    assert found.parts["audio"]["tags"] == ["rock"]


@pytest.mark.parametrize("odd", [float("nan"), float("inf")])
def test_numbers_that_json_does_not_have_are_refused(tmp_path: Path, odd: float) -> None:
    with pytest.raises(ValueError, match=r"finite|JSON"):
        write_manifest(tmp_path, "audio", {**AUDIO, "note": odd})
    assert list(tmp_path.iterdir()) == []
