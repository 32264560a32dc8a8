"""Files are whole or not there."""

import os
from pathlib import Path

import pytest

from spotpop.errors import NotSaved
from spotpop.files import free_path, save_atomically


def test_a_file_is_written_and_nothing_lies_beside_it(tmp_path):
    assert save_atomically(tmp_path / "a.png", b"x" * 10) == tmp_path / "a.png"
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
    assert (tmp_path / "a.png").read_bytes() == b"x" * 10


def test_an_old_file_stays_as_it_was_when_the_new_one_does_not_fit(tmp_path, monkeypatch):
    (tmp_path / "a.png").write_bytes(b"old")
    full = Path("/dev/full")
    monkeypatch.setattr("os.fdopen", lambda *_: full.open("wb", buffering=0))
    with pytest.raises(NotSaved, match="No space left"):
        save_atomically(tmp_path / "a.png", b"new" * 1000)
    assert (tmp_path / "a.png").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize("folder", ["missing", "file"])
def test_a_place_that_holds_no_files_is_said(tmp_path, folder):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotSaved) as error:
        save_atomically(tmp_path / folder / "a.png", b"x")
    assert "a.png could not be saved: " in error.value.text


def test_permissions_are_those_of_the_old_file_or_of_the_umask(tmp_path):
    (tmp_path / "old").write_bytes(b"")
    (tmp_path / "old").chmod(0o600)
    assert save_atomically(tmp_path / "old", b"x").stat().st_mode & 0o777 == 0o600
    assert save_atomically(tmp_path / "new", b"x").stat().st_mode & 0o400


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "link").symlink_to("kept/a.png")
    for data in (b"first", b"second"):
        save_atomically(tmp_path / "link", data)
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "kept/a.png").read_bytes() == data
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a.png"]


def test_what_is_no_file_is_written_into(tmp_path):
    """As root, putting a file in its place would take the device from the whole machine."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        save_atomically(pipe, b"x")
        assert os.read(reader, 10) == b"x"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    with pytest.raises(NotSaved):
        save_atomically(tmp_path, b"x")


def test_a_free_name_is_found(tmp_path):
    names = []
    for _ in range(3):
        path = free_path(tmp_path, "song", ".spotpop.png")
        path.write_bytes(b"")
        names.append(path.name)
    assert names == ["song.spotpop.png", "song-2.spotpop.png", "song-3.spotpop.png"]
