"""What a person gives on the command line: files, folders, texts, standard input, and how each mistake is reported."""

import io
import os
import sys

import pytest

from spotpop.cli.arguments import read_input
from spotpop.errors import (
    EmptyFolder,
    FileUnreadable,
    NothingFound,
    OtherService,
    TooLarge,
)
from spotpop.question import Upload
from spotpop.settings import load_settings

LINK, OTHER = (f"https://open.spotify.com/track/{digit * 22}" for digit in "12")
SETTINGS = load_settings(max_upload_mib=1.0)


def given(text):
    return read_input(text, SETTINGS)


@pytest.fixture
def stdin(monkeypatch):
    def put(data):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return put


def test_a_file_is_read_when_its_turn_comes_and_named_as_it_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.mp3").write_bytes(b"song")
    [one] = given("./a.mp3")
    assert one.label == "./a.mp3"
    upload = one.read()
    assert isinstance(upload, Upload)
    assert (upload.data, upload.name) == (b"song", "a.mp3")
    (tmp_path / "a.mp3").unlink()
    with pytest.raises(FileUnreadable):
        one.read()


def test_a_file_may_be_as_large_as_was_said(tmp_path):
    file = tmp_path / "a.mp3"
    file.write_bytes(bytes(2**20))
    [one] = given(str(file))
    assert len(one.read().data) == 2**20
    file.write_bytes(bytes(2**20 + 1))
    with pytest.raises(TooLarge):
        one.read()


def test_a_folder_is_its_audio_by_name_without_what_is_hidden(tmp_path):
    for name in ("b.mp3", "a.WAV", "c.txt", ".hidden.mp3", "in/d.flac", ".git/e.mp3"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.mp3").mkdir()
    assert [os.path.relpath(one.label, tmp_path) for one in given(str(tmp_path))] == ["a.WAV", "b.mp3", "in/d.flac"]


def test_a_folder_without_audio_is_reported(tmp_path):
    (tmp_path / "c.txt").write_text("x")
    with pytest.raises(EmptyFolder):
        given(str(tmp_path))


def test_texts_hold_one_link_or_several():
    [one] = given(f"listen: {LINK}?si=1")
    assert one.label == f"listen: {LINK}?si=1"
    assert one.read().url == LINK
    assert [one.label for one in given(f"{LINK} {OTHER}")] == [LINK, OTHER]


def test_a_song_is_asked_for_by_its_name():
    [one] = given("Ada - Night Walk")
    assert one.read().url.startswith("name:")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NothingFound), ("   ", NothingFound), ("hello", NothingFound), ("gone.mp3", FileUnreadable),
        ("folder/gone", FileUnreadable), ("Ada - Walk.mp3", FileUnreadable), ("\0", NothingFound),
        ("x" * 5000, NothingFound), ("https://tidal.com/track/1", OtherService),
    ],
)  # fmt: skip
def test_each_mistake_has_its_error(text, error):
    with pytest.raises(error):
        given(text)


def test_standard_input_is_text_with_links_or_a_file(stdin):
    stdin(f"{LINK}\n{OTHER}\n".encode())
    assert [one.label for one in given("-")] == [LINK, OTHER]
    stdin(b"\xff\xfb\x90 not text")
    [one] = given("-")
    assert (one.label, one.read().name, one.read().data) == ("-", "standard input", b"\xff\xfb\x90 not text")


@pytest.mark.parametrize(
    ("data", "error"), [(b"words", NothingFound), (b"", NothingFound), (bytes(2**20 + 1), TooLarge)]
)
def test_what_standard_input_may_not_be(stdin, data, error):
    stdin(data)
    with pytest.raises(error):
        given("-")
