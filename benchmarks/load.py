"""Many people at once: throughput, waiting times, what is shared, and that nothing is lost or doubled.

Run: ``python -m benchmarks.load [--work burning|listening]``. Two measurements with real worker processes:

1. 1,000 questions over 200 tracks, asked by Zipf's law (s = 1.1), 100 at once, two worker processes.
2. Questions that share nothing, with one and with two worker processes: two do at least 1.9 times as much on two cores
   that do nothing else, and waits are within a factor of two of what people were promised. Also stated in processor
   time, which other work on this machine does not change: how much more two cores can do than one process.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass

from benchmarks.queue import Cost, own_worker
from benchmarks.queue_lab import FRONT_END, question, queue, workers
from spotpop.errors import QueueUnavailable
from worker.queue.client import Client
from worker.queue.overview import read_figures
from worker.queue.store import Store

GOAL_RATIO = 1.9
GOAL_PROMISES = 0.9
"""The part of all promises that has to hold within a factor of two."""
SHORT_S = 0.5
"""A promise of less is none that anybody could look at a clock for."""


class QuestionRun:
    """Everything that was asked, and when and how often each was answered."""

    def __init__(self, client: Client, at_once: int) -> None:
        self.answers: Counter[str] = Counter()
        self.latencies_s: list[float] = []
        self.promises: dict[str, float] = {}
        self.kept: list[float] = []
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
        while True:
            try:
                receipt = await self._submit(job)
            except QueueUnavailable:  # a machine so busy that two seconds pass; the same id is taken once
                await asyncio.sleep(0.5)
            else:
                self.promises[job.id] = receipt.eta_s
                return

    async def _submit(self, job):
        return await self._client.submit(job)

    async def _receive(self) -> None:
        async for delivery in self._client.deliveries(FRONT_END, "benchmark"):
            name = delivery.job.id
            self.answers[name] += 1
            self.failures += delivery.outcome.failure is not None
            if self.answers[name] == 1:
                waited = time.monotonic() - self._began[name]
                self.latencies_s.append(waited)
                if (promised := self.promises.get(name, 0.0)) >= SHORT_S:
                    self.kept.append(waited / promised)
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
            asked = QuestionRun(client, args.at_once)
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


@dataclass(frozen=True)
class Unshared:
    """Questions that share nothing, answered by so many processes: how fast, promises kept, what each cost."""

    per_s: float
    kept: list[float]
    cost: Cost

    @property
    def within(self) -> float:
        """The part of all promises that held within a factor of two."""
        return sum(0.5 <= ratio <= 2.0 for ratio in self.kept) / max(1, len(self.kept))


async def unshared(args, processes: int) -> Unshared:
    with queue() as settings, workers(settings, args.work, processes=processes, milliseconds=args.ms):
        url = settings.redis_url.get_secret_value()
        async with Client(settings) as client:
            await QuestionRun(client, 4).run([question(n, "warm") for n in range(10)])
            asked, before = QuestionRun(client, args.at_once), Cost.now(own_worker(), url)
            seconds = await asked.run([question(n, "own") for n in range(args.own)])
            cost = Cost.now(own_worker(), url) - before
    return Unshared(args.own / seconds, asked.kept, cost)


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
    ratio = two.per_s / one.per_s
    print(f"uncached: one process {one.per_s:.2f}/s, two {two.per_s:.2f}/s, ratio {ratio:.2f} (goal {GOAL_RATIO})")
    print(f"  processor time of a question: {one.cost.per_job(args.own)}")
    # One process works on one core while the rest goes on beside it; two cores have to do all of it.
    whole = one.cost.worker + one.cost.front_end + one.cost.server
    print(f"  two cores that do nothing else can do {2 * one.cost.children / whole:.2f} times one process's work")
    for number, found in ((1, one), (2, two)):
        print(f"  {number} processes: {found.within:.0%} of {len(found.kept)} promises within a factor of two")
    promised = min(one.within, two.within) >= GOAL_PROMISES
    return 0 if fine and promised and ratio >= GOAL_RATIO else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
