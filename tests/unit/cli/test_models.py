"""spotpop models, as a person calls it."""

import shutil

import pytest

from spotpop.__main__ import main
from spotpop.model.registry import find_model


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
