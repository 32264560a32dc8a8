"""A bot as the product runs it, which also writes how long its event loop was held up: ``python -m … KIND FILE``."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from bot.run import _serve
from spotpop.settings import settings

TICK_S = 0.01


async def watch_lag(path: Path) -> None:
    """Write the worst delays of a tick since somebody deleted the file, every second.

    Wall-clock lag counts what other processes took from us as well; `own_ms` counts processor time of this thread
    between two ticks, so it is what our own code held up.
    """
    worst = {"wall_ms": 0.0, "own_ms": 0.0, "ticks": 0.0}
    written = time.monotonic()
    while True:
        began, used = time.monotonic(), time.thread_time()
        await asyncio.sleep(TICK_S)
        worst["wall_ms"] = max(worst["wall_ms"], (time.monotonic() - began - TICK_S) * 1000)
        worst["own_ms"] = max(worst["own_ms"], (time.thread_time() - used) * 1000)
        worst["ticks"] += 1
        if time.monotonic() - written > 1:
            written = time.monotonic()
            if not await asyncio.to_thread(path.exists):
                worst = dict.fromkeys(worst, 0.0)
            await asyncio.to_thread(path.write_text, json.dumps(worst))


async def main(kind: str, path: Path) -> None:
    lag = asyncio.create_task(watch_lag(path))
    try:
        await _serve(kind, settings())
    finally:
        lag.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
