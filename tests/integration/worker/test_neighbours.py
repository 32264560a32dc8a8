"""Two releases at once, both ways round, under load: nothing lost, nothing doubled, nobody left without a word."""

import asyncio
import os
import shutil
import subprocess
import sys
import tarfile
from collections import Counter

import psutil
import pytest

import worker.queue.client
from tests.integration.worker.harness import ROOT, Inbox, make_settings, track, until
from tests.integration.worker.newer import question_of_the_next_release
from worker.queue.adoption import adopt_questions
from worker.queue.connection import connect

pytestmark = pytest.mark.timeout(300)
NEWER = {"SPOTPOP_WORKER_PIPELINE": "tests.integration.worker.newer:make"}


def codes(inbox):
    return Counter(outcome.failure.code if outcome.failure else "ok" for outcome in inbox.outcomes.values())


async def test_answers_of_a_newer_worker_are_read_or_reported(client, inbox, workers):
    await workers(processes=2, **NEWER)
    jobs = [track(f"sleep-0-n{n}", user=f"u{n % 5}") for n in range(30)]
    for job in jobs:
        await client.submit(job)
    await inbox.wait_for([job.id for job in jobs])
    assert inbox.answered_once([job.id for job in jobs])
    assert set(codes(inbox)) == {"ok", "answer-unreadable"}
    assert codes(inbox)["ok"] >= 15


async def test_questions_of_a_newer_front_end_reach_the_worker_that_knows_them(client, inbox, workers, monkeypatch):
    old, newer = await workers(), await workers(**NEWER)
    plain = worker.queue.client.submit_arguments
    jobs = [track(f"sleep-0-q{n}", user=f"u{n % 5}") for n in range(30)]
    for number, job in enumerate(jobs):
        if number % 3:
            monkeypatch.setattr(
                "worker.queue.client.submit_arguments",
                lambda job, settings, number=number: question_of_the_next_release(plain(job, settings), number),
            )
        else:
            monkeypatch.setattr("worker.queue.client.submit_arguments", plain)
        await client.submit(job)
    await inbox.wait_for([job.id for job in jobs])
    assert inbox.answered_once([job.id for job in jobs])
    assert not {"job-failed", "unexpected", "deadline-exceeded"} & set(codes(inbox))
    assert '"job_broke"' not in old.text() + newer.text()


@pytest.fixture
def last_release(tmp_path):
    """The release before this one, as the repository's history has it, in a folder of its own."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("needs the repository's history")
    commit = "de81c01"  # 0.1
    archive = tmp_path / "release.tar"
    packed = subprocess.run(
        ["git", "-C", str(ROOT), "archive", "--output", str(archive), commit, "spotpop", "worker", "bot", "tests"],
        check=False,
        capture_output=True,
    )
    if packed.returncode:
        pytest.skip("a shallow clone does not have the last release")
    folder = tmp_path / "release"
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder


ASK = """
import asyncio, sys
from spotpop.links import Reference
from spotpop.settings import load_settings
from worker.client import Client
from worker.protocol import Job, ReplyAddress, TrackInput, UploadInput

async def main():
    async with Client(load_settings(redis_url=sys.argv[1])) as client:
        for n in range(int(sys.argv[2])):
            script = f"sleep-0.2-old{n}"
            reply = ReplyAddress(front_end="test", data={"message": n})
            if n % 3 == 2:
                job = Job(kind="upload", inputs=(UploadInput(name="song.mp3"),), reply=reply)
                await client.submit(job, {"song.mp3": (script + chr(10)).encode().ljust(50_000, b" ")})
            else:
                reference = Reference("track", script, "")
                await client.submit(Job(kind="track", inputs=(TrackInput(reference=reference),), reply=reply))
asyncio.run(main())
"""


class LastRelease:
    """A worker of the last release, and questions that its front-end asks."""

    def __init__(self, folder, url, home) -> None:
        self._folder, self._url = folder, url
        self._environment = {
            **os.environ, "PYTHONPATH": str(folder), "REDIS_URL": url, "SPOTPOP_LOG_FORMAT": "json",
            "SPOTPOP_WORKER_PIPELINE": "tests.integration.worker.scripted:make", "SPOTPOP_DATA_DIR": str(home),
            "SPOTPOP_TEST_RUNS": str(home / "runs"),
        }  # fmt: skip
        self.log = home / "last-release.log"

    def ask(self, number: int) -> None:
        command = [sys.executable, "-c", ASK, self._url, str(number)]
        subprocess.run(command, cwd=self._folder, env=self._environment, check=True, timeout=120)

    def start(self) -> None:
        with self.log.open("wb") as output:
            command = [sys.executable, "-m", "spotpop", "worker", "--processes", "1"]
            self._process = subprocess.Popen(
                command, cwd=self._folder, env=self._environment, stdout=output, stderr=output
            )

    def works(self) -> bool:
        return "job_started" in self.log.read_text(errors="replace")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(60)

    def kill(self) -> None:
        for one in [*psutil.Process(self._process.pid).children(recursive=True), self._process]:
            one.kill()
        self._process.wait(60)


def drain(url):
    command = [sys.executable, "-m", "worker.queue.drain"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "REDIS_URL": url}, check=True, timeout=120)


async def test_the_first_release_is_drained_and_then_switched_without_loss(last_release, server, tmp_path, clients):
    """0.1 refuses fields that it does not know, so it never runs beside this release (docs/operations.md, Updating)."""
    old = LastRelease(last_release, server.url, tmp_path)
    old.ask(12)
    old.start()
    try:
        await until(old.works, tell=lambda: old.log.read_text()[-2000:])
        await asyncio.to_thread(drain, server.url)
    finally:
        old.stop()
    inbox = Inbox(clients())  # this release delivers what the last one has answered
    await until(lambda: inbox.counts.total() == 12, tell=lambda: str(inbox.counts))
    assert set(inbox.counts.values()) == {1}
    assert set(codes(inbox)) <= {"ok", "answer-unreadable"}
    await inbox.close()


async def test_questions_that_the_first_release_left_open_are_answered_by_this_one(
    last_release, server, tmp_path, clients, workers
):
    """Whoever did not drain it, or pulled the plug, loses nothing either."""
    old = LastRelease(last_release, server.url, tmp_path)
    old.ask(12)
    old.start()
    try:
        await until(old.works, tell=lambda: old.log.read_text()[-2000:])
    finally:
        old.kill()
    connection = connect(server.url)
    left = {name: connection.strlen(name) for name in connection.scan_iter("spotpop:upload:*")}
    assert left
    adopt_questions(connection, make_settings(server.url, tmp_path))  # as every worker does when it starts
    assert int(connection.get("spotpop:bytes:uploads")) == sum(left.values())  # they count, as any upload does
    inbox = Inbox(clients())
    await workers(processes=2)
    await until(lambda: inbox.counts.total() == 12, tell=lambda: str(inbox.counts))
    await asyncio.sleep(1)  # for answers that must not come
    assert set(inbox.counts.values()) == {1}
    assert set(codes(inbox)) <= {"ok", "answer-unreadable"}
    assert codes(inbox)["ok"] >= 9
    asked = {f"sleep-0.2-old{n}" for n in range(12)}
    assert set((tmp_path / "runs").read_text().splitlines()) == asked  # the uploads' bytes came along
    assert connection.zcard("spotpop:deadlines") == 0
    assert list(connection.scan_iter("spotpop:flight:*")) == []
    assert list(connection.scan_iter("spotpop:upload:*")) == []
    assert int(connection.get("spotpop:bytes:uploads") or 0) == 0
    await inbox.close()
