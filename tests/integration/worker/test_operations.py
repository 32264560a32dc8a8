"""What an operator sees: figures, health, and logs that tell the job and nothing about the song."""

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request

import pytest

from tests.integration.disk import SmallDisk
from tests.integration.worker.harness import ROOT, track, until, upload


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def test_figures_of_all_processes_are_served(client, inbox, workers):
    port = free_port()
    await workers(processes=2, SPOTPOP_METRICS_PORT=str(port))
    jobs = [track("one"), track("fail-1"), *(track(f"sleep-0.2-m{n}") for n in range(4))]
    for job in jobs:
        await client.submit(job)
    await inbox.wait_for([job.id for job in jobs])
    again = track("one")
    await client.submit(again)
    await inbox.wait_for([again.id])

    def figures():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as reply:
            return reply.read().decode()

    await until(lambda: 'spotpop_failures_total{code="preview-not-found",kind="track"} 1.0' in figures(), tell=figures)
    text = figures()
    for line in (
        "spotpop_redis_up 1.0",
        'spotpop_queue_depth{queue="interactive"} 0.0',
        'spotpop_questions_total{event="submitted"} 7.0',
        'spotpop_questions_total{event="cache_hits"} 1.0',
        'spotpop_questions_total{event="done"} 6.0',
        'spotpop_questions_total{event="failed"} 1.0',
        'spotpop_job_seconds_count{kind="track"} 6.0',
        'spotpop_stage_seconds_count{stage="decode"} 5.0',
        'spotpop_source_total{outcome="found",source="deezer"}',
    ):
        assert line in text, line
    assert re.search(r"spotpop_worker_slots 2\.0", text)


async def test_health_follows_the_worker(workers, tmp_path):
    worker = await workers()
    file = tmp_path / f"{worker.log.stem}.alive"
    await until(file.exists)

    def check():
        environment = {**os.environ, "SPOTPOP_HEALTH_FILE": str(file)}
        return subprocess.run(
            [sys.executable, "-m", "worker.queue.health"], cwd=ROOT, env=environment, check=False
        ).returncode

    assert check() == 0
    worker.terminate()
    await until(lambda: worker.process.poll() is not None, tell=worker.text)
    assert worker.process.returncode == 0
    assert check() == 1


async def test_every_line_about_a_job_names_it_and_none_names_the_song(client, inbox, workers):
    worker = await workers(
        SPOTPOP_LOG_LEVEL="DEBUG", DISCORD_TOKEN="MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4"
    )
    jobs = {"break-x": upload("my unreleased song.mp3"), "fail-x": upload("my unreleased song.mp3")}
    for script, job in jobs.items():
        await client.submit(job, {"my unreleased song.mp3": script.encode()})
    public = track("break-1", user="discord:4711")
    await client.submit(public)
    ids = [job.id for job in (*jobs.values(), public)]
    await inbox.wait_for(ids)
    text = worker.text()
    for secret in ("unreleased", "a secret title", "title of", "4711", "ZnCjm1XVW7vRze4b7Cq4", '"message"'):
        assert secret not in text, secret
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    for job in ids:
        events = [line["event"] for line in lines if line.get("job") == job]
        assert events[0] == "job_started"
        assert events[-1] == "job_ended"
    assert any(line["event"] == "job_broke" and line["where"] for line in lines)


async def test_flower_finds_the_application(server, workers, tmp_path):
    await workers()
    port, log = free_port(), tmp_path / "flower.log"
    flower = start_flower(port, log, server.url)

    def healthy():
        assert flower.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthcheck", timeout=30) as reply:
                return reply.read() == b"OK"
        except OSError:
            return False

    try:
        await until(healthy, tell=log.read_text)
    finally:
        flower.kill()
        flower.wait(30)


def start_flower(port, log, url):
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "celery", "--app=worker.monitor", "flower", f"--port={port}", "--address=127.0.0.1"],
            cwd=ROOT, stdout=output, stderr=output,
            env={**os.environ, "REDIS_URL": url, "FLOWER_BASIC_AUTH": "user:password"},
        )  # fmt: skip


def test_figures_listen_where_they_are_reported_to():
    from prometheus_client import CollectorRegistry

    from spotpop.errors import SettingsError
    from spotpop.settings import Settings
    from worker.queue import exporter

    plain = exporter.serve(Settings(metrics_port=0), CollectorRegistry())
    assert plain.server_address[0] == "127.0.0.1"
    with pytest.raises(SettingsError, match="listen"):
        exporter.serve(Settings(metrics_port=plain.server_address[1]), CollectorRegistry())
    plain.shutdown()
    plain.server_close()


COUNTS = """
import pathlib, tempfile
from tests.integration.disk import fill
from worker.figures_folder import figures_of_processes
fill(pathlib.Path(tempfile.gettempdir()) / "ballast")  # runs full after Python has chosen it
with figures_of_processes(wanted=True):
    from worker import telemetry
    telemetry.batch_read(7)
"""


def test_a_full_disk_costs_no_process_its_life_for_the_sake_of_figures(tmp_path):
    """A write through a memory map on a full disk ends the process (SIGBUS)."""
    disk = SmallDisk(tmp_path / "temporary", 1)
    try:
        environment = {**os.environ, "TMPDIR": str(disk.folder)}
        assert subprocess.run([sys.executable, "-c", COUNTS], cwd=ROOT, env=environment, check=False).returncode == 0
    finally:
        disk.close()
