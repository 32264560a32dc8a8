"""Where a picture is saved: refused before any work where it cannot be, and no other file is overwritten."""

import pytest
import typer

from spotpop.cli.pictures import SUFFIX, check_place, save_picture, slug

PNG = b"\x89PNG"


@pytest.mark.parametrize(
    ("place", "several", "problem"),
    [("gone/a.png", False, "no folder gone"), ("gone/", False, "no folder gone"), ("a.png", True, "existing folder"),
     ("gone", True, "existing folder")],
)  # fmt: skip
def test_a_place_that_cannot_hold_it_is_refused_at_once(tmp_path, monkeypatch, place, several, problem):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(typer.BadParameter, match=problem) as refused:
        check_place(place, several=several)
    assert refused.value.param_hint == "--picture"


def test_other_places_are_taken(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    assert check_place(None, several=True) is None
    for place, several in (("a.png", False), ("here", True), ("here/", False), ("here/a.png", False)):
        assert str(check_place(place, several=several)) == place.rstrip("/")


def test_in_a_folder_it_is_named_after_the_song_and_overwrites_none(tmp_path):
    first, second = (save_picture(PNG, tmp_path, "../Night Walk") for _ in range(2))
    assert first == tmp_path / f"Night-Walk{SUFFIX}"
    assert second is not None
    assert second != first
    assert first.read_bytes() == second.read_bytes() == PNG


def test_a_file_that_was_named_is_that_file_and_no_picture_is_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert save_picture(PNG, tmp_path / "a.png", "x") == tmp_path / "a.png"
    assert save_picture(b"", tmp_path, "x") is None
    assert save_picture(PNG, None, "x").name == f"x{SUFFIX}"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("title", ["é" * 200, "夜" * 100, "a" * 120 + "-" * 9, "/", "..", "\0"])
def test_a_name_fits_any_disk(title):
    name = slug(title)
    assert 0 < len(name.encode()) <= 120
    assert not set("/\0.") & set(name)
