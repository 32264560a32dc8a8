"""What one Redis and N workers carry, stated in processor time, which other work on this machine does not change.

Run: ``python -m benchmarks.capacity --workers 1 2 4 8``. For each number of workers (one process each, all on one
server), many questions that cost the workers nothing are asked, sixty at once. Printed for each number: the server's,
the front-end's and the workers' processor time of a question, and what the server and each worker use while nobody
asks. From that follows how many questions a second one core of Redis carries with so many workers around.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import sys
import time

import psutil
import redis

from benchmarks.load import QuestionRun
from benchmarks.queue_lab import question, queue, workers
from spotpop.settings import Settings
from worker.queue.client import Client

AT_ONCE = 60
FULL = 0.7
"""The part of a core that the server may be busy before waits grow."""


class Clock:
    """Processor seconds of everybody who takes part."""

    def __init__(self, settings: Settings) -> None:
        with redis.Redis.from_url(settings.redis_url.get_secret_value()) as server:
            info = server.info("cpu")
        self.server = info["used_cpu_user_main_thread"] + info["used_cpu_sys_main_thread"]
        self.front_end = sum(os.times()[:2])
        self.workers = sum(_used(one) for one in psutil.Process().children(recursive=True) if _is_worker(one))


def _is_worker(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return "worker" in process.cmdline()
    return False


def _used(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        return float(sum(process.cpu_times()[:2]))
    return 0.0


async def measure(number: int, questions: int, idle_s: float) -> tuple[float, float]:
    """Print one row; return the server's seconds for a question, and for a second without any."""
    with queue() as settings, contextlib.ExitStack() as stack:
        for _ in range(number):
            stack.enter_context(workers(settings, "nothing", processes=1))
        async with Client(settings) as client:
            await QuestionRun(client, AT_ONCE).run([question(n, "warm") for n in range(20 * number)])
            before, began = Clock(settings), time.monotonic()
            await asyncio.sleep(idle_s)
            between, seconds = Clock(settings), time.monotonic() - began
            took = await QuestionRun(client, AT_ONCE).run([question(n, "own") for n in range(questions)])
            after = Clock(settings)
    idle = (between.server - before.server) / seconds
    worker = (between.workers - before.workers) / seconds / number
    by_itself = {"server": idle, "front_end": 0.0, "workers": worker * number}
    each = {
        name: (getattr(after, name) - getattr(between, name) - (took + 1) * spent) / questions
        for name, spent in by_itself.items()
    }
    shares = ", ".join(f"{name} {1000 * spent:.2f} ms" for name, spent in each.items())
    print(f"{number:3} workers: a question costs {shares}; a second without any costs", end=" ")
    print(f"the server {1000 * idle:.1f} ms, each worker {1000 * worker:.1f} ms", flush=True)
    return each["server"], idle


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument("--idle", type=float, default=20.0, help="seconds in which nobody asks")
    wanted = parser.parse_args()
    rows = {number: await measure(number, wanted.questions, wanted.idle) for number in wanted.workers}
    fewest, most = min(rows), max(rows)
    each, idle = rows[most]
    # What the server does for itself, and for each worker that looks after the queue.
    per_worker = (idle - rows[fewest][1]) / (most - fewest) if most > fewest else idle / most
    by_itself = max(0.0, idle - per_worker * most)
    for number in (most, 100, 1000):
        carried = max(0.0, FULL - by_itself - per_worker * number) / each
        print(f"one Redis with {number} workers: {carried:.0f} questions/s at {FULL:.0%} of its core")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
