"""Files that were sent together are handed over once, in their order, whoever of several processes got which."""

import asyncio

import pytest
from telegram import Bot, Chat, Message, User

from bot.telegram import albums as module
from bot.telegram.albums import Albums
from tests.counterparts.memory_queue import MemoryQueue

BOT = Bot("1:token")


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(module, "GATHER_S", 0.05)


def part(number: int, album: str | None = "a") -> Message:
    from datetime import UTC, datetime

    return Message(
        number, datetime.now(UTC), Chat(-5, "supergroup"), from_user=User(1, "Ada", False), media_group_id=album
    )


def ids(messages: list[Message] | None) -> list[int] | None:
    return messages and [one.message_id for one in messages]


async def test_what_belongs_to_no_album_is_handed_over_at_once_and_alone():
    async with asyncio.timeout(0.04):
        assert ids(await Albums(BOT).gather(part(7, None))) == [7]


async def test_the_first_that_asks_gets_all_and_the_others_wait_for_that():
    albums = Albums(BOT)
    found = await asyncio.gather(*(albums.gather(part(number)) for number in (3, 1, 2)))
    assert [ids(one) for one in found] == [[1, 2, 3], None, None]


async def test_two_albums_at_the_same_time_are_kept_apart():
    albums = Albums(BOT)
    found = await asyncio.gather(*(albums.gather(part(number, "ab"[number % 2])) for number in range(4)))
    assert sorted(ids(one) for one in found if one) == [[0, 2], [1, 3]]


async def test_one_that_comes_late_is_still_of_the_album_and_one_that_comes_after_is_not():
    albums = Albums(BOT)
    first = asyncio.create_task(albums.gather(part(1)))
    await asyncio.sleep(0.03)
    assert await albums.gather(part(2)) is None
    assert ids(await first) == [1, 2]
    assert ids(await albums.gather(part(3))) == [3]


async def test_of_several_processes_one_gets_what_all_have():
    queue = MemoryQueue()
    one, other = Albums(BOT, queue), Albums(BOT, queue)
    found = await asyncio.gather(one.gather(part(1)), other.gather(part(2)), one.gather(part(3)), other.gather(part(4)))
    whole = [ids(each) for each in found if each]
    assert whole == [[1, 2, 3, 4]]
    assert not queue.notes, "nothing of it stays"


async def test_without_the_queue_each_process_answers_what_it_has():
    queue = MemoryQueue(away=True)
    found = await asyncio.gather(Albums(BOT, queue).gather(part(1)), Albums(BOT, queue).gather(part(2)))
    assert [ids(each) for each in found] == [[1], [2]]
