"""spotpop models and spotpop train, as a person calls them."""

import shutil

import numpy as np
import pytest

from spotpop.__main__ import main
from spotpop.dataset.parquet import write_dataset
from spotpop.model.registry import find_model
from spotpop.settings import settings


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A data folder of its own, so that nobody's models are listed or written."""
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("SPOTPOP_MODELS_DIR", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()


def run(*arguments):
    """Return the exit code."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return left.value.code or 0


def copy_of_default(home, name="mine"):
    folder = home / "models" / name
    shutil.copytree(find_model("default").path, folder)
    return folder


def test_models_are_listed_with_the_chosen_one_marked(home, capsys):
    copy_of_default(home)
    assert run("models") == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("*") and "default" in line for line in lines)
    assert any("mine" in line and not line.startswith("*") for line in lines)


def test_check_finds_the_file_that_was_changed(home, capsys):
    folder = copy_of_default(home)
    assert run("models", "mine", "--check") == 0
    assert "all as published" in capsys.readouterr().out
    (folder / "descriptors.tflite").write_bytes(b"changed")
    assert run("models", "mine", "--check") == 1
    said = capsys.readouterr()
    assert "descriptors.tflite is missing or was changed" in said.err
    assert "1 damaged" in said.out


def test_the_card_is_shown_as_it_is(home, capsys):
    folder = copy_of_default(home)
    (folder / "card.md").write_text("# A card\n\nNothing to hide.\n")
    assert run("models", "--card", "mine") == 0
    assert capsys.readouterr().out == "# A card\n\nNothing to hide.\n"
    assert run("models", "--card", "absent") == 1
    assert "absent" in capsys.readouterr().err


def rows_of(count):
    rng = np.random.default_rng(0)
    return [
        {
            "id": f"id {index}",
            "artist_key": f"artist {index % 30}",
            "popularity": float(rng.uniform(1, 90)),
            "features": rng.normal(size=229).astype(np.float32),
            "embedding": rng.normal(size=400).astype(np.float32),
            "tags": rng.uniform(0.01, 0.5, size=100).astype(np.float32),
        }
        for index in range(count)
    ]


@pytest.mark.parametrize("kind", ["pipes", "descriptors"])
def test_too_few_clips_are_refused_with_the_reason(kind, home, tmp_path, capsys):
    analysed_by = find_model("default").files["audio.tflite"]
    write_dataset(tmp_path, rows_of(40), analysed_by=analysed_by, n_patches=2)
    assert run("train", "mine", "--data", str(tmp_path), "--kind", kind) == 1
    said = capsys.readouterr().err
    assert "40" in said
    assert "300" in said
    assert not (home / "models" / "mine").exists()


def test_clips_that_another_network_heard_are_refused(home, tmp_path, capsys):
    write_dataset(tmp_path, rows_of(5), analysed_by="0" * 64, n_patches=2)
    assert run("train", "mine", "--data", str(tmp_path)) == 1
    assert "another network" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("train", "mine"),
        ("train", "../mine", "--data", "x"),
        ("train", "mine", "--data", "x", "--table", "y"),
        ("train", "mine", "--table", "x", "--labels", "y"),
        ("train", "mine", "--data", "x", "--labels", "a", "--audio", "b", "--musicnn", "c"),
    ],
)
def test_wrong_usage_is_reported_before_anything_is_read(home, arguments, capsys):
    assert run(*arguments) == 2
    assert capsys.readouterr().err


def test_a_model_is_not_overwritten_unasked(home, capsys):
    copy_of_default(home)
    assert run("train", "mine", "--data", "x") == 2
    assert "--replace" in capsys.readouterr().err
