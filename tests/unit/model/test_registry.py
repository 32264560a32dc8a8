"""Models by name: found, listed, checked, and refused when their files are not what the manifest says."""

import json
import shutil

import pytest

from spotpop.errors import ModelDamaged, ModelMissing
from spotpop.model import registry
from spotpop.model.model import load_model
from spotpop.settings import load_settings
from spotpop.training.model_export import refresh_digests, write_manifest
from tests.unit.model.popularity_part import AUDIENCE, part

AUDIO = {"descriptors": ["energy"], "features_version": 1, "patches": 4, "spread": {"energy": 0.1}, "tags": ["rock"]}


@pytest.fixture
def models(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "audio.tflite").write_bytes(b"graph")
    (folder / "audio.savedmodel").mkdir()
    (folder / "audio.savedmodel" / "saved_model.pb").write_bytes(b"the same graph")
    (folder / "card.md").write_text("# A card\n")
    write_manifest(folder, "audio", AUDIO, version="7")
    return tmp_path


def test_a_model_is_found_by_name_and_by_path(models):
    found = registry.find_model("mine", models_dir=models)
    assert (found.name, found.version, found.parts["audio"]) == ("mine", "7", AUDIO)
    assert found.card() == "# A card\n"
    assert registry.find_model(str(models / "mine")).version == "7"
    assert "mine" in [folder.name for folder in registry.list_models(models_dir=models)]


def test_models_lie_in_the_data_folder_of_the_settings_that_are_given(models, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(models / "mine", home / "models" / "mine")
    (home / "models" / "mine" / "audio.tflite").write_bytes(b"another graph")
    with pytest.raises(ModelDamaged):  # found, and looked at
        load_model(settings=load_settings(model="mine", data_dir=home), runtime="litert")
    assert registry.find_model("mine", data_dir=home).version == "7"
    assert "mine" in [folder.name for folder in registry.list_models(data_dir=home)]
    with pytest.raises(ModelMissing):
        registry.find_model("mine")


def test_parts_are_merged(models):
    write_manifest(models / "mine", "popularity", part().model_dump())
    found = registry.find_model("mine", models_dir=models)
    assert set(found.parts) == {"audio", "popularity"}
    assert found.version == "7"
    assert found.damaged_files() == []


@pytest.mark.parametrize("name", ["absent", "..", "", "../mine"])
def test_an_unknown_name_is_missing(models, name):
    with pytest.raises(ModelMissing):
        registry.find_model(name, models_dir=models)


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_damaged_graph_is_not_loaded(models, damage):
    graph = models / "mine" / "audio.tflite"
    graph.write_bytes(b"other") if damage == "changed" else graph.unlink()
    assert registry.find_model("mine", models_dir=models).damaged_files() == ["audio.tflite"]
    with pytest.raises(ModelDamaged):
        load_model("mine", settings=load_settings(models_dir=models))


def test_only_the_files_of_the_runtime_must_be_whole_to_load(models):
    (models / "mine" / "audio.savedmodel" / "saved_model.pb").unlink()
    found = registry.find_model("mine", models_dir=models)
    assert found.damaged_files(runtime="litert") == []
    assert found.damaged_files(runtime="tensorflow") == ["audio.savedmodel/saved_model.pb"]
    assert load_model("mine", settings=load_settings(models_dir=models)).runtime_name == "litert"


def test_digests_are_taken_anew_when_a_card_is_rewritten(models):
    (models / "mine" / "card.md").write_text("# Another card\n")
    assert registry.find_model("mine", models_dir=models).damaged_files() == ["card.md"]
    refresh_digests(models / "mine")
    assert registry.find_model("mine", models_dir=models).damaged_files() == []


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"format": 99})])
def test_a_manifest_that_is_none_is_damage_and_is_still_listed(models, text):
    (models / "mine" / "model.json").write_text(text)
    with pytest.raises(ModelDamaged):
        registry.find_model("mine", models_dir=models)
    listed = {folder.name: folder for folder in registry.list_models(models_dir=models)}
    assert listed["mine"].damaged_files() == ["model.json"]


def _without(data, path):
    *steps, last = path
    for step in steps:
        data = data[step]
    del data[last]


def _paths(data, above=()):
    for key, value in data.items():
        yield (*above, key)
        if isinstance(value, dict):
            yield from _paths(value, (*above, key))


def test_every_key_that_is_lost_or_wrong_makes_the_model_damaged(models):
    write_manifest(models / "mine", "popularity", part(audience=AUDIENCE).model_dump())
    file = models / "mine" / "model.json"
    whole = json.loads(file.read_text())
    for path in list(_paths(whole)):
        broken = json.loads(json.dumps(whole))
        _without(broken, path)
        file.write_text(json.dumps(broken))
        with pytest.raises(ModelDamaged) as damaged:
            registry.find_model("mine", models_dir=models)
        assert damaged.value.params["name"] == "mine"
    file.write_text(json.dumps({**whole, "parts": {**whole["parts"], "audio": {**AUDIO, "patches": "many"}}}))
    with pytest.raises(ModelDamaged) as damaged:
        registry.find_model("mine", models_dir=models)
    assert "parts.audio.patches" in str(damaged.value.params["problem"])


def test_a_changed_figure_in_the_manifest_is_damage(models):
    file = models / "mine" / "model.json"
    data = json.loads(file.read_text())
    data["parts"]["audio"]["spread"]["energy"] = 0.2
    file.write_text(json.dumps(data))
    with pytest.raises(ModelDamaged):
        registry.find_model("mine", models_dir=models)


def test_a_part_that_lacks_a_key_cannot_be_written(models):
    with pytest.raises(ValueError, match="patches"):
        write_manifest(models / "mine", "audio", {key: value for key, value in AUDIO.items() if key != "patches"})


def test_what_a_newer_version_adds_is_kept(models):
    write_manifest(models / "mine", "audio", {**AUDIO, "new": [1, 2]})
    assert registry.find_model("mine", models_dir=models).parts["audio"]["new"] == [1, 2]
