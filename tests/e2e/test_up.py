"""`spotpop up` with a token: queue, worker and bot from one command, and each part is kept running."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.counterparts.songs import spotify_id
from tests.counterparts.telegram import TOKEN, TelegramCounterpart
from tests.integration.worker.harness import ROOT, end_session, session, until

pytestmark = [pytest.mark.network, pytest.mark.timeout(400)]

ADA = 700100300
PATIENCE_S = 120
StartUp = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start_up(telegram: TelegramCounterpart, tmp_path: Path) -> Iterator[StartUp]:
    ours = ("SPOTPOP_", "SPOTIPY_", "DISCORD_", "TELEGRAM_", "REDIS_")
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        with (tmp_path / "up.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "spotpop", "up"],
                cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={
                    **{name: value for name, value in os.environ.items() if not name.startswith(ours)},
                    "PYTHONPATH": str(ROOT),
                    "TELEGRAM_TOKEN": TOKEN,
                    "SPOTPOP_TELEGRAM_API_URL": telegram.url,
                    "SPOTPOP_DATA_DIR": str(tmp_path / "data"),
                    "SPOTPOP_WORKER_PROCESSES": "1",
                    "SPOTPOP_WORKER_PIPELINE": "tests.e2e.scripted:make",
                    "SPOTPOP_TEST_RUNS": str(tmp_path / "runs"),
                    "SPOTPOP_TEST_GATE": str(tmp_path / "gate"),
                },
            )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        end_session(process)


def part(leader: int, *words: str) -> psutil.Process | None:
    """The process of `up` whose command line ends with these words (of the worker the parent, not its children)."""
    for process in session(leader):
        with contextlib.suppress(psutil.Error):
            if process.cmdline()[-len(words) :] == list(words) and process.ppid() == leader:
                return process
    return None


async def test_a_token_is_all_that_a_bot_needs_and_parts_that_die_come_back(
    telegram: TelegramCounterpart, start_up: StartUp, tmp_path: Path
) -> None:
    up = start_up()
    log = tmp_path / "up.log"

    async def ask(name: str) -> None:
        asked = await telegram.say(ADA, f"https://open.spotify.com/track/{spotify_id(name)}")
        await telegram.answer(ADA, reply_to=asked, photo=True, timeout_s=PATIENCE_S)

    await until(lambda: log.exists() and "telegram_bot_is_ready" in log.read_text(), tell=log.read_text)
    await ask("one")
    for words in (("worker",), ("bot", "telegram")):
        doomed = part(up.pid, *words)
        assert doomed is not None
        doomed.kill()
        await until(
            lambda words=words, doomed=doomed: (back := part(up.pid, *words)) is not None and back.pid != doomed.pid,
            tell=log.read_text,
        )
        await ask(f"after {words[-1]}")
    up.send_signal(signal.SIGTERM)
    await until(lambda: up.poll() is not None, tell=log.read_text)
    assert up.returncode == 0
    await until(lambda: not session(up.pid))
    assert TOKEN not in log.read_text()
