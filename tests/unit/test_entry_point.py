"""The command table: light, complete, and deaf to what lives above the library."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from spotpop import __main__ as entry
from spotpop.errors import TooShort

HEAVY = ("numpy", "scipy", "tensorflow", "ai_edge_litert", "librosa", "PIL", "discord", "telegram", "celery")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "spotpop", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def test_help_lists_every_command_and_imports_none() -> None:
    code = f"""
import sys
from spotpop.__main__ import main
try:
    main(["--help"])
except SystemExit as end:
    assert end.code == 0, end.code
heavy = [name for name in {HEAVY!r} if name in sys.modules]
assert not heavy, heavy
assert not [name for name in sys.modules if name.startswith(("bot", "worker"))]
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    for name in entry.COMMANDS:
        assert name in done.stdout


def test_an_unknown_command_is_a_usage_error() -> None:
    done = _run("predcit")
    assert done.returncode == 2
    assert "predcit" in done.stderr
    assert "Did you mean 'predict'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_told() -> None:
    done = _run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("spotpop ")


def test_an_error_becomes_a_sentence_and_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.report_error(TooShort(duration_s=2.0, minimum_s=5.0)) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "This audio lasts only 2.0 s, and a forecast needs at least 5 s. "
        "Send a longer piece; 30 s of the song's strongest part is ideal.\n"
    )


@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_ends_no_command(redirection: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m spotpop --version {redirection}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_in_a_folder_that_is_gone_a_sentence_says_so(tmp_path) -> None:
    (tmp_path / "gone").mkdir()
    code = """
import os, sys
os.rmdir(os.getcwd())
sys.argv = ["spotpop", "bot", "terminal", "--ask", "x"]
from spotpop.entry import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path / "gone", capture_output=True, text=True, check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "REDIS_URL": "redis://127.0.0.1:1/0"},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "The folder that this terminal stands in is gone. Change to another one.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("command", [["--help"], ["links", "spotify:track:4uLU6hMCjMI75M1A2tKUQC"]])
def test_a_full_disk_behind_stdout_is_a_sentence(command, tmp_path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "spotpop", *command], stdout=full, stderr=subprocess.PIPE, text=True,
            check=False, timeout=60, env={**os.environ, "SPOTPOP_DATA_DIR": str(tmp_path)},
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "There is no space left where this writes to. Free some, or let it write somewhere else.\n"
    assert list(tmp_path.iterdir()) == []


def test_what_fails_because_of_ctrl_c_is_no_bug(monkeypatch, capsys) -> None:
    def fails(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            [].pop()

    monkeypatch.setattr(entry, "app", fails)
    with pytest.raises(SystemExit) as end:
        entry.main([])
    assert end.value.code == 130
    assert capsys.readouterr().err == ""
