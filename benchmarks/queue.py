"""What the queue costs: from submitting a job that does nothing to its answer in the front-end's hands.

Run: ``python -m benchmarks.queue``. The goal is a median under 15 ms on one machine, and at most 1.3 times the round
trip and the processor time of plain Celery with results in Redis, which is measured in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import time

import psutil

from benchmarks.queue_lab import FRONT_END, question, queue, workers
from worker.queue.client import Client

GOAL_MS = 15.0


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


def processor_s(process: psutil.Process) -> float:
    """Return the processor time of a worker and its children."""
    family = [process, *process.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in family)


def own_worker() -> psutil.Process:
    """Return the worker that `workers` has started."""
    return next(one for one in psutil.Process().children() if "worker" in one.cmdline())


def plain(url: str, number: int) -> tuple[list[float], float]:
    """Return the round trips (ms) of plain Celery, and its worker's processor time a job (ms)."""
    os.environ["REDIS_URL"] = url.rsplit("/", 1)[0] + "/1"
    from benchmarks.plain_celery import answer, app

    command = [sys.executable, "-m", "celery", "--app=benchmarks.plain_celery", "worker", "-c1", "-lERROR"]
    process = subprocess.Popen([*command, "--without-gossip", "--without-mingle"], stderr=subprocess.DEVNULL)
    try:
        answer.delay("warm").get(timeout=120)
        for n in range(20):
            answer.delay(str(n)).get(timeout=60)
        before, whole = processor_s(psutil.Process(process.pid)), []
        for n in range(number):
            began = time.perf_counter()
            answer.delay(str(n)).get(timeout=60)
            whole.append(1000 * (time.perf_counter() - began))
        used = processor_s(psutil.Process(process.pid)) - before
    finally:
        process.terminate()
        process.wait(60)
        app.close()
    return whole, 1000 * used / number


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=300)
    number = parser.parse_args().jobs
    with queue() as settings, workers(settings, "nothing", processes=1):
        async with Client(settings) as client:
            await measure(client, 40)  # warm
            before = processor_s(own_worker())
            whole, submits = await measure(client, number)
            processor_ms = 1000 * (processor_s(own_worker()) - before) / number
        beside, beside_ms = await asyncio.to_thread(plain, settings.redis_url.get_secret_value(), number)
    for name, values in (("submit → outbox → front-end", whole), ("of it submit", submits)):
        p50, p95 = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        print(f"{name:30} median {p50:6.1f} ms   p95 {p95:6.1f} ms   max {max(values):6.1f} ms")
    times = statistics.median(whole) / statistics.median(beside)
    print(
        f"{'plain Celery, round trip':30} median {statistics.median(beside):6.1f} ms   ours is {times:.2f} times that"
    )
    print(f"processor time of the worker a job: ours {processor_ms:.2f} ms, plain Celery {beside_ms:.2f} ms", end="")
    print(f", {processor_ms / beside_ms:.2f} times")
    reached = statistics.median(whole) < GOAL_MS
    print(f"{'reached' if reached else 'MISSED'}: median under {GOAL_MS:.0f} ms, {len(whole)} jobs one after the other")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
