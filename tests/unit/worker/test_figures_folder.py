"""The folder for figures: there while processes count, gone afterwards, in memory where there is any."""

import contextlib
import os
from pathlib import Path

import pytest

from worker import figures_folder as module
from worker.figures_folder import FIGURES_VARIABLE, figures_of_processes


@pytest.fixture(autouse=True)
def _none(monkeypatch):
    monkeypatch.setenv(FIGURES_VARIABLE, "")
    monkeypatch.delenv(FIGURES_VARIABLE)


def test_it_is_made_named_and_removed_with_what_is_in_it(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(module, "SHARED_MEMORY", str(tmp_path))
    with contextlib.suppress(KeyboardInterrupt), figures_of_processes(wanted=True):
        folder = Path(os.environ[FIGURES_VARIABLE])
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "counter_1.db").write_bytes(b"x")
        raise KeyboardInterrupt
    assert not folder.exists()
    assert FIGURES_VARIABLE not in os.environ


def test_where_there_is_no_shared_memory_it_lies_with_other_temporary_files(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(module, "SHARED_MEMORY", str(tmp_path / "none"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with figures_of_processes(wanted=True):
        assert Path(os.environ[FIGURES_VARIABLE]).parent == tmp_path


def test_nobody_asks_nothing_is_made() -> None:
    with figures_of_processes(wanted=False):
        assert FIGURES_VARIABLE not in os.environ
