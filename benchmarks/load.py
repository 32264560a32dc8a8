"""Many people at once: throughput, waiting times, what is shared, and that nothing is lost or doubled.

Run: ``python -m benchmarks.load [--work burning|listening]``. Two measurements with real worker processes:

1. 1,000 questions over 200 tracks, asked by Zipf's law (s = 1.1), 100 at once, two worker processes.
2. Questions that share nothing, with one and with two worker processes: two do at least 1.7 times as much on two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections import Counter

from benchmarks.queue_lab import FRONT_END, question, queue, workers
from worker.queue.client import Client
from worker.queue.figures import read_figures
from worker.queue.store import Store

GOAL_RATIO = 1.7


class Asked:
    """Everything that was asked, and when and how often each was answered."""

    def __init__(self, client: Client, at_once: int) -> None:
        self.answers: Counter[str] = Counter()
        self.latencies_s: list[float] = []
        self.failures = 0
        self._client = client
        self._began: dict[str, float] = {}
        self._expected = 0
        self._all = asyncio.Event()
        self._places = asyncio.Semaphore(at_once)

    async def run(self, jobs) -> float:
        """Ask all; return the seconds that it took."""
        began = time.monotonic()
        receiving = asyncio.create_task(self._receive())
        self._expected = len(jobs)
        await asyncio.gather(*(self._ask(job) for job in jobs))
        await self._all.wait()
        seconds = time.monotonic() - began
        await asyncio.sleep(1.0)  # for answers that must not come
        receiving.cancel()
        await asyncio.gather(receiving, return_exceptions=True)
        return seconds

    async def _ask(self, job) -> None:
        await self._places.acquire()
        self._began[job.id] = time.monotonic()
        await self._client.submit(job)

    async def _receive(self) -> None:
        async for delivery in self._client.deliveries(FRONT_END, "benchmark"):
            name = delivery.job.id
            self.answers[name] += 1
            self.failures += delivery.outcome.failure is not None
            if self.answers[name] == 1:
                self.latencies_s.append(time.monotonic() - self._began[name])
                self._places.release()
            if len(self.answers) == self._expected:
                self._all.set()
            await delivery.ack()


def zipf(tracks: int, number: int, seed: int) -> list[int]:
    weights = [1 / (rank + 1) ** 1.1 for rank in range(tracks)]
    return random.Random(seed).choices(range(tracks), weights, k=number)


async def shared(args) -> bool:
    with queue() as settings, workers(settings, args.work, processes=2, milliseconds=args.ms):
        async with Client(settings) as client:
            jobs = [question(track, "zipf") for track in zipf(args.tracks, args.questions, args.seed)]
            asked = Asked(client, args.at_once)
            seconds = await asked.run(jobs)
            counts = read_figures(Store(settings).redis).counts
    lost = sum(not asked.answers[job.id] for job in jobs)
    doubled = sum(asked.answers[job.id] > 1 for job in jobs)
    cuts = statistics.quantiles(asked.latencies_s, n=100)
    print(f"{len(jobs)} questions, {args.tracks} tracks by Zipf, {args.at_once} at once, two worker processes")
    print(f"  throughput    {len(jobs) / seconds:8.1f} questions/s ({seconds:.1f} s)")
    print(f"  latency       p50 {cuts[49]:.3f} s   p95 {cuts[94]:.3f} s   p99 {cuts[98]:.3f} s")
    print(f"  cache hits    {counts.get('cache_hits', 0):8}")
    print(f"  single flight {counts.get('joined', 0):8} joined a question that was being answered")
    print(f"  really run    {counts.get('work_items', 0):8}")
    print(f"  lost = {lost}, doubled = {doubled}, failed = {asked.failures}")
    return lost == doubled == asked.failures == 0


async def unshared(args, processes: int) -> float:
    with queue() as settings, workers(settings, args.work, processes=processes, milliseconds=args.ms):
        async with Client(settings) as client:
            await Asked(client, 4).run([question(n, "warm") for n in range(8)])
            asked = Asked(client, args.at_once)
            seconds = await asked.run([question(n, "own") for n in range(args.own)])
    return args.own / seconds


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", choices=("burning", "listening"), default="burning", help="what a question costs")
    parser.add_argument("--ms", type=float, default=150.0, help="processor time of a question with --work burning")
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--tracks", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=100)
    parser.add_argument("--own", type=int, default=80, help="questions of the second measurement")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    fine = await shared(args)
    one, two = await unshared(args, 1), await unshared(args, 2)
    print(f"uncached: one process {one:.2f}/s, two {two:.2f}/s, ratio {two / one:.2f} (goal {GOAL_RATIO})")
    return 0 if fine and two / one >= GOAL_RATIO else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
