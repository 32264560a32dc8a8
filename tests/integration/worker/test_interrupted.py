"""Ctrl-C at any moment: no traceback, nothing left running, no half of a file.

The moments are parts of the time that the command takes here and now when nobody interrupts it.
`SPOTPOP_TEST_MOMENTS=40` tries more of them.
"""

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from spotpop.demo import demo_song
from tests.integration.worker.harness import ROOT
from tests.terminal import CTRL_C, ENTER, Terminal

MOMENTS = int(os.environ.get("SPOTPOP_TEST_MOMENTS", "2"))

pytestmark = [
    pytest.mark.timeout(120 + 60 * MOMENTS),
    pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is POSIX"),
]


def environment(folder: Path, **more: str) -> dict[str, str]:
    ours = ("SPOTPOP_", "DISCORD_", "TELEGRAM_", "REDIS_", "SPOTI")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    (folder / "tmp").mkdir()
    return {
        **kept, "PYTHONPATH": str(ROOT), "LC_ALL": "en_GB.UTF-8", "TMPDIR": str(folder / "tmp"),
        "SPOTPOP_DATA_DIR": str(folder / "data"), "SPOTPOP_WORKER_PROCESSES": "1", "SPOTPOP_WEB": "false", **more,
    }  # fmt: skip


SCRIPTED = {"SPOTPOP_WORKER_PIPELINE": "tests.integration.worker.scripted:make"}
COMMANDS = {
    "demo": (["demo"], SCRIPTED, None),
    "up": (["up"], SCRIPTED, f"{demo_song()}"),
    "predict": (["predict", str(demo_song()), str(demo_song())], {}, None),
}


def run(name: str, folder: Path) -> tuple[Terminal, str | None]:
    arguments, more, line = COMMANDS[name]
    folder.mkdir()
    (folder / "here").mkdir()
    terminal = Terminal(
        [sys.executable, "-P", "-c", "from spotpop.entry import main; main()", *arguments],
        cwd=folder / "here", env=environment(folder, SPOTPOP_TEST_RUNS=str(folder / "runs"), **more),
    )  # fmt: skip
    return terminal, line


def whole_run_s(name: str, folder: Path) -> float:
    """How long the command takes until it ends, or until its chat has answered once."""
    began = time.monotonic()
    terminal, line = run(name, folder)
    with terminal:
        if line is None:
            assert terminal.wait() == 0, terminal.text
        else:
            terminal.send(line + ENTER)
            terminal.read_until("Picture")
        took_s = time.monotonic() - began
    shutil.rmtree(folder)
    return took_s


@pytest.mark.parametrize("name", COMMANDS)
def test_ctrl_c_at_any_moment_leaves_nothing(name: str, tmp_path: Path) -> None:
    took_s = whole_run_s(name, tmp_path / "whole")
    for moment in range(MOMENTS):
        folder = tmp_path / str(moment)
        terminal, line = run(name, folder)
        with terminal:
            if line is not None:
                terminal.send(line + ENTER)
            after_s = took_s * (moment + 0.5) / MOMENTS
            terminal.read_for(after_s)
            terminal.send(CTRL_C)
            code = terminal.wait()
            shown = f"{name}, Ctrl-C after {after_s:.2f} of {took_s:.2f} s: ended with {code}\n{terminal.text}"
            assert code in {0, 130, -2}, shown
            assert "Traceback" not in terminal.text, shown
            assert "should not have happened" not in terminal.text, shown
            assert not terminal.left_running(), f"{shown}\n{terminal.left_running()}"
            left = [*folder.glob("here/.*"), *folder.glob("tmp/spotpop*")]
            assert not left, f"{shown}\n{left}"
        shutil.rmtree(folder)
