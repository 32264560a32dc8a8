"""The file ids of pictures that Telegram holds are kept for a day; a queue that is away costs them alone."""

import pytest

from bot.telegram.file_ids import FileIds
from spotpop.errors import QueueUnavailable
from tests.counterparts.memory_queue import MemoryQueue


async def test_the_newest_picture_of_a_track_is_found_for_a_day():
    queue = MemoryQueue()
    kept = FileIds(queue)
    assert await kept.of("https://x") is None
    await kept.remember("https://x", "old")
    await kept.remember("https://x", "new")
    assert await FileIds(queue).of("https://x") == "new"
    assert await kept.of("https://y") is None
    assert {life for _, life, _ in queue.notes.values()} == {86_400.0}


async def test_a_queue_that_is_away_is_no_reason_to_fail_an_answer():
    queue = MemoryQueue(away=True)
    await FileIds(queue).remember("https://x", "new")
    with pytest.raises(QueueUnavailable):
        await FileIds(queue).of("https://x")


async def test_what_is_no_file_id_counts_as_none():
    queue = MemoryQueue()
    await queue.note_set("telegram:photo:https://x", {"newer": "note"}, 60)
    assert await FileIds(queue).of("https://x") is None
