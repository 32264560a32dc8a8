"""The embedded server: alone in its folder, in nobody's way, back when it dies, honest about why it does not start."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import redis

from spotpop.errors import SettingsError
from spotpop.settings import load_settings
from tests.integration.worker.harness import ROOT
from worker.launcher.embedded_server import EmbeddedServer

pytestmark = pytest.mark.timeout(240)


def settings_in(folder):
    return load_settings(data_dir=folder, redis_url=None)


def process_of(folder):
    return psutil.Process(int((Path(folder) / "queue" / "server.pid").read_text()))


def test_a_second_one_in_the_same_folder_is_refused_and_the_first_lives_on(tmp_path):
    with EmbeddedServer(settings_in(tmp_path)) as first:
        with pytest.raises(SettingsError, match="runs in it already"), EmbeddedServer(settings_in(tmp_path)):
            pass
        assert first.alive()
    with EmbeddedServer(settings_in(tmp_path)) as again:
        assert again.alive()


def test_a_process_number_that_somebody_else_has_now_is_no_lock(tmp_path):
    (tmp_path / "queue").mkdir()
    (tmp_path / "queue" / "pid").write_text("1")
    (tmp_path / "queue" / "server.pid").write_text(str(os.getpid()))
    with EmbeddedServer(settings_in(tmp_path)) as server:
        assert server.alive()


def test_six_at_once_have_six_addresses_and_each_its_own_password(tmp_path):
    servers = [EmbeddedServer(settings_in(tmp_path / str(number))) for number in range(6)]
    try:
        for server in servers:  # signals can be blocked in the main thread only, so the starts overlap as processes do
            server.start()
        with ThreadPoolExecutor(6) as pool:
            assert all(pool.map(EmbeddedServer.alive, servers))
        assert len({server.url.rpartition("@")[2] for server in servers}) == 6
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(f"redis://{servers[0].url.rpartition('@')[2]}").ping()
    finally:
        for server in servers:
            server.stop()


def test_one_that_died_comes_back_on_its_port_with_what_it_kept(tmp_path):
    with EmbeddedServer(settings_in(tmp_path)) as server:
        client = redis.Redis.from_url(server.url)
        client.set("kept", "yes")
        client.execute_command("WAITAOF", 1, 0, 5000)
        assert server.restart_if_dead() is False
        process_of(tmp_path).send_signal(signal.SIGKILL)
        end = time.monotonic() + 30
        while not server.restart_if_dead():
            assert time.monotonic() < end
            time.sleep(0.05)
        assert client.get("kept") == b"yes"


def test_what_a_killed_command_left_behind_is_ended_by_the_next(tmp_path):
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom spotpop.settings import load_settings\n"
        "from worker.launcher.embedded_server import EmbeddedServer\n"
        "EmbeddedServer(load_settings(data_dir=Path(sys.argv[1]), redis_url=None)).start()\nos.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=False, timeout=120)
    left = process_of(tmp_path)
    with EmbeddedServer(settings_in(tmp_path)) as server:
        assert not left.is_running()
        assert server.alive()


def test_a_start_that_fails_says_why(tmp_path):
    with EmbeddedServer(settings_in(tmp_path)):
        pass
    (manifest,) = (tmp_path / "queue").rglob("*.manifest")
    manifest.write_bytes(b"no manifest\n" * 20)
    with pytest.raises(SettingsError, match=r"AOF manifest.*valkey\.log"):
        EmbeddedServer(settings_in(tmp_path)).start()


@pytest.mark.parametrize("folder", ["/proc/x", "/dev/null/x"])
def test_a_folder_that_cannot_be_is_named(folder):
    with pytest.raises(SettingsError, match=rf"{folder}/queue cannot be used"):
        EmbeddedServer(settings_in(Path(folder))).start()
