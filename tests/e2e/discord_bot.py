"""A Discord bot as a process of its own, which tells how long its event loop was ever held up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.counterparts.discord import TOKEN, Discord

ROOT = Path(__file__).parents[2]

_CODE = """
import asyncio, os, sys, time
from bot import run

real = run._serve

async def measured(*arguments):
    worst, times = 0.0, []
    async def probe():
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            times.append(time.perf_counter() - began - 0.005)
    task = asyncio.create_task(probe())
    try:
        await real(*arguments)
    finally:
        task.cancel()
        with open(os.environ["LAG_FILE"], "w") as file:
            file.write("\\n".join(f"{one:.6f}" for one in times))

run._serve = measured
sys.exit(run.main(["discord"]))
"""


class BotProcess:
    """The unmodified bot, started as ``spotpop bot discord`` starts it, with a probe beside it."""

    def __init__(self, discord: Discord, redis_url: str, folder: Path, **environment: str) -> None:
        self.lag_file = folder / "lag"
        self.log = folder / "bot.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", _CODE],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                env={
                    **os.environ,
                    "DISCORD_TOKEN": TOKEN,
                    "REDIS_URL": redis_url,
                    "SPOTPOP_DATA_DIR": str(folder),
                    "SPOTPOP_DISCORD_API_URL": f"{discord.url}/api/v10",
                    "SPOTPOP_DISCORD_GATEWAY_URL": discord.gateway.url,
                    "SPOTPOP_USER_QUESTIONS_PER_MIN": "10000",
                    "SPOTPOP_SERVER_QUESTIONS_PER_MIN": "10000",
                    "LAG_FILE": str(self.lag_file),
                    **environment,
                },
            )

    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def lags_s(self) -> list[float]:
        """How much later than asked the loop came back, each time, in seconds."""
        return [float(line) for line in self.lag_file.read_text().split()]

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()
