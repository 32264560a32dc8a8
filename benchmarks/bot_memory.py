"""How much memory a bot takes, under the limit that docker-compose.yml gives it.

    python -m benchmarks.bot_memory discord|telegram [--questions 1000] [--updates 10000] [--limit 256]

The bot runs as the product starts it, against a counterpart of its platform over sockets, a real Valkey and a worker
with scripted answers that have pictures. Where Linux lets us, the bot and its children live in a control group with the
limit, so that they would be killed beyond it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Final

import psutil

from tests.counterparts.discord import TOKEN as DISCORD_TOKEN
from tests.counterparts.discord import running_discord
from tests.counterparts.discord_places import CHANNEL
from tests.counterparts.telegram import TOKEN as TELEGRAM_TOKEN
from tests.counterparts.telegram import running_telegram
from tests.e2e.stage import Backstage, BotProcess
from tests.integration.worker.harness import until

AT_ONCE: Final = 50
GROUPS: Final = Path("/sys/fs/cgroup/memory")
"""Control groups of the first version; of the second, a process may not make its own without more rights."""

Ask = Callable[[int], Awaitable[None]]
Say = Callable[[int], Awaitable[None]]


class Limited:
    """A control group that holds one bot.

    Parameters
    ----------
    limit_mib : float
    """

    def __init__(self, limit_mib: float) -> None:
        self._folder = GROUPS / "spotpop-bot-memory"
        try:
            self._folder.mkdir(exist_ok=True)
            (self._folder / "memory.limit_in_bytes").write_text(str(int(limit_mib * 2**20)))
            self.holds = True
        except OSError:
            self.holds = False

    @contextlib.contextmanager
    def around(self) -> Iterator[None]:
        """Let what is started meanwhile begin its life in it: only what is taken there counts."""
        if self.holds:
            before = next(
                line.rpartition(":")[2].lstrip("/")
                for line in Path("/proc/self/cgroup").read_text().splitlines()
                if ":memory:" in line
            )
            (self._folder / "cgroup.procs").write_text(str(os.getpid()))
        try:
            yield
        finally:
            if self.holds:
                (GROUPS / before / "cgroup.procs").write_text(str(os.getpid()))

    def figures(self) -> str:
        """Return the most that it held, the page cache included, and how often the limit was hit."""
        if not self.holds:
            return "no control group here: the limit was not set"
        most = int((self._folder / "memory.max_usage_in_bytes").read_text()) / 2**20
        return f"group at most {most:.0f} MiB, limit hit {(self._folder / 'memory.failcnt').read_text().strip()} times"

    def close(self) -> None:
        """Remove it, once its processes have ended."""
        with contextlib.suppress(OSError):
            self._folder.rmdir()


def resident_mib(pid: int) -> float:
    """Return the memory of a process and its children."""
    one = psutil.Process(pid)
    return sum(each.memory_info().rss for each in (one, *one.children(recursive=True))) / 2**20


@contextlib.asynccontextmanager
async def on_discord(folder: Path, url: str, limited: Limited) -> AsyncIterator[tuple[BotProcess, Ask, Say]]:
    """Run a Discord bot."""
    async with running_discord() as platform:
        addresses = {
            "DISCORD_TOKEN": DISCORD_TOKEN,
            "REDIS_URL": url,
            "SPOTPOP_DISCORD_API_URL": f"{platform.url}/api/v10",
            "SPOTPOP_DISCORD_GATEWAY_URL": platform.gateway.url,
            "SPOTPOP_SERVER_QUESTIONS_PER_MIN": "100000",
        }
        with limited.around():
            bot = BotProcess("discord", folder, **addresses)
        await until(platform.gateway.connected.is_set, report=bot.text)

        async def ask(number: int) -> None:
            asked = await platform.slash("predict", user=6000 + number, link=_link(number))
            await platform.until(lambda: platform.is_answered(asked), 600)

        async def say(number: int) -> None:
            await platform.post(f"chatter {number} " + "x" * 200, channel=CHANNEL, user=6000 + number)

        yield bot, ask, say


@contextlib.asynccontextmanager
async def on_telegram(folder: Path, url: str, limited: Limited) -> AsyncIterator[tuple[BotProcess, Ask, Say]]:
    """Run a Telegram bot."""
    async with running_telegram() as platform:
        platform.rates = False
        platform.privacy = False
        addresses = {"TELEGRAM_TOKEN": TELEGRAM_TOKEN, "SPOTPOP_TELEGRAM_API_URL": platform.url, "REDIS_URL": url}
        with limited.around():
            bot = BotProcess("telegram", folder, **addresses)
        await until(bot.is_ready, report=bot.text)
        group = platform.group(-1_001_234_567_890)

        async def ask(number: int) -> None:
            said = await platform.say(6000 + number, _link(number))
            await platform.answer(6000 + number, reply_to=said, photo=True, timeout_s=600)

        async def say(number: int) -> None:
            await platform.say(6000 + number, f"chatter {number} " + "x" * 200, chat_id=group)

        yield bot, ask, say


def _link(number: int) -> str:
    return f"https://open.spotify.com/track/memory{number:016d}"


async def in_turns(do: Callable[[int], Awaitable[Any]], number: int) -> None:
    """Do something so often, some at the same time."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(at: int) -> None:
        async with places:
            await do(at)

    await asyncio.gather(*(one(at) for at in range(number)))


async def measure(kind: str, questions: int, updates: int, limit_mib: float) -> None:
    """Print what the bot takes at its start, after questions, and after updates that are none."""
    with tempfile.TemporaryDirectory(prefix="spotpop-memory-") as name:
        folder = Path(name)
        behind, limited = Backstage(folder), Limited(limit_mib)
        try:
            await until(behind.worker.ready, report=behind.worker.text)
            running = on_discord if kind == "discord" else on_telegram
            async with running(folder, behind.server.url, limited) as (bot, ask, say):
                pid = bot.process.pid
                try:
                    _report("started", pid)
                    await in_turns(ask, questions)
                    _report(f"{questions} questions answered", pid)
                    await in_turns(say, updates)
                    await asyncio.sleep(5)  # the last of them are still being read
                    _report(f"{updates} updates", pid)
                    sys.stdout.write(f"{kind}: {limited.figures()}\n")
                finally:
                    bot.close()
        finally:
            behind.close()
            limited.close()


def _report(when: str, pid: int) -> None:
    sys.stdout.write(f"{when}: {resident_mib(pid):.0f} MiB\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("discord", "telegram"))
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--limit", type=float, default=256.0, help="MiB")
    given = parser.parse_args()
    asyncio.run(measure(given.kind, given.questions, given.updates, given.limit))
