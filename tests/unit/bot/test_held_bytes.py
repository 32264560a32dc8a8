"""Files on their way to the queue take no more memory than was given to them."""

import asyncio

import pytest

from bot.conversation import File
from bot.held_bytes import HeldBytes, bytes_of


async def test_no_more_is_held_than_there_is_room_for_and_everybody_comes_through():
    room, held, most = HeldBytes(100), 0, 0

    async def carry(size):
        nonlocal held, most
        async with room.room_for(size):
            held += size
            most = max(most, held)
            await asyncio.sleep(0)
            held -= size

    async with asyncio.timeout(60):
        await asyncio.gather(*(carry(size) for size in [60, 50, 40, 100, 10, 90, 30] * 10))
    assert 50 < most <= 100


async def test_what_is_larger_than_all_of_it_goes_alone():
    room = HeldBytes(100)
    async with room.room_for(1_000):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), room.room_for(1):
                pass
    async with asyncio.timeout(60), room.room_for(100):
        pass


async def test_room_is_given_back_by_what_fails_or_is_cancelled():
    room = HeldBytes(10)
    with pytest.raises(ValueError, match="no"):
        async with room.room_for(10):
            raise ValueError("no")
    waits = asyncio.Event()

    async def hold():
        async with room.room_for(10):
            waits.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hold())
    await waits.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(60), room.room_for(10):
        pass


def test_a_file_of_unknown_size_may_be_as_large_as_allowed():
    files = [File(handle="a", name="a", size_bytes=3), File(handle="b", name="b")]
    assert bytes_of(files, 2.0) == 3 + 2 * 2**20
