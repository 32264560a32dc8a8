"""`spotpop up` and `spotpop demo` as a newcomer runs them: they answer, and leave no process behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest

from tests.integration.worker.harness import ROOT, end_session, session

pytestmark = [pytest.mark.timeout(300), pytest.mark.skipif(os.name != "posix", reason="sessions and signals are POSIX")]
PATIENCE_S = 120
LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"


@pytest.fixture
def start(tmp_path):
    """Start a `spotpop` command in a session of its own; end whatever is left of it."""
    started = []

    def run(*arguments, cwd=tmp_path):
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SPOTPOP_", "DISCORD_", "TELEGRAM_", "REDIS_"))
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "spotpop", *arguments],
            cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
            env={
                **environment,
                "PYTHONPATH": str(ROOT),
                "LC_ALL": "en_GB.UTF-8",
                "SPOTPOP_DATA_DIR": str(tmp_path / "data"),
                "SPOTPOP_HEALTH_FILE": str(tmp_path / "alive"),
                "SPOTPOP_WORKER_PROCESSES": "1",
                "SPOTPOP_WORKER_PIPELINE": "tests.integration.worker.scripted:make",
                "SPOTPOP_TEST_RUNS": str(tmp_path / "runs"),
            },
        )  # fmt: skip
        started.append(process)
        return process

    yield run
    for process in started:
        end_session(process)
        process.stdin.close()
        process.stdout.close()


def wait_until(condition, tell=lambda: "in vain"):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, tell()
        time.sleep(0.1)


def test_the_demo_shows_a_reply_and_a_picture_and_leaves_nothing_running(start, tmp_path):
    demo = start("demo")
    said, _ = demo.communicate(timeout=PATIENCE_S)
    assert demo.returncode == 0, said
    (picture,) = tmp_path.glob("*.spotpop.png")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.name in said.replace("\n", "")
    assert "40" in said  # the score
    assert not session(demo.pid)
    assert not (tmp_path / "data").exists()  # a demo has a queue of its own


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is a folder in which nobody can make a file, root neither")
def test_a_demo_whose_picture_cannot_be_saved_answers_says_so_and_ends(start):
    demo = start("demo", cwd="/proc")
    said, _ = demo.communicate(timeout=PATIENCE_S)
    assert demo.returncode == 1, said
    assert "Around 40 of 100" in said
    assert "could not be saved" in said
    assert "Traceback" not in said
    assert not session(demo.pid)


def test_without_a_token_up_is_a_chat_that_goes_the_whole_way(start, tmp_path):
    up = start("up")
    said, _ = up.communicate(f"{LINK}\nquit\n", timeout=PATIENCE_S)
    assert up.returncode == 0, said
    assert "title of 4uLU6hMCjMI75M1A2tKUQC" in said
    assert list(tmp_path.glob("*.spotpop.png"))
    assert not session(up.pid)


def test_up_serves_the_page_and_says_where_even_if_its_usual_port_is_taken(start):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):  # somebody else has it already
            taken.bind(("127.0.0.1", 8350))
            taken.listen()
        up = start("up")
        said = next(line for line in up.stdout if "A page for browsers is at" in line)
        address = said.split()[-1]
        assert not address.endswith(":8350")
        found = []

        def there():
            with contextlib.suppress(OSError):
                found.append(urllib.request.urlopen(address, timeout=5).read().decode())
            return found

        wait_until(there)
        assert "<h1>" in found[-1]
        up.send_signal(signal.SIGTERM)
        assert up.wait(PATIENCE_S) == 0
    assert not session(up.pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_of_it_cleanly(start, tmp_path, number):
    up = start("up")
    wait_until(lambda: "worker_ready" in log_of(tmp_path), lambda: log_of(tmp_path))
    assert len(session(up.pid)) >= 4  # itself, the server, the worker and its child, the chat
    up.send_signal(number)
    assert up.wait(PATIENCE_S) == 0
    wait_until(lambda: not session(up.pid))
    assert not (tmp_path / "data" / "queue" / "address.json").exists()


def is_server(process):
    """Whether it is the embedded server; what has ended meanwhile is in nobody's way."""
    try:
        return "valkey" in process.name()
    except psutil.NoSuchProcess:
        return True


def test_what_waits_survives_the_death_of_up(start, tmp_path):
    first = start("up")
    wait_until(lambda: "worker_ready" in log_of(tmp_path), lambda: log_of(tmp_path))
    first.kill()  # nothing can be cleared up now
    first.wait(30)
    wait_until(lambda: all(is_server(one) for one in session(first.pid)))
    second = start("up")
    said, _ = second.communicate(f"{LINK}\nquit\n", timeout=PATIENCE_S)
    assert second.returncode == 0, said
    assert "title of 4uLU6hMCjMI75M1A2tKUQC" in said
    assert not session(first.pid)
    assert not session(second.pid)


def test_a_second_up_in_the_same_folder_is_refused(start, tmp_path):
    first = start("up")
    wait_until((tmp_path / "data" / "queue" / "address.json").exists)
    second = start("up")
    said, _ = second.communicate(timeout=PATIENCE_S)
    assert second.returncode == 1
    assert "runs in it already" in said
    assert first.poll() is None


def log_of(tmp_path):
    log = tmp_path / "data" / "logs" / "worker.log"
    return log.read_text() if log.exists() else ""
