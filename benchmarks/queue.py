"""What the queue costs: from submitting a job that does nothing to its answer in the front-end's hands.

Run: ``python -m benchmarks.queue``. Plain Celery with results in Redis runs beside it, in turns; the goal is at most
1.3 times its round trip and its worker's processor time. Neither carries a picture, both log a job's begin and end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple, dataclass

import psutil
import redis

from benchmarks.queue_lab import FRONT_END, question, queue, workers
from worker.queue.client import Client

GOAL = 1.3
"""Times plain Celery's round trip and its worker's processor time."""


async def measure(client: Client, number: int) -> tuple[list[float], list[float]]:
    deliveries = client.deliveries(FRONT_END, "benchmark")
    whole, submits = [], []
    name = f"noop{time.monotonic_ns()}"
    for n in range(number):
        began = time.perf_counter()
        await client.submit(question(n, name))
        submits.append(1000 * (time.perf_counter() - began))
        delivery = await anext(deliveries)
        whole.append(1000 * (time.perf_counter() - began))
        await delivery.ack()
    await deliveries.aclose()
    return whole, submits


@dataclass(frozen=True)
class Cost:
    """Processor time in seconds: of the worker's main process, of its children, of this front-end, of the server."""

    main: float
    children: float
    front_end: float
    server: float

    @classmethod
    def now(cls, worker: psutil.Process, url: str) -> Cost:
        """Read the clocks."""

        def used(*processes: psutil.Process) -> float:
            return sum(sum(one.cpu_times()[:2]) for one in processes)

        with redis.Redis.from_url(url) as connection:
            info = connection.info("cpu")
        children = used(*(one for one in worker.children(recursive=True) if "record_duties" not in str(one.cmdline())))
        front_end = os.times()
        server = info["used_cpu_user"] + info["used_cpu_sys"]
        return cls(used(worker), children, front_end.user + front_end.system, server)

    @property
    def worker(self) -> float:
        """Of all processes of the worker."""
        return self.main + self.children

    def __add__(self, other: Cost) -> Cost:
        return Cost(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __sub__(self, other: Cost) -> Cost:
        return Cost(*(a - b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def per_job(self, jobs: int) -> str:
        """Return it for one job, in words."""
        each = [1000 * one / jobs for one in (self.main, self.children, self.front_end, self.server)]
        return "main {:.2f}, children {:.2f}, front-end {:.2f}, server {:.2f} ms".format(*each)


def own_worker() -> psutil.Process:
    """Return the worker that `workers` has started."""
    return next(one for one in psutil.Process().children() if "worker" in one.cmdline())


def plain(url: str, number: int, level: str) -> tuple[list[float], Cost]:
    """Return the round trips (ms) of plain Celery, and what they cost."""
    os.environ["REDIS_URL"] = url.rsplit("/", 1)[0] + "/1"
    from benchmarks.plain_celery import answer, app

    command = [sys.executable, "-m", "celery", "--app=benchmarks.plain_celery", "worker", "-c1", f"-l{level}"]
    with tempfile.TemporaryFile() as log:  # both workers write a line when a job begins and one when it ends
        process = subprocess.Popen([*command, "--without-gossip", "--without-mingle"], stdout=log, stderr=log)
        try:
            for n in range(40):
                answer.delay(str(n)).get(timeout=120)
            before, whole = Cost.now(psutil.Process(process.pid), url), []
            for n in range(number):
                began = time.perf_counter()
                answer.delay(str(n)).get(timeout=60)
                whole.append(1000 * (time.perf_counter() - began))
            used = Cost.now(psutil.Process(process.pid), url) - before
        finally:
            process.terminate()
            process.wait(60)
            app.close()
    return whole, used


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument(
        "--rounds", type=int, default=3, help="ours and plain Celery in turns, so that both meet the same load"
    )
    parser.add_argument("--level", default="INFO", help="what plain Celery logs; ours logs as an installation does")
    wanted = parser.parse_args()
    number = wanted.jobs
    ours_ms: list[float] = []
    submits_ms: list[float] = []
    beside_ms: list[float] = []
    ours, beside = Cost(0, 0, 0, 0), Cost(0, 0, 0, 0)
    with queue() as settings:
        url = settings.redis_url.get_secret_value()
        for _ in range(wanted.rounds):
            with workers(settings, "nothing", processes=1):
                async with Client(settings) as client:
                    await measure(client, 40)  # warm
                    before = Cost.now(own_worker(), url)
                    whole, submits = await measure(client, number)
                    ours += Cost.now(own_worker(), url) - before
            times, cost = await asyncio.to_thread(plain, url, number, wanted.level)
            ours_ms, submits_ms, beside_ms = ours_ms + whole, submits_ms + submits, beside_ms + times
            beside += cost
    for name, values in (("ours, whole", ours_ms), ("of it submit", submits_ms), ("plain Celery", beside_ms)):
        p50, p95 = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        print(f"{name:14} median {p50:6.1f} ms   p95 {p95:6.1f} ms   max {max(values):6.1f} ms")
    jobs = number * wanted.rounds
    print(f"processor time of a job: ours          {ours.per_job(jobs)}")
    print(f"                         plain Celery  {beside.per_job(jobs)}")
    round_trip = statistics.median(ours_ms) / statistics.median(beside_ms)
    worker = ours.worker / beside.worker
    print(f"round trip {round_trip:.2f} times plain Celery's, worker's processor time {worker:.2f} times (goal {GOAL})")
    reached = round_trip <= GOAL and worker <= GOAL
    print("reached" if reached else "MISSED")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
