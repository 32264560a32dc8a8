"""A cancellation is never lost, whatever a library does with it."""

import asyncio
import contextlib

import pytest

from worker.queue.session import cancellable


async def swallow() -> None:
    """Do what `asyncio.wait_for` of Python 3.11 does when its end and a cancellation come in the same moment."""
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.sleep(30)


async def test_a_swallowed_cancellation_ends_a_loop_all_the_same():
    async def loop() -> None:
        while True:
            with cancellable():
                await swallow()

    task = asyncio.create_task(loop())
    await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=5)
    task.cancel()
    assert done
    assert task.cancelled()


async def test_one_that_came_before_is_not_raised_again():
    """Who cleans up after a cancellation may still talk to Redis."""
    reached = []

    async def tidy() -> None:
        try:
            await asyncio.sleep(30)
        finally:
            with cancellable():
                await asyncio.sleep(0)
            reached.append(True)

    task = asyncio.create_task(tidy())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert reached


async def test_a_timeout_stays_a_timeout():
    async def in_time() -> None:
        async with asyncio.timeout(0.01):
            with cancellable():
                await swallow()

    with pytest.raises(TimeoutError):
        await in_time()
