"""The embedded server: alone in its folder, in nobody's way, back when it dies, honest about why it does not start."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import redis

from spotpop.errors import SettingsError
from spotpop.settings import load_settings
from tests.integration.worker.harness import ROOT
from worker.launcher import embedded_server as module
from worker.launcher.embedded_server import EmbeddedServer, _reason
from worker.queue.address import address_file, queue_url

pytestmark = [pytest.mark.network, pytest.mark.timeout(240)]


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


def test_somebody_elses_process_in_its_folder_is_left_alone(tmp_path):
    (tmp_path / "queue").mkdir()
    other = subprocess.Popen([sys.executable, "-c", "input()"], cwd=tmp_path / "queue", stdin=subprocess.PIPE)
    try:
        (tmp_path / "queue" / "server.pid").write_text(str(other.pid))
        with EmbeddedServer(settings_in(tmp_path)):
            assert other.poll() is None
    finally:
        other.communicate(b"\n")


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


def test_its_address_is_left_for_this_user_alone_as_long_as_it_runs(tmp_path):
    settings = settings_in(tmp_path)
    temporary = set(Path(tempfile.gettempdir()).glob("spotpop-*"))
    server = EmbeddedServer(settings)
    server.stop()  # one that never began
    assert server.restart_if_dead() is False
    server.start()
    try:
        file = address_file(settings)
        assert queue_url(settings) == server.url
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700
        assert [path.name for path in file.parent.glob("*.new")] == []
        with redis.Redis.from_url(server.url) as client:
            kept = client.config_get("append*") | client.config_get("maxmemory-policy")
        assert (kept["appendonly"], kept["appendfsync"], kept["maxmemory-policy"]) == ("yes", "everysec", "noeviction")
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
        assert set(Path(tempfile.gettempdir()).glob("spotpop-*")) <= temporary
    finally:
        server.stop()
    assert not file.exists()
    assert not server.alive()
    server.stop()


def test_a_port_that_somebody_took_meanwhile_is_not_waited_for(tmp_path, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        found = [taken.getsockname()[1], taken.getsockname()[1]]
        free = module._free_port
        monkeypatch.setattr(module, "_free_port", lambda: found.pop() if found else free())
        with EmbeddedServer(settings_in(tmp_path)) as server:
            assert server.alive()
            assert found == []
        monkeypatch.setattr(module, "_free_port", lambda: taken.getsockname()[1])
        with pytest.raises(SettingsError, match="no free port"):
            EmbeddedServer(settings_in(tmp_path)).start()
    monkeypatch.setattr(module, "_free_port", free)
    with EmbeddedServer(settings_in(tmp_path)) as again:  # a failed start leaves nothing that is in the way
        assert again.alive()


def test_what_cannot_lock_its_folder_starts_nothing(tmp_path):
    (tmp_path / "queue" / "lock").mkdir(parents=True)
    with pytest.raises(SettingsError, match="cannot be used"):
        EmbeddedServer(settings_in(tmp_path)).start()
    assert not (tmp_path / "queue" / "server.pid").exists()


def test_the_servers_own_last_words_are_reported(tmp_path):
    log = tmp_path / "valkey.log"
    said = Exception("it ended:\n1:M 28 Nov # first thing.\n1:M 28 Nov # Fatal error loading the DB.\n")
    assert _reason(said, log) == f"Fatal error loading the DB (its log is {log})"
    assert _reason(Exception("no sign of life.\nmore"), log) == f"no sign of life (its log is {log})"
