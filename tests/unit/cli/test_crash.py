"""A bug, as whoever runs the command meets it: its cause and where the story is, and no secrets in either."""

import stat

import pytest

from spotpop.cli import crash
from spotpop.cli.crash import interrupted, report_crash


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SPOTPOP_OPERATOR_LOG", str(tmp_path / "logs" / "worker.log"))
    return tmp_path / "logs"


def raised(text="broken"):
    with pytest.raises(ValueError, match="int") as caught:
        int("x")
    return ValueError(text).with_traceback(caught.tb)


def test_the_story_is_kept_for_its_owner_alone_and_reported_where(folder, capsys):
    assert report_crash(raised(), about="song.mp3") == 1
    file = folder / "spotpop-errors.log"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Traceback" in file.read_text()
    shown = capsys.readouterr().err
    assert shown.startswith("song.mp3: This should not have happened: ValueError: broken.")
    assert str(file) in shown
    report_crash(raised("second"))
    assert file.read_text().count("Traceback") == 2


def test_an_error_without_words_has_no_colon(capsys):
    report_crash(ValueError())
    assert "ValueError. The" in capsys.readouterr().err


def test_secrets_are_taken_out_of_both(folder, capsys):
    secret = "redis://user:hunter2-hunter2@localhost:6379"
    report_crash(raised(secret))
    assert "hunter2" not in capsys.readouterr().err + (folder / "spotpop-errors.log").read_text()


def test_where_the_folder_cannot_be_written_the_systems_is_taken_and_without_both_it_says_no_more(
    tmp_path, monkeypatch, capsys
):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    monkeypatch.setenv("SPOTPOP_OPERATOR_LOG", str(blocked / "logs" / "x.log"))
    other = tmp_path / "other"
    monkeypatch.setattr(crash.tempfile, "gettempdir", lambda: str(other))
    report_crash(raised())
    assert (other / "spotpop-errors.log").is_file()
    monkeypatch.setattr(crash.tempfile, "gettempdir", lambda: str(blocked / "x"))
    capsys.readouterr()
    assert report_crash(raised()) == 1
    assert "whole story" not in capsys.readouterr().err


def behind(cause):
    error = RuntimeError("library")
    error.__cause__ = cause
    return error


def test_ctrl_c_is_found_behind_an_error_of_a_library():
    assert interrupted(KeyboardInterrupt())
    assert interrupted(behind(behind(KeyboardInterrupt())))
    assert not interrupted(behind(ValueError()))
    during = RuntimeError()
    during.__context__ = KeyboardInterrupt()
    assert interrupted(during)
