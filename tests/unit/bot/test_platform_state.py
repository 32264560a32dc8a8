"""What a bot reports about itself: counted where it happens, reported in few writes."""

import asyncio

from bot.platform_state import PlatformState
from bot.telegram.rate_limiter import RateLimiter
from tests.counterparts.memory_queue import MemoryQueue


async def test_a_burst_is_reported_once_and_the_state_every_time() -> None:
    queue = MemoryQueue()
    figures = PlatformState(queue, "telegram")  # type: ignore[arg-type]  # the counterpart of a client
    for _ in range(50):
        figures.count("rate_limited")
    await figures.report(is_connected=True)
    assert queue.counts == {"rate_limited:telegram": 50}
    await figures.report(is_connected=False)
    assert queue.counts == {"rate_limited:telegram": 50}
    assert queue.states == {"gateway:telegram": 0.0}


async def test_it_goes_on_reporting() -> None:
    queue, connected = MemoryQueue(), True
    running = asyncio.create_task(PlatformState(queue, "web", every_s=0.01).run(lambda: connected))  # type: ignore[arg-type]
    for value in (1.0, 0.0):
        connected = bool(value)
        for _ in range(1000):
            if queue.states.get("gateway:web") == value:
                break
            await asyncio.sleep(0.01)
        assert queue.states["gateway:web"] == value
    running.cancel()


async def test_telegrams_429s_are_reported() -> None:
    from telegram.error import RetryAfter

    shown = []
    waiting = [RetryAfter(0), RetryAfter(0)]

    async def call() -> bool:
        if waiting:
            raise waiting.pop()
        return True

    limiter = RateLimiter(on_limited=lambda: shown.append(1))
    assert await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": 1}, None)
    assert len(shown) == 2
