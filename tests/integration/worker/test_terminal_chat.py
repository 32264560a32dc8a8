"""The chat of `spotpop up` in a real terminal: Tab completes, Up brings back, Ctrl-D ends all of it."""

import os
import sys
from pathlib import Path

import pytest

from tests.integration.worker.harness import ROOT
from tests.terminal import CTRL_D, ENTER, TAB, UP, Terminal
from tests.tones import wav

pytestmark = [pytest.mark.timeout(300), pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is POSIX")]


def test_keys_do_what_people_expect(tmp_path: Path) -> None:
    (tmp_path / "a song.wav").write_bytes(wav(6))
    ours = ("SPOTPOP_", "DISCORD_", "TELEGRAM_", "REDIS_", "SPOTI")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(ours)},
        "PYTHONPATH": str(ROOT), "LC_ALL": "en_GB.UTF-8", "PROMPT_TOOLKIT_NO_CPR": "1",
        "SPOTPOP_DATA_DIR": str(tmp_path / "data"), "SPOTPOP_WORKER_PROCESSES": "1", "SPOTPOP_WEB": "false",
        "SPOTPOP_WORKER_PIPELINE": "tests.integration.worker.scripted:make",
        "SPOTPOP_TEST_RUNS": str(tmp_path / "runs"),
    }  # fmt: skip
    with Terminal([sys.executable, "-P", "-m", "spotpop", "up"], cwd=tmp_path, env=environment) as screen:
        screen.read_until("Paste a Spotify link", ">")
        screen.send("pred" + TAB)
        screen.read_until(">", "ict")
        screen.send(" a" + TAB)
        screen.read_until(">", "ict", "song.wav")
        screen.send(ENTER)
        screen.read_until("Around 40 of 100", "Picture", ">")
        screen.send(UP + ENTER)
        screen.read_until("Around 40 of 100", "Picture", ">", "Around 40 of 100", "Picture", ">")
        screen.send(CTRL_D)
        assert screen.wait() == 0
        assert not screen.left_running()
    assert len(list(tmp_path.glob("*.spotpop.png"))) == 2
