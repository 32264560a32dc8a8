"""A loaded model: its parts decide what it can do, and what is not given comes from the settings."""

import json
import shutil
from pathlib import Path

import pytest

from spotpop.errors import ModelDamaged, ModelMissing
from spotpop.model.forecast import Context
from spotpop.model.manifest import digest_of
from spotpop.model.model import load_model
from spotpop.model.prediction import ClipPrediction
from spotpop.model.registry import find_model
from spotpop.settings import load_settings

NOTHING = ClipPrediction(descriptors={}, spread={}, tags={}, genres=(), warnings=())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("models")
    shutil.copytree(find_model("default").path, home / "mine")
    return home


def rewrite(path: Path, change) -> None:
    data = json.loads((path / "model.json").read_text(encoding="utf-8"))
    change(data)
    data["digest"] = digest_of(data)
    (path / "model.json").write_text(json.dumps(data), encoding="utf-8")


def test_what_it_tells_of_itself_is_in_its_folder() -> None:
    model = load_model("default")
    part = model.folder.parts["popularity"]
    assert (model.name, model.version) == ("default", model.folder.version)
    assert (model.reference, model.reference_size) == (part["reference"]["name"], part["reference"]["size"])
    assert model.unseen_coverage == part["unseen_coverage"]
    figures = json.loads((model.folder.path / "metrics.json").read_text(encoding="utf-8"))["headline"]
    assert model.unseen_pairs == figures["unseen_pairs"]
    assert model.runtime_name == "litert"


def test_settings_say_which_model_where_and_how(folder: Path) -> None:
    settings = load_settings(model="mine", models_dir=folder, threads=3, precision="float")
    model = load_model(settings=settings)
    assert model.folder.path == folder / "mine"
    assert (model.runtime.device, model.runtime.precision) == ("CPU, 3 threads", "float")
    model = load_model("default", settings=settings, threads=1, precision="int8")
    assert model.folder.path == find_model("default").path
    assert (model.runtime.device, model.runtime.precision) == ("CPU, 1 thread", "int8")
    with pytest.raises(ModelMissing):
        load_model("nowhere", settings=settings)


def test_without_figures_none_are_reported(folder: Path) -> None:
    target = folder / "plain"
    shutil.copytree(folder / "mine", target)
    (target / "metrics.json").unlink()
    rewrite(target, lambda data: data["files"].pop("metrics.json"))
    assert load_model("plain", models_dir=folder).unseen_pairs is None


def test_a_model_without_a_part_cannot_forecast(folder: Path) -> None:
    target = folder / "half"
    shutil.copytree(folder / "mine", target)
    rewrite(target, lambda data: data["parts"].pop("popularity"))
    model = load_model("half", models_dir=folder)
    with pytest.raises(ModelDamaged):
        model.forecast(NOTHING, Context())


def test_a_damaged_file_is_not_loaded(folder: Path) -> None:
    target = folder / "damaged"
    shutil.copytree(folder / "mine", target)
    graph = target / "popularity.tflite"
    graph.write_bytes(graph.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelDamaged):
        load_model("damaged", models_dir=folder)
