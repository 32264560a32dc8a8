"""What the queue costs: from submitting a job that does nothing to its answer in the front-end's hands.

Run: ``python -m benchmarks.queue``. The goal is a median under 15 ms on one machine.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time

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


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=300)
    number = parser.parse_args().jobs
    with queue() as settings, workers(settings, "nothing", processes=1):
        async with Client(settings) as client:
            await measure(client, 20)  # warm
            whole, submits = await measure(client, number + 20)
    whole, submits = whole[20:], submits[20:]
    for name, values in (("submit → outbox → front-end", whole), ("of it submit", submits)):
        p50, p95 = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        print(f"{name:30} median {p50:6.1f} ms   p95 {p95:6.1f} ms   max {max(values):6.1f} ms")
    reached = statistics.median(whole) < GOAL_MS
    print(f"{'reached' if reached else 'MISSED'}: median under {GOAL_MS:.0f} ms, {len(whole)} jobs one after the other")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
